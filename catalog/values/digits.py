"""How numbers are written: every digit, with commas, or short: `1960`, `1,960`, `1.96K`, `1.52e24`."""

from __future__ import annotations

import math
from decimal import Decimal
from functools import lru_cache

SCALES = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
"""Letter → by what it multiplies."""

_SMALL, _LARGE = 1e-6, 1e15
"""Outside of these, a number is written with an exponent."""
_LONG = 1e4
"""From here on every digit is more than is read at a glance."""
_SHOWN = 6
"""Digits of a fraction, those before the point included, that are shown where there is little room."""


def whole_or_float(number: float) -> int | float:
    """Return a number as an integer, where it is one of which every digit is known."""
    return int(number) if float(number).is_integer() and abs(number) < _LARGE else number


def rounded(number: float) -> float:
    """Return a number with no more decimals than are read: `81392748.683` as `81392749`; whole ones as they are."""
    if abs(number) >= _LARGE:
        return float(f"{number:.{_SHOWN - 1}e}")
    if not number or float(number).is_integer():
        return number
    return round(number, max(0, _SHOWN - 1 - math.floor(math.log10(abs(number)))))


def digits(number: float) -> str:
    """Every digit that matters: `1960`, `2.94`; `1.52e24` of very large and very small numbers."""
    text = repr(number)
    if number and not _SMALL <= abs(number) < _LARGE:
        factor, _, power = f"{Decimal(text).normalize():e}".partition("e")
        return f"{factor}e{int(power)}"
    if "e" in text:
        text = format(Decimal(text), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(8192)
def with_commas(number: float) -> str:
    """`1960.0` → `1,960`; `2.94` stays."""
    text = digits(number)
    if "e" in text:
        return text
    before, point, rest = text.partition(".")
    return f"{'-' * (number < 0)}{int(before.lstrip('-')):,}{point}{rest}"


@lru_cache(4096)
def compact(number: float) -> str:
    """At most three digits before a scale letter where no digit is lost: `81K`, `1.96K`; else `19,572`."""
    size, sign = abs(number), "-" * (number < 0)
    for letter in ("T", "B", "M", "K") if 1000 <= size < _LARGE else ():
        scaled = Decimal(f"{size / SCALES[letter]:.3g}")
        if scaled >= 1 and scaled * SCALES[letter] == Decimal(repr(size)):
            return sign + digits(float(scaled)) + letter
    return with_commas(number)


@lru_cache(8192)
def brief(number: float) -> str:
    """What is read at a glance: three digits of a long number, `82.4K` for 82,363; any other as it is, but rounded."""
    return compact(float(f"{number:.3g}") if _LONG <= abs(number) < _LARGE else rounded(number))
