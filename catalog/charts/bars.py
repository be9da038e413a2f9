"""One row a record or variant, in order of size: a bar from zero, or a dot where the axis is logarithmic.

A bar on a logarithmic axis would begin at a number that nobody chose, and its length would mean nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts import scales
from catalog.charts.axes import AXIS_HEIGHT, axis_title
from catalog.charts.bars_head import HEAD, AllBars
from catalog.charts.chart import Chart, DataRow, Picture
from catalog.charts.data import Position, column_facts, fact_label, left_out, positions
from catalog.charts.legend import LegendEntry, bound_label, bound_legend, legend, legend_keys
from catalog.charts.marks import ACCENT, MOST_MARKS, ONLY_STYLE, TEXT, RecordUrl, bound_arrows, marker
from catalog.charts.picture import bar, draw_marks, role
from catalog.charts.plot import Axis, Cell, Label, Mark, Plot
from catalog.charts.scales import Scale, Tick
from catalog.charts.subjects import poor_keys, share
from catalog.drawings import svg
from catalog.drawings.svg import HALF, NARROW
from catalog.model.columns import Column
from catalog.settings.charts import Bars
from catalog.values import Bound, Record

_ROW = 20.0
_LONGEST_NAME, _PAD = 0.44, 14.0
"""The part of the width that names may have; room for the marks at the ends of the axis."""
_FIGURE, _POINT = "\u2007", "\u2008"
"""Spaces as wide as a figure, and as a point."""


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
    found = positions(catalog, column, among)
    ordered = sorted(found, key=lambda each: (sign * each.middle, each.subject.name.casefold()))
    head = ordered[: min(HEAD, most)] if len(ordered) > most else ordered
    own = column_facts(column)
    rows = [DataRow.about(each.subject, own, fact_label(catalog, column, each.fact)) for each in head]
    titles = {p.subject.key: ": ".join(row.cells) for p, row in zip(head, rows, strict=True)}
    wide, narrow = (_Rows(column, chart, head, ordered, titles, record_url, width) for width in (HALF, NARROW))
    scale = wide.scale
    every = AllBars(column, ordered, scale, len(head)) if len(ordered) > most else None
    marks = wide.marks(every.bottom if every else AXIS_HEIGHT)
    parts, end = wide.draw(marks, every.bottom if every else AXIS_HEIGHT, "head" if every else "")
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
        attributes={**wide.attributes, **(every.attributes if every else {})},
        narrow=None if every else narrow.picture,
        headers=(catalog.settings.one.capitalize(), column.label, *(["Count"] if every else [])),
        rows=every.rows(catalog, rows) if every else tuple(rows),
        left_out=left_out(catalog, [column]) if among is None else (),
        aggregated=every.words(catalog, chart.first) if every else "",
        plot=wide.plot(marks, every.cells if every else ()),
    )


@dataclass(frozen=True)
class _Rows:
    """Names at the left, values at the right, and a mark for each between them, in a drawing of that width."""

    column: Column
    chart: Bars
    head: Sequence[Position]
    ordered: Sequence[Position]
    titles: Mapping[str, str]
    record_url: RecordUrl | None
    width: float

    @cached_property
    def scale(self) -> Scale:
        """From the names to the values; with room for the whole of a dot."""
        names = (svg.text_width(position.subject.name, TEXT) for position in self.head)
        start = min(self.width * _LONGEST_NAME, max(names, default=0)) + 12
        numbers = [end for each in self.ordered for end in (each.low, each.high)]
        end = self._values_start
        if self.chart.scale == "log":
            return scales.log(numbers, start + _PAD, end - _PAD)
        return scales.linear(numbers, start, end)

    @cached_property
    def _values(self) -> Mapping[str, str]:
        """The number of each row, with spaces for decimals that others have: points stand below each other."""
        texts = {each.subject.key: each.column.type.short(each.value) for each in self.head}
        decimals = {key: len(text.partition(".")[2]) for key, text in texts.items() if text[-1:].isdigit()}
        most = max(decimals.values(), default=0)
        spaces = {key: _POINT * (most > own == 0) + _FIGURE * (most - own) for key, own in decimals.items()}
        doubts = {each.subject.key: "" if each.fact.certain else " (?)" for each in self.head}
        return {key: text + (doubts[key] or spaces.get(key, "")) for key, text in texts.items()}

    @cached_property
    def _values_start(self) -> float:
        return self.width - 12 - max((svg.text_width(text, TEXT) for text in self._values.values()), default=0)

    @property
    def attributes(self) -> dict[str, object]:
        """What scripts read of the axis."""
        return {"role": role(self.record_url), "data_x": self.column.path, **self.scale.data("x")}

    @property
    def picture(self) -> Picture:
        """The rows alone."""
        parts, end = self.draw(self.marks(AXIS_HEIGHT), AXIS_HEIGHT)
        return Picture((self.width, end + 10), parts, self.attributes)

    @cached_property
    def _entries(self) -> list[LegendEntry]:
        return bound_legend([each.bound for each in self.ordered], partial(_sample, self.scale))

    def marks(self, top: float) -> list[Mark]:
        """Return a mark a row, from `top` downward."""
        return [self._mark(each, top + _ROW * (index + 0.5)) for index, each in enumerate(self.head)]

    def draw(self, marks: Sequence[Mark], top: float, group: str = "") -> tuple[list[Markup], float]:
        """Return the axis, the rows from `top`, grouped under a class where one is given, the legend, and its end."""
        bottom = top + _ROW * len(self.head)
        rows = draw_marks(marks, self.record_url)
        legend_parts, end = legend(self._entries, bottom + 18, self.width)
        grouped = [svg.element("g", *rows, class_=group)] if group else rows
        return [*self._axis(bottom), *grouped, *legend_parts], end

    def plot(self, marks: Sequence[Mark], cells: Sequence[Cell]) -> Plot:
        """Return the rows, below the cells that count all."""
        names = [Tick(mark.at[1], mark.name.text) for mark in marks if mark.name]
        bottom = marks[-1].at[1] + _ROW / 2 if marks else AXIS_HEIGHT
        top = min([AXIS_HEIGHT, *(cell.box[1] for cell in cells)])
        x = Axis(
            title=axis_title(self.column, log=self.scale.kind == "log"),
            ends=(self.scale.start, self.width),
            scale=self.scale,
            is_on_top=True,
        )
        return Plot(x=x, y=Axis(ends=(bottom, top), places=names), marks=marks, cells=cells, is_counted=bool(cells))

    def _axis(self, bottom: float) -> list[Markup]:
        """The unit, a line for each tick, and a label for each that has room for it; the subtitle has the label."""
        scale = self.scale
        unit = self.column.unit or self.column.label
        fits = svg.text_width(unit, TEXT) <= scale.start - 30
        parts = [svg.label(0, 14, unit, TEXT, class_="axis")] if fits else []
        taken = 0.0
        for tick in scale.ticks:
            x, half = scale.at(tick.at), svg.text_width(tick.label, TEXT) / 2
            parts.append(svg.line(x, AXIS_HEIGHT - 6, x, bottom, stroke_opacity=0.15))
            if x - half > taken:
                parts.append(svg.label(x, 14, tick.label, TEXT, text_anchor="middle", class_="tick"))
                taken = x + half + 4
        return parts

    def _mark(self, position: Position, middle: float) -> Mark:
        end, is_log = self.scale.at(position.middle), self.scale.kind == "log"
        ends = (position.low, position.high) if position.low < position.high else None
        names_end = self.scale.start - 12 - (_PAD if is_log else 0)
        data = {"data_x": position.attribute, "data_keys": legend_keys(self._entries, bound_label(position.bound))}
        poor = poor_keys([position.subject], column_facts(self.column))
        return Mark(
            subject=position.subject,
            title=self.titles[position.subject.key],
            at=(end, middle),
            values=(position.middle, middle),
            form="marker" if is_log or ends else "bar",
            reach=self._reach(ends, end),
            days=ends,
            is_hollow=_is_hollow(position.bound),
            bounds=(position.bound, Bound.EXACT),
            name=Label(position.subject.short_name(names_end, TEXT), names_end, middle + 4, "end"),
            value=Label(self._values[position.subject.key], self.width, middle + 4, "end", style="value"),
            guide=(names_end + 6, self._values_start) if is_log else None,
            data={**data, "data_bound": position.bound, "data_poor": poor},
        )

    def _reach(self, ends: tuple[float, float] | None, end: float) -> tuple[float, float] | None:
        """From end to end of a span, or from zero; on a logarithmic axis, which has none, a dot alone."""
        if ends:
            return self.scale.at(ends[0]), self.scale.at(ends[1])
        if self.scale.kind == "log":
            return None
        zero = self.scale.at(0)
        return min(zero, end), max(zero, end)


def _is_hollow(bound: Bound) -> bool:
    """Filled where exact, hollow for about, with an arrow onward for at least and backward for at most."""
    return bound in (Bound.ABOUT, Bound.AT_MOST)


def _sample(scale: Scale, bound: Bound) -> Markup:
    hollow, is_least = _is_hollow(bound), bound is Bound.AT_LEAST
    if scale.kind != "log":
        return svg.element("g", *bar(-8, -2 if is_least else 6, 0, bound, hollow=hollow))
    x = -4 if is_least else 4
    return svg.element("g", marker(x, 0, ONLY_STYLE, hollow=hollow), *bound_arrows(x, 0, bound, ACCENT))
