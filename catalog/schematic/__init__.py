"""Draws the architecture of one system from its record: audio, encoders, connector, LLM, text.

Every part says by a glyph, a word and an outline, never by colour alone, what training did to it. Top to bottom and
320 units wide, so that nothing has to shrink on a phone; `thumbnail` gives a strip for tables.
"""

from __future__ import annotations

from markupsafe import Markup

from catalog import svg
from catalog.asr import System
from catalog.schematic.flow import WIDTH, flow, keys, stages
from catalog.schematic.glyphs import DASHES, TONES, glyph, wave
from catalog.schematic.reading import CROSS, SystemSeen, describe, read
from catalog.values import Vocabularies

__all__ = ["describe", "draw"]


def draw(record: System, vocabularies: Vocabularies, thumbnail: bool = False) -> Markup:  # noqa: FBT001, FBT002
    """The drawing: for the page and as a file of its own, or as a strip for tables."""
    seen = read(record, vocabularies)
    title, text = f"Architecture of {record.name}", describe(record, vocabularies)
    if thumbnail:
        return _strip(seen, title, text)
    parts, y = flow(seen)
    rows, y = stages(seen, y)
    signs, y = keys(seen, y)
    return svg.drawing(WIDTH, y, title, text, *parts, *rows, *signs, class_="schematic", role="img")


def _strip(seen: SystemSeen, title: str, text: str) -> Markup:
    """Three boxes in a row, each with the first letter of its part and the glyph of its state."""
    made = [wave(34, 22)]
    for index, part in enumerate(seen.parts):
        x = 80.0 + 66 * index
        tone = TONES.get(part.state, "currentColor")
        paint = {"stroke": tone, "stroke_width": 1.4, "stroke_dasharray": DASHES.get(part.state)}
        if len(part.items) > 1 and part.join == "+":
            made.append(svg.box(x + 4, 3, 44, 32, rx=4, fill="none", **paint))
        made.append(svg.box(x, 7, 44, 32, rx=4, fill=tone, fill_opacity=0.1, **paint))
        made.append(svg.label(x + 8, 28, part.head[0] if part.key != "encoder" else "E", 13, font_weight="bold"))
        made.append(svg.element("g", glyph(part.state), transform=f"translate({x + 31} 23)"))
        made.append(_across(x - 18, 23, crossing=part.key == "llm" and seen.family == CROSS))
    made.append(_across(80 + 66 * 3 - 18, 23, crossing=False))
    made.append(svg.label(80 + 66 * 3, 27, "text", 12))
    return svg.drawing(310.0, 46.0, title, text, *made, class_="schematic thumbnail", role="img")


def _across(x: float, y: float, *, crossing: bool) -> Markup:
    rows = (-8, 0, 8) if crossing else (0,)
    arrows = "".join(f"M{x} {y + dy}h14m-4 -4l4 4l-4 4" for dy in rows)
    return svg.path(arrows, fill="none", stroke="currentColor", stroke_width=1.3)
