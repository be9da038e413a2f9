"""The cells and arrows of a plot as traces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from catalog.charts.marks import ACCENT_HEX, MARKER_STYLES, TEXT
from catalog.charts.plot import Arrow, Cell, Plot, Point, shade
from catalog.charts.plotly.values import DAY, Json, coordinate, text, trace

_DASHES = ("solid", "dash", "dot", "dashdot")
"""One for each relation."""


def cell_traces(plot: Plot) -> Iterator[Json]:
    """Yield a trace for each form of cells."""
    shades, columns, spans = (
        [cell for cell in plot.cells if cell.form == form and cell.count] for form in ("shade", "column", "span")
    )
    if shades:
        yield _shades(plot, shades)
    if columns:
        tallest = max(columns, key=lambda cell: cell.count)
        # Scripts make columns so many pixels high a record.
        meta = {"meta": (tallest.box[1] - tallest.box[3]) / tallest.count} if plot.is_counted else {}
        yield _columns(plot, columns, ACCENT_HEX) | meta
    if spans:
        yield _columns(plot, spans, "rgba(0,0,0,0)") | {"meta": "text"}


def _of_cells(plot: Plot, kind: str, cells: Sequence[Cell], points: Sequence[Point], **more: Any) -> Json:
    keys = [cell.ident for cell in cells]
    words = {"text": [f"{cell.count:,}" for cell in cells], "hovertext": [text(cell.title) for cell in cells]}
    named = zip(keys, points, strict=True)
    return trace(plot, kind, "", named, **words, hoverinfo="text", showlegend=False, textfont={"size": TEXT}, **more)


def _shades(plot: Plot, cells: Sequence[Cell]) -> Json:
    """Squares that are the darker, the more they count: the small bundle of Plotly has no heat map."""
    most = max(cell.count for cell in cells)
    sizes = [max(min(cell.box[2] - cell.box[0], cell.box[3] - cell.box[1]), 8) for cell in cells]
    shades = [shade(cell.count, most) for cell in cells]
    look = {"symbol": "square", "size": sizes, "color": ACCENT_HEX, "opacity": shades, "line": {"width": 0}}
    meta = {"meta": "shade"} if plot.is_counted else {}
    points = [cell.values for cell in cells]
    return _of_cells(plot, "scatter", cells, points, mode="markers+text", marker=look, cliponaxis=False, **meta)


def _columns(plot: Plot, cells: Sequence[Cell], fill: str) -> Json:
    """Columns upward from their bases, on an axis that counts user units downward."""
    is_time = plot.x.scale is not None and plot.x.scale.kind == "time"
    widths = [(cell.values[1] - cell.values[0]) * (DAY if is_time else 1) for cell in cells]
    paint = {"color": fill, "line": {"color": ACCENT_HEX, "width": 0 if fill == ACCENT_HEX else 1}}
    points = [((cell.values[0] + cell.values[1]) / 2, cell.box[1] - cell.box[3]) for cell in cells]
    more = {
        "base": [cell.box[3] for cell in cells],
        "width": widths,
        "marker": paint,
        "textposition": "outside",
        "textangle": 0,
    }
    return _of_cells(plot, "bar", cells, points, **more, constraintext="none", cliponaxis=False)


def arrow_traces(plot: Plot) -> Iterator[Json]:
    """A trace for each relation: the corners of its arrows with a gap behind each, and heads at their ends."""
    for relation in sorted({arrow.relation for arrow in plot.arrows}):
        own = [arrow for arrow in plot.arrows if arrow.relation == relation]
        colour, xs, ys = MARKER_STYLES[relation + 1].hex, list[Any](), list[Any]()
        for arrow in own:
            xs += [*(coordinate(plot.x.scale, x) for x, _ in arrow.corners), None]
            ys += [*(y for _, y in arrow.corners), None]
        sizes = [size for arrow in own for size in (*[0] * (len(arrow.corners) - 1), 11, 0)]
        yield {
            "type": "scatter",
            "name": text(own[0].series),
            "customdata": [key for arrow in own for key in _ends(arrow)],
            "x": xs,
            "y": ys,
            "mode": "lines+markers",
            "line": {"color": colour, "dash": _DASHES[relation], "width": 1.5},
            "marker": {"symbol": "arrow", "angleref": "previous", "size": sizes, "color": colour},
            "hoverinfo": "skip",
            "showlegend": True,
        }


def _ends(arrow: Arrow) -> list[str]:
    """Its first corner is of the record that is named, all others are of the one that names it."""
    start, end = arrow.keys
    return [start, *[end] * len(arrow.corners)]
