"""What the reader's own chart always has in Plotly; the scripts add fields, marks and the colours of the page."""

from __future__ import annotations

from typing import Any

from catalog.charts.plotly.values import FAINT

_GAP = {"ticks": "outside", "ticklen": 7, "tickcolor": "rgba(0,0,0,0)"}
"""Between the marks and the labels of an axis."""

_AXIS: dict[str, Any] = {
    "automargin": True,
    "exponentformat": "B",
    **_GAP,
    "separatethousands": True,
    "gridcolor": FAINT,
    "zerolinecolor": FAINT,
}

_FADING = {"unselected": {"marker": {"opacity": 0.13}}}
"""What the filters leave out."""

FIGURE: dict[str, Any] = {
    "config": {"displayModeBar": False, "responsive": True, "doubleClick": False, "showAxisDragHandles": False},
    "layout": {
        "margin": {"l": 20, "r": 20, "t": 10, "b": 40},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "closest",
        "legend": {"orientation": "h", "yref": "container", "y": 0, "itemclick": False, "itemdoubleclick": False},
    },
    "linear": _AXIS | {"minexponent": 3, "rangemode": "tozero"},
    "log": _AXIS | {"minexponent": 2, "nticks": 8},
    "time": _AXIS,
    "words": {"automargin": True, **_GAP, "zeroline": False, "fixedrange": True, "gridcolor": FAINT},
    "marks": {"type": "scatter", "hoverinfo": "text", "textposition": "middle right", **_FADING},
    "arrows": {"type": "scatter", "hoverinfo": "skip", "showlegend": False, "mode": "markers", **_FADING},
    "arrow": {"symbol": "triangle-down", "size": 7, "standoff": 11},
    "head": {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "yanchor": "top", "align": "left", "showarrow": False},
    "line": {"type": "line", "x0": 0, "x1": 1, "y0": 0, "y1": 1},
}
