"""Scales: from numbers and dates to user units, and the ticks of their axes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from catalog.values.digits import compact

_ROUNDING = 1e-9
"""Tolerance of comparisons: the logarithm of 1,000 comes out as 2.9999999999999996, which rounds down a decade low."""


_NARROW: tuple[float, ...] = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
"""The ticks of a decade where a logarithmic scale has no more than one."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick of an axis; an empty label stands for a line without text between two labelled ones."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps `low`…`high` to `start`…`end` in user units; dates are ordinal days."""

    kind: Literal["linear", "log", "time"]
    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the position of `value`; a value out of range is at the edge."""
        value = min(max(value, self.low), self.high)
        if self.kind == "log":
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def value(self, position: float) -> float:
        """Return the value at a position between both ends."""
        share = (position - self.start) / (self.end - self.start)
        if self.kind == "log":
            return float(self.low * (self.high / self.low) ** share)
        return self.low + share * (self.high - self.low)

    @property
    def ticks(self) -> list[Tick]:
        """The ticks, from low to high."""
        return {"linear": _linear_ticks, "log": _log_ticks, "time": _time_ticks}[self.kind](self)

    def data(self, axis: str) -> dict[str, object]:
        """Return the `data-…` attributes with which a script turns positions back into values."""
        return {
            f"data_{axis}_scale": self.kind,
            f"data_{axis}_low": self._value_text(self.low),
            f"data_{axis}_high": self._value_text(self.high),
            f"data_{axis}_start": f"{self.start:g}",
            f"data_{axis}_end": f"{self.end:g}",
        }

    def _value_text(self, value: float) -> str:
        return date.fromordinal(int(value)).isoformat() if self.kind == "time" else repr(value)


def linear(values: Sequence[float], start: float, end: float) -> Scale:
    """Return a scale from zero, or a round number not above the least value, to one not below the largest."""
    low, top = min([0, *values]), max([0, *values])
    if low == top:
        top = 1
    step = _step(top - low)
    return Scale("linear", step * math.floor(low / step) if low else 0, step * math.ceil(top / step), start, end)


def log(values: Sequence[float], start: float, end: float) -> Scale:
    """Return a scale between 1, 2 or 5 times powers of ten around the positive values.

    Where the largest is less than ten times the least, both ends are the nearest of the narrow ticks.
    """
    positive = [value for value in values if value > 0] or [1, 10]
    factors = _NARROW if max(positive) < min(positive) * 10 else (1, 2, 5)
    decade = 10.0 ** math.floor(math.log10(min(positive)) + _ROUNDING)
    low = max(decade * factor for factor in factors if decade * factor <= min(positive) * (1 + _ROUNDING))
    # Twice the low end: values that are all the same must not give a scale of no length.
    top = max(*positive, low * 2)
    decade = 10.0 ** math.floor(math.log10(top) + _ROUNDING)
    high = next(decade * factor for factor in (*factors, 10) if decade * factor >= top * (1 - _ROUNDING))
    return Scale("log", _decimal(low), _decimal(high), start, end)


def time(first: Sequence[float], last: Sequence[float], start: float, end: float) -> Scale:
    """Return a scale of whole quarters around the days, which are ordinals."""
    low = date.fromordinal(int(min(first))) if first else date(2000, 1, 1)
    high = date.fromordinal(int(max(last))) if last else date(2000, 12, 31)
    quarter = low.replace(month=(low.month - 1) // 3 * 3 + 1, day=1)
    return Scale("time", quarter.toordinal(), _quarter_after(high).toordinal(), start, end)


_FAR_OFF = 0.01
"""The share of dates at either end that an axis may leave out, where it is then less than half as long."""


def most_time(first: Sequence[float], last: Sequence[float], start: float, end: float) -> Scale:
    """Return the scale of most of the days: a few that are far off, such as `1970`, would squeeze all others."""
    few = int(len(first) * _FAR_OFF)
    lows, highs = sorted(first)[: few + 1], sorted(last)[len(last) - few - 1 :]
    low, high = (lows[-1], highs[0]) if few else (min(first, default=0), max(last, default=0))
    if not few or 2 * (high - low) >= highs[-1] - lows[0]:
        return time(first, last, start, end)
    return time([low], [high], start, end)


def _quarter_after(day: date) -> date:
    month = (day.month - 1) // 3 * 3 + 4
    return date(day.year + (month > 12), (month - 1) % 12 + 1, 1)


def _decimal(number: float) -> float:
    """The decimal number that was meant, where binary ones come out a trifle more or less."""
    return float(f"{number:.10g}")


def _step(top: float) -> float:
    """Return 1, 2 or 5 times a power of ten, so that about six steps reach `top`."""
    rough = top / 6
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)


def _linear_ticks(scale: Scale) -> list[Tick]:
    step = _step(scale.high - scale.low)
    ends = math.ceil(scale.low / step - _ROUNDING), math.floor(scale.high / step + _ROUNDING)
    values = [_decimal(step * index) for index in range(ends[0], ends[1] + 1)]
    return [Tick(value, compact(value)) for value in values]


def _log_ticks(scale: Scale) -> list[Tick]:
    decades = range(math.floor(math.log10(scale.low) + _ROUNDING), math.floor(math.log10(scale.high) + _ROUNDING) + 1)
    factors: tuple[float, ...] = (1,) if len(decades) > 3 else (1, 2, 5)
    if scale.high <= scale.low * 10:
        factors = _NARROW
    values = [_decimal(10.0**power * factor) for power in decades for factor in factors]
    return [Tick(value, compact(value)) for value in values if scale.low <= value <= scale.high]


_QUARTER_LINE, _JULY_LABEL, _MONTH_LABEL, _YEAR_LABEL = 12, 24, 44, 40
"""The least room, in user units: of a quarter for a line of its own, for the label `Jul`, for the label of every
quarter; and of a year, or several years together, for its label."""


def _time_ticks(scale: Scale) -> list[Tick]:
    """A tick a quarter where there is room, else one a year; labelled where there is room."""
    quarters, day = [], date.fromordinal(int(scale.low))
    while day.toordinal() <= scale.high:
        quarters.append(day)
        day = _quarter_after(day)
    room = (scale.end - scale.start) / max(len(quarters) - 1, 1)
    years = max(1, math.ceil(_YEAR_LABEL / (room * 4)))
    days = [day for day in quarters if room >= _QUARTER_LINE or day.month == 1]
    return [Tick(day.toordinal(), _time_label(day, room, years)) for day in days]


def _time_label(day: date, room: float, years: int) -> str:
    if day.month == 1:
        return str(day.year) if day.year % years == 0 else ""
    has_label = room >= _MONTH_LABEL or (room >= _JULY_LABEL and day.month == 7)
    return f"{day:%b}" if has_label else ""
