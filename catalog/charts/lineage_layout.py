"""Where the nodes of a lineage are, so that no edge runs through a name.

In each component the first nodes of the rows go from left to right as they go down, and every name is to the right of
its node. An edge goes down at its parent's node, or up just left of its child's node: whatever is in the rows between
is further right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.charts.edges import Edge
from catalog.charts.marks import LONGEST_NAME, TEXT, name_width
from catalog.drawings import svg
from catalog.values import Record

ROW = 34.0
"""Height of a row: a node 24 below its top, the name just above the node, and room for an edge below it."""
RADIUS = 5.0
_STEP = 16.0
"""The least distance between two nodes of a component: the radius of one, the greatest offset of four edges at the
other (1.5 × `_LANE`), and 5 between them."""
_LANE = 4.0
"""The distance between edges of different relations, and the least distance of an edge from a name."""

Nodes = Mapping[str, "LineageNode"]
"""The nodes of a component, by slug."""


@dataclass(frozen=True, slots=True)
class LineageNode:
    """A record's node, and its name above and to the right of it; `row` counts within the component."""

    record: Record
    x: float
    row: int

    @property
    def name(self) -> str:
        """The name, truncated where it is too long."""
        return svg.truncate(self.record.name, LONGEST_NAME, TEXT)

    @property
    def end(self) -> float:
        """Where the name ends."""
        return self.x + 8 + name_width(self.record.name)

    def y(self, top: float) -> float:
        """Return the node's y in a component that begins at `top`."""
        return top + ROW * self.row + 24


def spread(wanted: Sequence[float], end: float) -> list[float]:
    """Return positions in order, near the wanted ones and, where there is room, at least a step from each other."""
    step = min(_STEP, (end - min(wanted)) / len(wanted))
    positions: list[float] = []
    for x in wanted:
        positions.append(max(x, positions[-1] + step) if positions else x)
    last = len(positions) - 1
    return [min(x, end - step * (last - index)) for index, x in enumerate(positions)]


def place_nodes(component: Sequence[Record], edges: Sequence[Edge], xs: Mapping[str, float]) -> dict[str, LineageNode]:
    """Return nodes with one row a chain or, where an edge would run through a name, one row a record."""
    chained = _nodes(_chains(component, edges, xs), xs)
    if all(xs[edge.parent.slug] < xs[edge.child.slug] for edge in edges) and not _has_crossing(chained, edges):
        return chained
    return _nodes([[record] for record in component], xs)


def _nodes(rows: Sequence[Sequence[Record]], xs: Mapping[str, float]) -> dict[str, LineageNode]:
    return {
        record.slug: LineageNode(record, xs[record.slug], row) for row, records in enumerate(rows) for record in records
    }


def _chains(component: Sequence[Record], edges: Sequence[Edge], xs: Mapping[str, float]) -> list[list[Record]]:
    """Rows in which each record follows its only parent, whose only child it is, where the names leave room."""
    parents: dict[str, set[str]] = {record.slug: set() for record in component}
    children: dict[str, set[str]] = {record.slug: set() for record in component}
    for edge in edges:
        parents[edge.child.slug].add(edge.parent.slug)
        children[edge.parent.slug].add(edge.child.slug)
    rows: list[list[Record]] = []
    for record in component:
        for row in rows:
            last = row[-1]
            is_only = parents[record.slug] == {last.slug} and children[last.slug] == {record.slug}
            if is_only and xs[last.slug] + 8 + name_width(last.name) + _LANE < xs[record.slug] - RADIUS:
                row.append(record)
                break
        else:
            rows.append([record])
    return rows


def _has_crossing(nodes: Nodes, edges: Sequence[Edge]) -> bool:
    """Whether the vertical part of an edge runs through a node or name in a row between its ends."""
    return any(
        node.x - 2 * RADIUS < nodes[edge.parent.slug].x < node.end + _LANE
        for edge in edges
        for node in nodes.values()
        if nodes[edge.parent.slug].row < node.row < nodes[edge.child.slug].row
    )


def route(edge: Edge, nodes: Nodes, top: float, *, relation_count: int, lift: float) -> list[tuple[float, float]]:
    """Return the corners of an edge, from its parent to its child.

    Edges of different relations run side by side; `lift` keeps apart those that end at the same node.
    """
    start, end = nodes[edge.parent.slug], nodes[edge.child.slug]
    offset = (edge.relation - (relation_count - 1) / 2) * _LANE
    # Arrows end 2 left of the node, edges begin 1 outside of it.
    start_y, tip = start.y(top), (end.x - RADIUS - 2, end.y(top) + lift)
    if start.row == end.row:
        return [(start.x + RADIUS + 1, tip[1]), tip]
    if start.row < end.row:
        return [(start.x + offset, start_y + RADIUS + 1), (start.x + offset, tip[1]), tip]
    # Up: below the parent's node but above the names of the next row, then left of the arrow head, which is 8 long.
    left_of_head = end.x - 3 * RADIUS - 3 + offset
    below = start_y + RADIUS + 4 + offset / 2
    return [(start.x, start_y + RADIUS + 1), (start.x, below), (left_of_head, below), (left_of_head, tip[1]), tip]
