"""One row a record or variant, in order of size: a bar from zero, or a dot where the axis is logarithmic.

A bar on a logarithmic axis would begin at a number that nobody chose, and its length would mean nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts import plotly, scales, svg
from catalog.charts.axes import AXIS_HEIGHT, axis_title
from catalog.charts.bars_head import HEAD, AllBars
from catalog.charts.chart import Chart, DataRow, Picture
from catalog.charts.data import Position, column_facts, fact_label, left_out, positions
from catalog.charts.legend import LegendEntry, bound_label, bound_legend, legend, legend_keys
from catalog.charts.marks import (
    ACCENT,
    ACCENT_HEX,
    MOST_MARKS,
    ONLY_STYLE,
    TEXT,
    MarkFactory,
    RecordUrl,
    bound_arrow,
    bound_arrows,
    marker,
)
from catalog.charts.scales import Scale
from catalog.charts.subjects import poor_keys, share
from catalog.charts.svg import HALF, NARROW
from catalog.model.columns import Column
from catalog.settings.charts import Bars
from catalog.values import Bound, Record

_ROW, _BAR = 20.0, 11.0
_LONGEST_NAME, _LONGEST_VALUE, _PAD = 0.38, 60.0, 14.0
"""The part of the width that names may have; room for values, and for the marks at the ends of the axis."""


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
    own = column_facts(column)
    rows = [DataRow.about(each.subject, own, fact_label(catalog, column, each.fact)) for each in head]
    titles = {p.subject.key: ": ".join(row.cells) for p, row in zip(head, rows, strict=True)}
    marks = MarkFactory(titles, record_url)
    wide, narrow = (_Rows(column, chart, head, ordered, marks, width) for width in (HALF, NARROW))
    scale = wide.scale
    every = AllBars(column, ordered, scale, len(head)) if len(ordered) > most else None
    parts, end = wide.draw(every.bottom if every else AXIS_HEIGHT, "head" if every else "")
    shown = share((position.subject for position in ordered), len(catalog.records), catalog.settings.many)
    return Chart(
        settings=chart,
        ident=ident,
        total=len(catalog.records),
        subtitle=f"{axis_title(column, log=scale.kind == 'log')}: {shown}, {chart.first} first",
        summary=(
            f"{column.label} of {shown}, {chart.first} first, on a "
            f"{'logarithmic' if chart.scale == 'log' else 'linear'} axis. The table below holds the same."
        ),
        size=(HALF, end + 10),
        parts=[*(every.parts(catalog) if every else ()), *parts],
        attributes={**wide.attributes, **(every.attributes(record_url, chart.first) if every else {})},
        narrow=None if every else narrow.picture,
        headers=(catalog.settings.one.capitalize(), column.label, *(["Count"] if every else [])),
        rows=every.rows(catalog, rows) if every else tuple(rows),
        left_out=left_out(catalog, [column]) if among is None else (),
        aggregated=every.words(catalog, chart.first) if every else "",
        figure=_figure(column, scale, head, marks),
    )


@dataclass(frozen=True)
class _Rows:
    """Names at the left, values at the right, and a mark for each between them, in a drawing of that width."""

    column: Column
    chart: Bars
    head: Sequence[Position]
    ordered: Sequence[Position]
    marks: MarkFactory
    width: float

    @cached_property
    def scale(self) -> Scale:
        """From the names to the values; with room for the whole of a dot."""
        names = (svg.text_width(position.subject.name, TEXT) for position in self.head)
        start = min(self.width * _LONGEST_NAME, max(names, default=0)) + 12
        numbers, end = [position.low for position in self.ordered], self.width - _LONGEST_VALUE
        if self.chart.scale == "log":
            return scales.log(numbers, start + _PAD, end - _PAD)
        return scales.linear(numbers, start, end)

    @property
    def attributes(self) -> dict[str, object]:
        """What scripts read of the axis."""
        return {"role": self.marks.role, "data_x": self.column.path, **self.scale.data("x")}

    @property
    def picture(self) -> Picture:
        """The rows alone."""
        parts, end = self.draw(AXIS_HEIGHT)
        return Picture((self.width, end + 10), parts, self.attributes)

    def draw(self, top: float, group: str = "") -> tuple[list[Markup], float]:
        """Return the axis, the rows from `top`, grouped under a class where one is given, the legend, and its end."""
        bottom = top + _ROW * len(self.head)
        entries = bound_legend([each.bound for each in self.ordered], partial(_sample, self.scale))
        rows = [self._mark(each, top + _ROW * (index + 0.5), entries) for index, each in enumerate(self.head)]
        legend_parts, end = legend(entries, bottom + 18, self.width)
        grouped = [svg.element("g", *rows, class_=group)] if group else rows
        return [*self._axis(bottom), *grouped, *legend_parts], end

    def _axis(self, bottom: float) -> list[Markup]:
        """The unit, a line for each tick, and a label for each that has room for it."""
        scale = self.scale
        unit = svg.truncate(self.column.unit or self.column.label, scale.start - 30, TEXT)
        parts = [svg.label(0, 14, unit, TEXT, class_="axis")]
        taken = 0.0
        for tick in scale.ticks:
            x, half = scale.at(tick.at), svg.text_width(tick.label, TEXT) / 2
            parts.append(svg.line(x, AXIS_HEIGHT - 6, x, bottom, stroke_opacity=0.15))
            if x - half > taken:
                parts.append(svg.label(x, 14, tick.label, TEXT, text_anchor="middle", class_="tick"))
                taken = x + half + 4
        return parts

    def _mark(self, position: Position, middle: float, entries: Sequence[LegendEntry]) -> Markup:
        end, is_log = self.scale.at(position.low), self.scale.kind == "log"
        names_end = self.scale.start - 12 - (_PAD if is_log else 0)
        name = position.subject.short_name(names_end, TEXT)
        value = position.column.type.short(position.value) + ("" if position.fact.certain else " (?)")
        form = _dot(end, middle, position.bound) if is_log else _bar(self.scale.start, end, middle, position.bound)
        parts = (
            svg.label(names_end, middle + 4, name, TEXT, text_anchor="end"),
            *([_points(names_end + 6, self.width - _LONGEST_VALUE, middle)] if is_log else []),
            *form,
            svg.label(self.width, middle + 4, value, TEXT, text_anchor="end", class_="value"),
        )
        data = {"data_x": position.attribute, "data_keys": legend_keys(entries, bound_label(position.bound))}
        poor = poor_keys([position.subject], column_facts(self.column))
        return self.marks.mark(position.subject, *parts, data_bound=position.bound, data_poor=poor, **data)


def _points(start: float, end: float, y: float) -> Markup:
    """A row of points, along which the eye goes from the name to the value."""
    return svg.line(start, y, end, y, stroke_opacity=0.3, stroke_dasharray="1 3")


def _dot(x: float, y: float, bound: Bound) -> tuple[Markup, ...]:
    """Filled where exact, hollow for about, with an arrow onward for at least and backward for at most."""
    hollow = bound in (Bound.ABOUT, Bound.AT_MOST)
    return marker(x, y, ONLY_STYLE, hollow=hollow), *bound_arrows(x, y, bound, ACCENT)


def _bar(start: float, end: float, middle: float, bound: Bound) -> tuple[Markup, ...]:
    """The forms of a dot, for a bar."""
    paint: dict[str, object] = {"fill": ACCENT}
    if bound in (Bound.ABOUT, Bound.AT_MOST):
        paint = {"fill": "none", "stroke": ACCENT, "stroke_width": 1.6}
    body = svg.rectangle(start, middle - _BAR / 2, max(end - start, 2.0), _BAR, **paint)
    if bound is Bound.AT_LEAST:
        return body, bound_arrow(end - 2, middle, (1, 0), ACCENT)
    if bound is Bound.AT_MOST:
        return body, bound_arrow(end, middle, (-1, 0), ACCENT)
    return (body,)


def _sample(scale: Scale, bound: Bound) -> Markup:
    if scale.kind == "log":
        return svg.element("g", *_dot(-4 if bound is Bound.AT_LEAST else 4, 0, bound))
    return svg.element("g", *_bar(-8, -2 if bound is Bound.AT_LEAST else 6, 0, bound))


def _figure(column: Column, scale: Scale, ordered: Sequence[Position], marks: MarkFactory) -> dict[str, Any]:
    keys = [position.subject.key for position in ordered]
    hollow = [position.bound in (Bound.ABOUT, Bound.AT_MOST) for position in ordered]
    data = {"x": [position.low for position in ordered], "y": keys}
    words = {"text": [_beside(column, position) for position in ordered], "cliponaxis": False}
    titles = [marks.titles[key] for key in keys]
    if scale.kind == "log":
        symbols = ["circle-open" if is_hollow else "circle" for is_hollow in hollow]
        look = {
            "mode": "markers+text",
            "textposition": "middle right",
            "marker": plotly.marker_look(symbols, ACCENT_HEX),
        }
        trace = plotly.trace("scatter", column.label, keys, titles, **data, **words, **look)
    else:
        colours = ["rgba(0,0,0,0)" if is_hollow else ACCENT_HEX for is_hollow in hollow]
        paint = {"color": colours, "line": {"color": ACCENT_HEX, "width": 1.5}}
        look = {"orientation": "h", "textposition": "outside", "marker": paint}
        trace = plotly.trace("bar", column.label, keys, titles, **data, **words, **look)
    bounds = plotly.arrow_traces(keys, [each.low for each in ordered], keys, [each.bound for each in ordered])
    names = plotly.category_axis(keys, [position.subject.name for position in ordered])
    x = plotly.axis(axis_title(column), scale)
    return plotly.figure([trace, *bounds], 90 + 22 * len(ordered), xaxis=x, yaxis=names, showlegend=False)


def _beside(column: Column, position: Position) -> str:
    """The value, behind the arrow where it has one."""
    return ("\u2003" if position.bound is Bound.AT_LEAST else "") + column.type.short(position.value)
