"""The glyphs of the diagram: what training did to a part, audio, tokens."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

from catalog.drawings import svg
from catalog.surveys.asr.record import State
from catalog.surveys.asr.schematic.data import StateOrBlank
from catalog.values import Blank

TONES: dict[StateOrBlank, str] = {
    State.FROZEN: "var(--blue, #1c5ba6)",
    State.TRAINED: "var(--orange, #a53d06)",
    State.PARTLY: "var(--orange, #a53d06)",
    State.LORA: "var(--violet, #6a3c9f)",
}
DASHES: dict[StateOrBlank, str] = {
    State.ABSENT: "6 4",
    Blank.NOT_APPLICABLE: "6 4",
    Blank.NOT_REPORTED: "2 3",
    Blank.NOT_CHECKED: "2 3",
}

_FLAME = "M0 -7C1 -4 5 -2 5 2.5A5 5 0 0 1 -5 2.5C-5 0 -3.5 -1 -3 -3C-2 -2 -1.5 -1.5 -1.5 -0.5C0 -2 0.5 -4.5 0 -7Z"
_FLAKE = (
    "M0 -6.5V6.5M-5.6 -3.2L5.6 3.2M-5.6 3.2L5.6 -3.2M-2 -5.5L0 -4L2 -5.5M-2 5.5L0 4L2 5.5"
    "M-5.8 -0.9L-3.4 -2L-3.7 -4.6M5.8 0.9L3.4 2L3.7 4.6M-5.8 0.9L-3.4 2L-3.7 4.6M5.8 -0.9L3.4 -2L3.7 -4.6"
)


@cache
def glyph(state: StateOrBlank) -> Markup:
    """Return a snowflake, a flame, half a flame, an adapter or a struck circle; a dotted circle where unknown."""
    tone = TONES.get(state, "currentColor")
    line = {"fill": "none", "stroke": tone, "stroke_width": 1.3}
    dots = svg.element("circle", r=6, stroke_dasharray="1.5 1.8", **line)
    parts = {
        State.FROZEN: (svg.path(_FLAKE, **line),),
        State.TRAINED: (svg.path(_FLAME, fill=tone),),
        State.PARTLY: (svg.path(_FLAME, **line), svg.path("M-5 2.5A5 5 0 0 0 5 2.5Z", fill=tone)),
        State.LORA: (
            svg.rectangle(-6.5, -6, 6.5, 12, **line),
            svg.path("M1.5 -5h5l-1.5 5l1.5 5h-5l1.5 -5z", fill=tone),
        ),
        State.ABSENT: (svg.element("circle", r=5.5, **line), svg.path("M-4 4L4 -4", **line)),
        Blank.NOT_APPLICABLE: (svg.path("M-5 0H5", **line),),
        Blank.NOT_REPORTED: (dots, svg.label(0, 4, "?", 10, text_anchor="middle")),
        Blank.NOT_CHECKED: (dots,),
    }
    return svg.element("g", *parts[state], class_="glyph")


def tokens(x: float, y: float) -> Markup:
    """Return a row of squares: tokens of a finite inventory."""
    squares = [
        svg.rectangle(x + 13 * i, y, 10, 10, fill="currentColor" if i in (1, 2) else "none", stroke="currentColor")
        for i in range(4)
    ]
    return svg.element("g", *squares, class_="tokens")


def wave(x: float, y: float) -> Markup:
    """Return a waveform."""
    heights = (3, 7, 4, 10, 13, 6, 11, 5, 8, 3)
    bars = "".join(f"M{x - 32 + 7 * i} {y - height / 2}v{height}" for i, height in enumerate(heights))
    return svg.path(bars, fill="none", stroke="currentColor", stroke_width=2.2, stroke_linecap="round")
