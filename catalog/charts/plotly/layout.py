"""The layout of a figure: axes as in the picture, and the words around the plane."""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import wrap

from catalog.charts.marks import TEXT
from catalog.charts.plot import Axis, Plot
from catalog.charts.plotly.marks import far_names
from catalog.charts.plotly.values import FAINT, GREY, Json, coordinate, on_paper, text

NOTE = "(note)"
"""The name of annotations that say what a figure does not show; other ones are called like the key of their mark."""
_AXIS, _LINE, _ROW, _LETTER, _KEY = 48.0, 17.0, 21.0, 6.6, 44.0
"""Heights of an axis with its labels and title, of a line of text, and of a row of the legend; the mean width of a
letter, and how much wider an entry of the legend is than its text."""


def layout(plot: Plot, title: str, subtitle: str, notes: Sequence[str], series: Sequence[str]) -> Json:
    """Return the layout: title and subtitle above the plane, the notes below it, then the legend of the series."""
    longest = int((plot.x.ends[1] - 24) / _LETTER)
    head, foot = (wrap(text, longest) for text in (subtitle, " ".join(filter(None, notes))))
    above, below = 56 + _LINE * len(head), _LINE * len(foot)
    labels = max((tick.label.count("\n") for tick in plot.x.places), default=0)
    top = above + (_AXIS + _LINE * labels) * plot.x.is_on_top
    # Plotly puts the entries of a legend into columns as wide as the widest of them.
    widest = max((_LETTER * len(name) for name in series), default=0) + _KEY
    rows = math.ceil(len(series) / max(plot.x.ends[1] // widest, 1))
    bottom = _AXIS * (not plot.x.is_on_top) + below + _ROW * rows + _LINE
    shapes = [_rule(at) for at in plot.y.lines]
    annotations = [*far_names(plot), *_note(foot, 8 + _AXIS * (not plot.x.is_on_top))]
    return {
        "template": {"data": {"scatter": [{"type": "scatter"}]}},  # as Plotly writes one without anything
        # How high the words above and below it are: a page that says them itself shows the figure without.
        "meta": {"above": above, "below": below},
        "title": {"text": text(title), "subtitle": {"text": text("\n".join(head))}, "x": 0.02},
        "height": round(abs(plot.y.ends[0] - plot.y.ends[1]) + top + bottom),
        "margin": {"l": 48, "r": 24, "t": top, "b": bottom},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "closest",
        "barmode": "overlay",
        "legend": {"orientation": "h", "x": 0, "y": 0, "yanchor": "bottom", "yref": "container"},
        "xaxis": _axis(plot.x, "top" if plot.x.is_on_top else "bottom"),
        "yaxis": _axis(plot.y, "left"),
        **({"shapes": shapes} if shapes else {}),
        **({"annotations": annotations} if annotations else {}),
    }


def _axis(axis: Axis, side: str) -> Json:
    scale = axis.scale
    ticks = [tick for tick in (scale.ticks if scale else ()) if tick.label]
    named = [(tick.at, tick.label) for tick in ticks] + [(axis.value(tick.at), tick.label) for tick in axis.places]
    kind = {"linear": "linear", "log": "log", "time": "date"}[scale.kind] if scale else "linear"
    return {
        "title": {"text": text(axis.title), "font": {"size": TEXT + 1}, "standoff": 6},
        "tickfont": {"size": TEXT},
        "type": kind,
        "side": side,
        "range": [on_paper(scale, axis.value(end)) for end in axis.ends],
        "tickmode": "array",
        "exponentformat": "B",
        "tickvals": [coordinate(scale, at) for at, _ in named],
        "ticktext": [text(label) for _, label in named],
        "automargin": True,
        "zeroline": False,
        "showgrid": scale is not None,
        "gridcolor": FAINT,
        "fixedrange": scale is None,
    }


def _rule(at: float) -> Json:
    line = {"color": GREY, "width": 0.5}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": at, "y1": at, "line": line, "layer": "below"}


def _note(lines: Sequence[str], below: float) -> list[Json]:
    """So far below the plane."""
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 0, "xanchor": "left", "yanchor": "top", "yshift": -below}
    more = {"name": NOTE, "showarrow": False, "align": "left", "font": {"size": TEXT}}
    return [place | more | {"text": text("\n".join(lines))}] if lines else []
