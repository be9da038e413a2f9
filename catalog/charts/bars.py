"""One bar a record, in order of size, with the form of the bar saying how exact its number is."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts import plotly as figure
from catalog.charts import scales, svg
from catalog.charts.chart import Chart, DataRow
from catalog.charts.data import Place, fact_label, left_out, places
from catalog.charts.marks import (
    ACCENT,
    ACCENT_HEX,
    NORMAL,
    SMALL,
    WIDTH,
    MarkFactory,
    RecordUrl,
    bound_arrow,
    bound_label,
    bound_legend,
    legend,
    legend_keys,
    not_shown,
)
from catalog.charts.scales import Scale
from catalog.model.columns import Column
from catalog.settings.charts import Bars
from catalog.values import Bound

_ROW, _AXIS, _BAR = 22.0, 26.0, 12.0
_GUTTER, _VALUE = 190.0, 96.0


def draw(catalog: Catalog, chart: Bars, ident: str, link: RecordUrl | None) -> Chart:
    """The chart and all that belongs to it."""
    column = catalog.by_path[chart.x]
    sign = -1 if chart.first == "largest" else 1
    found = sorted(places(catalog, column), key=lambda place: (sign * place.first, place.record.name.casefold()))
    gutter = min(_GUTTER, max((svg.text_width(p.record.name, NORMAL) for p in found), default=0) + 12)
    make = scales.log if chart.scale == "log" else scales.linear
    scale = make([place.first for place in found], gutter, WIDTH - _VALUE)
    left = left_out(catalog, [column])
    titles = {place.record.slug: f"{place.record.name}: {fact_label(catalog, column, place.fact)}" for place in found}
    bottom = _AXIS + _ROW * len(found)
    marks = MarkFactory(titles, link)
    forms = bound_legend([place.bound for place in found], _sample)
    bars = [_bar(place, index, scale, marks, forms) for index, place in enumerate(found)]
    told, low = legend(forms, bottom + 18)
    below, end = not_shown(left, low + 6, marks)
    summary = (
        f"{column.label} of {len(found)} of {len(catalog.records)} {catalog.settings.many}, {chart.first} first, on a "
        f"{'logarithmic' if chart.scale == 'log' else 'linear'} axis. The table below holds the same."
    )
    picture = svg.drawing(
        *(WIDTH, end + 10),
        *(chart.title, summary),
        *(*_axis(column, scale, bottom), *bars, *told, *below),
        class_="chart chart-bars",
        role=marks.role,
        data_x=column.path,
        **scale.data("x"),
    )
    rows = tuple(DataRow((p.record.slug,), (p.record.name, fact_label(catalog, column, p.fact))) for p in found)
    headers = (catalog.settings.one.capitalize(), column.label)
    drawing = _figure(column, scale, found, titles)
    return Chart(ident, chart.kind, chart.title, summary, picture, headers, rows, left, drawing)


def _axis(column: Column, scale: Scale, bottom: float) -> list[Markup]:
    unit = f"{column.label} ({column.show.unit})" if column.show.unit else column.label
    made = [svg.label(0, 14, svg.truncate(unit, scale.start - 8, SMALL), SMALL, class_="axis")]
    for tick in scale.ticks:
        x = scale.at(tick.at)
        made.append(svg.line(x, _AXIS - 6, x, bottom, stroke_opacity=0.2))
        made.append(svg.label(x, 14, tick.label, SMALL, text_anchor="middle", class_="tick"))
    return made


def _bar(place: Place, index: int, scale: Scale, marks: MarkFactory, forms: Sequence[tuple[Markup, str]]) -> Markup:
    y = _AXIS + _ROW * index
    end, middle = scale.at(place.first), y + _ROW / 2
    name = svg.truncate(place.record.name, scale.start - 10, NORMAL)
    value = place.fact.value.short if place.fact.value else ""
    doubt = "" if place.fact.certain else " (?)"
    space = 20 if place.bound is Bound.AT_LEAST else 6
    parts = (
        svg.label(0, middle + 4, name, NORMAL),
        *bar(scale.start, end, middle, place.bound),
        svg.label(end + space, middle + 4, value + doubt, SMALL, class_="value"),
    )
    said = legend_keys(forms, bound_label(place.bound))
    return marks.mark(place.record.slug, *parts, data_x=place.plain, data_bound=place.bound, data_keys=said)


def bar(start: float, end: float, middle: float, bound: Bound) -> tuple[Markup, ...]:
    """Filled as stated, hollow and dashed for about, with an arrow onward for at least and backward for at most."""
    paint: dict[str, object] = {"fill": ACCENT}
    if bound in (Bound.ABOUT, Bound.AT_MOST):
        paint = {"fill": "none", "stroke": ACCENT, "stroke_width": 1.6, "stroke_dasharray": "4 2"}
    body = svg.rectangle(start, middle - _BAR / 2, max(end - start, 2.0), _BAR, **paint)
    if bound is Bound.AT_LEAST:
        return body, bound_arrow(end - 2, middle, (1, 0), ACCENT)
    if bound is Bound.AT_MOST:
        return body, bound_arrow(end, middle, (-1, 0), ACCENT)
    return (body,)


def _sample(bound: Bound) -> Markup:
    return svg.element("g", *bar(-8, -2 if bound is Bound.AT_LEAST else 6, 0, bound))


def _figure(column: Column, scale: Scale, found: Sequence[Place], titles: dict[str, str]) -> dict[str, object]:
    slugs = [place.record.slug for place in found]
    exact = [place.bound in (Bound.EXACT, Bound.AT_LEAST) for place in found]
    marker = {
        "color": [ACCENT_HEX if filled else "rgba(0,0,0,0)" for filled in exact],
        "line": {"color": ACCENT_HEX, "width": 1.5},
    }
    made = figure.trace("bar", column.label, slugs, [titles[slug] for slug in slugs])
    made |= {"orientation": "h", "x": [place.first for place in found], "y": slugs, "marker": marker}
    made |= {"text": [place.fact.value.short if place.fact.value else "" for place in found]}
    made |= {"textposition": "outside", "cliponaxis": False}
    layout = {
        "xaxis": figure.axis(column.label, scale),
        "yaxis": figure.category_axis(slugs, [place.record.name for place in found]),
    }
    return figure.figure([made], 90 + 22 * len(found), **layout)
