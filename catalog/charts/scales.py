"""Axes: from numbers and dates to user units, and the ticks between."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from catalog.values.amount import compact


@dataclass(frozen=True, slots=True)
class Tick:
    """One mark on an axis; an empty label marks a line between two named ones."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps `low`…`high` to `start`…`end` in user units; dates are counted as ordinal days."""

    kind: Literal["linear", "log", "time"]
    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where `value` stands; what lies outside stands at the edge."""
        value = min(max(value, self.low), self.high)
        if self.kind == "log":
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    @property
    def ticks(self) -> list[Tick]:
        """From low to high."""
        return {"linear": _linear_ticks, "log": _log_ticks, "time": _time_ticks}[self.kind](self)

    def data(self, axis: str) -> dict[str, object]:
        """`data-…` attributes from which a script can turn positions back into values."""
        ends = (_plain(self.kind, self.low), _plain(self.kind, self.high), f"{self.start:g}", f"{self.end:g}")
        keys = ("low", "high", "start", "end")
        return {f"data_{axis}_scale": self.kind} | {
            f"data_{axis}_{key}": end for key, end in zip(keys, ends, strict=True)
        }


def _plain(kind: str, value: float) -> str:
    return date.fromordinal(int(value)).isoformat() if kind == "time" else repr(value)


def linear(values: Sequence[float], start: float, end: float) -> Scale:
    """From zero to a round number above the largest value."""
    top = max(values, default=1) or 1
    step = _step(top)
    return Scale("linear", 0, step * math.ceil(top / step), start, end)


def log(values: Sequence[float], start: float, end: float) -> Scale:
    """From a whole decade below the positive values to 1, 2 or 5 times one above them."""
    positive = [value for value in values if value > 0] or [1, 10]
    low = 10.0 ** math.floor(math.log10(min(positive)) + 1e-9)
    top = max(*positive, low * 2)
    decade = 10.0 ** math.floor(math.log10(top) + 1e-9)
    high = next(decade * factor for factor in (1, 2, 5, 10) if decade * factor >= top * (1 - 1e-9))
    return Scale("log", low, high, start, end)


def time(first: Sequence[date], last: Sequence[date], start: float, end: float) -> Scale:
    """Whole quarters around the dates."""
    low = min(first, default=date(2000, 1, 1))
    high = max(last, default=date(2000, 12, 31))
    begin = low.replace(month=(low.month - 1) // 3 * 3 + 1, day=1)
    return Scale("time", begin.toordinal(), _quarter_after(high).toordinal(), start, end)


def _quarter_after(day: date) -> date:
    month = (day.month - 1) // 3 * 3 + 4
    return date(day.year + (month > 12), (month - 1) % 12 + 1, 1)


def _step(top: float) -> float:
    rough = top / 6
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)


def _linear_ticks(scale: Scale) -> list[Tick]:
    step = _step(scale.high)
    count = round(scale.high / step)
    return [Tick(value, compact(value)) for value in (round(step * index, 10) for index in range(count + 1))]


def _log_ticks(scale: Scale) -> list[Tick]:
    decades = range(round(math.log10(scale.low)), math.floor(math.log10(scale.high) + 1e-9) + 1)
    factors = (1,) if len(decades) > 3 else (1, 2, 5)
    values = [round(10.0**power * factor, 10) for power in decades for factor in factors]
    return [Tick(value, compact(value)) for value in values if value <= scale.high]


def _time_ticks(scale: Scale) -> list[Tick]:
    """A tick a quarter, named where there is room: every quarter of few, else each year or some years."""
    day, found = date.fromordinal(int(scale.low)), []
    while day.toordinal() <= scale.high:
        found.append(day)
        day = _quarter_after(day)
    per_quarter = (scale.end - scale.start) / max(len(found) - 1, 1)
    years = max(1, math.ceil(40 / (per_quarter * 4)))
    shown = [day for day in found if per_quarter >= 12 or day.month == 1]
    return [Tick(day.toordinal(), _time_label(day, per_quarter, years)) for day in shown]


def _time_label(day: date, per_quarter: float, years: int) -> str:
    if day.month == 1:
        return str(day.year) if day.year % years == 0 else ""
    wanted = per_quarter >= 44 or (per_quarter >= 24 and day.month == 7)
    return f"{day:%b}" if wanted else ""
