"""One bar a record or variant, in order of size; the form of the bar shows how exact its number is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts import plotly, scales, svg
from catalog.charts.axes import AXIS_HEIGHT, axis_title
from catalog.charts.bars_head import HEAD, AllBars
from catalog.charts.chart import Chart, DataRow
from catalog.charts.data import Position, fact_label, left_out, positions
from catalog.charts.legend import LegendEntry, bound_label, bound_legend, legend, legend_keys
from catalog.charts.marks import (
    ACCENT,
    ACCENT_HEX,
    MOST_MARKS,
    NORMAL,
    SMALL,
    WIDTH,
    MarkFactory,
    RecordUrl,
    bound_arrow,
    not_shown,
)
from catalog.charts.scales import Scale
from catalog.charts.subjects import share
from catalog.model.columns import Column
from catalog.settings.charts import Bars
from catalog.values import Bound, Record

_ROW, _BAR = 22.0, 12.0
_LONGEST_NAME, _LONGEST_VALUE = 250.0, 96.0


def draw(  # noqa: PLR0913 - a leaderboard differs in two ways from a chart of the settings
    catalog: Catalog,
    chart: Bars,
    ident: str,
    record_url: RecordUrl | None,
    *,
    among: Sequence[Record] | None = None,
    most: int = MOST_MARKS,
) -> Chart:
    """Return the bar chart of one number; below it what has none, unless it is known `among` which records it is.

    Of more than `most`, only the first have a bar.
    """
    column = catalog.by_path[chart.x]
    sign = -1 if chart.first == "largest" else 1
    ordered = sorted(
        positions(catalog, column, among), key=lambda position: (sign * position.low, position.subject.name.casefold())
    )
    head = ordered[: min(HEAD, most)] if len(ordered) > most else ordered
    rows = [DataRow.about(position.subject, fact_label(catalog, column, position.fact)) for position in head]
    scale = _scale(chart, head, ordered)
    every = AllBars(column, ordered, scale, len(head)) if len(ordered) > most else None
    top = every.bottom if every else AXIS_HEIGHT
    bottom = top + _ROW * len(head)
    titles = {p.subject.key: ": ".join(row.cells) for p, row in zip(head, rows, strict=True)}
    marks = MarkFactory(titles, record_url)
    entries = bound_legend([position.bound for position in ordered], _sample)
    bars = [_mark(position, top + _ROW * (index + 0.5), scale, marks, entries) for index, position in enumerate(head)]
    legend_parts, legend_end = legend(entries, bottom + 18)
    missing = left_out(catalog, [column]) if among is None else ()
    strips, end = not_shown(missing, legend_end + 6, marks)
    return Chart(
        settings=chart,
        ident=ident,
        summary=(
            f"{column.label} of {share((p.subject for p in ordered), len(catalog.records), catalog.settings.many)}, "
            f"{chart.first} first, on a {'logarithmic' if chart.scale == 'log' else 'linear'} axis. "
            "The table below holds the same."
        ),
        size=(WIDTH, end + 10),
        parts=[
            *_axis(column, scale, bottom),
            *(every.parts(catalog) if every else ()),
            *([svg.element("g", *bars, class_="head")] if every else bars),
            *legend_parts,
            *strips,
        ],
        attributes={
            "role": marks.role,
            "data_x": column.path,
            **scale.data("x"),
            **(every.attributes(record_url, chart.first) if every else {}),
        },
        headers=(catalog.settings.one.capitalize(), column.label, *(["Count"] if every else [])),
        rows=every.rows(catalog, rows) if every else tuple(rows),
        left_out=missing,
        aggregated=every.words(catalog, chart.first) if every else "",
        figure=_figure(column, scale, head, marks),
    )


def _scale(chart: Bars, head: Sequence[Position], ordered: Sequence[Position]) -> Scale:
    """Between the names on the left and the values on the right."""
    names = (svg.text_width(position.subject.name, NORMAL) for position in head)
    start = min(_LONGEST_NAME, max(names, default=0) + 12)
    make = scales.log if chart.scale == "log" else scales.linear
    return make([position.low for position in ordered], start, WIDTH - _LONGEST_VALUE)


def _axis(column: Column, scale: Scale, bottom: float) -> list[Markup]:
    title = svg.truncate(axis_title(column), scale.start - 8, SMALL)
    parts = [svg.label(0, 14, title, SMALL, class_="axis")]
    for tick in scale.ticks:
        x = scale.at(tick.at)
        parts.append(svg.line(x, AXIS_HEIGHT - 6, x, bottom, stroke_opacity=0.2))
        parts.append(svg.label(x, 14, tick.label, SMALL, text_anchor="middle", class_="tick"))
    return parts


def _mark(
    position: Position, middle: float, scale: Scale, marks: MarkFactory, entries: Sequence[LegendEntry]
) -> Markup:
    end = scale.at(position.low)
    name = position.subject.short_name(scale.start - 10, NORMAL)
    value = position.column.type.short(position.value)
    doubt = "" if position.fact.certain else " (?)"
    gap = 20 if position.bound is Bound.AT_LEAST else 6
    parts = (
        svg.label(0, middle + 4, name, NORMAL),
        *_bar(scale.start, end, middle, position.bound),
        svg.label(end + gap, middle + 4, value + doubt, SMALL, class_="value"),
    )
    keys = legend_keys(entries, bound_label(position.bound))
    return marks.mark(position.subject, *parts, data_x=position.attribute, data_bound=position.bound, data_keys=keys)


def _bar(start: float, end: float, middle: float, bound: Bound) -> tuple[Markup, ...]:
    """Filled where exact, hollow and dashed for about, with an arrow onward for at least and backward for at most."""
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
    return svg.element("g", *_bar(-8, -2 if bound is Bound.AT_LEAST else 6, 0, bound))


def _figure(column: Column, scale: Scale, ordered: Sequence[Position], marks: MarkFactory) -> dict[str, Any]:
    keys = [position.subject.key for position in ordered]
    filled = [position.bound in (Bound.EXACT, Bound.AT_LEAST) for position in ordered]
    trace = plotly.trace(
        "bar",
        column.label,
        keys,
        [marks.titles[key] for key in keys],
        orientation="h",
        x=[position.low for position in ordered],
        y=keys,
        marker={
            "color": [ACCENT_HEX if is_filled else "rgba(0,0,0,0)" for is_filled in filled],
            "line": {"color": ACCENT_HEX, "width": 1.5},
        },
        text=[column.type.short(position.value) for position in ordered],
        textposition="outside",
        cliponaxis=False,
    )
    names = plotly.category_axis(keys, [position.subject.name for position in ordered])
    return plotly.figure([trace], 90 + 22 * len(ordered), xaxis=plotly.axis(column.label, scale), yaxis=names)
