"""Draws the architecture of a system as a block diagram: audio, encoders, connector, LLM, text.

What training did to a part is shown by a glyph, a word and an outline, never by colour alone. The diagram goes from top
to bottom and is 320 units wide, so that nothing has to shrink on a phone; `flow` gives what
the figure on a system's page shows.
"""

from __future__ import annotations

from markupsafe import Markup

from catalog.drawings import svg
from catalog.surveys.asr.record import System
from catalog.surveys.asr.schematic.blocks import WIDTH, draw_blocks, draw_stages, glyph_legend
from catalog.surveys.asr.schematic.data import block_diagram, describe
from catalog.surveys.asr.schematic.flow import flow
from catalog.values import Vocabularies

__all__ = ["diagram", "flow"]


def diagram(record: System, vocabularies: Vocabularies) -> Markup:
    """Return the diagram, for the page and as a file of its own."""
    data = block_diagram(record, vocabularies)
    blocks, y = draw_blocks(data)
    stages, y = draw_stages(data, y)
    legend, y = glyph_legend(data, y)
    title = f"Architecture of {data.name}"
    return svg.drawing(WIDTH, y, title, describe(data), *blocks, *stages, *legend, class_="schematic", role="img")
