"""Dates of day, month or year precision."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from catalog.values import When, long

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
whens = st.one_of(
    days.map(lambda day: When(day.year, day.month, day.day)),
    days.map(lambda day: When(day.year, day.month)),
    days.map(lambda day: When(day.year)),
)


def refused(raw: Any) -> tuple[str, str]:
    with pytest.raises(PydanticCustomError) as caught:
        When.read(raw)
    context = caught.value.context
    assert context is not None
    return context["message"], context["hint"]


@given(whens)
def test_what_is_written_is_read_back_equal(when: When) -> None:
    assert When.read(str(when)) == when


@given(whens)
def test_a_date_means_no_more_than_it_says(when: When) -> None:
    length = (when.last - when.first).days + 1
    precision = "day" if when.day else "month" if when.month else "year"
    assert {"day": 1 <= length <= 1, "month": 28 <= length <= 31, "year": 365 <= length <= 366}[precision]
    assert when.first <= when.last


@given(st.lists(whens))
def test_order_is_by_time_and_the_vaguer_comes_first(dates: list[When]) -> None:
    ordered = sorted(dates)
    assert [when.first for when in ordered] == sorted(when.first for when in dates)
    for one, other in pairwise(ordered):
        assert one.first < other.first or one.last >= other.last


@given(st.integers(1900, 2200), st.integers(0, 99), st.integers(0, 99))
def test_a_day_is_read_exactly_when_the_calendar_has_it(year: int, month: int, day: int) -> None:
    text = f"{year}-{month:02}-{day:02}"
    try:
        real = date(year, month, day)
    except ValueError:
        refused(text)
    else:
        assert When.read(text).first == real == When.read(text).last


@given(st.one_of(st.text(), st.floats(), st.booleans(), st.none(), st.lists(st.text()), st.integers()))
def test_whatever_is_no_date_is_refused_in_a_sentence(raw: Any) -> None:
    try:
        assert 1900 <= When.read(raw).year <= 2200
    except PydanticCustomError as error:
        assert len(error.message()) < 200  # noqa: PT017


@pytest.mark.parametrize(
    ("raw", "message", "hint"),
    [
        ("2024-02-30", "2024-02-30: February 2024 has 29 days", "correct the day, or write 2024-02 if it is not known"),
        ("2024-13", "2024-13: there is no month 13", "the order is year-month-day"),
        ("2024-2-3", "found '2024-2-3' where a date belongs", "write 2024-02-03"),
        ("2024/02/03", "found '2024/02/03' where a date belongs", "write 2024-02-03"),
        (
            1024,
            "the year 1024 is not between 1900 and 2200",
            "write 2024-02-13, or 2024-02 or 2024 where no more is known",
        ),
    ],
)
def test_an_impossible_date_gets_a_sentence(raw: Any, message: str, hint: str) -> None:
    assert refused(raw) == (message, hint)


def test_words_are_as_precise_as_the_date() -> None:
    assert [long(When.read(text)) for text in ("2024-02-13", "2024-02", 2024)] == [
        "13 February 2024",
        "February 2024",
        "2024",
    ]
