"""Two numbers, or a date and a number, against each other; colour and shape by a facet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts import plotly as figure
from catalog.charts import scales, svg
from catalog.charts.chart import Chart, DataRow
from catalog.charts.data import Category, Place, categories, fact_label, fact_of, left_out, sorted_categories
from catalog.charts.marks import (
    MARKER_STYLES,
    SMALL,
    WIDTH,
    MarkerStyle,
    MarkFactory,
    RecordUrl,
    bound_arrows,
    bound_label,
    bound_legend,
    legend,
    legend_keys,
    marker,
    marker_styles,
    not_shown,
)
from catalog.charts.scales import Scale
from catalog.model.columns import Column, Kind
from catalog.settings.charts import Scatter
from catalog.values import Bound, Record

_LEFT, _TOP, _BOTTOM = 66.0, 30.0, 420.0
_SEVERAL = Category("several", "several")
_ONE = Category("", "")


_Room = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class _Point:
    x: Place
    y: Place
    category: Category

    @property
    def record(self) -> Record:
        return self.x.record


@dataclass(frozen=True, slots=True)
class _Plot:
    """The axes of one chart, and how its categories look."""

    x: Scale
    y: Scale
    looks: dict[Category, MarkerStyle]

    def at(self, point: _Point) -> tuple[float, float]:
        return self.x.at((point.x.first + point.x.last) / 2), self.y.at(point.y.first)


def draw(catalog: Catalog, chart: Scatter, ident: str, link: RecordUrl | None) -> Chart:
    """The chart and all that belongs to it."""
    columns = [catalog.by_path[path] for path in (chart.x, chart.y, chart.colour) if path]
    x, y, *rest = columns
    points = _points(catalog, x, y, rest[0] if rest else None)
    plot = _plot(catalog, x, y, rest[0] if rest else None, points)
    left = left_out(catalog, [x, y])
    rows = tuple(_row(catalog, columns, point) for point in points)
    marks = MarkFactory({row.slugs[0]: _title(columns, row) for row in rows}, link)
    entries = _legend(points, plot)
    told, low = legend(entries, _BOTTOM + 52)
    below, end = not_shown(left, low + 6, marks)
    summary = (
        f"{len(points)} of {len(catalog.records)} {catalog.settings.many} by {x.label} and {y.label}"
        f"{f', marked by {rest[0].label}' if rest else ''}. The table below holds the same."
    )
    picture = svg.drawing(
        *(WIDTH, end + 10),
        *(chart.title, summary),
        *(*_axes(x, y, plot), *_marks(points, plot, marks, entries), *told, *below),
        class_="chart chart-scatter",
        role=marks.role,
        data_x=x.path,
        data_y=y.path,
        **plot.x.data("x"),
        **plot.y.data("y"),
    )
    headers = (catalog.settings.one.capitalize(), *(column.label for column in columns))
    drawing = _figure(x, y, plot, points, marks)
    return Chart(ident, chart.kind, chart.title, summary, picture, headers, rows, left, drawing)


def _points(catalog: Catalog, x: Column, y: Column, colour: Column | None) -> list[_Point]:
    found = []
    for record in catalog.records:
        across, up = Place(record, fact_of(x, record)), Place(record, fact_of(y, record))
        if across.fact.blank is None and up.fact.blank is None:
            own = categories(catalog, colour, record) if colour else (_ONE,)
            found.append(_Point(across, up, own[0] if len(own) == 1 else _SEVERAL))
    return found


def _plot(catalog: Catalog, x: Column, y: Column, colour: Column | None, points: Sequence[_Point]) -> _Plot:
    used = {point.category for point in points}
    order = [category for category in sorted_categories(catalog, colour) if category in used] if colour else [_ONE]
    across = _scale(x, [point.x for point in points], _LEFT, WIDTH - 12)
    up = _scale(y, [point.y for point in points], _BOTTOM, _TOP)
    return _Plot(across, up, marker_styles([*order, *(used & {_SEVERAL})]))


def _scale(column: Column, found: Sequence[Place], start: float, end: float) -> Scale:
    if column.kind is Kind.DATE:
        first = [date.fromordinal(int(place.first)) for place in found]
        return scales.time(first, [date.fromordinal(int(place.last)) for place in found], start, end)
    make = scales.log if column.show.scale == "log" else scales.linear
    return make([place.first for place in found], start, end)


def _row(catalog: Catalog, columns: Sequence[Column], point: _Point) -> DataRow:
    record = point.record
    facts = [fact_label(catalog, column, fact_of(column, record)) for column in columns[:2]]
    facet = [", ".join(c.label for c in categories(catalog, column, record)) for column in columns[2:]]
    return DataRow((record.slug,), (record.name, *facts, *facet))


def _title(columns: Sequence[Column], row: DataRow) -> str:
    told = "; ".join(f"{column.label} {cell}" for column, cell in zip(columns, row.cells[1:], strict=True))
    return f"{row.cells[0]}: {told}"


def _axes(x: Column, y: Column, plot: _Plot) -> list[Markup]:
    made = [svg.label(0, 13, _named(y), SMALL, class_="axis")]
    for tick in plot.y.ticks:
        at = plot.y.at(tick.at)
        made.append(svg.line(_LEFT, at, WIDTH - 12, at, stroke_opacity=0.15))
        made.append(svg.label(_LEFT - 8, at + 4, tick.label, SMALL, text_anchor="end", class_="tick"))
    for tick in plot.x.ticks:
        at = plot.x.at(tick.at)
        made.append(svg.line(at, _TOP, at, _BOTTOM + 4, stroke_opacity=0.15))
        made.append(svg.label(at, _BOTTOM + 18, tick.label, SMALL, text_anchor="middle", class_="tick"))
    made.append(svg.label(WIDTH - 12, _BOTTOM + 36, _named(x), SMALL, text_anchor="end", class_="axis"))
    return made


def _named(column: Column) -> str:
    unit = f" ({column.show.unit})" if column.show.unit else ""
    scale = ", logarithmic" if column.show.scale == "log" else ""
    return svg.truncate(column.label + unit + scale, 400, SMALL)


def _marks(
    points: Sequence[_Point], plot: _Plot, marks: MarkFactory, entries: Sequence[tuple[Markup, str]]
) -> list[Markup]:
    """The marks, each with its name where there is room for it."""
    taken = [_around(point, plot) for point in points]
    made = []
    for point in points:
        name = _name(point.record.name, point, plot, taken)
        parts = _parts(point, plot)
        said = legend_keys(entries, point.category.label, *map(bound_label, (point.x.bound, point.y.bound)))
        data = {"data_x": point.x.plain, "data_y": point.y.plain, "data_keys": said}
        made.append(marks.mark(point.record.slug, *parts, *name, **data))
    return made


def _around(point: _Point, plot: _Plot) -> _Room:
    """The room of a mark with its arrows and its span."""
    x, y = plot.at(point)
    right = 16 if point.x.bound is Bound.AT_LEAST else 6
    left = 16 if point.x.bound is Bound.AT_MOST else 6
    up = 16 if point.y.bound is Bound.AT_LEAST else 6
    down = 16 if point.y.bound is Bound.AT_MOST else 6
    start, end = plot.x.at(point.x.first), plot.x.at(point.x.last)
    return min(x - left, start), y - up, max(x + right, end), y + down


def _parts(point: _Point, plot: _Plot) -> list[Markup]:
    x, y = plot.at(point)
    look = plot.looks[point.category]
    about = Bound.ABOUT in (point.x.bound, point.y.bound) or not (point.x.fact.certain and point.y.fact.certain)
    parts = [marker(x, y, look, hollow=about)]
    if point.x.first != point.x.last:
        start, end = plot.x.at(point.x.first), plot.x.at(point.x.last)
        parts.append(svg.path(f"M{start:.1f} {y:.1f}L{end:.1f} {y:.1f}", stroke=look.css_colour, stroke_width=2))
    parts += bound_arrows(x, y, point.x.bound, look.css_colour)
    parts += bound_arrows(x, y, point.y.bound, look.css_colour, upright=True)
    return parts


def _name(name: str, point: _Point, plot: _Plot, taken: list[_Room]) -> tuple[Markup, ...]:
    """The name right, left, above or below its mark, wherever nothing stands yet; else nothing."""
    x, _ = plot.at(point)
    left, top, right, bottom = _around(point, plot)
    text = svg.truncate(name, 150, SMALL)
    wide = svg.text_width(text, SMALL)
    middle = (top + bottom) / 2 + 4
    for start, base in (
        (right + 3, middle),
        (left - 3 - wide, middle),
        (x - wide / 2, top - 3),
        (x - wide / 2, bottom + 11),
    ):
        wanted = (start, base - 10, start + wide, base + 3)
        inside = start >= _LEFT and start + wide <= WIDTH and wanted[1] >= _TOP and base <= _BOTTOM
        if inside and not any(_overlap(wanted, other) for other in taken):
            taken.append(wanted)
            return (svg.label(start, base, text, SMALL),)
    return ()


def _overlap(one: _Room, other: _Room) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _legend(points: Sequence[_Point], plot: _Plot) -> list[tuple[Markup, str]]:
    named = [(marker(0, 0, look), category.label) for category, look in plot.looks.items() if category.label]
    bounds = [bound for point in points for bound in (point.x.bound, point.y.bound)]
    inexact = [bound for bound in bounds if bound is not Bound.EXACT]
    return named + bound_legend(inexact, _sample)


def _sample(bound: Bound) -> Markup:
    hollow = [marker(0, 0, MARKER_STYLES[0], hollow=True)] if bound is Bound.ABOUT else []
    return svg.element("g", *hollow, *bound_arrows(-8 if bound is Bound.AT_LEAST else 8, 0, bound, "currentColor"))


def _figure(x: Column, y: Column, plot: _Plot, points: Sequence[_Point], marks: MarkFactory) -> dict[str, object]:
    traces = []
    for category, look in plot.looks.items():
        inside = [point for point in points if point.category == category]
        slugs = [point.record.slug for point in inside]
        made = figure.trace("scatter", category.label, slugs, [marks.titles[slug] for slug in slugs])
        made |= {"x": [figure.coordinate(point.x) for point in inside], "y": [point.y.first for point in inside]}
        made |= {"mode": "markers", "marker": {"size": 10, "symbol": look.symbol, "color": look.hex}}
        made |= {"error_x": figure.error_bars([point.x for point in inside])} if plot.x.kind == "time" else {}
        traces.append(made)
    axes = {"xaxis": figure.axis(x.label, plot.x), "yaxis": figure.axis(y.label, plot.y)}
    return figure.figure(traces, _BOTTOM + 60, **axes)
