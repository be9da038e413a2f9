"""Where the records of a lineage stand, so that no line runs through a name.

In each family the heads of the rows go from left to right as they go down, and every name stands to the right of its
mark. A line goes down at the mark it begins at, or up beside the mark it ends at: whatever stands between is to the
right of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.charts import svg
from catalog.charts.edges import Edge
from catalog.charts.marks import SMALL
from catalog.values import Record

ROW = 34.0
RADIUS = 5.0
_STEP = 16.0
"""The least distance between two marks of a family, so that a line at one passes the other."""
_LONGEST_NAME = 190.0
_APART = 4.0


@dataclass(frozen=True, slots=True)
class Node:
    """A record's mark, and the name above and to the right of it; `row` counts within the family."""

    record: Record
    x: float
    row: int

    @property
    def name(self) -> str:
        """As much of the name as is shown."""
        return svg.truncate(self.record.name, _LONGEST_NAME, SMALL)

    @property
    def end(self) -> float:
        """Where the name ends."""
        return self.x + 8 + name_width(self.record)

    def y(self, top: float) -> float:
        """The mark's height in a family that begins at `top`."""
        return top + ROW * self.row + 24


def name_width(record: Record) -> float:
    """The room of a name."""
    return min(svg.text_width(record.name, SMALL), _LONGEST_NAME)


def spread(wanted: Sequence[float], end: float) -> list[float]:
    """Positions in order, near the wanted ones and, where there is room, no nearer to each other than a step."""
    step = min(_STEP, (end - min(wanted)) / len(wanted))
    found: list[float] = []
    for x in wanted:
        found.append(max(x, found[-1] + step) if found else x)
    last = len(found) - 1
    return [min(x, end - step * (last - index)) for index, x in enumerate(found)]


def place_nodes(family: Sequence[Record], found: Sequence[Edge], xs: Mapping[str, float]) -> dict[str, Node]:
    """Chains in one row each, or, where a line would run through a name, every record in a row of its own."""
    chained = _placed(_chains(family, found, xs), xs)
    if all(xs[edge.parent.slug] < xs[edge.child.slug] for edge in found) and not _crossed(chained, found):
        return chained
    return _placed([[record] for record in family], xs)


def _placed(rows: Sequence[Sequence[Record]], xs: Mapping[str, float]) -> dict[str, Node]:
    return {record.slug: Node(record, xs[record.slug], row) for row, inside in enumerate(rows) for record in inside}


def _chains(family: Sequence[Record], found: Sequence[Edge], xs: Mapping[str, float]) -> list[list[Record]]:
    """Rows in which each record follows its only forebear, whose only heir it is, where the names leave room."""
    forebears: dict[str, set[str]] = {record.slug: set() for record in family}
    heirs: dict[str, set[str]] = {record.slug: set() for record in family}
    for edge in found:
        forebears[edge.child.slug].add(edge.parent.slug)
        heirs[edge.parent.slug].add(edge.child.slug)
    rows: list[list[Record]] = []
    for record in family:
        for row in rows:
            last = row[-1]
            single = forebears[record.slug] == {last.slug} and heirs[last.slug] == {record.slug}
            if single and xs[last.slug] + 8 + name_width(last) + _APART < xs[record.slug] - RADIUS:
                row.append(record)
                break
        else:
            rows.append([record])
    return rows


def _crossed(placed: Mapping[str, Node], found: Sequence[Edge]) -> bool:
    """Whether the upright part of a edge runs through what stands in a row between."""
    return any(
        spot.x - 2 * RADIUS < placed[edge.parent.slug].x < spot.end + _APART
        for edge in found
        for spot in placed.values()
        if placed[edge.parent.slug].row < spot.row < placed[edge.child.slug].row
    )


def route(edge: Edge, placed: Mapping[str, Node], top: float, *, sorts: int, lift: float) -> list[tuple[float, float]]:
    """The corners of a edge from the record that is named to the one that names it.

    Ties of different sorts run side by side; `lift` keeps those apart that end at the same mark.
    """
    start, end = placed[edge.parent.slug], placed[edge.child.slug]
    aside = (edge.relation - (sorts - 1) / 2) * _APART
    low, tip = start.y(top), (end.x - RADIUS - 2, end.y(top) + lift)
    if start.row == end.row:
        return [(start.x + RADIUS + 1, tip[1]), tip]
    if start.row < end.row:
        return [(start.x + aside, low + RADIUS + 1), (start.x + aside, tip[1]), tip]
    beside = end.x - 3 * RADIUS - 3 + aside
    below = low + RADIUS + 4 + aside / 2
    return [(start.x, low + RADIUS + 1), (start.x, below), (beside, below), (beside, tip[1]), tip]
