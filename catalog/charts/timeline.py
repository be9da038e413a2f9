"""Records by date, in lanes of a facet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts import plotly as figure
from catalog.charts import scales, svg
from catalog.charts.chart import Chart, DataRow
from catalog.charts.data import (
    Category,
    Place,
    categories,
    fact_label,
    left_out,
    places,
    sorted_categories,
)
from catalog.charts.marks import (
    BLANK_STYLE,
    MARKER_STYLES,
    NORMAL,
    SMALL,
    WIDTH,
    MarkerStyle,
    MarkFactory,
    RecordUrl,
    marker,
    not_shown,
)
from catalog.charts.scales import Scale
from catalog.model.columns import Column
from catalog.settings.charts import Timeline

_ROW, _HEAD, _AXIS = 19.0, 22.0, 26.0
_MOST_ROWS = 14
"""A lane that would grow higher shows its further marks without names."""
_LONGEST_NAME = 190.0


@dataclass(frozen=True, slots=True)
class _Spot:
    """A mark in its lane: row, and where its name begins; no name where there is no room."""

    place: Place
    row: int
    name_x: float | None


def draw(catalog: Catalog, chart: Timeline, ident: str, link: RecordUrl | None) -> Chart:
    """The chart and all that belongs to it."""
    column, lane = catalog.by_path[chart.x], catalog.by_path[chart.lane]
    found = places(catalog, column)
    days = [(date.fromordinal(int(p.first)), date.fromordinal(int(p.last))) for p in found]
    scale = scales.time([first for first, _ in days], [last for _, last in days], 8.0, WIDTH - 8.0)
    lanes = _lanes(catalog, lane, found)
    left = left_out(catalog, [column])
    titles = {place.record.slug: _title(catalog, column, lane, place) for place in found}
    marks = MarkFactory(titles, link)
    body, bottom = _body(lanes, scale, marks)
    below, end = not_shown(left, bottom + 6, marks)
    summary = (
        f"{len(found)} of {len(catalog.records)} {catalog.settings.many} by {column.label}, "
        f"in {len(lanes)} lanes by {lane.label}. The table below holds the same."
    )
    picture = svg.drawing(
        *(WIDTH, end + 10),
        *(chart.title, summary),
        *(*_axis(scale, bottom), *body, *below),
        class_="chart chart-timeline",
        role=marks.role,
        data_x=column.path,
        **scale.data("x"),
    )
    rows = tuple(
        DataRow((p.record.slug,), (p.record.name, fact_label(catalog, column, p.fact), _labels(catalog, lane, p)))
        for p in sorted(found, key=lambda p: (p.first, p.last, p.record.name.casefold()))
    )
    headers = (catalog.settings.one.capitalize(), column.label, lane.label)
    drawing = _figure(column, scale, lanes, titles, bottom)
    return Chart(ident, chart.kind, chart.title, summary, picture, headers, rows, left, drawing)


def _lanes(catalog: Catalog, lane: Column, found: Iterable[Place]) -> dict[Category, list[Place]]:
    """Category → its marks in order of time; a record with several values stands in each lane."""
    lanes: dict[Category, list[Place]] = {category: [] for category in sorted_categories(catalog, lane)}
    for place in sorted(found, key=lambda place: (place.first, place.last)):
        for category in categories(catalog, lane, place.record):
            lanes[category].append(place)
    return {category: inside for category, inside in lanes.items() if inside}


def _labels(catalog: Catalog, lane: Column, place: Place) -> str:
    return ", ".join(category.label for category in categories(catalog, lane, place.record))


def _title(catalog: Catalog, column: Column, lane: Column, place: Place) -> str:
    return f"{place.record.name}: {fact_label(catalog, column, place.fact)}; {_labels(catalog, lane, place)}"


def _body(lanes: dict[Category, list[Place]], scale: Scale, marks: MarkFactory) -> tuple[list[Markup], float]:
    made: list[Markup] = []
    y = _AXIS
    for index, (category, inside) in enumerate(lanes.items()):
        spots = _packed(inside, scale)
        height = _HEAD + _ROW * (1 + max(spot.row for spot in spots))
        if index % 2 == 0:
            made.append(svg.rectangle(0, y, WIDTH, height, fill_opacity=0.05))
        head = svg.truncate(f"{category.label} ({len(inside)})", WIDTH - 20, NORMAL, bold=True)
        made.append(svg.label(8, y + 15, head, NORMAL, font_weight="bold", class_="lane"))
        made += [_mark(spot, category, scale, y + _HEAD, marks) for spot in spots]
        y += height
    return made, y


def _packed(inside: list[Place], scale: Scale) -> list[_Spot]:
    """Every mark in the first row where it and its name are free of what stands there already."""
    ends: list[list[tuple[float, float]]] = []
    spots = []
    for place in inside:
        x0, x1 = scale.at(place.first) - 7, scale.at(place.last) + 7
        wide = min(svg.text_width(place.record.name, SMALL), _LONGEST_NAME) + 8
        name_x = x1 + 2 if x1 + wide <= WIDTH else x0 - wide + 4
        whole = (min(x0, name_x), max(x1, name_x + wide))
        row = _free_row(ends, whole)
        if row >= _MOST_ROWS:
            row, whole, named = min(_free_row(ends, (x0, x1)), _MOST_ROWS - 1), (x0, x1), None
        else:
            named = name_x
        if row == len(ends):
            ends.append([])
        ends[row].append(whole)
        spots.append(_Spot(place, row, named))
    return spots


def _free_row(rows: list[list[tuple[float, float]]], wanted: tuple[float, float]) -> int:
    for index, row in enumerate(rows):
        if all(wanted[1] <= begin or end <= wanted[0] for begin, end in row):
            return index
    return len(rows)


def _mark(spot: _Spot, category: Category, scale: Scale, top: float, marks: MarkFactory) -> Markup:
    place = spot.place
    look = BLANK_STYLE if category.blank else MARKER_STYLES[0]
    x0, x1, y = scale.at(place.first), scale.at(place.last), top + _ROW * (spot.row + 0.5) - 2
    hollow = not place.fact.certain
    parts = (
        [marker(x0, y, look, hollow=hollow)] if place.first == place.last else [_span(x0, x1, y, look, hollow=hollow)]
    )
    if spot.name_x is not None:
        name = svg.truncate(place.record.name, _LONGEST_NAME, SMALL)
        parts.append(svg.label(spot.name_x, y + 4, name, SMALL))
    return marks.mark(place.record.slug, *parts, data_x=place.plain, data_lane=category.key)


def _span(x0: float, x1: float, y: float, look: MarkerStyle, *, hollow: bool) -> Markup:
    """A bar over the days that a month or a year may mean."""
    dash = "3 1.5" if hollow else None
    paint = {"fill": look.css_colour, "fill_opacity": 0.25, "stroke": look.css_colour, "stroke_width": 1.4}
    return svg.rectangle(x0, y - 4, max(x1 - x0, 8.0), 8, rx=4, stroke_dasharray=dash, **paint)


def _axis(scale: Scale, bottom: float) -> list[Markup]:
    made: list[Markup] = []
    for tick in scale.ticks:
        x = scale.at(tick.at)
        strong = tick.label.isdigit()
        made.append(svg.line(x, _AXIS - 6, x, bottom, stroke_opacity=0.35 if strong else 0.12))
        if tick.label and x < WIDTH - 24:
            weight = "bold" if strong else None
            made.append(svg.label(x + 3, _AXIS - 9, tick.label, SMALL, font_weight=weight, class_="tick"))
    return made


def _figure(
    column: Column, scale: Scale, lanes: dict[Category, list[Place]], titles: dict[str, str], height: float
) -> dict[str, object]:
    traces = []
    for category, inside in lanes.items():
        slugs = [place.record.slug for place in inside]
        made = figure.trace("scatter", category.label, slugs, [titles[slug] for slug in slugs])
        made |= {"x": [figure.coordinate(place) for place in inside], "y": [figure.category_key(category)] * len(slugs)}
        symbols = ["circle" if place.first == place.last else "circle-open" for place in inside]
        colour = (BLANK_STYLE if category.blank else MARKER_STYLES[0]).hex
        made |= {"mode": "markers", "marker": {"size": 10, "symbol": symbols, "color": colour}}
        made |= {"error_x": figure.error_bars(inside)}
        traces.append(made)
    keys = [figure.category_key(category) for category in lanes]
    y = figure.category_axis(keys, [category.label for category in lanes])
    layout = {"xaxis": figure.axis(column.label, scale), "yaxis": y, "showlegend": False}
    return figure.figure(traces, max(height, 60 + 34 * len(keys)), **layout)
