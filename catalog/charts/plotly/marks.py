"""The marks of a plot as traces: series of one form and colour, with names, days, halos and bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from catalog.charts.legend import bound_label
from catalog.charts.marks import MARKER_STYLES, ONLY_STYLE, TEXT
from catalog.charts.plot import Label, Mark, Plot, Point
from catalog.charts.plotly.values import GREY, Json, coordinate, on_paper, text, trace
from catalog.values import Bound

_TURNS = ({Bound.AT_LEAST: -90, Bound.AT_MOST: 90}, {Bound.AT_LEAST: -180, Bound.AT_MOST: 0})
"""From where triangles point away from their marks, across and upward: degrees from the top."""
_BAR = 11.0


def mark_traces(plot: Plot) -> Iterator[Json]:
    """Yield the traces, the lowest first."""
    yield from chain(_days(plot), _series(plot), _halos(plot), _bounds(plot))


def _series(plot: Plot) -> Iterator[Json]:
    """Marks that share a form and a colour."""
    groups: dict[tuple[str, bool, str], list[Mark]] = {}
    for mark in plot.marks:
        groups.setdefault((mark.series, mark.form == "bar", mark.style.hex), []).append(mark)
    colours = [style.hex for style in MARKER_STYLES]
    order = sorted(groups, key=lambda group: colours.index(group[2]) if group[2] in colours else len(colours))
    for name, is_bar, colour in order:
        marks = groups[name, is_bar, colour]
        points = [(mark.subject.key, mark.values) for mark in marks]
        words = {"hovertext": [text(mark.title) for mark in marks], "hoverinfo": "text", "cliponaxis": False}
        is_listed = bool(name) and plot.y.scale is not None
        more = words | {"showlegend": is_listed, "textfont": {"size": TEXT}} | _texts(plot, marks)
        if is_bar:
            yield trace(plot, "bar", name, points, **more, **_bar_look(marks, colour))
        else:
            yield trace(plot, "scatter", name, points, **more, **_marker_look(marks, colour))


def _texts(plot: Plot, marks: Sequence[Mark]) -> Json:
    """The values of rows, whose names are on the axis; else the names that stand beside their marks."""
    if plot.y.places and any(mark.value for mark in marks):
        is_bar = marks[0].form == "bar"
        return {
            "text": [
                "\u2003" * (mark.bounds[0] is Bound.AT_LEAST) + text(mark.value.text if mark.value else "")
                for mark in marks
            ],
            "textposition": "outside" if is_bar else "middle right",
        }
    return {
        "text": ["" if _is_apart(mark) else _beside(mark, mark.name) for mark in marks],
        "textposition": [_side(mark) for mark in marks],
    }


def _beside(mark: Mark, label: Label | None) -> str:
    """A text behind the arrow where there is one; empty without a label."""
    is_behind = mark.bounds[0] is Bound.AT_LEAST and _side(mark) == "middle right"
    return "\u2003" * is_behind + text(label.text) if label else ""


def _side(mark: Mark) -> str:
    """On which side of a mark its name is."""
    name, (_, y) = mark.name, mark.at
    if name is None or _is_apart(mark):
        return "middle right"
    up = name.baseline - 4 - y
    across = {None: "right", "middle": "center", "end": "left"}[name.anchor]
    return f"{'middle' if abs(up) < 5 else 'top' if up < 0 else 'bottom'} {across}"


def _marker_look(marks: Sequence[Mark], colour: str) -> Json:
    symbols = [mark.style.symbol + "-open" * (mark.is_hollow or mark.form == "period") for mark in marks]
    look = {"size": [2 * mark.radius - 1 for mark in marks], "symbol": symbols, "color": colour, "opacity": 1}
    is_named = any(mark.name or mark.value for mark in marks)
    return {
        "mode": "markers+text" if is_named else "markers",
        "marker": look | {"line": {"width": 1.6, "color": colour}},
    }


def _days(plot: Plot) -> Iterator[Json]:
    """From the first to the last day that each date can mean, or from end to end of a span, with a gap behind."""
    vague = [(mark, mark.days, (mark.values[1],) * 2) for mark in plot.marks if mark.days]
    vague += [(mark, (mark.values[0],) * 2, mark.heights) for mark in plot.marks if mark.heights]
    for colour in dict.fromkeys(mark.style.hex for mark, *_ in vague):
        own = [each for each in vague if each[0].style.hex == colour]
        yield {
            "type": "scatter",
            "name": "",
            "customdata": [mark.subject.key for mark, *_ in own for _ in range(3)],
            "x": [x for _, days, _ in own for x in (*(coordinate(plot.x.scale, day) for day in days), None)],
            "y": [y for _, _, ends in own for y in (*ends, None)],
            "mode": "lines",
            "line": {"color": colour, "width": 7},
            "opacity": 0.35,
            "hoverinfo": "skip",
            "showlegend": False,
        }


def _bar_look(marks: Sequence[Mark], colour: str) -> Json:
    fills = ["rgba(0,0,0,0)" if mark.is_hollow else colour for mark in marks]
    paint = {"color": fills, "line": {"color": colour, "width": 1.6}}
    return {"orientation": "h", "width": _BAR, "marker": paint, "constraintext": "none"}


def _is_apart(mark: Mark) -> bool:
    """Whether its name is too far away for a text of Plotly."""
    return mark.name is not None and bool(mark.name.line or (mark.reach and mark.form != "bar"))


def far_names(plot: Plot) -> Iterator[Json]:
    """Names with a line to their mark, and those behind the days of a date."""
    for mark in plot.marks:
        name, (x, y), (across, up) = mark.name, mark.at, mark.values
        if name is None or not _is_apart(mark):
            continue
        if mark.days and not name.line:
            across, at = mark.days[name.anchor is None], {"xshift": -6 if name.anchor else 6, "showarrow": False}
        else:
            at = {"ax": round(name.x - x), "ay": round(name.baseline - 4 - y), "showarrow": True}
        yield at | {
            "name": mark.subject.key,
            "text": text(name.text),
            "x": on_paper(plot.x.scale, across),
            "y": on_paper(plot.y.scale, up),
            "xanchor": {None: "left", "middle": "center", "end": "right"}[name.anchor],
            "arrowhead": 0,
            "arrowwidth": 0.8,
            "arrowcolor": GREY,
            "standoff": 6,
            "font": {"size": TEXT},
        }


def _aside(plot: Plot, name: str, points: Iterable[tuple[str, Point]], look: Json, *, is_listed: bool = True) -> Json:
    """Signs around marks, which say nothing by themselves."""
    more = {"hoverinfo": "skip", "showlegend": is_listed, "cliponaxis": False}
    return trace(plot, "scatter", name, points, mode="markers", marker=look, **more)


def _halos(plot: Plot) -> Iterator[Json]:
    """Rings around marks."""
    for ring in range(max((mark.rings for mark in plot.marks), default=0)):
        for words in dict.fromkeys(mark.halo for mark in plot.marks if mark.rings > ring):
            points = [
                (mark.subject.key, mark.values) for mark in plot.marks if mark.rings > ring and mark.halo == words
            ]
            look = {"symbol": "circle-open", "size": 18 + 6 * ring, "color": GREY, "line": {"width": 1}}
            yield _aside(plot, words, points, look, is_listed=ring == 0)


def _bounds(plot: Plot) -> Iterator[Json]:
    """Arrows to where the true values lie; of hollow marks, which are only about right, an entry in the legend."""
    named: set[Bound] = set()
    for axis, turns in enumerate(_TURNS):
        for bound, turn in turns.items():
            points = [(mark.subject.key, mark.values) for mark in plot.marks if mark.bounds[axis] is bound]
            look = {"symbol": "triangle-down", "size": 8, "angle": turn, "standoff": 10, "color": GREY}
            if points:
                yield _aside(plot, bound_label(bound), points, look, is_listed=bound not in named)
                named.add(bound)
    if any(Bound.ABOUT in mark.bounds for mark in plot.marks):
        look = {"symbol": "circle-open", "size": 10, "color": ONLY_STYLE.hex}
        empty = {"x": [None], "y": [None], "customdata": [], "mode": "markers", "marker": look, "hoverinfo": "skip"}
        yield {"type": "scatter", "name": bound_label(Bound.ABOUT), "showlegend": True, **empty}
