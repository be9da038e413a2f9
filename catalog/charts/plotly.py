"""Builds the parts of a Plotly figure as plain mappings that any JSON writer takes.

Plotly interprets markup in the texts it shows, so every text from the data is escaped here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any, Literal

from catalog.charts.data import Category, Position
from catalog.charts.scales import Scale
from catalog.values import Bound

_PAD = 0.04
"""How much further than its scale an axis reaches."""


def plotly_text(text: str) -> str:
    """Return text that Plotly shows literally."""
    return escape(text, quote=False)


def coordinate(position: Position) -> float | str:
    """Return a number, or the middle of the days a date can mean."""
    return date.fromordinal(int(position.middle)).isoformat() if position.column.type.is_date else position.low


def error_bars(positions: Sequence[Position]) -> dict[str, Any]:
    """Return error bars over the days each date can mean: milliseconds to either side of the middle."""
    halves = [(position.high - position.low) / 2 * 86_400_000 for position in positions]
    return {"type": "data", "array": halves, "visible": any(halves), "thickness": 5, "width": 0}


def axis(title: str, scale: Scale) -> dict[str, Any]:
    """Return a numeric or time axis like that of the SVG, with its ends; Plotly chooses the ticks of time itself."""
    kind = {"linear": "linear", "log": "log", "time": "date"}[scale.kind]
    layout: dict[str, Any] = {"title": {"text": plotly_text(title)}, "type": kind, "automargin": True}
    layout["range"] = _range(scale)
    if scale.kind != "time":
        ticks = [tick for tick in scale.ticks if tick.label]
        layout |= {"tickmode": "array", "tickvals": [t.at for t in ticks], "ticktext": [t.label for t in ticks]}
    return layout


def _range(scale: Scale) -> list[Any]:
    """Both ends of a scale, with room for the whole of a mark."""
    if scale.kind == "time":
        return [date.fromordinal(int(end)).isoformat() for end in (scale.low, scale.high)]
    low, high = (math.log10(end) if scale.kind == "log" else end for end in (scale.low, scale.high))
    pad = (high - low) * _PAD
    return [low - pad if scale.kind == "log" else low, high + pad]


def marker_look(symbols: str | Sequence[str], colour: str) -> dict[str, Any]:
    """Return markers like those of the SVG; hollow where the name of a symbol ends in `-open`."""
    return {"size": 10, "symbol": symbols, "color": colour, "line": {"width": 1.6, "color": colour}}


def arrow_traces(
    keys: Sequence[str], xs: Sequence[Any], ys: Sequence[Any], bounds: Sequence[Bound], *, vertical: bool = False
) -> list[dict[str, Any]]:
    """Return a trace of the arrows from points to where their true values lie; none where all are exact."""
    turns = {Bound.AT_LEAST: 0 if vertical else 90, Bound.AT_MOST: 180 if vertical else 270}
    points = [(*point, turns[bound]) for *point, bound in zip(keys, xs, ys, bounds, strict=True) if bound in turns]
    if not points:
        return []
    names, across, up, angles = (list(each) for each in zip(*points, strict=True))
    look = {"symbol": "arrow", "size": 9, "angle": angles, "standoff": 14, "color": "#808080"}
    more = {"mode": "markers", "marker": look, "hoverinfo": "skip", "showlegend": False, "cliponaxis": False}
    return [trace("scatter", "", names, [""] * len(names), x=across, y=up, **more)]


def halos(keys: Sequence[str], xs: Sequence[Any], ys: Sequence[Any]) -> dict[str, Any]:
    """Return a trace of rings around points."""
    look = {"symbol": "circle-open", "size": 18, "color": "#808080", "line": {"width": 1}}
    return trace("scatter", "", keys, [], x=xs, y=ys, mode="markers", marker=look, hoverinfo="skip", showlegend=False)


def category_axis(
    keys: Sequence[str], labels: Sequence[str], *, top_down: bool = True, title: str = ""
) -> dict[str, Any]:
    """Return an axis of categories, the first on top."""
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(keys),
        "tickmode": "array",
        "tickvals": list(keys),
        "ticktext": [plotly_text(label) for label in labels],
        "automargin": True,
        "autorange": "reversed" if top_down else True,
        **({"title": {"text": plotly_text(title)}} if title else {}),
    }


def figure(traces: list[dict[str, Any]], height: float, **layout: Any) -> dict[str, Any]:
    """Return traces and layout; no template, and no colours that a dark page would have to undo."""
    base = {
        "height": round(height),
        "margin": {"l": 40, "r": 20, "t": 10, "b": 40},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "closest",
        "showlegend": len(traces) > 1,
    }
    return {"data": traces, "layout": base | layout}


def trace(
    kind: Literal["scatter", "bar"], name: str, keys: Sequence[str], hover: Sequence[str], **more: Any
) -> dict[str, Any]:
    """Return a trace; `customdata` holds the keys of subjects by which scripts find its points."""
    base = {"type": kind, "name": plotly_text(name), "customdata": list(keys), "hoverinfo": "text"}
    return base | {"hovertext": [plotly_text(text) for text in hover]} | more


def category_key(category: Category) -> str:
    """Return a key under which no value of the data can be mistaken for a blank."""
    return f"({category.blank})" if category.blank else plotly_text(category.key)
