"""A value with its evidence, in every form contributors may write."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from catalog.values import (
    UNCHECKED,
    Amount,
    Blank,
    Entry,
    Fact,
    Grade,
    Measurement,
    Record,
    Ref,
    Term,
    Text,
    When,
    long,
    raw_value,
    short,
)


class Colour(Term):
    """A closed list."""

    RED = "red", "Like blood."
    BLUE = "blue", "Like the sky."


class Thing(Entry):
    """A vocabulary."""

    vocabulary: ClassVar[str] = "things"


AMOUNT = TypeAdapter[Any](Fact[Amount])
TEXT = TypeAdapter[Any](Fact[Text])
FLAG = TypeAdapter[Any](Fact[bool])
TERM = TypeAdapter[Any](Fact[Colour])
DATES = TypeAdapter[Any](Fact[tuple[When, ...]])
THING = TypeAdapter[Any](Fact[Annotated[str, Ref(Thing)]])


def refused(adapter: TypeAdapter[Any], raw: Any, **context: Any) -> list[tuple[tuple[int | str, ...], str, str]]:
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(raw, context=context or None)
    errors = caught.value.errors()
    return [(item["loc"], item["msg"], item.get("ctx", {}).get("hint", "")) for item in errors]


def test_a_plain_value_is_a_certain_fact_without_evidence() -> None:
    assert AMOUNT.validate_python(960) == Fact(value=Amount(960))


def test_a_mapping_carries_the_evidence_beside_the_value() -> None:
    fact = AMOUNT.validate_python(
        {"value": "50K+", "source": "paper", "where": "Table 1", "verified": "secondary", "certain": False, "note": "n"}
    )
    assert (fact.value, fact.source, fact.where) == (Amount.read("50K+"), "paper", "Table 1")
    assert (fact.verified, fact.certain, fact.note) == (Grade.SECONDARY, False, "n")
    assert fact.marks == ("uncertain", "second-hand")


def test_rivals_keep_their_own_evidence_and_mark_the_fact_as_contested() -> None:
    fact = AMOUNT.validate_python({"value": 1, "instead": [{"value": 2, "source": "blog"}, 3, "not reported"]})
    assert [rival.value for rival in fact.instead] == [Amount(2), Amount(3), None]
    assert fact.instead[0].source == "blog"
    assert fact.instead[2].blank is Blank.NOT_REPORTED
    assert fact.marks == ("contested",)


@pytest.mark.parametrize("adapter", [AMOUNT, TEXT, FLAG, TERM, DATES, THING])
@pytest.mark.parametrize("blank", [Blank.NOT_REPORTED, Blank.NOT_APPLICABLE])
def test_two_blanks_can_be_written_for_any_type(adapter: TypeAdapter[Any], blank: Blank) -> None:
    for raw in (blank.value, {"value": blank.value, "source": "paper"}):
        fact = adapter.validate_python(raw)
        assert (fact.value, fact.blank) == (None, blank)


def test_the_third_blank_is_what_is_absent() -> None:
    assert (UNCHECKED.value, UNCHECKED.blank) == (None, Blank.NOT_CHECKED)
    assert len({blank.meaning for blank in Blank}) == 3


@pytest.mark.parametrize("raw", ["Not reported", "not-reported", "NOT_APPLICABLE", "N/A", "n/a", "not checked"])
def test_a_blank_in_other_words_is_not_taken_for_text(raw: str) -> None:
    ((_, message, hint),) = refused(TEXT, raw)
    assert "not one of the words for no value" in message
    assert hint


@pytest.mark.parametrize("raw", ["Nothing", "national", "N", "no", "not", "not reported by the authors"])
def test_text_that_only_begins_like_a_blank_is_text(raw: str) -> None:
    assert TEXT.validate_python(raw).value == raw


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (None, "found nothing where a value belongs"),
        ({"value": None}, "found nothing where a value belongs"),
        ({"source": "paper"}, "evidence without a value"),
        ({"blank": "not reported"}, "`blank` is not a key"),
        ({"value": 1, "blank": "not reported"}, "`blank` is not a key"),
    ],
)
def test_evidence_never_stands_for_a_value(raw: Any, message: str) -> None:
    ((_, told, hint),) = refused(AMOUNT, raw)
    assert told == message
    assert hint


def test_each_wrong_piece_of_evidence_is_told_at_its_own_key() -> None:
    raw = {"value": 1, "source": 5, "where": "", "verified": "first", "certain": "yes", "nope": 1}
    assert [loc for loc, _, _ in refused(AMOUNT, raw)] == [
        ("source",),
        ("where",),
        ("verified",),
        ("certain",),
        ("nope",),
    ]


def test_a_rival_has_no_rivals() -> None:
    assert refused(AMOUNT, {"value": 1, "instead": [{"value": 2, "instead": [3]}]})[0][0] == ("instead", 0, "instead")


@pytest.mark.parametrize("raw", ["yes", "true", 1, 0, "no"])
def test_only_true_and_false_are_flags(raw: Any) -> None:
    assert refused(FLAG, raw)


def test_a_term_knows_its_meaning_and_guesses_the_nearest() -> None:
    assert TERM.validate_python("red").value.meaning == "Like blood."
    ((_, message, hint),) = refused(TERM, "bleu")
    assert message == "found 'bleu', which is not one of the allowed words"
    assert hint == "did you mean `blue`? allowed: red, blue"


def test_a_reference_is_guessed_by_name_and_alias_too() -> None:
    vocabularies = {"things": {"bike": Thing(name="Bicycle", meaning="Two wheels.", aliases=("velocipede",))}}
    assert THING.validate_python("bike", context={"vocabularies": vocabularies}).value == "bike"
    for near in ("bikes", "Bicycle", "velociped"):
        ((_, message, hint),) = refused(THING, near, vocabularies=vocabularies)
        assert message == f"found {near!r}, which is not in data/things.yml"
        assert hint.startswith("did you mean `bike`? ")


def test_a_reference_to_a_vocabulary_that_could_not_be_read_is_not_blamed() -> None:
    assert THING.validate_python("anything", context={"vocabularies": {}}).value == "anything"


def test_the_evidence_of_a_measurement_stands_beside_its_value() -> None:
    measured = Measurement.model_validate({"value": "~5", "source": "paper", "where": "Table 2", "as_of": 2024})
    assert measured.value == Fact(value=Amount.read("~5"), source="paper", where="Table 2")


def test_a_record_cannot_take_the_survey_s_own_source_key() -> None:
    ((loc, message, _),) = refused(
        TypeAdapter(Record), {"slug": "a", "name": "A", "sources": {"survey": "https://a.org/b"}}
    )
    assert loc == ("sources", "survey", "[key]")
    assert message == "the key `survey` is reserved for the original table"


plain = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)
evidence = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("value", "source", "where", "verified", "certain", "note", "instead", "other"), plain),
)


@given(st.one_of(plain, evidence), st.sampled_from([AMOUNT, TEXT, FLAG, TERM, DATES, THING]))
def test_any_data_is_a_fact_or_a_validation_error(raw: Any, adapter: TypeAdapter[Any]) -> None:
    try:
        fact = adapter.validate_python(raw)
    except ValidationError:
        return
    assert (fact.value is None) == (fact.blank is not None)
    assert fact.blank is not Blank.NOT_CHECKED


def test_one_value_is_given_short_long_or_raw() -> None:
    assert [short(Amount.read("50K+")), short(value=True), short(" a\n b ")] == ["≥ 50K", "yes", "a b"]
    assert [long(Amount(2), "hours"), long(When(2024, 2)), long("x")] == ["2 hours", "February 2024", "x"]
    values = [Amount(960.0), Amount(1.94), When(2024), ("a", Amount(1.0))]
    assert [raw_value(value) for value in values] == [960, 1.94, "2024", ["a", 1]]
