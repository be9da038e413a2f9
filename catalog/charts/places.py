"""Places for the names of marks: close to their own mark, without overlaps, and inside the plot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

from catalog.charts.marks import TEXT
from catalog.charts.plot import Label
from catalog.drawings.svg import text_width

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Line = tuple[float, float, float, float]
"""From a point to another one."""
_DIRECTIONS: Sequence[tuple[float, float]] = (
    *((1, 0), (-1, 0), (0, -1), (0, 1), (0.75, -0.75), (0.75, 0.75), (-0.75, -0.75), (-0.75, 0.75)),
    *((0.4, -0.95), (0.4, 0.95), (-0.4, -0.95), (-0.4, 0.95)),
    *((1, -0.35), (1, 0.35), (-1, -0.35), (-1, 0.35)),
)
_DISTANCES = (0.0, 14.0, 22.0, 32.0, 44.0, 58.0, 74.0, 92.0, 112.0, 140.0, 170.0)
_GAP, _UP, _DOWN = 3.0, 9.0, 3.0
"""Blank space between a mark and its name; how far a name reaches above and below its baseline."""
_CELL = 48.0
"""Side of the squares by which boxes are found again."""


@dataclass(slots=True)
class NamePlaces:
    """Finds room for names between the marks of a plot, one after the other."""

    frame: Box
    marks: Sequence[Box]
    labels: Sequence[Box] = ()
    """Where other text stands."""
    _cells: dict[tuple[int, int], list[Box]] = field(init=False, default_factory=dict)
    _are_marks: frozenset[Box] = field(init=False, default=frozenset())
    _lines: set[Box] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self._are_marks = frozenset(self.marks)
        for box in (*self.marks, *self.labels):
            self._take(box)

    def find(self, texts: Mapping[int, str]) -> dict[int, Label]:
        """Return mark → its name at the nearest free place; a mark without a free place is left out.

        Near places are given away before far ones, first to the marks with the most others around them; at last, lines
        may cross each other, and marks that lie over their own.
        """
        found: dict[int, Label] = {}
        order = [index for index in self._crowded_first() if index in texts]
        for crossing, distance in product((False, True), _DISTANCES):
            for index in order:
                place = None if index in found else self._place(index, texts[index], distance, crossing=crossing)
                found |= {index: place} if place else {}
        return found

    def _crowded_first(self) -> list[int]:
        around = [len(list(self._near(_grown(box, _CELL)))) for box in self.marks]
        return sorted(range(len(self.marks)), key=lambda index: -around[index])

    def _place(self, index: int, text: str, distance: float, *, crossing: bool) -> Label | None:
        mark, width = self.marks[index], text_width(text, TEXT)
        for direction in _DIRECTIONS:
            box, line = _candidate(mark, width, distance, direction)
            if not self._is_free(box, mark):
                continue
            points = list(_points(line)) if distance else []
            if self._is_clear(box, mark, points, crossing=crossing):
                self._lines.update(points)
                for taken in (box, *points):
                    self._take(taken)
                x, anchor = _anchor(box, direction[0])
                return Label(text, x, box[3] - _DOWN, anchor, line if distance else None)
        return None

    def _is_free(self, box: Box, mark: Box) -> bool:
        """Whether a name lies within the plot and over nothing."""
        left, top, right, bottom = self.frame
        inside = box[0] >= left and box[1] >= top and box[2] <= right and box[3] <= bottom
        return inside and not any(other != mark for other in self._near(box)) and not _overlap(box, mark)

    def _is_clear(self, box: Box, mark: Box, points: Sequence[Box], *, crossing: bool) -> bool:
        """Whether the line of a name runs over nothing; one without a line must be nearest to its own mark."""
        if not points:
            around = self._near(_grown(box, 2 * _GAP))
            return not any(other != mark and other in self._are_marks for other in around)
        hits = (other for point in points for other in self._near(point) if other != mark)
        beside = _grown(mark, 2 * _GAP)
        return all(crossing and (other in self._lines or _overlap(other, beside)) for other in hits)

    def _take(self, box: Box) -> None:
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)

    def _near(self, box: Box) -> Iterator[Box]:
        return (other for cell in _cells(box) for other in self._cells.get(cell, ()) if _overlap(box, other))


def _candidate(mark: Box, width: float, distance: float, direction: tuple[float, float]) -> tuple[Box, Line]:
    """The box of a name in that direction of its mark, and the line between them."""
    left, top, right, bottom = mark
    across, up = direction
    height = _UP + _DOWN
    edge_x = right if across > 0 else left if across < 0 else (left + right) / 2
    edge_y = (top + bottom) / 2 + up * (bottom - top) / 2
    x = edge_x + across * (_GAP + distance)
    middle = edge_y + up * (_GAP + height / 2 + distance) if up else edge_y
    start = x if across > 0 else x - width if across < 0 else x - width / 2
    box = (start, middle - height / 2, start + width, middle + height / 2)
    near = (min(max(edge_x, box[0]), box[2]), min(max(edge_y, box[1]), box[3]))
    return box, (edge_x, edge_y, *near)


def _anchor(box: Box, across: float) -> tuple[float, Literal["middle", "end"] | None]:
    """The end of a name that is towards its mark, so that a typeface narrower than expected leaves no gap there."""
    if not across:
        return (box[0] + box[2]) / 2, "middle"
    return (box[0], None) if across > 0 else (box[2], "end")


def _points(line: Line) -> Iterable[Box]:
    """Points along a line, as small boxes."""
    x1, y1, x2, y2 = line
    steps = int(max(abs(x2 - x1), abs(y2 - y1)) / 4)
    for step in range(1, steps):
        x, y = x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
        yield (x - 1, y - 1, x + 1, y + 1)


def _grown(box: Box, by: float) -> Box:
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(edge // _CELL) for edge in box)
    return product(range(left, right + 1), range(top, bottom + 1))


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
