"""Spans of time: `320 ms`, `1.5 s`, `1 h 30 min`, `90 days`, `>= 3 h`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from catalog.values.amount import Amount
from catalog.values.bound import Bound
from catalog.values.digits import digits, whole_or_float
from catalog.values.invalid import described, invalid
from catalog.values.type import Value, ValueType

_UNITS = {
    "ms": (Decimal("0.001"), "ms msec millisecond milliseconds"),
    "s": (Decimal(1), "s sec secs second seconds"),
    "min": (Decimal(60), "min mins minute minutes"),
    "h": (Decimal(3600), "h hr hrs hour hours"),
    "days": (Decimal(86400), "d day days"),
    "weeks": (Decimal(604800), "w wk week weeks"),
    "years": (Decimal(86400 * 365), "y yr yrs year years"),
}
_SECONDS = {word: size for size, words in _UNITS.values() for word in words.split()}
_WRITTEN_IN = ("years", "days", "h", "min", "s", "ms")
_DECIMALS = 2
_NUMBER = r"\d{1,15}(?:\.\d{1,20})?(?:e[+-]?\d{1,3}(?![\d.]))?"
_PART = rf"{_NUMBER}\s*[a-z]+"
_WRITTEN = re.compile(
    rf"(?P<sign>[~≈]|>=?|<=?|≥|≤|)\s*(?P<parts>{_PART}(?:,?\s*{_PART})*)\s*(?P<plus>\+?)", re.IGNORECASE | re.ASCII
)
_MAX_LENGTH = 60
_ALLOWED = "write a number with ms, s, min, h, days, weeks or years: `90 min`"


@dataclass(frozen=True, slots=True)
class Duration(Value):
    """A span of time in seconds, and what is known about it; a year has 365 days."""

    seconds: Amount

    @classmethod
    def read(cls, raw: Any) -> Duration:
        """Return the duration that text with units, or a number of seconds, stands for.

        Raises:
            PydanticCustomError: it is none; the message says what is.
        """
        if isinstance(raw, Duration):
            return raw
        if type(raw) in (int, float):
            return cls(Amount.read(raw))
        match = _WRITTEN.fullmatch(raw.strip()) if isinstance(raw, str) and len(raw) <= _MAX_LENGTH else None
        if match is None:
            found = repr(raw[:_MAX_LENGTH]) if isinstance(raw, str) else described(raw)
            raise invalid(f"found {found} where a span of time belongs", _ALLOWED)
        seconds = sum((_seconds(number, unit) for number, unit in _parts(match["parts"])), Decimal(0))
        return cls(Amount.read(f"{match['sign']}{digits(float(seconds))}{match['plus']}"))

    def __str__(self) -> str:
        number, unit = _in_unit(self.seconds.number)
        return f"{Amount(number, self.seconds.bound)} {unit}"


class DurationType(ValueType[Duration]):
    """Spans of time, plotted and exported in seconds."""

    name = "span of time"
    example = "90 min"
    scales = ("log", "linear")
    unit = "s"
    names_unit = True
    json_keys = ("bound",)
    has_note = True
    weight = 40

    def short(self, value: Duration, unit: str = "") -> str:
        """`320 ms`, `~1.5 h`, `90 days`."""
        number, name = _in_unit(value.seconds.number)
        return Amount.type.short(Amount(number, value.seconds.bound), name)

    def long(self, value: Duration, unit: str = "") -> str:
        """`at least 90 days`, `2 hours`."""
        number, name = _in_unit(value.seconds.number)
        words = _UNITS[name][1].split()
        return Amount.type.long(Amount(number, value.seconds.bound), words[-2] if number == 1 else words[-1])

    def raw(self, value: Duration) -> int | float:
        """Seconds."""
        return whole_or_float(value.seconds.number)

    def beside(self, value: Duration) -> dict[str, Any]:
        """The bound of one that is not exact."""
        return Amount.type.beside(value.seconds)

    def from_json(self, raw: Any, beside: Mapping[str, Any]) -> Any:
        """Seconds, behind the sign of their bound."""
        number = Amount.type.from_json(raw, beside)
        return f"{number} s" if isinstance(number, str) and number != raw else number

    def csv(self, value: Duration) -> str:
        """With its unit and the sign of its bound."""
        return str(value)

    def yaml(self, value: Duration) -> str:
        """The same."""
        return str(value)

    def bound(self, value: Duration) -> Bound:
        """How it bounds the true one."""
        return value.seconds.bound

    def json_schema(self) -> dict[str, Any]:
        """Text with a unit, or seconds."""
        text = {"type": "string", "pattern": r"[0-9]\s*[a-zA-Z]", "maxLength": _MAX_LENGTH}
        return {"anyOf": [{"type": "number", "minimum": 0}, text]}


Duration.type = DurationType(Duration)


def _parts(text: str) -> list[tuple[str, str]]:
    return re.findall(rf"({_NUMBER})\s*([a-z]+)", text, re.IGNORECASE)


def _seconds(number: str, unit: str) -> Decimal:
    size = _SECONDS.get(unit.lower())
    if size is None:
        is_month = unit.lower() in ("mo", "month", "months")
        hint = "write days or weeks: months differ in length" if is_month else _ALLOWED
        raise invalid(f"found the unit {unit[:20]!r} where one of time belongs", hint)
    return Decimal(number) * size


def _in_unit(seconds: float) -> tuple[float, str]:
    """The largest unit in which a duration is one or more, and has few decimals."""
    exact = Decimal(repr(seconds))
    for name in _WRITTEN_IN if seconds else ():
        number = exact / _UNITS[name][0]
        if number >= 1 and number == round(number, _DECIMALS):
            return float(number), name
    return seconds, "s"
