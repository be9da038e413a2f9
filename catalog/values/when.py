"""Dates of day, month or year precision."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, cast

from catalog.values.invalid import described, invalid, is_valid
from catalog.values.show import Show
from catalog.values.type import Value, ValueType, Vocabularies

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_ALLOWED = "write 2024-02-13, or 2024-02 or 2024 where no more is known"
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
EPOCH = date(1970, 1, 1).toordinal()
"""The day from which scripts and sort keys count."""
_NAMES = (*calendar.month_name,)
_MONTHS = {name[:3].lower(): number for number, name in enumerate(_NAMES) if name}
_MONTH = "|".join([*(f"{name[:3]}(?:{name[3:]})?" for name in _NAMES if name), "Sept"])
"""Pattern of the name of a month, or its usual abbreviation; no other word that begins so."""


@dataclass(frozen=True, slots=True)
class When(Value):
    """A day, a month or a year; `month` and `day` are 0 where they are not known."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def read(cls, raw: Any) -> When:
        """Return the date that `2024-02-13`, `2024-02` or `2024` names.

        Raises:
            PydanticCustomError: it is not a date, or no such day exists.
        """
        if isinstance(raw, When):
            return raw
        text = raw.strip() if isinstance(raw, str) else str(raw) if type(raw) is int else ""
        if _WRITTEN.fullmatch(text) is None:
            found = described(raw) if isinstance(raw, list | dict) else f"{str(raw)[:40]!r}"
            raise invalid(f"found {found} where a date belongs", _advice(text))
        return cls._of_text(text)

    @classmethod
    @lru_cache(1 << 14)
    def _of_text(cls, text: str) -> When:
        """Return the date that text of the right form names; kept, because most records name the same."""
        match = cast(re.Match[str], _WRITTEN.fullmatch(text))
        year, month, day = (int(part or 0) for part in match.groups())
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise invalid(f"the year {year} is not between {_FIRST_YEAR} and {_LAST_YEAR}", _ALLOWED)
        if match[2] and not 1 <= month <= 12:
            raise invalid(f"{text}: there is no month {match[2]}", "the order is year-month-day")
        if match[3] and not 1 <= day <= calendar.monthrange(year, month)[1]:
            last = calendar.monthrange(year, month)[1]
            hint = f"correct the day, or write {text[:7]} if it is not known"
            raise invalid(f"{text}: {_NAMES[month]} {year} has {last} days", hint)
        return cls(year, month, day)

    @property
    def first(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __reduce__(self) -> tuple[Any, ...]:
        return When, (self.year, self.month, self.day)

    def __str__(self) -> str:
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    def __lt__(self, other: When) -> bool:
        """Earlier first; a vaguer date comes before the days it may mean."""
        return (self.year, self.month, self.day) < (other.year, other.month, other.day)


_CELLS = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})(?:(?P<mark>[-/.])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?)?",
        rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{_MONTH})\.?,?\s+(?P<year>\d{{4}})",
        rf"(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    )
)
"""Dates in tables: `2024/2/13`, `2024.2`, `13 February 2024`, `Feb 13, 2024`."""


class WhenType(ValueType[When]):
    """Dates: plotted by time, counted by year."""

    name = "date"
    example = "2024-02-13"
    scales = ("time",)
    weight = 60
    dtype = "datetime64[us]"
    table_schema_type = "date"

    def from_cell(self, text: str, show: Show, vocabularies: Vocabularies) -> When:
        """Year first, or the month as a word."""
        match = next((match for pattern in _CELLS if (match := pattern.fullmatch(text))), None)
        if match is None:
            raise invalid(f"found {text[:40]!r} where a date belongs", "year first, or the month as a word: 2024/2/13")
        parts = match.groupdict()
        month = parts["month"] or ""
        if month and not month.isdigit():
            month = str(_MONTHS[month[:3].lower()])
        written = [parts["year"], *(f"{int(part):02}" for part in (month, parts["day"]) if part)]
        return When.read("-".join(written))

    def long(self, value: When, unit: str = "") -> str:
        """`13 February 2024`, `February 2024`, `2024`."""
        month = _NAMES[value.month] if value.month else ""
        return " ".join(str(part) for part in (value.day, month, value.year) if part)

    def category(self, value: When) -> str:
        """The year."""
        return str(value.year)

    def bounds(self, value: When) -> tuple[float, float]:
        """The first and the last day it can mean, as ordinals."""
        return float(value.first.toordinal()), float(value.last.toordinal())

    def scalar(self, value: When) -> date:
        """The first day it can mean."""
        return value.first

    def interval(self, value: When) -> tuple[date, date]:
        """The first and the last day it can mean."""
        return value.first, value.last

    def sort_key(self, value: When) -> int:
        """Days since 1 January 1970 of the middle of what it can mean."""
        return (value.first.toordinal() + value.last.toordinal()) // 2 - EPOCH

    def json_schema(self) -> dict[str, Any]:
        """Text, or a year as a number."""
        year, month, day = "(19[0-9]{2}|2[01][0-9]{2}|2200)", "(0[1-9]|1[0-2])", "(0[1-9]|[12][0-9]|3[01])"
        text = {"type": "string", "pattern": rf"^\s*{year}(-{month}(-{day})?)?\s*$"}
        return {"anyOf": [text, {"type": "integer", "minimum": _FIRST_YEAR, "maximum": _LAST_YEAR}]}


When.type = WhenType(When)


def _advice(text: str) -> str:
    match = re.fullmatch(r"(\d{4})[/.-](\d{1,2})(?:[/.-](\d{1,2}))?", text, re.ASCII)
    ordered = "-".join([match[1]] + [f"{int(part):02}" for part in match.groups()[1:] if part]) if match else ""
    likely = [date for date in ([ordered] if ordered else _likely(text[:40])) if is_valid(When.read, date)]
    return f"write {' or '.join(likely)}" if likely else _ALLOWED


def _likely(text: str) -> list[str]:
    """The dates that were probably meant: `13 Feb 2024` and `13/02/2024` are one, `05/02/2024` may be two."""
    begun = re.match(r"\d{4}-\d{2}(?:-\d{2})?(?![\d-])", text, re.ASCII)
    if begun:
        return [begun[0]]
    numbers = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text, re.ASCII)
    if numbers:
        first, second, year = (int(part) for part in numbers.groups())
        pairs = sorted({(first, second), (second, first)})
        return [f"{year:04}-{month:02}-{day:02}" for month, day in pairs if 1 <= month <= 12 and 1 <= day <= 31]
    year_found, month_found = re.search(r"\b\d{4}\b", text), re.search(rf"\b(?:{_MONTH})\b", text, re.IGNORECASE)
    number = _MONTHS.get(month_found[0][:3].lower()) if month_found else None
    if not (year_found and number):
        return []
    day_found = re.search(r"\b\d{1,2}(?=\b|st|nd|rd|th)", text)
    return [f"{year_found[0]}-{number:02}" + (f"-{int(day_found[0]):02}" if day_found else "")]
