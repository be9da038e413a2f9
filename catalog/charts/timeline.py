"""Records by date, in lanes of a facet; a variant has a mark of its own where its date or its lane is its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from typing import Any

from catalog.catalog import Catalog
from catalog.charts import scales
from catalog.charts.axes import AXIS_HEIGHT, time_axis, time_gridlines
from catalog.charts.chart import Chart, DataRow
from catalog.charts.data import (
    Categories,
    Category,
    Position,
    categories,
    category_facts,
    claimed,
    fact_label,
    fact_of,
    left_out,
    position_of,
    sorted_categories,
)
from catalog.charts.legend import LegendEntry, legend, legend_keys
from catalog.charts.marks import (
    BLANK_STYLE,
    LONGEST_NAME,
    MOST_MARKS,
    ONLY_STYLE,
    TEXT,
    RecordUrl,
    marker,
    name_width,
)
from catalog.charts.picture import draw_marks, period, role
from catalog.charts.plot import Label, Mark, Plot
from catalog.charts.scales import Scale
from catalog.charts.subjects import poor_keys, share, subjects_by
from catalog.charts.timeline_columns import Lanes, draw_columns
from catalog.charts.timeline_lanes import HEADS, Lane, draw_lanes, lane_axis
from catalog.drawings.svg import WIDE
from catalog.model.columns import Column
from catalog.settings.charts import Timeline
from catalog.values import Fact, Record

_ROW = 17.0
_MOST_ROWS, _MOST = 20, 40
"""Rows of a lane in which marks have names, and in which there are marks at all: further ones lie over others."""

_DAY, _PERIOD = "day known", "month or year known"
"""What the forms of marks say."""

Interval = tuple[float, float]
"""From x to x."""


@dataclass(frozen=True, slots=True)
class _LaneMarks:
    """The lanes of one chart: of which column, along which scale, and with which words."""

    column: Column
    scale: Scale
    titles: Mapping[str, str]
    entries: Sequence[LegendEntry]

    def marks(self, category: Category, members: Sequence[Position], top: float) -> tuple[list[Mark], int]:
        """Return the marks of a lane, each in the first row in which it and its name overlap nothing; and the rows."""
        rows: list[list[Interval]] = []
        marks = []
        for position in members:
            x0, x1 = self.scale.at(position.low) - 7, self.scale.at(position.high) + 7
            width = name_width(position.subject.name) + 8
            name_x = x1 + 2 if x1 + width <= WIDE else x0 - width + 4
            needed = (min(x0, name_x), max(x1, name_x + width))
            row = _free_row(rows, needed)
            has_name = row < _MOST_ROWS
            if not has_name:
                row, needed = min(_free_row(rows, (x0, x1)), _MOST - 1), (x0, x1)
            if row == len(rows):
                rows.append([])
            rows[row].append(needed)
            y = top + 4 + _ROW * (row + 0.5)
            text = position.subject.short_name(LONGEST_NAME, TEXT)
            name = Label(text, name_x, y + 4) if name_x > x0 else Label(text, x0 - 2, y + 4, "end")
            marks.append(self._mark(category, position, y, name if has_name else None))
        return marks, len(rows)

    def _mark(self, category: Category, position: Position, y: float, name: Label | None) -> Mark:
        x0, x1, is_day = self.scale.at(position.low), self.scale.at(position.high), position.low == position.high

        def shown(facts: Record) -> list[Fact[Any]]:
            return [fact_of(position.column, facts), *category_facts(self.column, facts, category)]

        keys = legend_keys(self.entries, _DAY if is_day else _PERIOD) or None
        data = {"data_x": position.attribute, "data_lane": category.key, "data_keys": keys}
        return Mark(
            subject=position.subject,
            title=self.titles[position.subject.key],
            at=((x0 + x1) / 2, y),
            values=(position.middle, y),
            form="marker" if is_day else "period",
            reach=None if is_day else (x0, x1),
            days=None if is_day else (position.low, position.high),
            style=BLANK_STYLE if category.blank else ONLY_STYLE,
            series=category.label,
            is_hollow=not position.fact.certain,
            name=name,
            data=data | {"data_poor": poor_keys([position.subject], shown)},
        )


def draw(catalog: Catalog, chart: Timeline, ident: str, record_url: RecordUrl | None) -> Chart:
    """Return the timeline of one date."""
    column, lane = catalog.by_path[chart.x], catalog.by_path[chart.lane]
    lanes = _lanes(catalog, column, lane)
    if sum(map(len, lanes.values())) > MOST_MARKS:
        return draw_columns(catalog, chart, ident, lanes)
    dated = {position.subject.key: position for members in lanes.values() for position in members}
    everything = dated.values()
    scale = scales.time([each.low for each in everything], [each.high for each in everything], HEADS + 10, WIDE - 14)
    lanes_of = categories(catalog, lane)
    rows = {each.subject.key: _row(catalog, column, lane, lanes_of, each) for each in _by_date(everything)}
    titles = {key: f"{row.cells[0]}: {'; '.join(row.cells[1:])}" for key, row in rows.items()}
    entries = _legend_entries(lanes)
    drawn, places, marks = _LaneMarks(lane, scale, titles, entries), list[Lane](), list[Mark]()
    for category, members in lanes.items():
        top = places[-1].bottom if places else AXIS_HEIGHT
        own, count = drawn.marks(category, members, top)
        places.append(Lane(category.label, len({each.record.slug for each in members}), top, _ROW * count))
        marks += own
    bottom = places[-1].bottom if places else AXIS_HEIGHT
    legend_parts, end = legend(entries, bottom + 18, WIDE)
    below, above = draw_lanes(places, legend_parts)
    shown = share((each.subject for each in everything), len(catalog.records), catalog.settings.many)
    return Chart(
        settings=chart,
        ident=ident,
        total=len(catalog.records),
        subtitle=f"{shown} by {column.label}, in lanes by {lane.label}",
        summary=(f"{shown} by {column.label}, in {len(lanes)} lanes by {lane.label}. The table below holds the same."),
        size=(WIDE, (end if entries else bottom) + 10),
        parts=[*time_gridlines(scale, bottom), *below, *draw_marks(marks, record_url), *above],
        attributes={"role": role(record_url), "data_x": column.path, **scale.data("x")},
        headers=(catalog.settings.one.capitalize(), column.label, lane.label),
        rows=tuple(rows.values()),
        left_out=left_out(catalog, [column]),
        plot=Plot(x=time_axis(column, scale), y=lane_axis(places), marks=marks),
    )


def _by_date(dated: Iterable[Position]) -> list[Position]:
    return sorted(dated, key=lambda position: (position.low, position.high, position.subject.name.casefold()))


def _row(catalog: Catalog, column: Column, lane: Column, lanes_of: Categories, position: Position) -> DataRow:
    every_lane = (lanes_of(model.facts) for model in position.subject.models)
    labels = ", ".join(category.label for category in dict.fromkeys(chain.from_iterable(every_lane)))

    def shown(facts: Record) -> list[Fact[Any]]:
        return [fact_of(column, facts), *lane.facts(facts)]

    return DataRow.about(position.subject, shown, fact_label(catalog, column, position.fact), labels)


def _lanes(catalog: Catalog, column: Column, lane: Column) -> Lanes:
    """A record with several values is in the lane of each, and once there unless its variants are of several dates."""
    lanes: dict[Category, list[Position]] = {category: [] for category in sorted_categories(catalog, lane)}

    own = categories(catalog, lane)

    def keys(facts: Record) -> list[tuple[Any, Category]]:
        return list(product(claimed([column], facts), own(facts)))

    for record in catalog.records:
        for (_, category), subject in subjects_by(record, [column, lane], keys).items():
            lanes[category].append(position_of(column, subject))
    return {category: sorted(members, key=_days) for category, members in lanes.items() if members}


def _days(position: Position) -> tuple[float, float]:
    return position.low, position.high


def _legend_entries(lanes: Lanes) -> list[LegendEntry]:
    """What the forms of marks mean; nothing where all have the same."""
    is_period = {position.low < position.high for members in lanes.values() for position in members}
    entries = [(marker(0, 0, ONLY_STYLE), _DAY), (period(-8, 8, 0, ONLY_STYLE, hollow=False), _PERIOD)]
    return entries if is_period == {True, False} else []


def _free_row(rows: Sequence[Sequence[Interval]], needed: Interval) -> int:
    for index, row in enumerate(rows):
        if all(needed[1] <= begin or end <= needed[0] for begin, end in row):
            return index
    return len(rows)
