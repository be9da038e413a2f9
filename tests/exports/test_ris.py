"""References in RIS."""

from __future__ import annotations

from catalog.exports.ris import ris_export, ris_reference

PAPER = {
    "slug": "a",
    "released": "2024-02",
    "paper": {"title": "On Speech: 50% \\ {more}", "arxiv": "2402.08846", "authors": ["Ada Lovelace", "others"]},
}


def test_a_reference_holds_what_the_record_knows(make):
    catalog = make(PAPER)
    assert ris_reference(catalog, catalog.records[0]).split("\r\n") == [
        "TY  - UNPB",
        "ID  - a",
        "TI  - On Speech: 50% \\ {more}",
        "AU  - Ada Lovelace",
        "PY  - 2024",
        "DA  - 2024/02//",
        "DO  - 10.48550/arXiv.2402.08846",
        "UR  - https://arxiv.org/abs/2402.08846",
        "ER  - ",
        "",
        "",
    ]


def test_a_conference_paper_is_one_with_the_identifier_of_its_proceedings(make):
    paper = PAPER["paper"] | {"kind": "conference", "venue": "AAAI 2025", "doi": "10.1609/aaai.v39i23.34666"}
    catalog = make(PAPER | {"paper": paper})
    lines = ris_reference(catalog, catalog.records[0]).split("\r\n")
    assert {"TY  - CONF", "PY  - 2025", "T2  - AAAI 2025", "DO  - 10.1609/aaai.v39i23.34666"} <= set(lines)
    assert not [line for line in lines if line.startswith("DA")], "the day of another version"


def test_no_text_can_start_a_line_of_its_own(make):
    catalog = make({"slug": "a", "paper": {"title": "Speech\nER  - \nTY  - JOUR"}})
    assert "".join(ris_export(catalog, catalog.records)).count("\r\n") == len(["TY", "ID", "TI", "ER", ""])


def test_a_record_without_a_title_is_left_out(make):
    catalog = make({"slug": "a"}, PAPER | {"slug": "b"})
    assert "".join(ris_export(catalog, catalog.records)).count("TY  - ") == 1
