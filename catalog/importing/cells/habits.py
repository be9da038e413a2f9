"""How the cells of one column write numbers and dates: what one cell leaves open, another of its column may show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from catalog.model.columns import Column
from catalog.values.invalid import invalid

_DAY_AND_MONTH = re.compile(r"(\d{1,2})(?P<mark>[./-])\s?(\d{1,2})(?P=mark)\s?(\d{4})", re.ASCII)
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{4})", re.ASCII)
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|UTC|[+-]\d{2}:?\d{2})?", re.ASCII)
_CHINESE = re.compile(r"(\d{4})\s?年(?:\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?日)?)?", re.ASCII)
_DAY_NAME = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+(?=\S)", re.IGNORECASE)
_DASHED = re.compile(
    r"(\d{1,2})[-\s]([A-Za-z]{3,9})\.?[-\s](\d{4})|([A-Za-z]{3,9})-(\d{4})|(\d{4})[-\s]([A-Za-z]{3,9})", re.ASCII
)

_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f'\u2019]\d{3})+(?![\d])")
_NOT_BEFORE, _NOT_BEHIND = r"(?<![\d.,])", r"(?![\d.,])"
_DECIMAL_COMMA = re.compile(
    rf"{_NOT_BEFORE}(?:(?:\d{{1,3}}(?:\.\d{{3}})+|\d+),(?:\d{{1,2}}|\d{{4,}})|\d{{1,3}}(?:\.\d{{3}})+,\d+|0,\d+){_NOT_BEHIND}"
)
_DECIMAL_POINT = re.compile(
    rf"{_NOT_BEFORE}(?:(?:\d{{1,3}}(?:,\d{{3}})+|\d+)\.(?:\d{{1,2}}|\d{{4,}})|0\.\d+){_NOT_BEHIND}"
)
_EITHER = re.compile(rf"{_NOT_BEFORE}(?:\d{{1,3}}(?:[.,]\d{{3}})*(?:[.,]\d+)?|\d+[.,]\d+){_NOT_BEHIND}")
_POWER = re.compile(
    r"(\d+(?:\.\d+)?)(?:[eE]([+-]?\d{1,3})|\s?[x×*·]\s?10\^?\{?([+-]?\d{1,3}|[⁺⁻⁰¹²³⁴-⁹]{1,4})\}?)", re.ASCII
)
_SUPERSCRIPT = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_CURRENCIES = (
    {"$", "usd", "us$", "us-$", "dollar", "dollars"},
    {"€", "eur", "euro", "euros"},
    {"£", "gbp", "pound", "pounds"},
    {"¥", "jpy", "yen", "cny", "rmb", "yuan"},
)


@dataclass(frozen=True, slots=True)
class Habits:
    """What the cells of a column show of the way they are written; None where they do not.

    `day_first` says whether the day of a date in figures comes before its month, `decimal_comma` whether a comma
    stands before the decimals of a number.
    """

    day_first: bool | None = None
    decimal_comma: bool | None = None


NO_HABITS = Habits()


def habits_of(texts: Iterable[str]) -> Habits:
    """Return what the cells of a column show; what they contradict each other in stays open."""
    day_first: set[bool] = set()
    comma: set[bool] = set()
    for text in texts:
        for match in _DAY_AND_MONTH.finditer(text):
            first, second = int(match[1]), int(match[3])
            day_first |= {True} if first > 12 >= second else {False} if second > 12 >= first else set()
        comma |= ({True} if _DECIMAL_COMMA.search(text) else set()) | (
            {False} if _DECIMAL_POINT.search(text) else set()
        )
    return Habits(*(next(iter(shown)) if len(shown) == 1 else None for shown in (day_first, comma)))


def rewritten(column: Column, text: str, habits: Habits) -> Iterator[str]:
    """Yield the ways in which the type of a field may know a text better; the most certain first.

    Raises:
        PydanticCustomError: the text may be one of two dates.
    """
    if column.type.is_date:
        yield from _date(text, habits)
    elif column.type.is_number:
        yield from dict.fromkeys(_numbers(text, column.show.unit, habits))


def must_rewrite(column: Column, text: str, habits: Habits) -> bool:
    """Whether the type would misread a text that other cells of the column explain: `1,234` among `1,5`."""
    return bool(column.type.is_number and habits.decimal_comma and _EITHER.search(text))


def _date(text: str, habits: Habits) -> Iterator[str]:
    text = _DAY_NAME.sub("", text)
    if match := _DAY_AND_MONTH.fullmatch(text):
        yield _ordered(text, int(match[1]), int(match[3]), match[4], habits)
    elif match := _MONTH_AND_YEAR.fullmatch(text):
        yield f"{match[2]}-{int(match[1]):02}"
    elif match := _TIME.fullmatch(text):
        yield match[1]
    elif match := _CHINESE.fullmatch(text):
        yield "-".join(part.rjust(2, "0") for part in match.groups() if part)
    elif match := _DASHED.fullmatch(text):
        day, month, year = match[1], match[2] or match[4] or match[7], match[3] or match[5] or match[6]
        yield " ".join(filter(None, (day, month, year)))
    else:
        yield text


def _ordered(text: str, first: int, second: int, year: str, habits: Habits) -> str:
    day_first = True if first > 12 or first == second else False if second > 12 else habits.day_first
    if day_first is None:
        message = f"found {text!r}, in which nobody can tell the day from the month"
        raise invalid(message, f"write {year}-{first:02}-{second:02} or {year}-{second:02}-{first:02}")
    day, month = (first, second) if day_first else (second, first)
    return f"{year}-{month:02}-{day:02}"


def _numbers(text: str, unit: str, habits: Habits) -> Iterator[str]:
    text = re.sub(r"^\+(?=[\d.])", "", text.replace("\u2212", "-"))
    if habits.decimal_comma:
        text = _EITHER.sub(_with_point, text)
    elif habits.decimal_comma is None:
        text = _DECIMAL_COMMA.sub(_with_point, text)
    text = _SPACED.sub(lambda match: re.sub(r"\D", "", match[0]), text)
    yield text
    text = bare_number(text, unit)
    yield text
    yield _POWER.sub(_digits, text)


def _with_point(match: re.Match[str]) -> str:
    """A number whose decimals stand behind a comma, written with a point; with two commas it is left as it is."""
    return match[0] if match[0].count(",") > 1 else match[0].replace(".", "").replace(",", ".")


def _digits(match: re.Match[str]) -> str:
    power = (match[2] or match[3] or "").translate(_SUPERSCRIPT)
    try:
        return format(Decimal(f"{match[1]}e{int(power)}"), "f")
    except (InvalidOperation, ValueError):
        return match[0]


def bare_number(text: str, unit: str) -> str:
    """Return a text without the unit of its field before or behind it; a currency may be written in another way."""
    spellings = next((names for names in _CURRENCIES if unit.casefold() in names), {unit.casefold()}) - {""}
    for spelling in sorted(spellings, key=len, reverse=True):
        folded = text.casefold()
        if len(folded) != len(text):
            break
        if folded.endswith(spelling) and not text[: -len(spelling)].rstrip()[-1:].isalpha():
            return text[: -len(spelling)].rstrip()
        if folded.startswith(spelling) and not spelling[-1].isalpha():
            return text[len(spelling) :].lstrip()
    return text
