"""A scatter plot of many records as density: cells between the gridlines of both axes, each with its count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts.bins import Bins, bins_of
from catalog.charts.chart import Chart, DataRow
from catalog.charts.counts import Counts, cells_attributes, counted, doubts
from catalog.charts.data import Position, left_out
from catalog.charts.picture import draw_cells
from catalog.charts.plot import Cell, Plot
from catalog.charts.scales import Scale
from catalog.charts.subjects import share
from catalog.drawings.svg import HALF
from catalog.settings.charts import Scatter

_MOST_ACROSS, _MOST_UP = 24, 16

Pairs = Sequence[tuple[Position, Position]]
"""The positions of each point on both axes."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """The bins of both axes, and the number of records in each cell."""

    x: Bins
    y: Bins
    counts: Counts

    @property
    def most(self) -> int:
        """The number of records in the fullest cell."""
        return max(self.counts.values())

    def bins(self, cell: str) -> tuple[tuple[Bins, str], tuple[Bins, str]]:
        """The bin of a cell on each axis."""
        across, up = cell.split()
        return (self.x, across), (self.y, up)

    def labels(self, cell: str) -> list[str]:
        """What a cell means on each axis."""
        return [bins.label(own) for bins, own in self.bins(cell)]

    def title(self, cell: str) -> str:
        """Both axes in words, and the count."""
        words = [f"{bins.column.label} {bins.label(own)}" for bins, own in self.bins(cell)]
        return f"{'; '.join(words)}: {self.counts[cell]:,}"


@dataclass(frozen=True, slots=True)
class Plane:
    """The positions of the points on both axes, the scales and drawings of these, and where the plot ends."""

    pairs: Pairs
    x: Scale
    y: Scale
    plot: Plot
    axes: Sequence[Markup]
    bottom: float


def draw_density(catalog: Catalog, chart: Scatter, ident: str, plane: Plane) -> Chart:
    """Return the plot with counts in place of marks, on the axes that the marks would have."""
    x, y, pairs = catalog.by_path[chart.x], catalog.by_path[chart.y], plane.pairs
    across = bins_of(x, plane.x, _MOST_ACROSS, (own.middle for own, _ in pairs))
    grid = _grid(across, bins_of(y, plane.y, _MOST_UP, (own.middle for _, own in pairs)), pairs)
    cells = [_cell(grid, cell) for cell in grid.counts]
    return Chart(
        settings=chart,
        ident=ident,
        total=len(catalog.records),
        subtitle=f"{y.label} by {x.label}",
        summary=(
            f"{share((each.subject for each, _ in pairs), len(catalog.records), catalog.settings.many)} "
            f"by {x.label} and {y.label}, counted in {len(grid.counts)} cells. The table below holds the same."
        ),
        size=(HALF, plane.bottom + 46),
        parts=[*plane.axes, draw_cells(cells)],
        attributes={
            "data_x": x.path,
            "data_y": y.path,
            **plane.x.data("x"),
            **plane.y.data("y"),
            "data_colour": chart.colour or None,
            **cells_attributes([grid.x.dimension, grid.y.dimension]),
        },
        headers=(x.label, y.label, "Count"),
        rows=_rows(grid),
        left_out=left_out(catalog, [x, y]),
        aggregated=_words(catalog, grid, pairs),
        plot=replace(plane.plot, cells=cells, is_counted=True),
    )


def _grid(x: Bins, y: Bins, pairs: Pairs) -> _Grid:
    cells = ((f"{x.index(own.middle)} {y.index(other.middle)}", own) for own, other in pairs)
    return _Grid(x, y, counted(cells))


def _cell(grid: _Grid, cell: str) -> Cell:
    (x, across), (y, up) = grid.bins(cell)
    (left, right), (top, bottom) = x.extent(across), y.extent(up)
    return Cell(
        ident=cell,
        count=grid.counts[cell],
        title=grid.title(cell),
        box=(left + 0.5, top + 0.5, right - 0.5, bottom - 0.5),
        values=(x.scale.value((left + right) / 2), y.scale.value((top + bottom) / 2)),
        data={"data_x": x.span(across), "data_y": y.span(up)},
    )


def _rows(grid: _Grid) -> tuple[DataRow, ...]:
    order = sorted(grid.counts, key=lambda cell: [int(own) for own in cell.split()])
    return tuple(DataRow((), (*grid.labels(cell), f"{grid.counts[cell]:,}"), cell=cell) for cell in order)


def _words(catalog: Catalog, grid: _Grid, pairs: Pairs) -> str:
    words = f"Each cell counts the {catalog.settings.many} in it, the darkest {grid.most:,}."
    is_more = sum(grid.counts.values()) > len({own.record.slug for own, _ in pairs})
    several = f"A {catalog.settings.one} whose variants differ may be in several." if is_more else ""
    return " ".join(filter(None, (words, several, doubts(each for pair in pairs for each in pair))))
