"""Values and texts as Plotly takes them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from html import escape
from typing import Any

from catalog.charts.plot import Plot, Point
from catalog.charts.scales import Scale

Json = dict[str, Any]
DAY = 86_400_000
"""Milliseconds, in which Plotly measures lengths on an axis of time."""
GREY, FAINT = "#808080", "rgba(128,128,128,0.25)"
"""Seen on a light and on a dark page."""


def text(text: str) -> str:
    """Text that Plotly shows literally, neither as markup nor as a formula."""
    return "<br>".join(escape(line, quote=False).replace("$", "&#36;") for line in text.split("\n"))


def coordinate(scale: Scale | None, value: float) -> float | str:
    """A value as Plotly takes it in data: a number, or a day."""
    if scale and scale.kind == "time":
        return date.fromordinal(max(int(value), 1)).isoformat()
    # Zero has no logarithm: as in the drawing, it is at the edge.
    value = max(value, scale.low) if scale and scale.kind == "log" else value
    return float(f"{value:.10g}")


def on_paper(scale: Scale | None, value: float) -> float | str:
    """A value as Plotly takes it for ranges and annotations, where it wants logarithms."""
    at = coordinate(scale, value)
    return math.log10(at) if scale and scale.kind == "log" and not isinstance(at, str) else at


def trace(plot: Plot, kind: str, name: str, points: Iterable[tuple[str, Point]], **more: Any) -> Json:
    """A trace of the keys and values of its points."""
    keys, values = zip(*points, strict=True)
    return {
        "type": kind,
        "name": text(name),
        "customdata": list(keys),
        "x": [coordinate(plot.x.scale, x) for x, _ in values],
        "y": [coordinate(plot.y.scale, y) for _, y in values],
        **more,
    }
