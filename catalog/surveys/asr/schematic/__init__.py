"""Draws the architecture of a system as a block diagram: audio, encoders, connector, LLM, text.

What training did to a part is shown by a glyph, a word and an outline, never by colour alone. The diagram goes from top
to bottom and is 320 units wide, so that nothing has to shrink on a phone; `thumbnail` gives a strip for tables.
"""

from __future__ import annotations

from markupsafe import Markup

from catalog.charts import svg
from catalog.surveys.asr.record import System
from catalog.surveys.asr.schematic.blocks import WIDTH, draw_blocks, draw_stages, glyph_legend
from catalog.surveys.asr.schematic.data import CROSS_ATTENTION, block_diagram, describe
from catalog.surveys.asr.schematic.glyphs import DASHES, TONES, glyph
from catalog.values import Vocabularies

__all__ = ["describe", "diagram", "thumbnail"]


def diagram(record: System, vocabularies: Vocabularies) -> Markup:
    """Return the diagram, for the page and as a file of its own."""
    data = block_diagram(record, vocabularies)
    blocks, y = draw_blocks(data)
    stages, y = draw_stages(data, y)
    legend, y = glyph_legend(data, y)
    title, description = f"Architecture of {record.name}", describe(record, vocabularies)
    return svg.drawing(WIDTH, y, title, description, *blocks, *stages, *legend, class_="schematic", role="img")


def thumbnail(record: System, vocabularies: Vocabularies) -> Markup:
    """Return a strip: three boxes in a row, each with the first letter of its part and the glyph of its state."""
    data = block_diagram(record, vocabularies)
    parts = [svg.path("M2 23h3M8 15v16M13 19v8M18 11v24", stroke="currentColor", stroke_width=2, fill="none")]
    for index, block in enumerate(data.blocks):
        x = 40.0 + 64 * index
        tone = TONES.get(block.state, "currentColor")
        paint = {"stroke": tone, "stroke_width": 1.4, "stroke_dasharray": DASHES.get(block.state)}
        if block.join == "+":
            parts.append(svg.rectangle(x + 4, 3, 44, 32, rx=4, fill="none", **paint))
        parts.append(svg.rectangle(x, 7, 44, 32, rx=4, fill=tone, fill_opacity=0.1, **paint))
        parts.append(svg.label(x + 8, 28, block.key[0].upper(), 14, font_weight="bold"))
        parts.append(svg.element("g", glyph(block.state), transform=f"translate({x + 31} 23)"))
        parts.append(_arrows(x - 17, 23, count=3 if block.key == "llm" and data.family == CROSS_ATTENTION else 1))
    title, description = f"Architecture of {record.name}", describe(record, vocabularies)
    return svg.drawing(214.0, 46.0, title, description, *parts, class_="schematic thumbnail", role="img")


def _arrows(x: float, y: float, *, count: int) -> Markup:
    """Arrows to the right, 8 units below each other around `y`."""
    rows = [8 * (number - count // 2) for number in range(count)]
    arrows = "".join(f"M{x} {y + dy}h14m-4 -4l4 4l-4 4" for dy in rows)
    return svg.path(arrows, fill="none", stroke="currentColor", stroke_width=1.3)
