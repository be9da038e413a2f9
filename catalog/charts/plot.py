"""What a chart shows, computed once: axes, marks, cells and arrows, of which emitters make a picture and a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from catalog.charts.marks import ONLY_STYLE, MarkerStyle
from catalog.charts.scales import Scale, Tick
from catalog.charts.subjects import Subject
from catalog.values import Bound

Point = tuple[float, float]
"""Across and down, in user units; or the values on both axes there."""


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text: where it begins, ends or has its middle, its baseline, and a line to what it names."""

    text: str
    x: float
    baseline: float
    anchor: Literal["middle", "end"] | None = None
    line: tuple[float, float, float, float] | None = None
    style: str | None = None
    """The class in style sheets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """An axis: a scale or else named places, between the ends of the plane in user units."""

    title: str = ""
    ends: tuple[float, float]
    """Left and right, or bottom and top."""
    scale: Scale | None = None
    places: Sequence[Tick] = ()
    lines: Sequence[float] = ()
    """Between places."""
    is_on_top: bool = False

    def value(self, at: float) -> float:
        """Return the value at a position: a number, an ordinal day, or the position where there is no scale."""
        return self.scale.value(at) if self.scale else at


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What stands for one subject."""

    subject: Subject
    title: str
    """Everything that it says, in words."""
    at: Point
    values: Point
    form: Literal["marker", "period", "bar"] = "marker"
    reach: tuple[float, float] | None = None
    """From where to where a period or a bar reaches across."""
    days: tuple[float, float] | None = None
    """The first and the last day of a date that does not say the day, or both ends of a span of numbers across."""
    rise: tuple[float, float] | None = None
    heights: tuple[float, float] | None = None
    """From where to where a span of numbers reaches upward, and its ends."""
    style: MarkerStyle = ONLY_STYLE
    series: str = ""
    """What marks of the same style have in common."""
    is_hollow: bool = False
    bounds: tuple[Bound, Bound] = (Bound.EXACT, Bound.EXACT)
    """Of the value across, and of that upward."""
    halo: str = ""
    rings: int = 0
    """What the rings around it say, and how many there are."""
    radius: float = 5
    name: Label | None = None
    """Its name where there is room for it."""
    value: Label | None = None
    guide: tuple[float, float] | None = None
    """From where to where a dotted line leads the eye."""
    data: Mapping[str, object] = field(default_factory=dict)
    """Attributes for scripts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Part of the plane with the number of records in it; a column is as high as that number."""

    ident: str
    """Names it for scripts, or the keys of all subjects in it, a line each."""
    count: int
    title: str
    box: tuple[float, float, float, float]
    """Left, top, right and bottom, in user units."""
    form: Literal["shade", "column", "span"] = "shade"
    """A span lies below the columns over which it reaches."""
    values: tuple[float, float]
    """Its middle on both axes; of a column and a span both ends across."""
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A line with corners from one record to another."""

    keys: tuple[str, str]
    corners: Sequence[Point]
    relation: int
    series: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """All that is on the plane."""

    x: Axis
    y: Axis
    marks: Sequence[Mark] = ()
    cells: Sequence[Cell] = ()
    arrows: Sequence[Arrow] = ()
    is_counted: bool = False
    """Whether scripts count the cells again under the filters."""


def shade(count: int, most: int) -> float:
    """Return how dark a cell is, from 0 to 1, where the fullest has `most`."""
    return round(0.12 + 0.5 * count / most, 2)
