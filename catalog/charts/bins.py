"""Parts of an axis in which a chart counts records that are too many to draw one by one."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.charts.data import Position
from catalog.charts.scales import Scale
from catalog.model.columns import Column
from catalog.values.digits import compact
from catalog.values.when import EPOCH

_MONTHS = (1, 3, 12, 24, 60, 120, 240, 600, 1200, 2400)
"""How many months a bin of time may have; the last one covers every date that can be written."""
_FACTORS: tuple[tuple[float, ...], ...] = (
    (1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8),
    (1, 1.6, 2.5, 4, 6.3),
    (1, 2, 5),
    (1,),
)
"""Where the bins of a decade may begin on a logarithmic axis, all about as wide: preferred numbers, narrowest first."""


@dataclass(frozen=True, slots=True)
class Bins:
    """Adjoining parts of the axis of a column; each has its lower edge, the last one both."""

    column: Column
    scale: Scale
    edges: tuple[float, ...]
    months: int = 0
    """How many months each has, on an axis of time."""
    least: float = math.inf
    """The least value in the first, which may be off the scale."""
    most: float = -math.inf
    """The last day in the last, which may be off an axis of time."""

    def __len__(self) -> int:
        return len(self.edges) - 1

    def index(self, value: float) -> int:
        """Return the bin of a value; one that is off the scale is in the first or the last."""
        return min(max(bisect_right(self.edges, value) - 1, 0), len(self) - 1)

    def cell(self, position: Position) -> str:
        """Return the bin of a position as scripts name it, or the days of a date that may lie in several."""
        low, high = (position.low, position.high) if self.months else (position.middle, position.middle)
        first, last = self.index(low), self.index(high)
        return str(first) if first == last else f"{int(position.low) - EPOCH}..{int(position.high) - EPOCH}"

    def ends(self, cell: str) -> tuple[float, float]:
        """Return from where to where a cell reaches on the axis; the end of time is the day after."""
        if ".." in cell:
            first, last = map(int, cell.split(".."))
            return first + EPOCH, last + EPOCH + 1
        index = int(cell)
        low, high = self.edges[index], self.edges[index + 1]
        if index == len(self) - 1:
            high = max(high, self.most + 1)
        return (low if index else min(low, self.least)), high

    def extent(self, cell: str) -> tuple[float, float]:
        """Return from where to where a cell reaches in the drawing, in ascending order."""
        start, end = sorted(self.scale.at(value) for value in self.ends(cell))
        return start, end

    def span(self, cell: str) -> str:
        """Return the ends of a cell for the filters, which take both in."""
        low, high = self.ends(cell)
        return (
            f"{date.fromordinal(int(low))}..{date.fromordinal(int(high) - 1)}" if self.months else f"{low!r}..{high!r}"
        )

    def label(self, cell: str) -> str:
        """Return `March 2024`, `Q1 2024`, `2024`, `2020 to 2024`, `10K to under 20K hours`, or `under 20 hours`."""
        low, high = self.ends(cell)
        if self.months:
            return self._period(low, high)
        if low < self.edges[0]:
            return f"under {compact(high)} {self.column.unit}".rstrip()
        under = "" if high == self.edges[-1] else "under "
        return f"{compact(low)} to {under}{compact(high)} {self.column.unit}".rstrip()

    def _period(self, low: float, high: float) -> str:
        """The days of a bin in words; the first and the last may have all that are before or after."""
        before, after = low < self.edges[0], high > self.edges[-1]
        first, last = max(low, self.edges[0]), min(high, self.edges[-1])
        words = _period(date.fromordinal(int(first)), date.fromordinal(int(last) - 1))
        return words + " or earlier" * before + " or later" * after

    @property
    def word(self) -> str:
        """What one of them is: `quarter`, `20 years`, `range`."""
        if not self.months:
            return "range"
        return {1: "month", 3: "quarter", 12: "year"}.get(self.months, f"{self.months // 12} years")

    @property
    def dimension(self) -> dict[str, object] | None:
        """What scripts need to know to put a model into its bin; None for an axis that no filter has."""
        if not self.column.show.scale:
            return None
        edges = [edge - EPOCH for edge in self.edges] if self.months else list(self.edges)
        return {"path": self.column.path, "edges": edges}


def bins_of(column: Column, scale: Scale, most: int, values: Iterable[float] = ()) -> Bins:
    """Return the narrowest bins with round edges along the scale of `values`: `most` of them, or fewer."""
    if scale.kind == "time":
        return _periods(column, scale, most, list(values))
    choices = _log_edges(scale) if scale.kind == "log" else _linear_edges(scale)
    edges = next(edges for edges in choices if len(edges) - 1 <= most)
    return Bins(column, scale, edges, least=min(values, default=math.inf))


def _periods(column: Column, scale: Scale, most: int, days: Sequence[float]) -> Bins:
    first, last = (date.fromordinal(int(end)) for end in (scale.low, scale.high - 1))
    whole = last.year * 12 + last.month - first.year * 12 - first.month + 1
    months = next(months for months in _MONTHS if whole / months + 1 <= most or months == _MONTHS[-1])
    begin = (first.year * 12 + first.month - 1) // months * months
    end = last.year * 12 + last.month - 1
    edges = [date(max(month // 12, 1), month % 12 + 1, 1) for month in range(begin, end + months + 1, months)]
    least, last_day = min(days, default=math.inf), max(days, default=-math.inf)
    return Bins(column, scale, tuple(float(edge.toordinal()) for edge in edges), months, least, last_day)


def _log_edges(scale: Scale) -> Iterable[tuple[float, ...]]:
    decades = range(math.floor(math.log10(scale.low) + 1e-9), math.ceil(math.log10(scale.high)))
    for factors in _FACTORS:
        edges = [float(f"{factor}e{power}") for power in decades for factor in factors]
        yield (scale.low, *(edge for edge in edges if scale.low < edge < scale.high), scale.high)
    powers = [float(f"1e{power}") for power in decades]
    for every in range(2, len(powers) + 1):
        yield (scale.low, *(edge for edge in powers[::every] if scale.low < edge), scale.high)


def _linear_edges(scale: Scale) -> Iterable[tuple[float, ...]]:
    size = 10.0 ** math.floor(math.log10(scale.high - scale.low) - 2)
    while True:
        for factor in (1, 2, 5):
            first, end = (round(value / (size * factor), 6) for value in (scale.low, scale.high))
            indices = range(math.floor(first), math.ceil(end))
            yield (*(float(f"{size * factor * index:.10g}") for index in indices), scale.high)
        size *= 10


def _period(first: date, last: date) -> str:
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if first.replace(day=1) == last.replace(day=1):
        return f"{first:%B %Y}"
    return f"Q{(first.month + 2) // 3} {first.year}"
