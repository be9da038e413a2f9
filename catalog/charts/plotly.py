"""Builds the parts of a Plotly figure as plain mappings that any JSON writer takes.

Plotly interprets markup in the texts it shows, so every text from the data is escaped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any, Literal

from catalog.charts.data import Category, Position
from catalog.charts.scales import Scale


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
    """Return a numeric or time axis like that of the SVG; Plotly chooses the ticks of time itself."""
    kind = {"linear": "linear", "log": "log", "time": "date"}[scale.kind]
    layout: dict[str, Any] = {"title": {"text": plotly_text(title)}, "type": kind, "automargin": True}
    if scale.kind != "time":
        ticks = [tick for tick in scale.ticks if tick.label]
        layout |= {"tickmode": "array", "tickvals": [t.at for t in ticks], "ticktext": [t.label for t in ticks]}
    return layout


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
