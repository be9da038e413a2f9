"""Quantities as surveyors write them: `960`, `81K`, `50K+`, `~40M`, `1.52e24`, `<= 30`; a `Number` may be negative."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Self

from catalog.values.bound import Bound
from catalog.values.digits import SCALES, brief, compact, digits, rounded, whole_or_float, with_commas
from catalog.values.invalid import described, invalid
from catalog.values.show import Show
from catalog.values.text import folded
from catalog.values.type import Value, ValueType, Vocabularies

_PREFIXES = {"": Bound.EXACT, "~": Bound.ABOUT, ">": Bound.AT_LEAST, "<": Bound.AT_MOST}
_ASCII_SIGNS = {Bound.EXACT: "", Bound.AT_LEAST: ">=", Bound.ABOUT: "~", Bound.AT_MOST: "<="}
_SIGN, _MINUS = r"(?P<prefix>[~≈]|>=?|<=?|≥|≤|)\s*", r"(?P<minus>[-\u2212]?)"
_SIZE = (
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:(?P<power>[eE][+-]?\d{1,3})|\s*(?P<scale>[KMBTkmbt]?))(?P<plus>\+?)"
)
_WRITTEN = re.compile(_SIGN + _MINUS + _SIZE, re.ASCII)
_MAX_LENGTH = 40
_ALLOWED = "write digits, with K, M, B or T for thousands to trillions, and `+`, `~`, `>=` or `<=` for a bound"


@dataclass(frozen=True, slots=True, order=True)
class Amount(Value):
    """A number of zero or more, and what is known about it; the unit belongs to the field."""

    number: float
    bound: Bound = Bound.EXACT

    @classmethod
    def read(cls, raw: Any) -> Self:
        """Return the amount that a number, or text such as `50K+`, stands for.

        Raises:
            PydanticCustomError: it is not an amount; the message says what is.
        """
        if isinstance(raw, cls):
            return raw
        if type(raw) is int or type(raw) is float:
            return cls(cls._checked(raw, str(raw)))
        if isinstance(raw, str):
            return cls._read_text(raw.strip())
        hint = "write one number; its source, place and grade stand beside `value`, not inside it"
        raise invalid(f"found {described(raw)} where a number belongs", hint if isinstance(raw, dict) else _ALLOWED)

    @classmethod
    @lru_cache(1 << 14)
    def _read_text(cls, text: str) -> Self:
        match = _WRITTEN.fullmatch(text) if len(text) <= _MAX_LENGTH else None
        if match is None:
            raise invalid(f"found {text[:_MAX_LENGTH]!r} where a number belongs", _advice(text))
        prefix = match["prefix"].replace("≈", "~").replace("≥", ">").replace("≤", "<").rstrip("=")
        bound = _PREFIXES[prefix]
        if match["plus"]:
            if bound is not Bound.EXACT:
                raise invalid(f"found {text!r} with two bounds", "keep one: `50K+` or `~50K`")
            bound = Bound.AT_LEAST
        # Decimal: as floats, 8.2 times a million is a trifle less than 8,200,000.
        scale = SCALES[(match["scale"] or "").upper()]
        number = Decimal(match["digits"].replace(",", "") + (match["power"] or "")) * scale
        return cls(cls._checked(float(-number if match["minus"] else number), text), bound)

    @classmethod
    def _checked(cls, number: float, text: str) -> float:
        """Return a number that the type can have: 0.0 for minus zero, which is no other number."""
        try:
            value = float(number) + 0.0
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            raise invalid(f"found {text[:_MAX_LENGTH]}, which is not a finite number", _ALLOWED)
        if value < cls.type.least:
            raise invalid(f"found {text[:_MAX_LENGTH]}, but an amount cannot be negative", "remove the minus sign")
        return value

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.number, self.bound)

    def __str__(self) -> str:
        return _ASCII_SIGNS[self.bound] + digits(self.number)


_BOUND_SPELLINGS = {
    ">=": ("at least", "over", "more than", "from"),
    "~": ("about", "around", "approx", "approx.", "approximately", "ca", "ca.", "circa", "roughly", "nearly", "almost"),
    "<=": ("at most", "up to", "less than", "under"),
}
_BOUND_WORDS = {word: sign for sign, words in _BOUND_SPELLINGS.items() for word in words}
_SCALE_WORDS = {"thousand": "K", "million": "M", "mio": "M", "billion": "B", "trillion": "T"}
_CELL = re.compile(
    rf"(?:(?P<bound>{'|'.join(sorted(map(re.escape, _BOUND_WORDS), key=len, reverse=True))})\s+)?"
    r"(?P<sign>[~≈<>≤≥]=?)?\s*(?P<digits>[-\u2212]?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d{1,3})?)(?P<letter>(?-i:[KMBTkbt]|\s[KMBT])(?![^\W\d_]))?\s*(?P<plus>\+)?\s*"
    rf"(?P<scale>(?:{'|'.join(_SCALE_WORDS)})s?\b)?\s*(?P<late>\+)?\s*(?P<unit>(?![\u00b2\u00b3\u00b9\u2070-\u2079])[^\W\d_]+|%)?",
    re.IGNORECASE,
)
"""Amounts in tables: `50K+ hours`, `7.7+ million hours`, `about 3,000 h`.

A small `m` is not read as million: it may be metres or minutes.
"""
_ALONE = re.compile(r"(?:[A-Z]{2,5}:?\s)?[\s()\[\]{}\"'$€£¥`]*(\d+(?:\.\d+)?)[\s()\[\]{}\"'$€£¥`,;.]*")
"""A number with nothing around it that may change it, as a word, a power or a minus sign may; at most its metric."""
_UNIT_SPELLINGS = ("h hr hrs hour hours", "min mins minute minutes", "s sec secs second seconds", "x times")
_UNITS = {word: line.split() for line in _UNIT_SPELLINGS for word in line.split()}


class AmountType(ValueType[Amount]):
    """Numbers with bounds."""

    name = "number"
    example = 0
    scales = ("linear", "log")
    unit = None
    json_keys = ("bound",)
    has_note = True
    weight = 10

    def from_cell(self, text: str, show: Show, vocabularies: Vocabularies) -> Amount:
        """The unit must be the field's own: nothing is converted."""
        match = _CELL.fullmatch(text)
        if match is None:
            raise invalid(f"found {text[:60]!r} where a number belongs", "one number, such as `50K+` or `7.7 million`")
        if match["unit"] and folded(match["unit"]) not in _own_units(show):
            message = f"found the unit {match['unit'][:40]!r}; the field's own is {show.unit or 'none'}"
            raise invalid(message, "say it in that unit")
        if match["letter"] and match["scale"]:
            raise invalid(f"found {text[:60]!r} with two scales", "keep one: `7.7M` or `7.7 million`")
        word = (match["scale"] or "").lower().removesuffix("s")
        scale = _SCALE_WORDS[word] if word else (match["letter"] or "").strip()
        sign = _BOUND_WORDS.get(folded(match["bound"] or ""), "") + (match["sign"] or "")
        return self.read(f"{sign}{match['digits']}{scale}{match['plus'] or ''}{match['late'] or ''}")

    def short(self, value: Amount, unit: str = "") -> str:
        """`960`, `81K`, `≥ 50K`, `~40M hours`; three digits of a long one: `2.04B` for 2,038,052,480."""
        return value.bound.sign + brief(value.number) + (f" {unit}" if unit else "")

    def long(self, value: Amount, unit: str = "") -> str:
        """`at least 50,000 hours`, `1.94%`."""
        bound = "" if value.bound is Bound.EXACT else f"{value.bound} "
        tail = unit if unit in ("", "%") else f" {unit}"
        return f"{bound}{with_commas(value.number)}{tail}"

    def category(self, value: Amount) -> str:
        """`960`, `≥ 50K`, `2,038,052,480`: numbers that differ are counted apart."""
        return value.bound.sign + compact(rounded(value.number))

    def raw(self, value: Amount) -> int | float:
        """The number, whole where it can be."""
        return whole_or_float(value.number)

    def beside(self, value: Amount) -> dict[str, Any]:
        """The bound of a number that is not exact."""
        return {} if value.bound is Bound.EXACT else {"bound": value.bound.value}

    def from_json(self, raw: Any, beside: Mapping[str, Any]) -> Any:
        """The number behind the sign of its bound; with a word that is no bound, text that is no number."""
        word = beside.get("bound", Bound.EXACT)
        if word == Bound.EXACT or type(raw) not in (int, float):
            return raw
        sign = _ASCII_SIGNS[Bound(word)] if word in list(Bound) else f"{str(word)[:_MAX_LENGTH]} "
        return f"{sign}{digits(raw)}"

    def csv(self, value: Amount) -> str:
        """Every digit, and the bound as a sign: `>=50000`."""
        return str(value)

    def yaml(self, value: Amount) -> int | float | str:
        """As short as surveyors write it: `960`, `1.94`, `50K+`."""
        text = compact(value.number)
        if "," in text:
            text = digits(value.number)
        if value.bound is Bound.EXACT and text[-1].isdigit():
            return whole_or_float(value.number)
        return f"{text}+" if value.bound is Bound.AT_LEAST else _ASCII_SIGNS[value.bound] + text

    def bound(self, value: Amount) -> Bound:
        """The amount's own."""
        return value.bound

    def json_schema(self) -> dict[str, Any]:
        """A number, or text with a scale letter or a bound."""
        number, minus = ({"type": "number", "minimum": 0}, "") if self.least == 0 else ({"type": "number"}, _MINUS)
        pattern = re.sub(r"\?P<\w+>", "?:", _SIGN + minus + _SIZE)
        return {"anyOf": [number, {"type": "string", "pattern": rf"^\s*{pattern}\s*$"}]}


class Number(Amount):
    """A number of any size, negative ones too, and what is known about it: a temperature, a difference, decibels."""

    __slots__ = ()


class NumberType(AmountType):
    """Numbers below zero as well."""

    least = -math.inf


Amount.type = AmountType(Amount)
Number.type = NumberType(Number)


def _own_units(show: Show) -> set[str]:
    """The field's unit in its spellings, and the words of its label: "7B parameters", "30 languages"."""
    unit = folded(show.unit)
    return {unit, *_UNITS.get(unit, ()), *folded(show.label).split()}


def _advice(text: str) -> str:
    if "|" in text or "/" in text or re.search(r"\d\s*(?:-|\u2013|\+|to)\s*\d", text):
        return "one number a field: give each variant or split its own entry"
    if text.endswith("%"):
        return "leave the percent sign out: the field's unit is fixed"
    if re.search(r"\d\s*[KMBT]?\s*(h|hrs?|hours?|min|minutes?|s|sec|hz|ms)\b", text, re.IGNORECASE):
        return "leave the unit out: the field's unit is fixed, see the field guide"
    if not re.search(r"\d", text):
        return f"{_ALLOWED}; or `not reported` if the sources do not say"
    likely = _likely(text)
    return f"did you mean `{likely}`? {_ALLOWED}" if likely else _ALLOWED


def _likely(text: str) -> str:
    """The amount that was probably meant: `1,94` → `1.94`, `10 000` → `10000`, `7 billion` → `7B`."""
    text = "".join(str(unicodedata.decimal(letter, letter)) for letter in text)
    if _WRITTEN.fullmatch(text):
        return text  # digits of another script
    if re.fullmatch(r"\d+,\d+", text):
        return text.replace(",", ".")
    if re.fullmatch(r"\d{1,3}(?:[\s'\u2019.]\d{3})+", text):
        return re.sub(r"\D", "", text)
    in_words = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(thousand|million|billion|trillion)", text, re.IGNORECASE)
    if in_words:
        return in_words[1] + _SCALE_WORDS[in_words[2].lower()]
    alone = _ALONE.fullmatch(text)
    return alone[1] if alone else ""
