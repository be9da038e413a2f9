"""Draws the architecture of one system from its record: audio, encoders, connector, LLM, text.

Every part says by a glyph, a word and an outline, never by colour alone, what training did to it. Top to bottom and
320 units wide, so that nothing has to shrink on a phone; `thumbnail` gives a strip for tables.
"""

from __future__ import annotations

from markupsafe import Markup

from catalog.charts import svg
from catalog.surveys.asr.record import System
from catalog.surveys.asr.schematic.flow import WIDTH, flow, keys, stages
from catalog.surveys.asr.schematic.glyphs import DASHES, TONES, glyph
from catalog.surveys.asr.schematic.reading import CROSS, describe, read
from catalog.values import Vocabularies

__all__ = ["describe", "draw", "thumbnail"]


def draw(record: System, vocabularies: Vocabularies) -> Markup:
    """The drawing, for the page and as a file of its own."""
    seen = read(record, vocabularies)
    title, text = f"Architecture of {record.name}", describe(record, vocabularies)
    parts, y = flow(seen)
    rows, y = stages(seen, y)
    signs, y = keys(seen, y)
    return svg.drawing(WIDTH, y, title, text, *parts, *rows, *signs, class_="schematic", role="img")


def thumbnail(record: System, vocabularies: Vocabularies) -> Markup:
    """A strip: three boxes in a row, each with the first letter of its part and the glyph of its state."""
    seen = read(record, vocabularies)
    title, text = f"Architecture of {record.name}", describe(record, vocabularies)
    made = [svg.path("M2 23h3M8 15v16M13 19v8M18 11v24", stroke="currentColor", stroke_width=2, fill="none")]
    for index, part in enumerate(seen.parts):
        x = 40.0 + 64 * index
        tone = TONES.get(part.state, "currentColor")
        paint = {"stroke": tone, "stroke_width": 1.4, "stroke_dasharray": DASHES.get(part.state)}
        if part.join == "+":
            made.append(svg.rectangle(x + 4, 3, 44, 32, rx=4, fill="none", **paint))
        made.append(svg.rectangle(x, 7, 44, 32, rx=4, fill=tone, fill_opacity=0.1, **paint))
        made.append(svg.label(x + 8, 28, part.key[0].upper(), 14, font_weight="bold"))
        made.append(svg.element("g", glyph(part.state), transform=f"translate({x + 31} 23)"))
        made.append(_across(x - 17, 23, crossing=part.key == "llm" and seen.family == CROSS))
    return svg.drawing(214.0, 46.0, title, text, *made, class_="schematic thumbnail", role="img")


def _across(x: float, y: float, *, crossing: bool) -> Markup:
    rows = (-8, 0, 8) if crossing else (0,)
    arrows = "".join(f"M{x} {y + dy}h14m-4 -4l4 4l-4 4" for dy in rows)
    return svg.path(arrows, fill="none", stroke="currentColor", stroke_width=1.3)
