"""Two numbers, or a date and a number, of one model against each other; colour and marker by a facet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts import scales
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
    RecordUrl,
    bound_arrows,
    halo,
    marker,
    marker_styles,
)
from catalog.charts.picture import draw_marks, role
from catalog.charts.places import Box, NamePlaces
from catalog.charts.plot import Axis, Label, Mark, Plot
from catalog.charts.scales import Scale, Tick
from catalog.charts.scatter_cells import Plane, draw_density
from catalog.charts.scatter_points import ONLY, SEVERAL, Point, data_rows, scatter_points
from catalog.charts.stand_in import StandIns, stand_ins
from catalog.charts.subjects import share
from catalog.drawings import svg
from catalog.drawings.svg import HALF
from catalog.model.columns import Column
from catalog.settings.charts import Scatter
from catalog.values import Bound

_LEFT, _TOP, _RIGHT, _BOTTOM = 44.0, 30.0, HALF - 4, 470.0
_PAD, _FIRST_NAMES, _LONGEST_NAMES = 18.0, 78.0, (250.0, 130.0, 90.0)
"""Room between the ends of the axes and the frame, so that marks there are whole, on the left with room for names as
well, which often share a first number; and the greatest widths of a name, each for those that found no room before."""


_Entries = Sequence[LegendEntry]


@dataclass(frozen=True, slots=True)
class _Scales:
    """The scales of one chart, and the styles of its categories."""

    x: Scale
    y: Scale
    styles: Mapping[Category, MarkerStyle]

    def at(self, point: Point) -> tuple[float, float]:
        return self.x.at(point.x.middle), self.y.at(point.y.middle)


def draw(catalog: Catalog, chart: Scatter, ident: str, record_url: RecordUrl | None) -> Chart:
    """Return the scatter plot of two columns, coloured by a third where there is one."""
    catalog, own = stand_ins(catalog, [chart.y, *chart.stand_ins])
    x, y, colour = catalog.by_path[chart.x], own.column, catalog.by_path[chart.colour] if chart.colour else None
    columns = [x, y, *([colour] if colour else [])]
    points = scatter_points(catalog, x, own, colour)
    axes = _scales(catalog, chart, points)
    if len(points) > MOST_MARKS:
        pairs = [(point.x, point.y) for point in points]
        plane = Plane(pairs, axes.x, axes.y, _plane(x, y, axes), _axes(x, y, axes), _BOTTOM)
        return draw_density(catalog, chart, ident, plane)
    rows = data_rows(catalog, columns, points, own)
    entries = _legend_entries(points, axes)
    marks = list(_marks(columns, rows, points, axes, entries))
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
        parts=[*_axes(x, y, axes), *draw_marks(marks, record_url), *legend_parts],
        attributes={"role": role(record_url), "data_x": x.path, **axes.x.data("x"), **_filter(own, axes)},
        headers=(catalog.settings.one.capitalize(), *(column.label for column in columns)),
        rows=tuple(rows),
        left_out=left_out(catalog, [x, y]),
        plot=replace(_plane(x, y, axes), marks=marks),
    )


def _plane(x: Column, y: Column, axes: _Scales) -> Plot:
    """Both axes, without marks."""
    across = Axis(title=axis_title(x, log=axes.x.kind == "log"), ends=(_LEFT, _RIGHT), scale=axes.x)
    return Plot(x=across, y=Axis(title=axis_title(y, log=axes.y.kind == "log"), ends=(_BOTTOM, _TOP), scale=axes.y))


def _without_halo(own: StandIns) -> str:
    """Whose numbers have no halo, where others have one."""
    return f"; without a halo: {own.words[0]}" if len(own.columns) > 1 else ""


def _filter(own: StandIns, axes: _Scales) -> dict[str, object]:
    """The y axis for scripts; one of several columns is no filter."""
    return {} if len(own.columns) > 1 else {"data_y": own.column.path, **axes.y.data("y")}


def _scales(catalog: Catalog, chart: Scatter, points: Sequence[Point]) -> _Scales:
    x, y = catalog.by_path[chart.x], catalog.by_path[chart.y]
    colour = catalog.by_path[chart.colour] if chart.colour else None
    used = {point.category for point in points}
    order = [category for category in sorted_categories(catalog, colour) if category in used] if colour else [ONLY]
    x_scale = _scale(x, chart.x_scale, [point.x for point in points], _LEFT + _FIRST_NAMES, _RIGHT - _PAD)
    y_scale = _scale(y, chart.y_scale, [point.y for point in points], _BOTTOM - _PAD, _TOP + _PAD)
    styles = marker_styles([*order, *(used & {SEVERAL})]) if colour else {ONLY: ONLY_STYLE}
    return _Scales(x_scale, y_scale, styles)


def _scale(column: Column, kind: str, positions: Sequence[Position], start: float, end: float) -> Scale:
    first, last = [position.low for position in positions], [position.high for position in positions]
    if column.type.is_date:
        return scales.time(first, last, start, end)
    make = scales.log if (kind or column.scale) == "log" else scales.linear
    return make([*first, *last], start, end)


def _title(columns: Sequence[Column], row: DataRow) -> str:
    values = "; ".join(f"{column.label} {cell}" for column, cell in zip(columns, row.cells[1:], strict=True))
    return f"{row.cells[0]}: {values}"


def _axes(x: Column, y: Column, axes: _Scales) -> list[Markup]:
    parts = [svg.label(0, 13, _axis_title(y, axes.y), TEXT, class_="axis")]
    # A script that paints a range of the x axis alone is as tall as the first line.
    for tick in axes.x.ticks:
        at = axes.x.at(tick.at)
        parts.append(svg.line(at, _TOP, at, _BOTTOM + 4, stroke_opacity=0.15))
        parts.append(svg.label(at, _BOTTOM + 18, tick.label, TEXT, text_anchor="middle", class_="tick"))
    for tick in axes.y.ticks:
        at = axes.y.at(tick.at)
        parts.append(svg.line(_LEFT, at, _RIGHT, at, stroke_opacity=0.15))
        parts.append(svg.label(_LEFT - 8, at + 4, tick.label, TEXT, text_anchor="end", class_="tick"))
    parts.append(svg.label(_RIGHT, _BOTTOM + 36, _axis_title(x, axes.x), TEXT, text_anchor="end", class_="axis"))
    return parts


def _axis_title(column: Column, scale: Scale) -> str:
    return svg.truncate(axis_title(column, log=scale.kind == "log"), HALF, TEXT)


def _marks(
    columns: Sequence[Column], rows: Sequence[DataRow], points: Sequence[Point], axes: _Scales, entries: _Entries
) -> Iterator[Mark]:
    """The marks, each with its name where there is room for it."""
    names = _names(points, axes)
    for index, (point, row) in enumerate(zip(points, rows, strict=True)):
        keys = legend_keys(entries, *_meanings(point))
        reach = axes.x.at(point.x.low), axes.x.at(point.x.high)
        rise = axes.y.at(point.y.low), axes.y.at(point.y.high)
        is_vague, is_span = point.x.low != point.x.high, point.y.low != point.y.high
        yield Mark(
            subject=point.subject,
            title=_title(columns, row),
            at=axes.at(point),
            values=(point.x.middle, point.y.middle),
            reach=reach if is_vague else None,
            days=(point.x.low, point.x.high) if is_vague else None,
            rise=rise if is_span else None,
            heights=(point.y.low, point.y.high) if is_span else None,
            style=axes.styles[point.category],
            series=point.category.label,
            is_hollow=_is_hollow(point),
            bounds=(point.x.bound, point.y.bound),
            halo=point.halo,
            rings=point.rings,
            name=names.get(index),
            data={
                "data_poor": row.poor,
                "data_x": point.x.attribute,
                "data_y": point.y.attribute,
                "data_keys": keys,
            },
        )


def _tick_box(scale: Scale, tick: Tick) -> Box:
    """Where the label of a tick of the y axis stands."""
    y = scale.at(tick.at)
    return _LEFT - 10 - svg.text_width(tick.label, TEXT), y - 7, _LEFT - 6, y + 7


def _meanings(point: Point) -> list[str]:
    """What a legend says of a point."""
    return [point.category.label, point.halo, *map(bound_label, (point.x.bound, point.y.bound))]


def _names(points: Sequence[Point], axes: _Scales) -> dict[int, Label]:
    """The name of each point, with a line to it where it is not beside it; none where there is no room."""
    boxes = [_bounding_box(point, axes) for point in points]
    labels = [_tick_box(axes.y, tick) for tick in axes.y.ticks]
    places = NamePlaces((0.0, _TOP - 12, HALF, _BOTTOM), boxes, labels)
    found: dict[int, Label] = {}
    for longest in _LONGEST_NAMES:
        rest = {i: each.subject.short_name(longest, TEXT) for i, each in enumerate(points) if i not in found}
        found |= places.find(rest)
    return found


def _bounding_box(point: Point, axes: _Scales) -> Box:
    """The room of a marker (radius 5) with its arrows (15 long) and the period of its date."""
    x, y = axes.at(point)
    edge = 6 + 3 * bool(point.rings) + 3 * max(point.rings - 1, 0)
    right = 16 if point.x.bound is Bound.AT_LEAST else edge
    left = 16 if point.x.bound is Bound.AT_MOST else edge
    up = 16 if point.y.bound is Bound.AT_LEAST else edge
    down = 16 if point.y.bound is Bound.AT_MOST else edge
    start, end = axes.x.at(point.x.low), axes.x.at(point.x.high)
    return min(x - left, start), y - up, max(x + right, end), y + down


def _is_hollow(point: Point) -> bool:
    return any(own.bound is Bound.ABOUT or not own.fact.certain for own in (point.x, point.y))


def _legend_entries(points: Sequence[Point], axes: _Scales) -> list[LegendEntry]:
    labelled = [(marker(0, 0, style), category.label) for category, style in axes.styles.items() if category.label]
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
