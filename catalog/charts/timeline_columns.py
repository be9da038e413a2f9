"""A timeline of many records: in each lane a column a month, quarter or year, as high as the number of its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.catalog import Catalog
from catalog.charts import scales
from catalog.charts.axes import AXIS_HEIGHT, time_axis, time_gridlines
from catalog.charts.bins import Bins, bins_of
from catalog.charts.chart import Chart, DataRow
from catalog.charts.counts import Counts, Histogram, ShownCategories, cells_attributes, counted
from catalog.charts.data import Category, Position, left_out
from catalog.charts.picture import draw_cells
from catalog.charts.plot import Plot
from catalog.charts.subjects import share
from catalog.charts.timeline_lanes import HEADS, Lane, draw_lanes, lane_axis
from catalog.drawings.svg import WIDE
from catalog.settings.charts import Timeline

_HEADROOM, _HEIGHT, _STRIP = 16.0, 44.0, 14.0
_MOST_LANES, _MOST_BINS, _MOST_CELLS = 14, 96, 360

Lanes = Mapping[Category, Sequence[Position]]
"""The marks of every lane, in order of time."""


@dataclass(frozen=True, slots=True)
class _Lane:
    """A lane: how scripts name it, its label, its counts, and where its columns stand."""

    ident: str
    label: str
    counts: Counts
    lane: Lane

    @property
    def base(self) -> float:
        return self.lane.top + _HEADROOM + _HEIGHT

    @property
    def bottom(self) -> float:
        return self.lane.bottom


def draw_columns(catalog: Catalog, chart: Timeline, ident: str, all_lanes: Lanes) -> Chart:
    """Return the timeline with counts in place of marks."""
    column, lane = catalog.by_path[chart.x], catalog.by_path[chart.lane]
    used = {category: len(members) for category, members in all_lanes.items()}
    shown = ShownCategories.most_used(lane, used, _MOST_LANES)
    dated = {each.subject.key: each for members in all_lanes.values() for each in members}.values()
    scale = scales.most_time([each.low for each in dated], [each.high for each in dated], HEADS + 10, WIDE - 14)
    groups = _groups(all_lanes, shown)
    days = [end for each in dated for end in (each.low, each.high)]
    bins = bins_of(column, scale, min(_MOST_BINS, _MOST_CELLS // len(groups)), days)
    lanes = _lanes(groups, shown, bins)
    tallest = max((n for lane in lanes for cell, n in lane.counts.items() if ".." not in cell), default=1)
    histogram = Histogram(bins, _HEIGHT, tallest)
    dimensions = [shown.dimension, bins.dimension and bins.dimension | {"spans": 1}]
    cells = [cell for each in lanes for cell in histogram.columns(each.counts, each.base, each.label, each.ident)]
    places = [each.lane for each in lanes]
    below, above = draw_lanes(places)
    return Chart(
        settings=chart,
        ident=ident,
        total=len(catalog.records),
        subtitle=f"{column.label}, in lanes by {lane.label}",
        summary=(
            f"{share((each.subject for each in dated), len(catalog.records), catalog.settings.many)} "
            f"by {column.label}, in {len(lanes)} lanes by {lane.label}, counted by {bins.word}. "
            "The table below holds the same."
        ),
        size=(WIDE, lanes[-1].bottom + 10),
        parts=[*time_gridlines(scale, lanes[-1].bottom), *below, draw_cells(cells), *above],
        attributes={
            "data_x": column.path,
            **scale.data("x"),
            **cells_attributes(dimensions),
        },
        headers=(lane.label, column.label, "Count"),
        rows=_rows(lanes, bins),
        left_out=left_out(catalog, [column]),
        aggregated=_words(catalog, histogram, lanes, shown),
        plot=Plot(x=time_axis(column, scale), y=lane_axis(places), cells=cells, is_counted=True),
    )


def _groups(all_lanes: Lanes, shown: ShownCategories) -> dict[Category, list[Position]]:
    """Category of each lane → its positions."""
    groups: dict[Category, list[Position]] = {category: [] for category in shown.order}
    for category, members in all_lanes.items():
        groups[shown.own(category)] += members
    return groups


def _lanes(groups: Mapping[Category, Sequence[Position]], shown: ShownCategories, bins: Bins) -> list[_Lane]:
    lanes: list[_Lane] = []
    for category, members in groups.items():
        counts = counted((bins.cell(each), each) for each in members)
        records = len({each.record.slug for each in members})
        strip = _STRIP if any(".." in cell for cell in counts) else 0.0
        top = lanes[-1].bottom if lanes else AXIS_HEIGHT
        lane = Lane(category.label, records, top, _HEADROOM + _HEIGHT + strip)
        lanes.append(_Lane(shown.ident(category), category.label, counts, lane))
    return lanes


def _rows(lanes: Sequence[_Lane], bins: Bins) -> tuple[DataRow, ...]:
    return tuple(
        DataRow((), (lane.label, bins.label(cell), f"{lane.counts[cell]:,}"), cell=f"{lane.ident} {cell}")
        for lane in lanes
        for cell in sorted(lane.counts, key=bins.ends)
    )


def _words(catalog: Catalog, histogram: Histogram, lanes: Sequence[_Lane], shown: ShownCategories) -> str:
    many, word = catalog.settings.many, histogram.bins.word
    vague = sum(count for lane in lanes for cell, count in lane.counts.items() if ".." in cell)
    parts = [f"Each column counts the {many} of one {word} in its lane; the tallest stands for {histogram.tallest:,}."]
    if vague:
        parts.append(f"A hollow bar below the columns counts those whose date does not say the {word}: {vague:,}.")
    if shown.others:
        parts.append("The less used values share a lane.")
    return " ".join(parts)
