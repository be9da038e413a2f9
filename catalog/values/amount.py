"""Quantities as surveyors write them: `960`, `81K`, `50K+`, `~40M`, `7.7M+`, `<= 30`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from catalog.values.invalid import invalid


class Bound(StrEnum):
    """What the written figure says about the true one."""

    EXACT = "exact"
    AT_LEAST = "at least"
    ABOUT = "about"
    AT_MOST = "at most"


_SCALES = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
_PREFIXES = {"": Bound.EXACT, "~": Bound.ABOUT, ">": Bound.AT_LEAST, "<": Bound.AT_MOST}
_SIGNS = {Bound.EXACT: "", Bound.AT_LEAST: "≥ ", Bound.ABOUT: "~", Bound.AT_MOST: "≤ "}
_WRITTEN = re.compile(
    r"(?P<prefix>[~≈]|>=?|<=?|≥|≤|)\s*(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<scale>[KMBTkmbt]?)(?P<plus>\+?)",
    re.ASCII,
)
_LONGEST = 40


@dataclass(frozen=True, slots=True, order=True)
class Amount:
    """A number of zero or more, and what is known about it; the unit belongs to the field."""

    number: float
    bound: Bound = Bound.EXACT

    @classmethod
    def read(cls, raw: Any) -> Amount:
        """What a contributor wrote, as a number or as text.

        Raises:
            PydanticCustomError: it is not an amount; the message says what is.
        """
        if isinstance(raw, Amount):
            return raw
        if type(raw) is int or type(raw) is float:
            return cls(_checked(raw, str(raw)))
        if isinstance(raw, str):
            return cls._read_text(raw.strip())
        hint = "write one number; its source, place and grade stand beside `value`, not inside it"
        raise invalid(f"found {_named(raw)} where a number belongs", hint if isinstance(raw, dict) else _ALLOWED)

    @classmethod
    def _read_text(cls, text: str) -> Amount:
        match = _WRITTEN.fullmatch(text) if len(text) <= _LONGEST else None
        if match is None:
            raise invalid(f"found {text[:_LONGEST]!r} where a number belongs", _advice(text))
        prefix = match["prefix"].replace("≈", "~").replace("≥", ">").replace("≤", "<").rstrip("=")
        bound = _PREFIXES[prefix]
        if match["plus"]:
            if bound is not Bound.EXACT:
                raise invalid(f"found {text!r} with two bounds", "keep one: `50K+` or `~50K`")
            bound = Bound.AT_LEAST
        # Decimal: as floats, 8.2 times a million is a trifle less than 8,200,000.
        number = Decimal(match["digits"].replace(",", "")) * _SCALES[match["scale"].upper()]
        return cls(_checked(float(number), text), bound)

    @property
    def short(self) -> str:
        """For a table cell: `960`, `81K`, `≥ 50K`, `~40M`."""
        return _SIGNS[self.bound] + compact(self.number)

    def words(self, unit: str = "") -> str:
        """For a sentence: `at least 50,000 hours`."""
        bound = "" if self.bound is Bound.EXACT else f"{self.bound} "
        tail = unit if unit in ("", "%") else f" {unit}"
        return f"{bound}{grouped(self.number)}{tail}"

    @property
    def written(self) -> str:
        """As it is typed in YAML; reading it back gives an equal amount."""
        sign = {Bound.EXACT: "", Bound.AT_LEAST: ">=", Bound.ABOUT: "~", Bound.AT_MOST: "<="}[self.bound]
        return sign + _plain(self.number)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        text = {"type": "string", "pattern": f"^\\s*{_schema_pattern()}\\s*$"}
        return {"anyOf": [{"type": "number", "minimum": 0}, text]}


_ALLOWED = "write digits, with K, M or B for thousands, millions, billions, and `+`, `~`, `>=` or `<=` for a bound"


def _schema_pattern() -> str:
    return re.sub(r"\?P<\w+>", "?:", _WRITTEN.pattern)


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
    if re.fullmatch(r"\d+,\d+", text):
        return text.replace(",", ".")
    if re.fullmatch(r"\d{1,3}(?:\s\d{3})+", text):
        return re.sub(r"\s", "", text)
    worded = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(thousand|million|billion|trillion)", text, re.IGNORECASE)
    if worded:
        return worded[1] + {"t": "K", "m": "M", "b": "B", "tr": "T"}[_letter(worded[2])]
    alone = re.findall(r"\d+(?:\.\d+)?", text)
    return alone[0] if len(alone) == 1 else ""


def _letter(word: str) -> str:
    return word[:2].lower() if word[:2].lower() == "tr" else word[0].lower()


def _named(raw: Any) -> str:
    kinds = {bool: "true or false", list: "a list", dict: "a mapping", type(None): "nothing"}
    return kinds.get(type(raw), type(raw).__name__)


def _checked(number: float, text: str) -> float:
    try:
        value = float(number)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise invalid(f"found {text[:_LONGEST]}, which is not a finite number", _ALLOWED)
    if value < 0:
        raise invalid(f"found {text[:_LONGEST]}, but no amount is negative", "remove the minus sign")
    return value


def _plain(number: float) -> str:
    """Every digit that matters and no exponent."""
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(number: float) -> str:
    """`1960.0` → `1,960`; `2.94` stays."""
    whole, _, rest = _plain(number).partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "")


def compact(number: float) -> str:
    """At most three digits behind a scale letter where no digit is lost: `81K`, `1.96K`; else `19,572`."""
    for letter in ("B", "M", "K"):
        scaled = number / _SCALES[letter]
        if scaled >= 1 and round(scaled, 2) * _SCALES[letter] == number and float(f"{scaled:.3g}") == scaled:
            return _plain(scaled) + letter
    return grouped(number)
