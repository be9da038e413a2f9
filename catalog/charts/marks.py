"""The marks of charts: one shape a category, one form a bound, and a title with every word of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from catalog.charts import svg
from catalog.charts.chart import LeftOut
from catalog.charts.data import Category
from catalog.values import Bound

WIDTH = 880.0
"""Every chart is this wide, in user units."""
SMALL, NORMAL = 11.0, 12.5

RecordUrl = Callable[[str], str]
"""From a record's slug to the address of its page."""

_PALETTE = ("#2f7fc1", "#c9570c", "#178a66", "#a35ec4", "#a87514", "#d1478f", "#118a9e", "#7d7f2a")
"""At least 3:1 against white and against a near-black page."""
COLOURS = tuple(f"var(--chart-{index}, {colour})" for index, colour in enumerate(_PALETTE, 1))
ACCENT = COLOURS[0]
ACCENT_HEX = _PALETTE[0]
"""The accent where custom properties cannot reach."""

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "star", "hexagon")
"""Plotly's names of the shapes, in the order of the colours."""
_CORNERS: dict[str, Sequence[tuple[float, float]]] = {
    "square": ((-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)),
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "triangle-up": ((0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
    "triangle-down": ((0, 1.15), (1.1, -0.85), (-1.1, -0.85)),
    "cross": (
        *((-0.4, -1.1), (0.4, -1.1), (0.4, -0.4), (1.1, -0.4), (1.1, 0.4), (0.4, 0.4)),
        *((0.4, 1.1), (-0.4, 1.1), (-0.4, 0.4), (-1.1, 0.4), (-1.1, -0.4), (-0.4, -0.4)),
    ),
    "x": (
        *((0, -0.5), (0.7, -1.2), (1.2, -0.7), (0.5, 0), (1.2, 0.7), (0.7, 1.2)),
        *((0, 0.5), (-0.7, 1.2), (-1.2, 0.7), (-0.5, 0), (-1.2, -0.7), (-0.7, -1.2)),
    ),
    "star": tuple(
        (
            (1.3 if step % 2 == 0 else 0.55) * math.sin(math.pi * step / 5),
            -(1.3 if step % 2 == 0 else 0.55) * math.cos(math.pi * step / 5),
        )
        for step in range(10)
    ),
    "hexagon": tuple((math.sin(math.pi * step / 3), -math.cos(math.pi * step / 3)) for step in range(6)),
}


@dataclass(frozen=True, slots=True)
class MarkerStyle:
    """How the marks of a category are drawn."""

    symbol: str
    css_colour: str
    hex: str


MARKER_STYLES = tuple(
    MarkerStyle(symbol, colour, plain) for symbol, colour, plain in zip(SYMBOLS, COLOURS, _PALETTE, strict=True)
)
BLANK_STYLE = MarkerStyle("x", "currentColor", "#808080")


def marker_styles(categories: Iterable[Category]) -> dict[Category, MarkerStyle]:
    """A look for every category; those beyond the eighth share the last, blanks their own."""
    found: dict[Category, MarkerStyle] = {}
    for category in categories:
        taken = sum(known.blank is None for known in found)
        found[category] = BLANK_STYLE if category.blank else MARKER_STYLES[min(taken, len(MARKER_STYLES) - 1)]
    return found


def marker(x: float, y: float, look: MarkerStyle, *, hollow: bool = False, radius: float = 5) -> Markup:
    """The shape of a category around a point; hollow where the value is not exact."""
    paint: dict[str, object] = {"fill": look.css_colour}
    if hollow:
        paint = {"fill": "none", "stroke": look.css_colour, "stroke_width": 1.6, "stroke_dasharray": "3 1.5"}
    if look.symbol == "circle":
        return svg.element("circle", cx=x, cy=y, r=radius, **paint)
    corners = [f"{x + dx * radius:.1f} {y + dy * radius:.1f}" for dx, dy in _CORNERS[look.symbol]]
    return svg.path(f"M{'L'.join(corners)}Z", **paint)


def bound_arrow(x: float, y: float, toward: tuple[int, int], colour: str) -> Markup:
    """A stem with a head: the true value lies further this way."""
    dx, dy = toward
    tip_x, tip_y = x + 15 * dx, y + 15 * dy
    head = f"M{tip_x - 5 * dx - 4 * dy:.1f} {tip_y - 5 * dy - 4 * dx:.1f}L{tip_x:.1f} {tip_y:.1f}"
    tail = f"L{tip_x - 5 * dx + 4 * dy:.1f} {tip_y - 5 * dy + 4 * dx:.1f}"
    stem = f"M{x + 5 * dx:.1f} {y + 5 * dy:.1f}L{tip_x:.1f} {tip_y:.1f}"
    return svg.path(stem + head + tail, fill="none", stroke=colour, stroke_width=1.8, class_="bound")


def bound_arrows(x: float, y: float, bound: Bound, colour: str, *, upright: bool = False) -> tuple[Markup, ...]:
    """The arrow a bound needs, if any, along its axis."""
    sign = {Bound.AT_LEAST: 1, Bound.AT_MOST: -1}.get(bound, 0)
    toward = (0, -sign) if upright else (sign, 0)
    return (bound_arrow(x, y, toward, colour),) if sign else ()


@dataclass(frozen=True, slots=True)
class MarkFactory:
    """Makes what scripts find by `data-slug`: groups with a title, links where there are pages to lead to."""

    titles: Mapping[str, str]
    link: RecordUrl | None

    def mark(self, slug: str, *parts: str, title: str = "", **data: object) -> Markup:
        """One record's mark."""
        inner = (svg.element("title", title or self.titles[slug]), *parts)
        if self.link is None:
            return svg.element("g", *inner, class_="mark", data_slug=slug, **data)
        return svg.element("a", *inner, href=self.link(slug), class_="mark", data_slug=slug, **data)

    @property
    def role(self) -> str:
        """A picture without links is one image; with links it is a group, whose parts can be reached."""
        return "group" if self.link else "img"


def not_shown(left: Iterable[LeftOut], top: float, marks: MarkFactory) -> tuple[list[Markup], float]:
    """Below a chart, who is not drawn and why, every name a mark of its own; and where the strips end."""
    made: list[Markup] = []
    y = top
    for found in left:
        y += 22
        head = f"{found.words}:"
        made.append(svg.label(0.0, y, head, SMALL, font_weight="bold", class_="strip"))
        x = svg.text_width(head, SMALL, bold=True) + 10
        for slug, name in zip(found.slugs, found.names, strict=True):
            text = svg.truncate(name, 240, SMALL)
            wide = svg.text_width(text, SMALL)
            if x + wide > WIDTH:
                x, y = 14.0, y + 17
            title = f"{name}: {found.label} {found.blank}"
            made.append(marks.mark(slug, svg.label(x, y, text, SMALL), title=title))
            x += wide + 14
    return made, y


def legend(entries: Sequence[tuple[Markup, str]], top: float) -> tuple[list[Markup], float]:
    """Shapes drawn around (0, 0) with their words, in rows; and where they end."""
    made: list[Markup] = []
    x, y = 8.0, top
    for drawn, text in entries:
        short = svg.truncate(text, 300, SMALL)
        wide = 18 + svg.text_width(short, SMALL)
        if x + wide > WIDTH:
            x, y = 8.0, y + 18
        placed = svg.element("g", drawn, transform=f"translate({x:.1f} {y:.1f})")
        made.append(legend_entry(len(made), text, placed, svg.label(x + 16, y + 4, short, SMALL)))
        x += wide + 20
    return made, y


def legend_entry(index: int, name: str, *parts: str) -> Markup:
    """An entry of a legend; the marks it speaks of name its index among their `data-keys`."""
    return svg.element("g", *parts, class_="key", data_key=index, data_name=name)


def bound_legend(bounds: Iterable[Bound], drawn: Callable[[Bound], Markup]) -> list[tuple[Markup, str]]:
    """What the forms of the marks mean; only those that occur."""
    return [(drawn(bound), bound_label(bound)) for bound in sorted(set(bounds), key=list(Bound).index)]


def bound_label(bound: Bound) -> str:
    """What a legend calls a bound."""
    return "as stated" if bound is Bound.EXACT else str(bound)


def legend_keys(entries: Sequence[tuple[Markup, str]], *names: str) -> str:
    """Which entries of a legend speak of a mark, by their index."""
    return " ".join(str(index) for index, (_, name) in enumerate(entries) if name in names)
