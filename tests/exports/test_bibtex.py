"""References that a BibTeX parser of its own reads back."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, Entry, parse_string
from pybtex.richtext import Text

from catalog.exports.bibtex import author, bibtex_export, latex
from tests.exports.conftest import Make

AUTHORS = [
    "Ada Lovelace",
    "Łukasz Ó Dálaigh",
    "王 小明",
    "Research and Development Team",
    "Qwen Team, Alibaba",
    "others",
]


def parsed(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


def reference(make: Make, **record: Any) -> Entry:
    catalog = make({"slug": "one.a-1"} | record)
    (entry,) = parsed("".join(bibtex_export(catalog, catalog.records))).entries.values()
    return entry


COMMANDS = {r"\textbraceleft{}": "\ue000", r"\textbraceright{}": "\ue001", r"\textasciicircum{}": "\ue002"}
COMMANDS[r"\$"] = "\ue003"
"""Commands of LaTeX that the parser does not know or reads wrongly, and stand-ins for what they print."""


def plain(field: str) -> str:
    """As LaTeX prints it."""
    for command, sign in COMMANDS.items():
        field = field.replace(command, sign)
    printed = str(Text.from_latex(field)).translate({0xE000: "{", 0xE001: "}", 0xE002: "^", 0xE003: "$"})
    return " ".join(printed.split())


def test_a_paper_has_everything_a_reader_needs_to_find_it(make: Make) -> None:
    entry = reference(
        make,
        released="2024-02-13",
        paper={"title": "An {Odd} Title", "arxiv": "2402.08846", "venue": "ICLR 2024", "authors": AUTHORS},
    )
    assert entry.key == "one.a-1"
    assert {name: entry.fields[name] for name in ("year", "month", "eprint", "archiveprefix", "url")} == {
        "year": "2024",
        "month": "2",
        "eprint": "2402.08846",
        "archiveprefix": "arXiv",
        "url": "https://arxiv.org/abs/2402.08846",
    }
    assert plain(entry.fields["title"]) == "An {Odd} Title"
    assert plain(entry.fields["howpublished"]) == "ICLR 2024"


@pytest.mark.parametrize(
    ("kind", "entry_type", "place"),
    [
        ("conference", "inproceedings", "booktitle"),
        ("journal", "article", "journal"),
        ("report", "techreport", "institution"),
        ("preprint", "misc", "howpublished"),
    ],
)
def test_what_was_published_is_an_entry_of_its_kind_with_the_year_of_its_venue(
    make: Make, kind: str, entry_type: str, place: str
) -> None:
    paper = {"title": "T", "kind": kind, "venue": "AAAI 2025", "doi": "10.1609/aaai.v39i23.34666", "authors": AUTHORS}
    entry = reference(make, released="2024-02-13", paper=paper)
    assert (entry.type, plain(entry.fields[place])) == (entry_type, "AAAI 2025")
    assert (entry.fields["year"], "month" in entry.fields) == ("2025", False)
    assert entry.fields["doi"] == "10.1609/aaai.v39i23.34666"
    assert [str(person) for person in entry.persons["author"]][-1] == "others"


def test_a_record_with_variants_is_cited_by_its_earliest_date(make: Make) -> None:
    variants = [{"name": "new", "released": "2025-01"}, {"name": "old", "released": "2024-06"}]
    entry = reference(make, paper={"title": "T"}, variants=variants)
    assert (entry.fields["year"], entry.fields["month"]) == ("2024", "6")


def test_each_author_is_one_author_and_a_team_keeps_its_name(make: Make) -> None:
    entry = reference(make, paper={"title": "T", "authors": AUTHORS})
    people = [plain(str(person)) for person in entry.persons["author"]]
    assert people == ["Lovelace, Ada", "Dálaigh, Łukasz Ó", "小明, 王", *AUTHORS[3:]]
    assert [len(person.last_names) for person in entry.persons["author"]] == [1] * 6


def test_a_record_without_a_title_is_counted_and_left_out(make: Make) -> None:
    catalog = make({"slug": "one"}, {"slug": "two", "paper": {"title": "T"}})
    text = "".join(bibtex_export(catalog, catalog.records))
    assert text.startswith("% 1 without a known title left out\n")
    assert list(parsed(text).entries) == ["two"]


def test_an_address_cannot_end_its_field(make: Make) -> None:
    entry = reference(make, paper={"title": "T", "link": "https://example.org/a_b?c=%20&d=~e#f"})
    assert entry.fields["url"] == "https://example.org/a_b?c=%20&d=~e#f"


texts = st.text(
    alphabet=st.one_of(
        st.sampled_from("\\{}&%$#_~^\"'`-@,=<>|/ aZ"),
        st.characters(codec="utf-8", categories=["L", "N", "P", "S"], max_codepoint=0xFFFF),
    ),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip() and text == unicodedata.normalize("NFC", text))


@given(texts)
def test_any_title_is_read_back_as_it_was(title: str) -> None:
    entry = parsed(f"@misc{{key,\n  title = {{{{{latex(title)}}}}}\n}}\n").entries["key"]
    assert plain(entry.fields["title"]) == " ".join(title.split())


@given(st.lists(texts, min_size=1, max_size=4))
def test_any_names_stay_as_many_as_they_were(names: list[str]) -> None:
    entry = parsed(f"@misc{{key,\n  author = {{{' and '.join(map(author, names))}}}\n}}\n").entries["key"]
    assert len(entry.persons["author"]) == len(names)


@pytest.mark.parametrize("text", ["``quoted''", "a--b---c", "?`", "fi\u00a0x", "naïve", "Ω≈ç√∫"])
def test_ligatures_and_accents_of_latex_are_not_made_by_accident(text: str) -> None:
    assert plain(latex(text)) == " ".join(text.split())
