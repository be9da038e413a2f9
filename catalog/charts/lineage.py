"""Which record names which: nodes by date, and edges from the record that is named to the one that names it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts import plotly, scales, svg
from catalog.charts.axes import AXIS_HEIGHT, time_gridlines
from catalog.charts.chart import Chart, DataRow
from catalog.charts.data import Position, column_facts, fact_label, fact_of, positions
from catalog.charts.edges import Edge, connected_components, edges, largest_components, unconnected
from catalog.charts.legend import legend_entry
from catalog.charts.lineage_layout import RADIUS, ROW, LineageNode, place_nodes, route, spread
from catalog.charts.marks import MARKER_STYLES, MOST_MARKS, ONLY_STYLE, TEXT, MarkFactory, RecordUrl, marker, name_width
from catalog.charts.scales import Scale
from catalog.charts.subjects import poor_keys, whole
from catalog.charts.svg import WIDE
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
_PLOTLY_DASHES = ("solid", "dash", "dot", "dashdot")
_HEADS = ("M-8 -4L0 0L-8 4Z", "M-8 -4L0 0L-8 4", "M-8 0L-4 -3.5L0 0L-4 3.5Z", "M0 -4V4M-4 -4V4")


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
    marks = MarkFactory(_titles(catalog, column, dated, records, all_edges), record_url)
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
            *_axis(scale, bottom, has_undated=any(record.slug not in dated for record in records)),
            *(part for each in components for part in _draw(each, len(columns), dated, marks)),
            *legend_parts,
        ],
        attributes={"role": marks.role, "data_x": column.path, **scale.data("x")},
        headers=(one.capitalize(), "Relation", f"Related {one}"),
        rows=tuple(_data_row(edge) for edge in all_edges),
        left_out=unconnected(catalog, columns, every_edge),
        aggregated=_words(catalog, every_edge, all_edges),
        figure=_figure(column, columns, scale, components, marks),
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


def _draw(
    component: _Component, relation_count: int, dated: Mapping[str, Position], marks: MarkFactory
) -> list[Markup]:
    parts = [svg.line(0, component.top, WIDE, component.top, stroke_opacity=0.2)]
    parts += [_edge(edge, corners) for edge, corners in _routes(component, relation_count)]
    for slug, node in component.nodes.items():
        position, y = dated.get(slug), node.y(component.top)
        hollow = position is None or not position.fact.certain
        symbol = marker(node.x, y, ONLY_STYLE, hollow=hollow, radius=RADIUS)
        name = svg.label(node.x + 8, y - 7, node.name, TEXT)
        subject = whole(node.record)
        day = position.attribute if position else None
        poor = poor_keys([subject], column_facts(position.column)) if position else None
        parts.append(marks.mark(subject, symbol, name, data_x=day, data_poor=poor))
    return parts


def _routes(component: _Component, relation_count: int) -> list[tuple[Edge, list[tuple[float, float]]]]:
    """Every edge with its corners; those that end at the same node end below each other, within its diameter."""
    routes = []
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


def _axis(scale: Scale, bottom: float, *, has_undated: bool) -> list[Markup]:
    gridlines = time_gridlines(scale, bottom)
    if not has_undated:
        return gridlines
    return [svg.label(8, AXIS_HEIGHT - 9, "no date", TEXT, font_style="italic", class_="tick"), *gridlines]


def _figure(
    column: Column, columns: Sequence[Column], scale: Scale, components: Sequence[_Component], marks: MarkFactory
) -> dict[str, Any]:
    points = {
        slug: (_day(node.x, scale), node.y(component.top))
        for component in components
        for slug, node in component.nodes.items()
    }
    nodes = plotly.trace(
        "scatter",
        "",
        list(points),
        [marks.titles[slug] for slug in points],
        showlegend=False,
        x=[x for x, _ in points.values()],
        y=[y for _, y in points.values()],
        mode="markers+text",
        text=[plotly.plotly_text(node.name) for component in components for node in component.nodes.values()],
        textposition="top right",
        cliponaxis=False,
        marker={"size": 10, "color": ONLY_STYLE.hex},
    )
    all_edges = [edge for component in components for edge in component.edges]
    traces = [
        _edge_trace(relation_column, relation, [edge for edge in all_edges if edge.relation == relation], points)
        for relation, relation_column in enumerate(columns)
    ]
    x = plotly.axis(column.label, scale) | {"range": _date_range(scale, [x for x, _ in points.values()])}
    y = {"autorange": "reversed", "visible": False, "fixedrange": True}
    height = (components[-1].bottom if components else AXIS_HEIGHT) + 90
    return plotly.figure([*traces, nodes], height, xaxis=x, yaxis=y, legend={"orientation": "h", "y": 1.1})


def _date_range(scale: Scale, days: Sequence[str]) -> list[str]:
    """From the first node to the last quarter, and as much room behind it as the SVG has for names."""
    days_per_unit = (scale.high - scale.low) / (scale.end - scale.start)
    last = scale.high + days_per_unit * (WIDE - scale.end)
    first, end = (date.fromordinal(int(day)).isoformat() for day in (scale.low, last))
    return [min([first, *days]), end]


def _day(x: float, scale: Scale) -> str:
    """Return the day at a position; a position before the year 1 gives its first day, as `date` has no earlier one."""
    share = (x - scale.start) / (scale.end - scale.start)
    return date.fromordinal(max(int(scale.low + share * (scale.high - scale.low)), 1)).isoformat()


def _edge_trace(
    column: Column, relation: int, own: Sequence[Edge], points: Mapping[str, tuple[str, float]]
) -> dict[str, Any]:
    """The edges of one relation: start, end and a gap each, with an arrow at the end."""
    xs: list[str | None] = []
    ys: list[float | None] = []
    slugs: list[str] = []
    for edge in own:
        (x0, y0), (x1, y1) = points[edge.parent.slug], points[edge.child.slug]
        xs += [x0, x1, None]
        ys += [y0, y1, None]
        slugs += [edge.parent.slug, edge.child.slug, edge.child.slug]
    colour, sizes = MARKER_STYLES[relation + 1].hex, [0, 11, 0] * len(own)
    return plotly.trace(
        "scatter",
        column.label,
        slugs,
        [],
        hoverinfo="skip",
        x=xs,
        y=ys,
        mode="lines+markers",
        line={"color": colour, "dash": _PLOTLY_DASHES[relation], "width": 1.5},
        marker={"symbol": "arrow", "angleref": "previous", "size": sizes, "standoff": 6, "color": colour},
    )
