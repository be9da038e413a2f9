"""Bars of many records: the best have one each, and columns above them count all by the size of their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts.axes import AXIS_HEIGHT
from catalog.charts.bins import Bins, bins_of
from catalog.charts.chart import DataRow
from catalog.charts.counts import Counts, Histogram, cells_attributes, counted, doubts
from catalog.charts.data import Position
from catalog.charts.marks import TEXT
from catalog.charts.picture import draw_cells
from catalog.charts.plot import Cell
from catalog.charts.scales import Scale
from catalog.drawings import svg
from catalog.model.columns import Column

HEAD = 50
"""How many have a bar, at most."""
_MOST_BINS = 40
_HEIGHT, _GAP = 60.0, 18.0


@dataclass(frozen=True)
class AllBars:
    """All numbers of a bar chart in its order, counted along its axis; the first `head` of them have a bar."""

    column: Column
    ordered: Sequence[Position]
    scale: Scale
    head: int

    @property
    def bottom(self) -> float:
        """Where the columns end, and the bars of the best begin."""
        return self._base + _GAP

    @property
    def _base(self) -> float:
        return AXIS_HEIGHT + 14 + _HEIGHT

    @cached_property
    def _bins(self) -> Bins:
        return bins_of(self.column, self.scale, _MOST_BINS, (each.middle for each in self.ordered))

    @cached_property
    def _counts(self) -> Counts:
        cells = counted((str(self._bins.index(each.middle)), each) for each in self.ordered)
        return {cell: cells[cell] for cell in sorted(cells, key=int)}

    @cached_property
    def cells(self) -> list[Cell]:
        """The columns."""
        return Histogram(self._bins, _HEIGHT, max(self._counts.values())).columns(self._counts, self._base)

    def parts(self, catalog: Catalog) -> list[Markup]:
        """Draw the columns, with what they count on their left."""
        text = svg.truncate(f"all {catalog.settings.many}", self.scale.start - 8, TEXT)
        return [svg.label(0, self._base, text, TEXT), draw_cells(self.cells)]

    @property
    def attributes(self) -> dict[str, object]:
        """What scripts need to count again."""
        return cells_attributes([self._bins.dimension])

    def rows(self, catalog: Catalog, head: Sequence[DataRow]) -> tuple[DataRow, ...]:
        """Return the lines of the best, then the counts of all."""
        best = [DataRow(row.slugs, (*row.cells, ""), row.variant, poor=row.poor) for row in head]
        name = f"all {catalog.settings.many}"
        counts = [
            DataRow((), (name, self._bins.label(cell), f"{count:,}"), cell=cell) for cell, count in self._counts.items()
        ]
        return *best, *counts

    def words(self, catalog: Catalog, first: str) -> str:
        """Say how many have a bar, and where the others are."""
        rest = [catalog.long(self.column, each.value) for each in (self.ordered[self.head], self.ordered[-1])]
        words = (
            f"The bars are the {self.head} {first} of {len(self.ordered):,}; "
            f"the others lie between {rest[0]} and {rest[1]}. "
            f"The columns count all {catalog.settings.many} by size."
        )
        return " ".join(filter(None, (words, doubts(self.ordered))))
