"""The unit of a column's numbers, where its heading or its cells name one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_IN_HEADING = re.compile(r"(?P<label>.*\S)\s*(?:[(\[]\s*(?:in\s+)?(?P<unit>[^()\[\]]{1,20})\s*[)\]]|,\s*in\s+(?P<words>\S{1,20}))\s*$")
_NO_UNIT = re.compile(r"^(?:#|no\.?|number|count|optional|est\.?|estimated|approx\.?|old|new|yes/no|y/n|avg\.?|mean|max|min|s)$", re.IGNORECASE)
_IN_CELL = re.compile(r"[~≈<>≤≥]?\s*-?\d[\d,.\s]*(?:[KMBT](?=\s))?\s*(?P<unit>%|[^\W\d_]{1,12}(?:/[^\W\d_]{1,6})?)\+?", re.UNICODE)
_SCALES = frozenset("k m b t thousand million billion trillion bn mn mio".split())
_CURRENCIES = {"$": "USD", "US$": "USD", "USD": "USD", "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP", "CHF": "CHF"}


def unit_of_heading(heading: str) -> str:
    """Return the unit in the brackets of a heading: `Params (B)`; empty where there is none."""
    match = _IN_HEADING.fullmatch(heading)
    unit = (match["unit"] or match["words"] or "").strip() if match else ""
    return "" if _NO_UNIT.match(unit) or " or " in unit else unit


def without_unit(heading: str, unit: str) -> str:
    """Return a heading without the brackets that name its unit."""
    match = _IN_HEADING.fullmatch(heading)
    return match["label"].rstrip(" ,") if match and unit and unit_of_heading(heading) else heading


def unit_of_cells(texts: Iterable[str]) -> str:
    """Return the unit behind most of the numbers; empty where there is none."""
    listed = list(texts)
    units = Counter(match["unit"] for text in listed if (match := _IN_CELL.fullmatch(text)))
    unit, count = next(iter(units.most_common(1)), ("", 0))
    return unit if count * 2 > len(listed) and unit.lower() not in _SCALES else ""


def currency_of(heading: str, texts: Iterable[str]) -> str:
    """Return the code of the currency that heading or most cells name; empty where there is none."""
    unit = unit_of_heading(heading)
    named = next((code for sign, code in _CURRENCIES.items() if unit == sign or f" {sign}" in f" {unit}"), "")
    if named:
        return named
    listed = list(texts)
    signs = Counter(match[0] for text in listed if (match := re.search(r"US\$|[$€£]|\b(?:USD|EUR|GBP|CHF)\b", text)))
    sign, count = next(iter(signs.most_common(1)), ("", 0))
    return _CURRENCIES[sign] if count * 2 > len(listed) else ""
