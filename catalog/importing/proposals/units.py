"""The unit of a column's numbers, where its heading or its cells name one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_IN_HEADING = re.compile(
    r"(?P<label>.*\S)\s*(?:[(\[]\s*(?:in\s+)?(?P<unit>[^()\[\]]{1,20})\s*[)\]]|,\s*in\s+(?P<words>\S{1,20}))\s*$"
)
_SIGN_WORDS = (
    "% ‰ ° °C °F K k M B T G W kW MW GW Wh kWh MWh GWh V A mA Hz kHz MHz GHz B kB KB MB GB TB PB KiB MiB GiB TiB bit"
    " kbit Mbit Mbps Gbps kbps s ms \u00b5s \u03bcs us ns h min d m km cm mm nm mi ft in m² km² ha m³ l ml L mL g kg mg"
    " t lb oz N Pa hPa bar J kJ MJ cal kcal lm lx cd dB px dpi fps rpm nit nits mAh ppm FLOP FLOPS FLOPs"
    " TFLOPS PFLOPS € $ £ ¥"
)
_SIGNS = frozenset(_SIGN_WORDS.split())
_NAME_WORDS = (
    "second minute hour day week month year token word character line page image sample row parameter param byte pixel"
    " metre meter kilometre kilometer mile foot inch gram kilogram kilo tonne ton pound litre liter watt volt degree"
    " percent point people person user star core thread node layer epoch step dollar euro usd eur gbp million billion"
    " thousand flop frame hz khz mhz ghz kb mb gb tb kg km cm mm mg ml kw kwh mw gw"
)
_NAMES = frozenset(_NAME_WORDS.split())
_IN_CELL = re.compile(
    r"[~≈<>≤≥]?\s*-?\d[\d,.\s]*(?:[KMBT](?=\s))?\s*(?P<unit>%|[^\W\d_]{1,12}(?:/[^\W\d_]{1,6})?)\+?", re.UNICODE
)
_LONGEST = 60
_SCALES = frozenset({"k", "m", "b", "t", "thousand", "million", "billion", "trillion", "bn", "mn", "mio"})
_CURRENCIES = {"$": "USD", "US$": "USD", "USD": "USD", "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP", "CHF": "CHF"}


def unit_of_heading(heading: str) -> str:
    """Return the unit in the brackets of a heading: `Params (B)`; empty where there is none."""
    unit = _in_brackets(heading)
    return unit if is_unit(unit) else ""


def _in_brackets(heading: str) -> str:
    match = _IN_HEADING.fullmatch(heading)
    return (match["unit"] or match["words"] or "").strip() if match else ""


def is_unit(text: str) -> bool:
    """Whether a text is the name or sign of a usual unit, or a ratio of two."""
    parts = re.split(r"\s?(?:/|per)\s?", text)
    return all(part in _SIGNS or part.casefold().removesuffix("s") in _NAMES for part in parts)


def without_unit(heading: str, unit: str) -> str:
    """Return a heading without the brackets that name its unit."""
    match = _IN_HEADING.fullmatch(heading)
    return match["label"].rstrip(" ,") if match and unit and unit_of_heading(heading) else heading


def unit_of_cells(texts: Iterable[str]) -> str:
    """Return the unit behind most of the numbers; empty where there is none."""
    listed = [text[:_LONGEST] for text in texts]
    units = Counter(match["unit"] for text in listed if (match := _IN_CELL.fullmatch(text)))
    unit, count = next(iter(units.most_common(1)), ("", 0))
    is_one = count * 2 > len(listed) and unit.lower() not in _SCALES and unit != "e"
    return unit if is_one else ""


def currency_of(heading: str, texts: Iterable[str]) -> str:
    """Return the code of the currency that heading or most cells name; empty where there is none."""
    words = _in_brackets(heading).split()
    named = next((code for sign, code in _CURRENCIES.items() if sign in words), "")
    if named:
        return named
    listed = list(texts)
    signs = Counter(match[0] for text in listed if (match := re.search(r"US\$|[$€£]|\b(?:USD|EUR|GBP|CHF)\b", text)))
    sign, count = next(iter(signs.most_common(1)), ("", 0))
    return _CURRENCIES[sign] if count * 2 > len(listed) else ""
