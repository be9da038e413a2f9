"""Which record names which: marks by date, and lines from the one that is named to the one that names it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts import plotly as figure
from catalog.charts import scales, svg
from catalog.charts.chart import Chart, DataRow
from catalog.charts.data import Place, fact_label, fact_of, places
from catalog.charts.edges import Edge, connected_components, edges, midpoint, unconnected
from catalog.charts.lineage_layout import ROW, Node, name_width, place_nodes, route, spread
from catalog.charts.marks import MARKER_STYLES, SMALL, WIDTH, MarkFactory, RecordUrl, legend_entry, marker
from catalog.charts.scales import Scale
from catalog.model.columns import Column
from catalog.settings.charts import Lineage
from catalog.values import Record

_AXIS, _GAP = 26.0, 8.0
_UNDATED = 22.0
DASHES = (None, "6 3", "2 3", "8 3 2 3")
"""One for each sort of edge; the heads of the arrows differ too."""
_PLAIN_DASHES = ("solid", "dash", "dot", "dashdot")
_HEADS = ("M-8 -4L0 0L-8 4Z", "M-8 -4L0 0L-8 4", "M-8 0L-4 -3.5L0 0L-4 3.5Z", "M0 -4V4M-4 -4V4")


@dataclass(frozen=True, slots=True)
class _Component:
    """Records that hang together, with their ties, from `top` downward."""

    spots: dict[str, Node]
    ties: list[Edge]
    top: float

    @property
    def height(self) -> float:
        """The room it takes."""
        return ROW * (1 + max(spot.row for spot in self.spots.values())) + _GAP


def draw(catalog: Catalog, chart: Lineage, ident: str, link: RecordUrl | None) -> Chart:
    """The chart and all that belongs to it."""
    column, columns = catalog.by_path[chart.x], [catalog.by_path[path] for path in chart.links]
    found = edges(catalog, columns)
    dated = {place.record.slug: place for place in places(catalog, column)}
    told = connected_components(found, dated)
    scale = _scale([record for family in told for record in family], dated)
    groups = _placed(told, found, dated, scale)
    marks = MarkFactory(_titles(catalog, column, told, found), link)
    bottom = groups[-1].top + groups[-1].height if groups else _AXIS
    keys, end = _legend(columns, bottom + 20)
    many, tied = catalog.settings.many, sum(map(len, told))
    names = " or ".join(column.label for column in columns)
    summary = (
        f"{tied} of {len(catalog.records)} {many} by {column.label}, with {len(found)} lines between them: each leads "
        f"from the one that is named to the one that names it under {names}. The table below holds the same."
    )
    picture = svg.drawing(
        *(WIDTH, end + 12),
        *(chart.title, summary),
        *_axis(scale, bottom, undated=any(spot.x < scale.start for group in groups for spot in group.spots.values())),
        *(part for index, group in enumerate(groups) for part in _drawn(group, index, len(columns), dated, marks)),
        *keys,
        class_="chart chart-lineage",
        role=marks.role,
        data_x=column.path,
        **scale.data("x"),
    )
    rows = tuple(DataRow((t.child.slug, t.parent.slug), (t.child.name, t.label, t.parent.name)) for t in found)
    headers = (catalog.settings.one.capitalize(), "Relation", f"To which {catalog.settings.one}")
    drawing = _figure(column, columns, scale, groups, marks)
    return Chart(
        ident, chart.kind, chart.title, summary, picture, headers, rows, unconnected(catalog, columns, found), drawing
    )


def _scale(drawn: Sequence[Record], dated: Mapping[str, Place]) -> Scale:
    """Dates from left to right, with room for undated records before and for the longest name behind."""
    known = [dated[record.slug] for record in drawn if record.slug in dated]
    start = 12.0 if len(known) == len(drawn) else _UNDATED + 50
    end = WIDTH - 12 - max(map(name_width, drawn), default=0.0)
    first = [date.fromordinal(int(place.first)) for place in known]
    return scales.time(first, [date.fromordinal(int(place.last)) for place in known], start, end)


def _placed(
    told: Sequence[Sequence[Record]], found: Sequence[Edge], dated: Mapping[str, Place], scale: Scale
) -> list[_Component]:
    groups: list[_Component] = []
    top = _AXIS
    for family in told:
        wanted = [scale.at(midpoint(dated[r.slug])) if r.slug in dated else _UNDATED for r in family]
        xs = dict(zip((record.slug for record in family), spread(wanted, scale.end), strict=True))
        own = [edge for edge in found if edge.child.slug in xs]
        groups.append(_Component(place_nodes(family, own, xs), own, top))
        top += groups[-1].height
    return groups


def _titles(
    catalog: Catalog, column: Column, told: Sequence[Sequence[Record]], found: Sequence[Edge]
) -> dict[str, str]:
    said = {
        record.slug: [f"{column.label} {fact_label(catalog, column, fact_of(column, record))}"]
        for family in told
        for record in family
    }
    for edge in found:
        said[edge.child.slug].append(f"{edge.label}: {edge.parent.name}")
    return {record.slug: f"{record.name}: {'; '.join(said[record.slug])}" for family in told for record in family}


def _drawn(family: _Component, index: int, sorts: int, dated: Mapping[str, Place], marks: MarkFactory) -> list[Markup]:
    made = [svg.rectangle(0, family.top, WIDTH, family.height, fill_opacity=0.05)] if index % 2 == 0 else []
    made += [_line(edge, corners) for edge, corners in _routes(family, sorts)]
    for slug, spot in family.spots.items():
        place, y = dated.get(slug), spot.y(family.top)
        hollow = place is None or not place.fact.certain
        parts = (marker(spot.x, y, MARKER_STYLES[0], hollow=hollow), svg.label(spot.x + 8, y - 7, spot.name, SMALL))
        made.append(marks.mark(slug, *parts, data_x=place.plain if place else None))
    return made


def _routes(family: _Component, sorts: int) -> list[tuple[Edge, list[tuple[float, float]]]]:
    """Every edge with its corners; those that end at the same mark end below each other."""
    made = []
    for slug in family.spots:
        coming = [edge for edge in family.ties if edge.child.slug == slug]
        apart = min(4.0, 10 / max(len(coming) - 1, 1))
        for number, edge in enumerate(coming):
            lift = (number - (len(coming) - 1) / 2) * apart
            made.append((edge, route(edge, family.spots, family.top, sorts=sorts, lift=lift)))
    return made


def _line(edge: Edge, corners: Sequence[tuple[float, float]]) -> Markup:
    title = svg.element("title", f"{edge.child.name}, {edge.label}: {edge.parent.name}")
    slugs = f"{edge.child.slug} {edge.parent.slug}"
    return svg.element(
        "g", title, *_arrow(edge.relation, corners), class_="edge", data_slugs=slugs, data_keys=edge.relation
    )


def _arrow(sort: int, corners: Sequence[tuple[float, float]]) -> tuple[Markup, ...]:
    look, (x, y) = MARKER_STYLES[sort + 1], corners[-1]
    d = "L".join(f"{at:.1f} {up:.1f}" for at, up in corners)
    stem = svg.path(f"M{d}", fill="none", stroke=look.css_colour, stroke_width=1.6, stroke_dasharray=DASHES[sort])
    fill = look.css_colour if _HEADS[sort].endswith("Z") else "none"
    head = svg.path(
        _HEADS[sort], fill=fill, stroke=look.css_colour, stroke_width=1.4, transform=f"translate({x:.1f} {y:.1f})"
    )
    return stem, head


def _legend(columns: Sequence[Column], top: float) -> tuple[list[Markup], float]:
    """A line of each sort between A and B, and what it says of B."""
    made: list[Markup] = []
    x, y = 8.0, top
    for sort, column in enumerate(columns):
        text = svg.truncate(f"B: {column.label} A", 300, SMALL)
        wide = 84 + svg.text_width(text, SMALL)
        if x + wide > WIDTH:
            x, y = 8.0, y + 20
        parts = [svg.label(x, y + 4, "A", SMALL), *_arrow(sort, [(x + 12, y), (x + 48, y)])]
        parts += [svg.label(x + 54, y + 4, "B", SMALL), svg.label(x + 76, y + 4, text, SMALL, class_="relation")]
        made.append(legend_entry(sort, column.label, *parts))
        x += wide + 20
    return made, y


def _axis(scale: Scale, bottom: float, *, undated: bool) -> list[Markup]:
    made = [svg.label(8, _AXIS - 9, "no date", SMALL, font_style="italic", class_="tick")] if undated else []
    for tick in scale.ticks:
        x = scale.at(tick.at)
        strong = tick.label.isdigit()
        made.append(svg.line(x, _AXIS - 6, x, bottom, stroke_opacity=0.3 if strong else 0.1))
        if tick.label:
            weight = "bold" if strong else None
            made.append(svg.label(x + 3, _AXIS - 9, tick.label, SMALL, font_weight=weight, class_="tick"))
    return made


def _figure(
    column: Column, columns: Sequence[Column], scale: Scale, groups: Sequence[_Component], marks: MarkFactory
) -> dict[str, object]:
    at = {slug: (_day(spot.x, scale), spot.y(group.top)) for group in groups for slug, spot in group.spots.items()}
    names = [figure.plotly_text(spot.name) for group in groups for spot in group.spots.values()]
    traces = [_lines(columns[sort], sort, groups, at) for sort in range(len(columns))]
    dots = figure.trace("scatter", "", list(at), [marks.titles[slug] for slug in at], showlegend=False)
    dots |= {"x": [x for x, _ in at.values()], "y": [y for _, y in at.values()], "mode": "markers+text"}
    dots |= {"text": names, "textposition": "top right", "cliponaxis": False}
    traces.append(dots | {"marker": {"size": 10, "color": MARKER_STYLES[0].hex}})
    first, last = (date.fromordinal(int(end)).isoformat() for end in (scale.low, scale.high))
    reach = (scale.high - scale.low) / (scale.end - scale.start) * (WIDTH - scale.end)
    past = date.fromordinal(int(scale.high + reach)).isoformat()
    before = min((x for x, _ in at.values()), default=first)
    y = {"autorange": "reversed", "visible": False, "fixedrange": True}
    x = figure.axis(column.label, scale) | {"range": [min(before, first), max(past, last)]}
    bottom = groups[-1].top + groups[-1].height if groups else _AXIS
    return figure.figure(traces, bottom + 90, xaxis=x, yaxis=y, legend={"orientation": "h", "y": 1.1})


def _day(x: float, scale: Scale) -> str:
    share = (x - scale.start) / (scale.end - scale.start)
    return date.fromordinal(max(int(scale.low + share * (scale.high - scale.low)), 1)).isoformat()


def _lines(
    column: Column, sort: int, groups: Sequence[_Component], at: Mapping[str, tuple[str, float]]
) -> dict[str, Any]:
    """The ties of one sort: start, end and a gap each, with an arrow at the end."""
    xs: list[str | None] = []
    ys: list[float | None] = []
    slugs: list[str] = []
    for edge in (edge for group in groups for edge in group.ties if edge.relation == sort):
        start, end = at[edge.parent.slug], at[edge.child.slug]
        xs += [start[0], end[0], None]
        ys += [start[1], end[1], None]
        slugs += [edge.parent.slug, edge.child.slug, edge.child.slug]
    made = figure.trace("scatter", column.label, slugs, [], hoverinfo="skip", x=xs, y=ys, mode="lines+markers")
    look = MARKER_STYLES[sort + 1].hex
    made |= {"line": {"color": look, "dash": _PLAIN_DASHES[sort], "width": 1.5}}
    size = [0, 11, 0] * (len(xs) // 3)
    made["marker"] = {"symbol": "arrow", "angleref": "previous", "size": size, "standoff": 6, "color": look}
    return dict(made)
