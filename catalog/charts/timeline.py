"""Records by date, in lanes of a facet; a variant has a mark of its own where its date or its lane is its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts import plotly, scales, svg
from catalog.charts.axes import AXIS_HEIGHT, time_gridlines
from catalog.charts.chart import Chart, DataRow
from catalog.charts.data import (
    Category,
    Position,
    categories,
    claimed,
    fact_label,
    left_out,
    position_of,
    sorted_categories,
)
from catalog.charts.marks import (
    BLANK_STYLE,
    LONGEST_NAME,
    MARKER_STYLES,
    MOST_MARKS,
    NORMAL,
    SMALL,
    WIDTH,
    MarkerStyle,
    MarkFactory,
    RecordUrl,
    marker,
    name_width,
    not_shown,
)
from catalog.charts.scales import Scale
from catalog.charts.subjects import share, subjects_by
from catalog.charts.timeline_columns import Lanes, draw_columns
from catalog.model.columns import Column
from catalog.settings.charts import Timeline
from catalog.values import Record

_ROW, _HEADING = 19.0, 22.0
_MOST_ROWS = 14
"""A lane with more rows shows its further marks without names, in the rows there are."""

Interval = tuple[float, float]
"""From x to x."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """A mark in its lane: its row, and the x at which its name begins; None where there is no room for the name."""

    position: Position
    row: int
    name_x: float | None


def draw(catalog: Catalog, chart: Timeline, ident: str, record_url: RecordUrl | None) -> Chart:
    """Return the timeline of one date."""
    column, lane = catalog.by_path[chart.x], catalog.by_path[chart.lane]
    lanes = _lanes(catalog, column, lane)
    if sum(map(len, lanes.values())) > MOST_MARKS:
        return draw_columns(catalog, chart, ident, record_url, lanes)
    dated = {position.subject.key: position for members in lanes.values() for position in members}
    everything = dated.values()
    scale = scales.time([each.low for each in everything], [each.high for each in everything], 8.0, WIDTH - 8.0)
    rows = {position.subject.key: _row(catalog, column, lane, position) for position in _by_date(everything)}
    titles = {key: f"{row.cells[0]}: {'; '.join(row.cells[1:])}" for key, row in rows.items()}
    marks = MarkFactory(titles, record_url)
    lane_parts, bottom = _draw_lanes(lanes, scale, marks)
    missing = left_out(catalog, [column])
    strips, end = not_shown(missing, bottom + 6, marks)
    return Chart(
        settings=chart,
        ident=ident,
        summary=(
            f"{share((each.subject for each in everything), len(catalog.records), catalog.settings.many)} "
            f"by {column.label}, in {len(lanes)} lanes by {lane.label}. The table below holds the same."
        ),
        size=(WIDTH, end + 10),
        parts=[*time_gridlines(scale, bottom), *lane_parts, *strips],
        attributes={"role": marks.role, "data_x": column.path, **scale.data("x")},
        headers=(catalog.settings.one.capitalize(), column.label, lane.label),
        rows=tuple(rows.values()),
        left_out=missing,
        figure=_figure(column, scale, lanes, titles, bottom),
    )


def _by_date(dated: Iterable[Position]) -> list[Position]:
    return sorted(dated, key=lambda position: (position.low, position.high, position.subject.name.casefold()))


def _row(catalog: Catalog, column: Column, lane: Column, position: Position) -> DataRow:
    every_lane = (categories(catalog, lane, model.facts) for model in position.subject.models)
    labels = ", ".join(category.label for category in dict.fromkeys(chain.from_iterable(every_lane)))
    return DataRow.about(position.subject, fact_label(catalog, column, position.fact), labels)


def _lanes(catalog: Catalog, column: Column, lane: Column) -> Lanes:
    """A record with several values is in the lane of each, and once there unless its variants are of several dates."""
    lanes: dict[Category, list[Position]] = {category: [] for category in sorted_categories(catalog, lane)}

    def keys(facts: Record) -> list[tuple[Any, Category]]:
        return list(product(claimed([column], facts), categories(catalog, lane, facts)))

    for record in catalog.records:
        for (_, category), subject in subjects_by(record, [column, lane], keys).items():
            lanes[category].append(position_of(column, subject))
    return {category: sorted(members, key=_days) for category, members in lanes.items() if members}


def _days(position: Position) -> tuple[float, float]:
    return position.low, position.high


def _draw_lanes(lanes: Lanes, scale: Scale, marks: MarkFactory) -> tuple[list[Markup], float]:
    parts: list[Markup] = []
    y = AXIS_HEIGHT
    for index, (category, members) in enumerate(lanes.items()):
        slots = _packed(members, scale)
        height = _HEADING + _ROW * (1 + max(slot.row for slot in slots))
        if index % 2 == 0:
            parts.append(svg.rectangle(0, y, WIDTH, height, fill_opacity=0.05))
        count = len({position.record.slug for position in members})
        heading = svg.truncate(f"{category.label} ({count})", WIDTH - 20, NORMAL, bold=True)
        parts.append(svg.label(8, y + 15, heading, NORMAL, font_weight="bold", class_="lane"))
        parts += [_mark(slot, category, scale, y + _HEADING, marks) for slot in slots]
        y += height
    return parts, y


def _packed(members: Sequence[Position], scale: Scale) -> list[_Slot]:
    """Put every mark into the first row in which it and its name overlap nothing."""
    rows: list[list[Interval]] = []
    slots = []
    for position in members:
        x0, x1 = scale.at(position.low) - 7, scale.at(position.high) + 7
        width = name_width(position.subject.name) + 8
        name_x = x1 + 2 if x1 + width <= WIDTH else x0 - width + 4
        needed = (min(x0, name_x), max(x1, name_x + width))
        row = _free_row(rows, needed)
        has_name = row < _MOST_ROWS
        if not has_name:
            row, needed = min(_free_row(rows, (x0, x1)), _MOST_ROWS - 1), (x0, x1)
        if row == len(rows):
            rows.append([])
        rows[row].append(needed)
        slots.append(_Slot(position, row, name_x if has_name else None))
    return slots


def _free_row(rows: Sequence[Sequence[Interval]], needed: Interval) -> int:
    for index, row in enumerate(rows):
        if all(needed[1] <= begin or end <= needed[0] for begin, end in row):
            return index
    return len(rows)


def _mark(slot: _Slot, category: Category, scale: Scale, top: float, marks: MarkFactory) -> Markup:
    position = slot.position
    style = _style(category)
    x0, x1, y = scale.at(position.low), scale.at(position.high), top + _ROW * (slot.row + 0.5) - 2
    hollow = not position.fact.certain
    is_day = position.low == position.high
    parts = [marker(x0, y, style, hollow=hollow) if is_day else _period(x0, x1, y, style, hollow=hollow)]
    if slot.name_x is not None:
        name = position.subject.short_name(LONGEST_NAME, SMALL)
        parts.append(svg.label(slot.name_x, y + 4, name, SMALL))
    return marks.mark(position.subject, *parts, data_x=position.attribute, data_lane=category.key)


def _style(category: Category) -> MarkerStyle:
    return BLANK_STYLE if category.blank else MARKER_STYLES[0]


def _period(x0: float, x1: float, y: float, style: MarkerStyle, *, hollow: bool) -> Markup:
    """A bar over the days that a month or a year can mean."""
    dash = "3 1.5" if hollow else None
    paint = {"fill": style.css_colour, "fill_opacity": 0.25, "stroke": style.css_colour, "stroke_width": 1.4}
    return svg.rectangle(x0, y - 4, max(x1 - x0, 8.0), 8, rx=4, stroke_dasharray=dash, **paint)


def _figure(column: Column, scale: Scale, lanes: Lanes, titles: Mapping[str, str], height: float) -> dict[str, Any]:
    keys = [plotly.category_key(category) for category in lanes]
    traces = []
    for key, (category, members) in zip(keys, lanes.items(), strict=True):
        subjects = [position.subject.key for position in members]
        symbols = ["circle" if position.low == position.high else "circle-open" for position in members]
        trace = plotly.trace(
            "scatter",
            category.label,
            subjects,
            [titles[subject] for subject in subjects],
            x=[plotly.coordinate(position) for position in members],
            y=[key] * len(subjects),
            mode="markers",
            marker={"size": 10, "symbol": symbols, "color": _style(category).hex},
            error_x=plotly.error_bars(members),
        )
        traces.append(trace)
    y = plotly.category_axis(keys, [category.label for category in lanes])
    x = plotly.axis(column.label, scale)
    return plotly.figure(traces, max(height, 60 + 34 * len(keys)), xaxis=x, yaxis=y, showlegend=False)
