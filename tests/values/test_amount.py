"""Quantities as surveyors write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from catalog.values import Amount, Bound, long, short

SCALES = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
BOUNDS = {"": Bound.EXACT, "~": Bound.ABOUT, "≈": Bound.ABOUT, ">=": Bound.AT_LEAST, "≥": Bound.AT_LEAST}
BOUNDS |= {"<=": Bound.AT_MOST, "≤": Bound.AT_MOST, ">": Bound.AT_LEAST, "<": Bound.AT_MOST}

digits = st.decimals(min_value=0, max_value=10**6, places=3, allow_nan=False, allow_infinity=False)
amounts = st.builds(Amount, st.floats(0, 1e15).map(lambda number: round(number, 6)), st.sampled_from(Bound))


@given(digits, st.sampled_from(sorted(SCALES)), st.sampled_from(sorted(BOUNDS)))
def test_a_scale_letter_multiplies_exactly_and_a_sign_is_kept(number: Decimal, scale: str, sign: str) -> None:
    amount = Amount.read(f"{sign}{number}{scale}")
    assert amount.number == float(number * SCALES[scale])
    assert amount.bound is BOUNDS[sign]


@given(amounts)
def test_what_is_written_is_read_back_equal(amount: Amount) -> None:
    assert Amount.read(str(amount)) == amount


@given(st.builds(Amount, st.integers(0, 10**13).map(float), st.sampled_from(Bound)))
def test_a_cell_shows_three_digits_of_a_long_number_and_every_digit_of_any_other(amount: Amount) -> None:
    shown = Amount.read(short(amount))
    assert shown.bound is amount.bound
    assert shown.number == (amount.number if amount.number < 10_000 else float(f"{amount.number:.3g}"))
    assert len(short(amount)) <= len("≥ 99.9T")
    assert Amount.read(Amount.type.category(amount)) == amount


@given(amounts)
def test_a_bound_is_told_in_words(amount: Amount) -> None:
    words = long(amount, "hours")
    assert words.startswith("" if amount.bound is Bound.EXACT else f"{amount.bound.value} ")
    assert words.endswith(" hours")
    assert float(words.removeprefix(amount.bound.value).removesuffix("hours").replace(",", "")) == amount.number


@given(st.one_of(st.text(), st.binary(), st.none(), st.booleans(), st.lists(st.integers()), st.floats()))
def test_whatever_is_no_amount_is_refused_in_a_sentence(raw: Any) -> None:
    try:
        amount = Amount.read(raw)
    except PydanticCustomError as error:
        told = error.message()
        assert told.startswith("found ") and len(told) < 300  # noqa: PT018
    else:
        assert 0 <= amount.number < float("inf")


@pytest.mark.parametrize(
    ("written", "number", "bound"),
    [
        (960, 960, Bound.EXACT),
        (1.94, 1.94, Bound.EXACT),
        ("81K", 81_000, Bound.EXACT),
        ("81k", 81_000, Bound.EXACT),
        ("50K+", 50_000, Bound.AT_LEAST),
        ("~40M", 40_000_000, Bound.ABOUT),
        ("7.7M+", 7_700_000, Bound.AT_LEAST),
        ("8.2M", 8_200_000, Bound.EXACT),
        ("<= 30", 30, Bound.AT_MOST),
        ("1,234.5", 1234.5, Bound.EXACT),
        (" 6.74B ", 6_740_000_000, Bound.EXACT),
    ],
)
def test_every_way_surveyors_write_is_understood(written: Any, number: float, bound: Bound) -> None:
    assert Amount.read(written) == Amount(number, bound)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("960 hours", "leave the unit out: the field's unit is fixed, see the field guide"),
        ("5%", "leave the percent sign out: the field's unit is fixed"),
        ("1.8 | 3.4", "one number a field: give each variant or split its own entry"),
        ("~50K+", "keep one: `50K+` or `~50K`"),
        (-1, "remove the minus sign"),
    ],
)
def test_a_common_slip_gets_its_own_advice(written: Any, hint: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        Amount.read(written)
    assert caught.value.context is not None
    assert caught.value.context["hint"] == hint


@pytest.mark.parametrize(
    "written", ["1,23", "12,3456", "1.2.3", "K", "", "٣", "1e", "e3", "1e3K", "--5", "5+5", "nan", "inf"]
)
def test_doubtful_figures_are_not_guessed(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        Amount.read(written)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (960, "960"),
        (81_000, "81K"),
        (1_960, "1.96K"),
        (19_572, "19.6K"),
        (9_572, "9,572"),
        (16_550_000, "16.6M"),
        (7.7e6, "7.7M"),
        (1.94, "1.94"),
        (0, "0"),
    ],
)
def test_a_cell_is_short_where_no_digit_is_lost_or_a_number_is_long(number: float, text: str) -> None:
    assert short(Amount(number)) == text


def test_a_sentence_spells_the_number_out() -> None:
    assert long(Amount.read("50K+"), "hours") == "at least 50,000 hours"
    assert long(Amount.read(1.94), "%") == "1.94%"
