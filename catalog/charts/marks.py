"""The marks of charts: one marker a category, one form a bound, and a title for each."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from catalog.charts.data import Category
from catalog.drawings import svg
from catalog.values import Bound

TEXT = 11.0
"""The size of all text but a few headings: the least that is read with ease."""
MOST_MARKS = 300
"""A chart of more marks counts records instead of drawing each; its scripts draw each where the filters leave fewer."""

LONGEST_NAME = 250.0
"""Names of records are truncated to this width."""

RecordUrl = Callable[[str], str]
"""From a record's slug to the address of its page."""

_PALETTE = ("#2f7fc1", "#c9570c", "#a35ec4", "#178a66", "#a87514", "#d1478f", "#118a9e", "#7d7f2a")
"""At least 3:1 against white and against a near-black page. A page may put its own in their place."""
COLOURS = tuple(f"var(--chart-{index}, {colour})" for index, colour in enumerate(_PALETTE, 1))
ACCENT_HEX = "#0f7f99"
"""The accent for Plotly, which does not know custom properties."""
ACCENT = f"var(--chart-accent, {ACCENT_HEX})"

SYMBOLS = ("square", "circle", "triangle-up", "triangle-down", "cross", "star", "hexagon", "pentagon")
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
    "star": tuple(
        (
            (1.3 if step % 2 == 0 else 0.55) * math.sin(math.pi * step / 5),
            -(1.3 if step % 2 == 0 else 0.55) * math.cos(math.pi * step / 5),
        )
        for step in range(10)
    ),
    "hexagon": tuple((math.sin(math.pi * step / 3), -math.cos(math.pi * step / 3)) for step in range(6)),
    "pentagon": tuple((math.sin(math.tau * step / 5), -math.cos(math.tau * step / 5)) for step in range(5)),
}


@dataclass(frozen=True, slots=True)
class MarkerStyle:
    """How the markers of a category are drawn; `hex` is the colour for Plotly."""

    symbol: str
    css_colour: str
    hex: str


MARKER_STYLES = tuple(map(MarkerStyle, SYMBOLS, COLOURS, _PALETTE))
ONLY_STYLE = MarkerStyle("circle", ACCENT, ACCENT_HEX)
"""Of marks that have no category."""
_TONES = ("blue", "orange", "violet", "green")
"""The tones of words in the order of the colours."""
BLANK_STYLE = MarkerStyle("diamond", "var(--chart-blank, #74838a)", "#74838a")


def marker_styles(categories: Iterable[Category]) -> dict[Category, MarkerStyle]:
    """Return a style for every category; those after the eighth share the last style, blanks have their own.

    One whose word has a tone has the style of that tone; where another one has it, only the colour.
    """
    styles: dict[Category, MarkerStyle] = {}
    for category in categories:
        styles[category] = BLANK_STYLE if category.blank else _unused_style(category.tone, list(styles.values()))
    return styles


def _unused_style(tone: str, used: Sequence[MarkerStyle]) -> MarkerStyle:
    shapes = {style.symbol for style in used}
    unused = [style for style in MARKER_STYLES if style.symbol not in shapes] or [MARKER_STYLES[-1]]
    if tone not in _TONES:
        return unused[0]
    own = MARKER_STYLES[_TONES.index(tone)]
    return own if own in unused else replace(own, symbol=unused[-1].symbol)


def marker(x: float, y: float, style: MarkerStyle, *, hollow: bool = False, radius: float = 5) -> Markup:
    """Return a marker centred on a point; hollow for a value that is not exact."""
    paint: dict[str, object] = {"fill": style.css_colour}
    if hollow:
        paint = {"fill": "none", "stroke": style.css_colour, "stroke_width": 1.6}
    if style.symbol == "circle":
        return svg.element("circle", cx=x, cy=y, r=radius, **paint)
    corners = [f"{x + dx * radius:.1f} {y + dy * radius:.1f}" for dx, dy in _CORNERS[style.symbol]]
    return svg.path(f"M{'L'.join(corners)}Z", **paint)


def halo(x: float, y: float, rings: int) -> list[Markup]:
    """Return so many rings around a marker."""
    paint: dict[str, object] = {"fill": "none", "stroke": "currentColor", "stroke_width": 1, "class_": "halo"}
    return [svg.element("circle", cx=x, cy=y, r=9 + 3 * ring, **paint) for ring in range(rings)]


def bound_arrow(x: float, y: float, direction: tuple[int, int], colour: str) -> Markup:
    """Return an arrow from a mark in the direction in which the true value lies."""
    dx, dy = direction
    tip_x, tip_y = x + 15 * dx, y + 15 * dy
    head = f"M{tip_x - 5 * dx - 4 * dy:.1f} {tip_y - 5 * dy - 4 * dx:.1f}L{tip_x:.1f} {tip_y:.1f}"
    tail = f"L{tip_x - 5 * dx + 4 * dy:.1f} {tip_y - 5 * dy + 4 * dx:.1f}"
    stem = f"M{x + 5 * dx:.1f} {y + 5 * dy:.1f}L{tip_x:.1f} {tip_y:.1f}"
    return svg.path(stem + head + tail, fill="none", stroke=colour, stroke_width=1.8, class_="bound")


def bound_arrows(x: float, y: float, bound: Bound, colour: str, *, vertical: bool = False) -> tuple[Markup, ...]:
    """Return the arrow that a bound needs along its axis, if any."""
    sign = {Bound.AT_LEAST: 1, Bound.AT_MOST: -1}.get(bound, 0)
    direction = (0, -sign) if vertical else (sign, 0)
    return (bound_arrow(x, y, direction, colour),) if sign else ()


def name_width(name: str) -> float:
    """Return the width of a mark's name, truncated where it is too long."""
    return min(svg.text_width(name, TEXT), LONGEST_NAME)
