"""What a record says already is not proposed, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.contribute.refresh.same import is_one_title, is_rounded, is_same, is_same_name
from catalog.contribute.stated import StatedKind
from catalog.load.records import open_survey
from catalog.paths import Project
from catalog.values.bound import Bound
from tests.conftest import ROOT

COLUMNS = {column.path: column for column in open_survey(Project(ROOT)).columns}
PATHS = {
    StatedKind.NAMES: "paper.authors",
    StatedKind.VENUE: "paper.venue",
    StatedKind.DAY: "dates.paper",
    StatedKind.LICENCE: "code.licence",
    StatedKind.SIZE: "parameters",
    StatedKind.ADDRESS: "code.page",
    StatedKind.FLAG: "code.gated",
    StatedKind.TEXT: "paper.doi",
}


def same(kind: StatedKind, present: object, stated: object) -> bool:
    column = COLUMNS[PATHS[kind]]
    value = tuple(present) if isinstance(present, list) else column.type.read(present)
    return is_same(value, stated, kind, column)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LoomASR: Weaving Encoders", "LOOMASR:  weaving\nencoders."),
        ("LoomASR", "LoomASR: Weaving Encoders"),
        ("Weaving “Encoders” \N{EN DASH} Again", 'Weaving "Encoders" - Again'),
        ("Café Speech", "Cafe\u0301 speech"),
    ],
)
def test_a_title_is_the_same_in_capitals_signs_and_without_its_subtitle(one: str, other: str) -> None:
    assert is_one_title(one, other)
    assert is_one_title(other, one)


@pytest.mark.parametrize(
    "other", ["LoomASR 2: Weaving Encoders", "Loom: Weaving Encoders", "LoomASR: Weaving Decoders"]
)
def test_a_title_with_another_word_is_another_title(other: str) -> None:
    assert not is_one_title("LoomASR: Weaving Encoders", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Weaver", "A. Weaver"),
        ("Ada B. Weaver", "Ada Weaver"),
        ("Weaver Ada", "Ada Weaver"),
        ("Ørjan Spinner", "ørjan spinner"),
        ("José Núñez", "Jose Nunez"),
        ("Yong-Qi Wang", "Yongqi Wang"),
    ],
)
def test_a_name_may_have_initials_accents_and_another_order(one: str, other: str) -> None:
    assert is_same_name(one, other)
    assert is_same_name(other, one)


@pytest.mark.parametrize("other", ["Ada Spinner", "Bea Weaver", "B. Weaver"])
def test_another_name_is_another_person(other: str) -> None:
    assert not is_same_name("Ada Weaver", other)


def test_a_list_of_authors_may_end_with_others_but_not_without_a_word() -> None:
    assert same(StatedKind.NAMES, ["Ada Weaver", "others"], ["Ada Weaver", "Bea Dyer", "Cy Carder"])
    assert same(StatedKind.NAMES, ["Ada Weaver", "Bea Dyer", "Cy Carder"], ["A. Weaver", "others"])
    assert not same(StatedKind.NAMES, ["Ada Weaver"], ["Ada Weaver", "Bea Dyer"])
    assert not same(StatedKind.NAMES, ["Bea Dyer", "Ada Weaver"], ["Ada Weaver", "Bea Dyer"])
    assert not same(
        StatedKind.NAMES, ["Ada Weaver", "Bea Dyer"], ["Ada Weaver", "others", "Cy Carder", "Dan Fuller"][:1]
    )


@pytest.mark.parametrize(
    ("present", "stated"),
    [
        ("ICASSP 2025", "ICASSP 2025 - 2025 IEEE International Conference on Acoustics, Speech and Signal Processing"),
        ("EMNLP 2024", "Proceedings of the 2024 Conference on Empirical Methods in Natural Language Processing"),
        ("Interspeech 2024", "Proc. Interspeech 2024, 1-5"),
        ("AAAI 2025", "Proceedings of the AAAI Conference on Artificial Intelligence"),
    ],
)
def test_a_venue_may_be_written_out(present: str, stated: str) -> None:
    assert same(StatedKind.VENUE, present, stated)


@pytest.mark.parametrize("stated", ["Interspeech 2025", "ICASSP 2024", "Proc. Looms 2024"])
def test_another_year_or_conference_is_another_venue(stated: str) -> None:
    assert not same(StatedKind.VENUE, "Interspeech 2024", stated)


def test_a_date_may_be_known_to_the_month_only() -> None:
    assert same(StatedKind.DAY, "2024-02", "2024-02-13")
    assert same(StatedKind.DAY, "2024-02-13", "2024")
    assert not same(StatedKind.DAY, "2024-02-12", "2024-02-13")
    assert not same(StatedKind.DAY, "2024-02-12", "no day")


@pytest.mark.parametrize(
    ("present", "stated"), [("MIT", "MIT"), ("GPL-3.0-only", "GPL-3.0"), ("Llama 3.1", "llama3.1")]
)
def test_a_licence_is_the_same_by_its_spelling(present: str, stated: str) -> None:
    assert same(StatedKind.LICENCE, present, stated)


@pytest.mark.parametrize(
    ("present", "stated"), [("GPL-3.0", "LGPL-3.0"), ("CC-BY-4.0", "CC-BY-NC-4.0"), ("MIT", "X11")]
)
def test_licences_with_part_of_a_name_in_common_differ(present: str, stated: str) -> None:
    assert not same(StatedKind.LICENCE, present, stated)


@pytest.mark.parametrize(
    ("present", "stated", "is_it"),
    [
        ("7B", 7_450_000_000, True),
        ("7B", 7_615_616_512, False),
        ("7.6B", 7_615_616_512, True),
        ("1.7B", 2_040_000_000, False),
        ("~7B", 7_615_616_512, True),
        (">=7B", 9_000_000_000, True),
        ("<=7B", 9_000_000_000, False),
    ],
)
def test_a_size_is_the_same_as_far_as_it_has_digits(present: str, stated: int, *, is_it: bool) -> None:
    assert same(StatedKind.SIZE, present, stated) is is_it


@given(st.integers(1, 10**13), st.integers(1, 6))
def test_every_number_is_the_same_as_itself_in_fewer_digits(number: int, digits: int) -> None:
    assert is_rounded(float(f"{number:.{digits - 1}e}"), number, Bound.EXACT)


def test_an_address_is_the_same_if_it_leads_to_the_same() -> None:
    assert same(StatedKind.ADDRESS, "https://loom.example.org/", "http://www.loom.example.org")
    assert not same(StatedKind.ADDRESS, "https://loom.example.org/a", "https://loom.example.org/b")


def test_yes_is_not_no_and_a_doi_has_no_capitals() -> None:
    yes, no = True, False
    assert same(StatedKind.FLAG, no, no)
    assert not same(StatedKind.FLAG, no, yes)
    assert same(StatedKind.TEXT, "10.1109/X.1", "10.1109/x.1")
