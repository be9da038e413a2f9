"""Two numbers, or a date and a number, of one model against each other; colour and marker by a facet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts import plotly, scales, svg
from catalog.charts.axes import axis_title
from catalog.charts.chart import Chart, DataRow
from catalog.charts.data import (
    Category,
    Position,
    left_out,
    sorted_categories,
)
from catalog.charts.legend import LegendEntry, bound_label, bound_legend, legend, legend_keys
from catalog.charts.marks import (
    MOST_MARKS,
    ONLY_STYLE,
    TEXT,
    MarkerStyle,
    MarkFactory,
    RecordUrl,
    bound_arrows,
    halo,
    marker,
    marker_styles,
)
from catalog.charts.places import Box, NamePlaces
from catalog.charts.scales import Scale, Tick
from catalog.charts.scatter_cells import Plane, draw_cells
from catalog.charts.scatter_points import ONLY, SEVERAL, Point, data_row, scatter_points
from catalog.charts.stand_in import StandIns, stand_ins
from catalog.charts.subjects import share
from catalog.charts.svg import HALF
from catalog.model.columns import Column
from catalog.settings.charts import Scatter
from catalog.values import Bound

_LEFT, _TOP, _RIGHT, _BOTTOM = 44.0, 30.0, HALF - 4, 470.0
_PAD, _FIRST_NAMES, _LONGEST_NAMES = 18.0, 78.0, (250.0, 130.0, 90.0)
"""Room between the ends of the axes and the frame, so that marks there are whole, on the left with room for names as
well, which often share a first number; and the greatest widths of a name, each for those that found no room before."""


@dataclass(frozen=True, slots=True)
class _Plot:
    """The scales of one chart, and the styles of its categories."""

    x: Scale
    y: Scale
    styles: Mapping[Category, MarkerStyle]

    def at(self, point: Point) -> tuple[float, float]:
        return self.x.at(point.x.middle), self.y.at(point.y.low)


def draw(catalog: Catalog, chart: Scatter, ident: str, record_url: RecordUrl | None) -> Chart:
    """Return the scatter plot of two columns, coloured by a third where there is one."""
    catalog, own = stand_ins(catalog, [chart.y, *chart.stand_ins])
    x, y, colour = catalog.by_path[chart.x], own.column, catalog.by_path[chart.colour] if chart.colour else None
    columns = [x, y, *([colour] if colour else [])]
    points = scatter_points(catalog, x, own, colour)
    plot = _plot(catalog, chart, points)
    if len(points) > MOST_MARKS:
        pairs = [(point.x, point.y) for point in points]
        plane = Plane(pairs, plot.x, plot.y, _axes(x, y, plot), _BOTTOM)
        return draw_cells(catalog, chart, ident, record_url, plane)
    rows = [data_row(catalog, columns, point, own) for point in points]
    titles = {point.subject.key: _title(columns, row) for point, row in zip(points, rows, strict=True)}
    marks = MarkFactory(titles, record_url)
    entries = _legend_entries(points, plot)
    legend_parts, end = legend(entries, _BOTTOM + 56, HALF)
    shown = share((point.subject for point in points), len(catalog.records), catalog.settings.many)
    return Chart(
        settings=chart,
        ident=ident,
        total=len(catalog.records),
        subtitle=shown + (f"; shape and colour: {colour.label}" if colour else "") + _without_halo(own),
        summary=(
            f"{shown} by {x.label} and {y.label}"
            f"{f', marked by {colour.label}' if colour else ''}. The table below holds the same."
        ),
        size=(HALF, end + 10),
        parts=[*_axes(x, y, plot), *_marks(points, rows, plot, marks, entries), *legend_parts],
        attributes={"role": marks.role, "data_x": x.path, **plot.x.data("x"), **_filter(own, plot)},
        headers=(catalog.settings.one.capitalize(), *(column.label for column in columns)),
        rows=tuple(rows),
        left_out=left_out(catalog, [x, y]),
        figure=_figure(x, y, plot, points, marks),
    )


def _without_halo(own: StandIns) -> str:
    """Whose numbers have no halo, where others have one."""
    return f"; without a halo: {own.words[0]}" if len(own.columns) > 1 else ""


def _filter(own: StandIns, plot: _Plot) -> dict[str, object]:
    """The y axis for scripts; one of several columns is no filter."""
    return {} if len(own.columns) > 1 else {"data_y": own.column.path, **plot.y.data("y")}


def _plot(catalog: Catalog, chart: Scatter, points: Sequence[Point]) -> _Plot:
    x, y = catalog.by_path[chart.x], catalog.by_path[chart.y]
    colour = catalog.by_path[chart.colour] if chart.colour else None
    used = {point.category for point in points}
    order = [category for category in sorted_categories(catalog, colour) if category in used] if colour else [ONLY]
    x_scale = _scale(x, chart.x_scale, [point.x for point in points], _LEFT + _FIRST_NAMES, _RIGHT - _PAD)
    y_scale = _scale(y, chart.y_scale, [point.y for point in points], _BOTTOM - _PAD, _TOP + _PAD)
    styles = marker_styles([*order, *(used & {SEVERAL})]) if colour else {ONLY: ONLY_STYLE}
    return _Plot(x_scale, y_scale, styles)


def _scale(column: Column, kind: str, positions: Sequence[Position], start: float, end: float) -> Scale:
    first = [position.low for position in positions]
    if column.type.is_date:
        return scales.time(first, [position.high for position in positions], start, end)
    make = scales.log if (kind or column.scale) == "log" else scales.linear
    return make(first, start, end)


def _title(columns: Sequence[Column], row: DataRow) -> str:
    values = "; ".join(f"{column.label} {cell}" for column, cell in zip(columns, row.cells[1:], strict=True))
    return f"{row.cells[0]}: {values}"


def _axes(x: Column, y: Column, plot: _Plot) -> list[Markup]:
    parts = [svg.label(0, 13, _axis_title(y, plot.y), TEXT, class_="axis")]
    # A script that paints a range of the x axis alone is as tall as the first line.
    for tick in plot.x.ticks:
        at = plot.x.at(tick.at)
        parts.append(svg.line(at, _TOP, at, _BOTTOM + 4, stroke_opacity=0.15))
        parts.append(svg.label(at, _BOTTOM + 18, tick.label, TEXT, text_anchor="middle", class_="tick"))
    for tick in plot.y.ticks:
        at = plot.y.at(tick.at)
        parts.append(svg.line(_LEFT, at, _RIGHT, at, stroke_opacity=0.15))
        parts.append(svg.label(_LEFT - 8, at + 4, tick.label, TEXT, text_anchor="end", class_="tick"))
    parts.append(svg.label(_RIGHT, _BOTTOM + 36, _axis_title(x, plot.x), TEXT, text_anchor="end", class_="axis"))
    return parts


def _axis_title(column: Column, scale: Scale) -> str:
    return svg.truncate(axis_title(column, log=scale.kind == "log"), HALF, TEXT)


def _marks(
    points: Sequence[Point], rows: Sequence[DataRow], plot: _Plot, marks: MarkFactory, entries: Sequence[LegendEntry]
) -> list[Markup]:
    """The marks, each with its name where there is room for it."""
    names = _names(points, plot)
    parts = []
    for point, row, name in zip(points, rows, names, strict=True):
        keys = legend_keys(entries, *_meanings(point))
        data = {"data_x": point.x.attribute, "data_y": point.y.attribute, "data_keys": keys}
        parts.append(marks.mark(point.subject, *_symbol(point, plot), *name, data_poor=row.poor, **data))
    return parts


def _tick_box(scale: Scale, tick: Tick) -> Box:
    """Where the label of a tick of the y axis stands."""
    y = scale.at(tick.at)
    return _LEFT - 10 - svg.text_width(tick.label, TEXT), y - 7, _LEFT - 6, y + 7


def _meanings(point: Point) -> list[str]:
    """What a legend says of a point."""
    return [point.category.label, point.halo, *map(bound_label, (point.x.bound, point.y.bound))]


def _names(points: Sequence[Point], plot: _Plot) -> list[list[Markup]]:
    """The name of each point, with a line to it where it is not beside it; nothing where there is no room."""
    boxes = [_bounding_box(point, plot) for point in points]
    labels = [_tick_box(plot.y, tick) for tick in plot.y.ticks]
    places = NamePlaces((0.0, _TOP - 12, HALF, _BOTTOM), boxes, labels)
    drawn: dict[int, list[Markup]] = {}
    for longest in _LONGEST_NAMES:
        texts = {i: each.subject.short_name(longest, TEXT) for i, each in enumerate(points) if i not in drawn}
        found = places.find({index: svg.text_width(text, TEXT) for index, text in texts.items()})
        drawn |= {index: place.parts(texts[index], TEXT) for index, place in found.items()}
    return [drawn.get(index, []) for index in range(len(points))]


def _bounding_box(point: Point, plot: _Plot) -> Box:
    """The room of a marker (radius 5) with its arrows (15 long) and the period of its date."""
    x, y = plot.at(point)
    edge = 6 + 3 * bool(point.rings) + 3 * max(point.rings - 1, 0)
    right = 16 if point.x.bound is Bound.AT_LEAST else edge
    left = 16 if point.x.bound is Bound.AT_MOST else edge
    up = 16 if point.y.bound is Bound.AT_LEAST else edge
    down = 16 if point.y.bound is Bound.AT_MOST else edge
    start, end = plot.x.at(point.x.low), plot.x.at(point.x.high)
    return min(x - left, start), y - up, max(x + right, end), y + down


def _symbol(point: Point, plot: _Plot) -> list[Markup]:
    x, y = plot.at(point)
    style = plot.styles[point.category]
    parts = [*halo(x, y, point.rings), marker(x, y, style, hollow=_is_hollow(point))]
    if point.x.low != point.x.high:
        start, end = plot.x.at(point.x.low), plot.x.at(point.x.high)
        parts.append(svg.path(f"M{start:.1f} {y:.1f}L{end:.1f} {y:.1f}", stroke=style.css_colour, stroke_width=2))
    parts += bound_arrows(x, y, point.x.bound, style.css_colour)
    parts += bound_arrows(x, y, point.y.bound, style.css_colour, vertical=True)
    return parts


def _is_hollow(point: Point) -> bool:
    return any(own.bound is Bound.ABOUT or not own.fact.certain for own in (point.x, point.y))


def _legend_entries(points: Sequence[Point], plot: _Plot) -> list[LegendEntry]:
    labelled = [(marker(0, 0, style), category.label) for category, style in plot.styles.items() if category.label]
    bounds = [bound for point in points for bound in (point.x.bound, point.y.bound)]
    inexact = [bound for bound in bounds if bound is not Bound.EXACT]
    halos = {point.halo: point.rings for point in points if point.halo}
    rings = [
        (svg.element("g", *halo(0, 0, count), marker(0, 0, ONLY_STYLE)), words)
        for words, count in sorted(halos.items(), key=lambda own: own[1])
    ]
    return labelled + rings + bound_legend(inexact, _sample)


def _sample(bound: Bound) -> Markup:
    hollow = [marker(0, 0, ONLY_STYLE, hollow=True)] if bound is Bound.ABOUT else []
    return svg.element("g", *hollow, *bound_arrows(-8 if bound is Bound.AT_LEAST else 8, 0, bound, "currentColor"))


def _figure(x: Column, y: Column, plot: _Plot, points: Sequence[Point], marks: MarkFactory) -> dict[str, Any]:
    traces = [
        _trace(category, plot, [point for point in points if point.category == category], marks)
        for category in plot.styles
    ]
    keys = [point.subject.key for point in points]
    across, up = [plotly.coordinate(point.x) for point in points], [point.y.low for point in points]
    arrows = [
        *plotly.arrow_traces(keys, across, up, [point.x.bound for point in points]),
        *plotly.arrow_traces(keys, across, up, [point.y.bound for point in points], vertical=True),
    ]
    ringed = [point for point in points if point.rings]
    if ringed:
        traces.append(
            plotly.halos(
                [point.subject.key for point in ringed],
                [plotly.coordinate(point.x) for point in ringed],
                [point.y.low for point in ringed],
            )
        )
    axes = {"xaxis": plotly.axis(axis_title(x), plot.x), "yaxis": plotly.axis(axis_title(y), plot.y)}
    return plotly.figure([*traces, *arrows], _BOTTOM + 60, **axes)


def _trace(category: Category, plot: _Plot, members: Sequence[Point], marks: MarkFactory) -> dict[str, Any]:
    keys, style = [point.subject.key for point in members], plot.styles[category]
    trace = plotly.trace(
        "scatter",
        category.label,
        keys,
        [marks.titles[key] for key in keys],
        x=[plotly.coordinate(point.x) for point in members],
        y=[point.y.low for point in members],
        mode="markers",
        marker=plotly.marker_look([style.symbol + "-open" * _is_hollow(point) for point in members], style.hex),
    )
    return trace | ({"error_x": plotly.error_bars([point.x for point in members])} if plot.x.kind == "time" else {})
