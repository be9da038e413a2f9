"""The lanes of a timeline: lines between them, and their heads in a column that stays where a drawing scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from catalog.charts.axes import AXIS_HEIGHT
from catalog.charts.marks import TEXT
from catalog.charts.plot import Axis
from catalog.charts.scales import Tick
from catalog.drawings import svg
from catalog.drawings.svg import WIDE

HEADS = 128.0
"""Width of the column of heads."""
_LINE, _ROOM = 14.0, 8.0


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane of so many records, from `top` downward, as high as its content or its head."""

    label: str
    count: int
    top: float
    content: float

    @property
    def head(self) -> list[str]:
        """The label in lines, of which a long one is cut; the count stays whole."""
        count = f" ({self.count:,})"
        lines = svg.wrap(self.label + count, HEADS - 8, TEXT, bold=True)
        if len(lines) <= 2:
            return lines
        label = " ".join(self.label.split())
        first = svg.wrap(label, HEADS - 8, TEXT, bold=True)[0]
        room = HEADS - 8 - svg.text_width(count, TEXT, bold=True)
        return [first, svg.truncate(label.removeprefix(first), room, TEXT, bold=True) + count]

    @property
    def bottom(self) -> float:
        """Where the next lane begins."""
        return self.top + max(self.content, _LINE * len(self.head) + 2) + _ROOM


def lane_axis(lanes: Sequence[Lane]) -> Axis:
    """Return the axis on which the lanes stand below each other."""
    places = [Tick((lane.top + lane.bottom) / 2, "\n".join(lane.head)) for lane in lanes]
    bottom = lanes[-1].bottom if lanes else AXIS_HEIGHT
    return Axis(ends=(bottom, AXIS_HEIGHT), places=places, lines=[lane.top for lane in lanes])


def draw_lanes(lanes: Sequence[Lane], more: Sequence[Markup] = ()) -> tuple[list[Markup], list[Markup]]:
    """Return what lies below the marks, and the heads, which lie above them and stay in view with `more`."""
    lines = [svg.line(0, lane.top, WIDE, lane.top, stroke_opacity=0.2) for lane in lanes]
    bottom = lanes[-1].bottom if lanes else AXIS_HEIGHT
    ground = svg.rectangle(0, 0, HEADS, bottom, fill="none", class_="ground")
    heads = [_line(lane.top + 16 + _LINE * row, text) for lane in lanes for row, text in enumerate(lane.head)]
    rules = [svg.line(0, lane.top, HEADS, lane.top, stroke_opacity=0.2) for lane in lanes]
    return lines, [svg.element("g", ground, *rules, *heads, *more, class_="heads")]


def _line(y: float, text: str) -> Markup:
    return svg.label(0, y, text, TEXT, font_weight="bold", class_="lane")
