"""Words of a vocabulary that belong to a family can be asked for together."""

from __future__ import annotations

import pytest

from catalog.model.columns import columns
from catalog.settings.columns import family_column
from catalog.values import Blank
from tests.second.loaves import Flour, Loaf

FLOURS = {
    "rye-1150": Flour(name="Rye 1150", meaning="Medium rye.", family="Rye"),
    "rye-1740": Flour(name="Rye 1740", meaning="Dark rye.", family="Rye"),
    "spelt-630": Flour(name="Spelt 630", meaning="White spelt."),
}
FLOUR = next(column for column in columns(Loaf) if column.path == "doughs.flour")


@pytest.fixture
def column():
    made = family_column(FLOUR, {"flours": FLOURS})
    assert made is not None
    return made


def loaf(*flours):
    context = {"vocabularies": {"flours": FLOURS}}
    doughs = [{"flour": flour} for flour in flours]
    return Loaf.model_validate({"slug": "loaf", "name": "Loaf", "doughs": doughs}, context=context)


def test_a_family_is_a_filter_that_no_file_has(column):
    assert (column.path, column.label, column.derived) == ("doughs.flour.family", "Flour family", True)
    assert column.show.facet


def test_words_of_one_family_count_once_and_a_word_without_one_stands_by_its_name(column):
    values = [value for fact in column.facts(loaf("rye-1150", "rye-1740", "spelt-630")) for value in fact.values]
    assert list(dict.fromkeys(values)) == ["Rye", "Spelt 630"]


def test_blanks_and_evidence_stay_those_of_the_word_and_rivals_go(column):
    claim = {"value": "rye-1150", "source": "survey", "verified": "secondary", "instead": ["rye-1740"]}
    known, unreported = column.facts(loaf(claim, "not reported"))
    assert (known.values, known.source, known.marks) == (("Rye",), "survey", ("second-hand",))
    assert unreported.blank is Blank.NOT_REPORTED
    assert [fact.blank for fact in column.facts(loaf())] == [Blank.NOT_CHECKED]


@pytest.mark.parametrize("entries", [{}, {"spelt-630": FLOURS["spelt-630"]}])
def test_without_families_there_is_no_such_column(entries):
    assert family_column(FLOUR, {"flours": entries}) is None


def test_only_filters_by_vocabulary_have_families():
    others = [column for column in columns(Loaf) if column.path not in ("doughs.flour", "bakery")]
    assert [family_column(column, {"flours": FLOURS}) for column in others] == [None] * len(others)
