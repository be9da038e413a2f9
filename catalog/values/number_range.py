"""Spans of numbers: `0.06-11`, `12 to 20`, `7-13B`; one number alone, also with a bound: `>= 7`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticCustomError

from catalog.values.amount import Number
from catalog.values.bound import Bound
from catalog.values.digits import digits, whole_or_float
from catalog.values.invalid import described, invalid
from catalog.values.show import Show
from catalog.values.type import Value, ValueType, Vocabularies

_MAX_LENGTH = 80
_SPAN = re.compile(
    r"(?P<low>[~≈]?\s*[-\u2212]?\d[\d,.]*(?:[eE][+-]?\d+)?(?:\s*(?![eE][-+]?\d|to\b)[^\W\d_]+)?)"
    r"\s*(?:[-\u2010-\u2015]|\bto\b|\.\.\.?|\u2026)\s*"
    r"(?P<high>[-\u2212]?\d.*)",
    re.ASCII,
)
_LETTER = re.compile(r"(?<=\d)\s*([KMBTkmbt])(?![^\W\d_])")
_ALLOWED = "write both ends, `12 to 20`, or one number"


@dataclass(frozen=True, slots=True)
class Range(Value):
    """Numbers from `low` to `high`; both are the same where one number is known, which may bound the true one."""

    low: float
    high: float
    bound: Bound = Bound.EXACT

    @classmethod
    def read(cls, raw: Any) -> Range:
        """Return the range that a number, or text with one or both ends, stands for.

        Raises:
            PydanticCustomError: it is none; the message says what is.
        """
        if isinstance(raw, Range):
            return raw
        if not isinstance(raw, str) and type(raw) not in (int, float):
            raise invalid(f"found {described(raw)} where a range of numbers belongs", _ALLOWED)
        return _joined([_number(end, str(raw)) for end in _ends(str(raw))], str(raw))

    def __str__(self) -> str:
        if self.low == self.high:
            return str(Number(self.low, self.bound))
        return f"{'~' * (self.bound is Bound.ABOUT)}{digits(self.low)} to {digits(self.high)}"


class RangeType(ValueType[Range]):
    """Spans of numbers: filtered and drawn with both ends, sorted by their middle."""

    name = "range of numbers"
    example = "12 to 20"
    scales = ("linear", "log")
    unit = None
    has_ends = True
    least = Number.type.least
    json_keys = ("bound", "low", "high")
    has_note = True
    weight = 9

    def from_cell(self, text: str, show: Show, vocabularies: Vocabularies) -> Range:
        """Both ends, each with the field's unit or without; the unit behind both is that of both."""
        return _joined([Number.type.from_cell(end, show, vocabularies) for end in _ends(text)], text)

    def short(self, value: Range, unit: str = "") -> str:
        """Both ends with a dash; `-5 to 5` where that could be a minus; `≥ 7`."""
        low, high = (Number.type.short(Number(end)) for end in (value.low, value.high))
        if value.low == value.high:
            return Number.type.short(Number(value.low, value.bound), unit)
        high = f"{_raw(value.high):,}" if _shared_letter(low, high) else high
        dash = " to " if value.low < 0 else "\u2013"
        return f"{'~' * (value.bound is Bound.ABOUT)}{low}{dash}{high}" + (f" {unit}" if unit else "")

    def long(self, value: Range, unit: str = "") -> str:
        """`12 to 20 hours`, `at least 7`."""
        last = Number.type.long(Number(value.high, value.bound if value.low == value.high else Bound.EXACT), unit)
        about = "about " * (value.bound is Bound.ABOUT)
        return last if value.low == value.high else f"{about}{Number.type.long(Number(value.low))} to {last}"

    def raw(self, value: Range) -> int | float:
        """The middle, or the one number."""
        return _raw(float((Decimal(repr(value.low)) + Decimal(repr(value.high))) / 2))

    def beside(self, value: Range) -> dict[str, Any]:
        """Both ends where they differ, and the bound of a number that is not exact."""
        ends = {} if value.low == value.high else {"low": _raw(value.low), "high": _raw(value.high)}
        return Number.type.beside(Number(value.low, value.bound)) | ends

    def from_json(self, raw: Any, beside: Mapping[str, Any]) -> Any:
        """Both ends where they are told, else the one number with its bound."""
        ends = [digits(end) for end in (beside.get("low"), beside.get("high")) if isinstance(end, int | float)]
        if len(ends) == len(("low", "high")):
            about = "~" * (beside.get("bound") == Bound.ABOUT)
            return f"{about}{ends[0]} to {ends[1]}"
        return Number.type.from_json(raw, beside)

    def interval(self, value: Range) -> tuple[Any, Any]:
        """Both ends; None where a number is a bound."""
        if value.low != value.high:
            return _raw(value.low), _raw(value.high)
        return super().interval(value)

    def csv(self, value: Range) -> str:
        """`12 to 20`, which no spreadsheet takes for a date."""
        return str(value)

    def yaml(self, value: Range) -> int | float | str:
        """`7B to 13B`, or the number alone."""
        if value.low == value.high:
            number: int | float | str = Number.type.yaml(Number(value.low, value.bound))
            return number
        low, high = (str(Number.type.yaml(Number(end))) for end in (value.low, value.high))
        high = digits(value.high) if _shared_letter(low, high) else high
        return f"{'~' * (value.bound is Bound.ABOUT)}{low} to {high}"

    def bounds(self, value: Range) -> tuple[float, float]:
        """Both ends."""
        return value.low, value.high

    def bound(self, value: Range) -> Bound:
        """How one number bounds the true one."""
        return value.bound

    def json_schema(self) -> dict[str, Any]:
        """A number, or text with one or two."""
        return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "[0-9]", "maxLength": _MAX_LENGTH}]}


Range.type = RangeType(Range)


def _raw(number: float) -> int | float:
    return whole_or_float(number)


def _ends(text: str) -> list[str]:
    """The texts of both ends, or of the one number; a scale letter behind both is that of both: `7-13B`."""
    text = text.strip()
    match = _SPAN.fullmatch(text) if len(text) <= _MAX_LENGTH else None
    if match is None:
        return [text]
    low, high = match["low"].strip(), match["high"].strip()
    return [low + _shared_letter(low, high), high]


def _shared_letter(low: str, high: str) -> str:
    """The scale letter of the high end that is that of both: `7-13B` means 7B, but `512-8K` means 512."""
    letter = _LETTER.search(high)
    return letter[1] if letter and low[-1].isdigit() and _is_less(low, high[: letter.start()]) else ""


def _is_less(low: str, high: str) -> bool:
    """Whether a number is less than another."""
    try:
        return Number.read(low).number < Number.read(high).number
    except PydanticCustomError:
        return False


def _number(end: str, text: str) -> Number:
    try:
        return Number.read(end)
    except PydanticCustomError:
        raise invalid(f"found {text[:_MAX_LENGTH]!r} where a range of numbers belongs", _ALLOWED) from None


def _joined(numbers: list[Number], text: str) -> Range:
    first, last = numbers[0], numbers[-1]
    if len(numbers) == 1:
        return Range(first.number, first.number, first.bound)
    if last.bound is not Bound.EXACT or first.bound not in (Bound.EXACT, Bound.ABOUT):
        raise invalid(f"found {text[:_MAX_LENGTH]!r}, a range with a bound", "write both ends alone: `12 to 20`")
    if first.number > last.number:
        hint = f"write the smaller one first: `{digits(last.number)} to {digits(first.number)}`"
        raise invalid(f"found {text[:_MAX_LENGTH]!r}, a range that begins with the larger number", hint)
    return Range(first.number, last.number, first.bound)
