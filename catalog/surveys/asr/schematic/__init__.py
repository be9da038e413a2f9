"""Draws the architecture of a system as a block diagram: audio, encoders, connector, LLM, text.

What training did to a part is shown by a glyph, a word and an outline, never by colour alone. The diagram goes from top
to bottom and is 320 units wide, so that nothing has to shrink on a phone; `thumbnail` gives a strip for tables, `flow`
what the figure on a system's page shows.
"""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

from catalog.charts import svg
from catalog.surveys.asr.record import System
from catalog.surveys.asr.schematic.blocks import WIDTH, draw_blocks, draw_stages, glyph_legend
from catalog.surveys.asr.schematic.data import CROSS_ATTENTION, StateOrBlank, block_diagram, describe
from catalog.surveys.asr.schematic.flow import flow
from catalog.surveys.asr.schematic.glyphs import DASHES, TONES, glyph
from catalog.values import Vocabularies

__all__ = ["diagram", "flow", "thumbnail"]


def diagram(record: System, vocabularies: Vocabularies) -> Markup:
    """Return the diagram, for the page and as a file of its own."""
    data = block_diagram(record, vocabularies)
    blocks, y = draw_blocks(data)
    stages, y = draw_stages(data, y)
    legend, y = glyph_legend(data, y)
    title = f"Architecture of {data.name}"
    return svg.drawing(WIDTH, y, title, describe(data), *blocks, *stages, *legend, class_="schematic", role="img")


def thumbnail(record: System, vocabularies: Vocabularies) -> Markup:
    """Return a strip: three boxes in a row, each with the first letter of its part and the glyph of its state."""
    data = block_diagram(record, vocabularies)
    parts = [svg.path("M2 23h3M8 15v16M13 19v8M18 11v24", stroke="currentColor", stroke_width=2, fill="none")]
    for index, block in enumerate(data.blocks):
        arrows = 3 if block.key == "llm" and data.family == CROSS_ATTENTION else 1
        parts += _box(40.0 + 64 * index, block.key[0].upper(), block.state, arrows, several=block.join == "+")
    title = f"Architecture of {data.name}"
    return svg.drawing(214.0, 46.0, title, describe(data), *parts, class_="schematic thumbnail", role="img")


@cache
def _box(x: float, letter: str, state: StateOrBlank, arrows: int, *, several: bool) -> list[Markup]:
    """One box with what leads to it."""
    tone = TONES.get(state, "currentColor")
    paint = {"stroke": tone, "stroke_width": 1.4, "stroke_dasharray": DASHES.get(state)}
    return [
        *([svg.rectangle(x + 4, 3, 44, 32, rx=4, fill="none", **paint)] if several else []),
        svg.rectangle(x, 7, 44, 32, rx=4, fill=tone, fill_opacity=0.1, **paint),
        svg.label(x + 8, 28, letter, 14, font_weight="bold"),
        svg.element("g", glyph(state), transform=f"translate({x + 31} 23)"),
        _arrows(x - 17, 23, count=arrows),
    ]


def _arrows(x: float, y: float, *, count: int) -> Markup:
    """Arrows to the right, 8 units below each other around `y`."""
    rows = [8 * (number - count // 2) for number in range(count)]
    arrows = "".join(f"M{x} {y + dy}h14m-4 -4l4 4l-4 4" for dy in rows)
    return svg.path(arrows, fill="none", stroke="currentColor", stroke_width=1.3)
