"""Which record names which: nodes by date, and edges from the record that is named to the one that names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts import scales
from catalog.charts.axes import AXIS_HEIGHT, time_gridlines
from catalog.charts.chart import Chart, DataRow
from catalog.charts.data import Position, column_facts, fact_label, fact_of, positions
from catalog.charts.edges import Edge, connected_components, edges, largest_components, unconnected
from catalog.charts.legend import legend_entry
from catalog.charts.lineage_layout import RADIUS, ROW, LineageNode, place_nodes, route, spread
from catalog.charts.marks import MARKER_STYLES, MOST_MARKS, TEXT, RecordUrl, name_width
from catalog.charts.picture import draw_marks, role
from catalog.charts.plot import Arrow, Axis, Label, Mark, Plot, Point
from catalog.charts.scales import Scale, Tick
from catalog.charts.subjects import poor_keys, whole
from catalog.drawings import svg
from catalog.drawings.svg import WIDE
from catalog.model.columns import Column
from catalog.settings.charts import Lineage
from catalog.values import Record

_GAP = 8.0
_MOST_NODES, _MOST_EDGES = 100, 400
"""Of a lineage that is too large to be drawn whole."""
_UNDATED_X = 22.0
_LEGEND = svg.Flow(left=8.0, right=WIDE, gap=20.0, line=20.0)
_DASHES = (None, "6 3", "2 3", "8 3 2 3")
"""One for each relation, of which settings allow four; the arrow heads differ too."""
_HEADS = ("M-8 -4L0 0L-8 4Z", "M-8 -4L0 0L-8 4", "M-8 0L-4 -3.5L0 0L-4 3.5Z", "M0 -4V4M-4 -4V4")


Route = tuple[Edge, Sequence[Point]]
"""An edge with its corners."""


@dataclass(frozen=True, slots=True)
class _Component:
    """Connected records with their edges, from `top` downward."""

    nodes: dict[str, LineageNode]
    edges: list[Edge]
    top: float

    @property
    def bottom(self) -> float:
        return self.top + ROW * (1 + max(node.row for node in self.nodes.values())) + _GAP


def draw(catalog: Catalog, chart: Lineage, ident: str, record_url: RecordUrl | None) -> Chart:
    """Return the lineage of the records by one date."""
    column, columns = catalog.by_path[chart.x], [catalog.by_path[path] for path in chart.links]
    every_edge = edges(catalog, columns)
    all_edges = _drawn(every_edge)
    dated = _first_dates(positions(catalog, column))
    record_groups = connected_components(all_edges, dated)
    records = [record for group in record_groups for record in group]
    scale = _scale(records, dated)
    components = _components(record_groups, all_edges, dated, scale)
    bottom = components[-1].bottom if components else AXIS_HEIGHT
    titles = _titles(catalog, column, dated, records, all_edges)
    undated = [Tick(_UNDATED_X, "no date")] if any(record.slug not in dated for record in records) else []
    axis = Axis(title=column.label, ends=(0.0, WIDE), scale=scale, places=undated, is_on_top=True)
    marks = {each.top: list(_marks(each, dated, titles, axis)) for each in components}
    routes = {each.top: _routes(each, len(columns)) for each in components}
    legend_parts, end = _legend(columns, bottom + 20)
    one, many = catalog.settings.one, catalog.settings.many
    return Chart(
        settings=chart,
        ident=ident,
        total=len(catalog.records),
        subtitle=f"{len(records)} of {len(catalog.records)} {many} by {column.label}",
        summary=(
            f"{len(records)} of {len(catalog.records)} {many} by {column.label}, with {len(all_edges)} arrows between "
            f"them: each leads from the {one} that is named to the {one} that names it under "
            f"{' or '.join(column.label for column in columns)}. The table below holds the same."
        ),
        size=(WIDE, end + 12),
        parts=[
            *_axis(scale, bottom, undated),
            *(part for top in marks for part in _draw(top, routes[top], marks[top], record_url)),
            *legend_parts,
        ],
        attributes={"role": role(record_url), "data_x": column.path, **scale.data("x")},
        headers=(one.capitalize(), "Relation", f"Related {one}"),
        rows=tuple(_data_row(edge) for edge in all_edges),
        left_out=unconnected(catalog, columns, every_edge),
        aggregated=_words(catalog, every_edge, all_edges),
        plot=Plot(
            x=axis,
            y=Axis(ends=(bottom, AXIS_HEIGHT)),
            marks=[mark for own in marks.values() for mark in own],
            arrows=[_plot_arrow(*route, axis) for own in routes.values() for route in own],
        ),
    )


def _drawn(every_edge: Sequence[Edge]) -> Sequence[Edge]:
    """All edges or, where they and their nodes are too many, those of the largest components."""
    nodes = {record.slug for edge in every_edge for record in (edge.child, edge.parent)}
    if len(nodes) + len(every_edge) <= MOST_MARKS:
        return every_edge
    return largest_components(every_edge, _MOST_NODES)[:_MOST_EDGES]


def _words(catalog: Catalog, every_edge: Sequence[Edge], drawn: Sequence[Edge]) -> str:
    """What is not drawn, if anything."""
    if len(drawn) == len(every_edge):
        return ""
    every, shown = (
        {record.slug for edge in own for record in (edge.child, edge.parent)} for own in (every_edge, drawn)
    )
    many = catalog.settings.many
    return (
        f"The largest groups of related {many} are drawn: {len(shown):,} of them, with {len(drawn):,} arrows; "
        f"{len(every - shown):,} more {many} and {len(every_edge) - len(drawn):,} more relations are not."
    )


def _first_dates(dated: Sequence[Position]) -> dict[str, Position]:
    """Slug → the earliest date: a node is a record, whose variants may be of several."""
    return {position.record.slug: position for position in sorted(dated, key=lambda each: each.middle, reverse=True)}


def _data_row(edge: Edge) -> DataRow:
    return DataRow((*edge.slugs.split(),), (edge.subject.name, edge.label, edge.parent.name), poor=edge.poor)


def _scale(records: Sequence[Record], dated: Mapping[str, Position]) -> Scale:
    """Dates from left to right, with room before them for records without a date, and behind them for a name."""
    own = [dated[record.slug] for record in records if record.slug in dated]
    start = 12.0 if len(own) == len(records) else _UNDATED_X + 50
    end = WIDE - 12 - max((name_width(record.name) for record in records), default=0.0)
    return scales.time([position.low for position in own], [position.high for position in own], start, end)


def _components(
    record_groups: Sequence[Sequence[Record]], all_edges: Sequence[Edge], dated: Mapping[str, Position], scale: Scale
) -> list[_Component]:
    """Below each other, from the axis downward."""
    components: list[_Component] = []
    for records in record_groups:
        wanted = [scale.at(dated[r.slug].middle) if r.slug in dated else _UNDATED_X for r in records]
        xs = dict(zip((record.slug for record in records), spread(wanted, scale.end), strict=True))
        own = [edge for edge in all_edges if edge.child.slug in xs]
        top = components[-1].bottom if components else AXIS_HEIGHT
        components.append(_Component(place_nodes(records, own, xs), own, top))
    return components


def _titles(
    catalog: Catalog,
    column: Column,
    dated: Mapping[str, Position],
    records: Sequence[Record],
    all_edges: Sequence[Edge],
) -> dict[str, str]:
    lines = {record.slug: [_date_line(catalog, column, record, dated.get(record.slug))] for record in records}
    for edge in all_edges:
        which = "" if edge.subject.is_whole else f"{edge.subject.name}, "
        lines[edge.child.slug].append(f"{which}{edge.label}: {edge.parent.name}")
    return {record.slug: f"{record.name}: {'; '.join(lines[record.slug])}" for record in records}


def _date_line(catalog: Catalog, column: Column, record: Record, position: Position | None) -> str:
    """When a record appeared, and which of its variants, if not all of them."""
    fact = position.fact if position else fact_of(column, record)
    which = f", {position.subject.name}" if position and not position.subject.is_whole else ""
    return f"{column.label} {fact_label(catalog, column, fact)}{which}"


def _marks(
    component: _Component, dated: Mapping[str, Position], titles: Mapping[str, str], axis: Axis
) -> Iterator[Mark]:
    """The nodes with their names."""
    for slug, node in component.nodes.items():
        position, y = dated.get(slug), node.y(component.top)
        subject = whole(node.record)
        poor = poor_keys([subject], column_facts(position.column)) if position else None
        yield Mark(
            subject=subject,
            title=titles[slug],
            at=(node.x, y),
            values=(axis.value(node.x), y),
            is_hollow=position is None or not position.fact.certain,
            radius=RADIUS,
            name=Label(node.name, node.x + 8, y - 7),
            data={"data_x": position.attribute if position else None, "data_poor": poor},
        )


def _draw(top: float, routes: Sequence[Route], marks: Sequence[Mark], record_url: RecordUrl | None) -> list[Markup]:
    """The parts of a component, which begins at `top`."""
    ground = svg.line(0, top, WIDE, top, stroke_opacity=0.2)
    return [ground, *(_edge(edge, corners) for edge, corners in routes), *draw_marks(marks, record_url)]


def _plot_arrow(edge: Edge, corners: Sequence[Point], axis: Axis) -> Arrow:
    values = [(axis.value(x), y) for x, y in corners]
    return Arrow(
        keys=(edge.parent.slug, edge.child.slug), corners=values, relation=edge.relation, series=edge.column.label
    )


def _routes(component: _Component, relation_count: int) -> list[Route]:
    """Every edge with its corners; those that end at the same node end below each other, within its diameter."""
    routes: list[Route] = []
    for slug in component.nodes:
        incoming = [edge for edge in component.edges if edge.child.slug == slug]
        distance = min(4.0, 2 * RADIUS / max(len(incoming) - 1, 1))
        for number, edge in enumerate(incoming):
            lift = (number - (len(incoming) - 1) / 2) * distance
            routes.append((edge, route(edge, component.nodes, component.top, relation_count=relation_count, lift=lift)))
    return routes


def _edge(edge: Edge, corners: Sequence[tuple[float, float]]) -> Markup:
    title = svg.element("title", f"{edge.subject.name}, {edge.label}: {edge.parent.name}")
    data = {"data_slugs": edge.slugs, "data_keys": edge.relation, "data_poor": edge.poor}
    return svg.element("g", title, *_arrow(edge.relation, corners), class_="edge", **data)


def _arrow(relation: int, corners: Sequence[tuple[float, float]]) -> tuple[Markup, ...]:
    colour, (tip_x, tip_y) = MARKER_STYLES[relation + 1].css_colour, corners[-1]
    points = "L".join(f"{x:.1f} {y:.1f}" for x, y in corners)
    stem = svg.path(f"M{points}", fill="none", stroke=colour, stroke_width=1.6, stroke_dasharray=_DASHES[relation])
    fill = colour if _HEADS[relation].endswith("Z") else "none"
    move = f"translate({tip_x:.1f} {tip_y:.1f})"
    return stem, svg.path(_HEADS[relation], fill=fill, stroke=colour, stroke_width=1.4, transform=move)


def _legend(columns: Sequence[Column], top: float) -> tuple[list[Markup], float]:
    """A line of each relation between A and B, and what it says of B."""
    texts = [svg.truncate(f"B: {column.label} A", 300, TEXT) for column in columns]
    widths = [84 + svg.text_width(text, TEXT) for text in texts]
    positions, bottom = _LEGEND.place(widths, top)
    entries: list[Markup] = []
    for relation, (column, text, (x, y)) in enumerate(zip(columns, texts, positions, strict=True)):
        parts = [svg.label(x, y + 4, "A", TEXT), *_arrow(relation, [(x + 12, y), (x + 48, y)])]
        parts += [svg.label(x + 54, y + 4, "B", TEXT), svg.label(x + 76, y + 4, text, TEXT, class_="relation")]
        entries.append(legend_entry(relation, column.label, *parts))
    return entries, bottom


def _axis(scale: Scale, bottom: float, undated: Sequence[Tick]) -> list[Markup]:
    more = {"font_style": "italic", "class_": "tick"}
    words = [svg.label(8, AXIS_HEIGHT - 9, tick.label, TEXT, **more) for tick in undated]
    return [*words, *time_gridlines(scale, bottom)]
