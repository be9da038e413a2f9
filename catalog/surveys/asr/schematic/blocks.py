"""Draws the blocks from top to bottom, with arrows between them, and below them the state of each part by stage.

All lengths are user units; a function that draws from `y` downward returns what it drew and where that ends.
"""

from __future__ import annotations

from functools import cache, lru_cache

from markupsafe import Markup

from catalog.drawings import svg
from catalog.surveys.asr.record import State
from catalog.surveys.asr.schematic.data import (
    CROSS_ATTENTION,
    HEADINGS,
    Block,
    BlockDiagram,
    StateOrBlank,
    joined,
    state_text,
)
from catalog.surveys.asr.schematic.glyphs import DASHES, TONES, glyph, tokens, wave

WIDTH = 320.0
"""The narrowest phone's."""
_MARGIN, _PADDING = 8.0, 10.0
_INNER = WIDTH - 2 * _MARGIN
_SMALL, _NORMAL, _LARGE = 11.5, 12.5, 14.0
"""Font sizes."""
_LINE = 16.0
_ARROW = 34.0
"""The distance between two blocks."""
_ADAPTER = 36.0
"""What a block is narrower when a LoRA adapter (28 wide) is next to it."""

Drawn = tuple[list[Markup], float]
"""Parts, and the y at which they end."""


def draw_blocks(data: BlockDiagram) -> Drawn:
    """Draw the audio at the top, a block for each part, and the text at the bottom."""
    parts, y = [*_audio()], 52.0
    for block, rate in zip(data.blocks, (data.encoder_rate, data.llm_rate, ""), strict=True):
        drawn, y = _block(block, y)
        parts.append(drawn)
        if block.key != "llm":
            parts += _connection(block, data, rate, y)
            y += _ARROW
    parts.append(_arrow(y, ""))
    parts.append(svg.label(WIDTH / 2, y + 38, "text", _NORMAL, text_anchor="middle", class_="end"))
    return parts, y + 46


@cache
def _audio() -> tuple[Markup, ...]:
    """What enters, the same in all diagrams."""
    return wave(WIDTH / 2, 16), svg.label(WIDTH / 2 + 44, 20, "audio", _NORMAL), _arrow(30.0, "")


def _connection(block: Block, data: BlockDiagram, rate: str, y: float) -> list[Markup]:
    """What leads from a block to the next: an arrow, tokens, or attention that reaches into the layers."""
    if block.key != "connector":
        return [_arrow(y, rate, _ARROW)]
    text = joined(rate, "tokens") if data.discrete else rate
    if data.family == CROSS_ATTENTION:
        return _attention(y, text)
    return [_arrow(y, text, _ARROW), *([tokens(WIDTH / 2 - 62, y + 10)] if data.discrete else [])]


@lru_cache(maxsize=1000)
def _arrow(y: float, text: str, length: float = 22) -> Markup:
    x = WIDTH / 2
    line = svg.path(_arrow_path(x, y + 3, y + length - 3), fill="none", stroke="currentColor", stroke_width=1.5)
    text = svg.truncate(text, x - 12 - _MARGIN, _SMALL)
    label = [svg.label(x + 12, y + length / 2 + 4, text, _SMALL, class_="rate")] if text else []
    return svg.element("g", line, *label, class_="arrow")


def _arrow_path(x: float, y: float, tip: float) -> str:
    return f"M{x} {y}V{tip:.1f}M{x - 4} {tip - 5:.1f}L{x} {tip:.1f}L{x + 4} {tip - 5:.1f}"


def _attention(y: float, rate: str) -> list[Markup]:
    """Arrows that enter the LLM across its layers instead of one at its input."""
    paint = {"fill": "none", "stroke": "currentColor", "stroke_width": 1.5, "stroke_dasharray": "4 2"}
    arrows = [svg.path(_arrow_path(x, y + 2, y + _ARROW + 5), **paint) for x in (40, 66, 92)]
    text = svg.truncate(joined("into its layers", rate), WIDTH - _MARGIN - 108, _SMALL)
    label = svg.label(108, y + _ARROW / 2 + 4, text, _SMALL, class_="rate")
    return [svg.element("g", *arrows, label, class_="arrow cross")]


@lru_cache(maxsize=1000)
def _block(block: Block, y: float) -> tuple[Markup, float]:
    """One block with all its text."""
    has_adapter = block.state is State.LORA
    width = _INNER - _ADAPTER if has_adapter else _INNER
    items, bottom = _items(block, y + 26, width)
    state = state_text(block.state)
    right = _MARGIN + width - _PADDING - 4
    glyph_x = right - svg.text_width(state, _SMALL) - 8
    return svg.element(
        "g",
        _outline(block.key, block.state, y, width, bottom - y),
        *([_adapter(_MARGIN + width, y)] if has_adapter else []),
        svg.label(_MARGIN + _PADDING + 4, y + 18, block.heading, _SMALL, class_="head"),
        svg.label(right, y + 18, state, _SMALL, text_anchor="end", class_="state"),
        svg.element("g", glyph(block.state), transform=f"translate({glyph_x:.1f} {y + 14:.1f})"),
        *items,
        class_="part",
        data_part=block.key,
    ), bottom


def _items(block: Block, y: float, width: float) -> Drawn:
    """The items below each other, with frames around them where there are several."""
    several = len(block.items) > 1
    x = _MARGIN + _PADDING + (10 if several else 4)
    room = width - 2 * (x - _MARGIN)
    parts: list[Markup] = []
    for index, item in enumerate(block.items):
        if index:
            join = svg.label(_MARGIN + width / 2, y + 11, block.join, _SMALL, text_anchor="middle", class_="join")
            parts.append(join)
            y += 15
        top = y
        y += 4 if several else 0
        for line in svg.wrap(item.name, room, _LARGE, bold=True):
            y += _LINE
            parts.append(svg.label(x, y - 3, line, _LARGE, font_weight="bold"))
        for line in svg.wrap(item.details, room, _SMALL):
            y += _LINE
            parts.append(svg.label(x, y - 3, line, _SMALL))
        y += 6
        if several:
            frame = {"fill": "none", "stroke": "currentColor", "stroke_opacity": 0.4}
            left, inner = _MARGIN + _PADDING, width - 2 * _PADDING
            parts.append(svg.rectangle(left, top, inner, y - top, rx=4, class_="item", **frame))
    return parts, y + (8 if several else 2)


@lru_cache(maxsize=1000)
def _outline(key: str, state: StateOrBlank, y: float, width: float, height: float) -> Markup:
    """Rounded for encoder and LLM, narrowing for the connector; thick where trained, dashed where absent."""
    tone = TONES.get(state, "currentColor")
    paint = {
        "fill": tone if state in TONES else "none",
        "fill_opacity": 0.1,
        "stroke": tone,
        "stroke_width": 2.4 if state in (State.TRAINED, State.PARTLY) else 1.4,
        "stroke_dasharray": DASHES.get(state),
        "class_": "box",
    }
    if key != "connector":
        return svg.rectangle(_MARGIN, y, width, height, rx=8 if key == "encoder" else 2, **paint)
    left, right, bottom = _MARGIN, _MARGIN + width, y + height
    return svg.path(
        f"M{left} {y:.1f}H{right:.1f}L{right - 9:.1f} {bottom:.1f}H{left + 9}Z", stroke_linejoin="round", **paint
    )


def _adapter(x: float, y: float) -> Markup:
    """The LoRA adapter: a small module next to the frozen weights."""
    tone = TONES[State.LORA]
    wires = svg.path(f"M{x:.1f} {y + 12:.1f}h18M{x:.1f} {y + 40:.1f}h18", fill="none", stroke=tone, stroke_width=1.4)
    body = f"M{x + 8:.1f} {y + 12:.1f}h20l-6 14l6 14h-20l6 -14z"
    return svg.element("g", wires, svg.path(body, fill=tone, fill_opacity=0.55, stroke=tone), class_="adapter")


_COLUMNS = {"encoder": 188.0, "connector": 244.0, "llm": 294.0}
"""The middle of each column of glyphs: their headings, 46, 58 and 24 wide, have at least 4 between them."""


def draw_stages(data: BlockDiagram, y: float) -> Drawn:
    """Draw a line a stage, with the glyph of each part's state."""
    if not data.stages:
        return [], y
    y += 16
    parts = [svg.label(_MARGIN, y, "Training stages", _SMALL, font_weight="bold")]
    parts += [svg.label(x, y, HEADINGS[part], 11, text_anchor="middle") for part, x in _COLUMNS.items()]
    y += 8
    for number, name, states in data.stages:
        parts.append(svg.line(_MARGIN, y, WIDTH - _MARGIN, y, stroke_opacity=0.25))
        lines = svg.wrap(f"{number}. {name}", _COLUMNS["encoder"] - 30, _SMALL)
        parts += [svg.label(_MARGIN, y + 16 + 15 * index, line, _SMALL) for index, line in enumerate(lines)]
        parts += [_stage_state(part, number, state, y + 13) for part, state in zip(_COLUMNS, states, strict=True)]
        y += 15 * len(lines) + 9
    return parts, y


@lru_cache(maxsize=1000)
def _stage_state(part: str, number: str, state: StateOrBlank, y: float) -> Markup:
    title = svg.element("title", f"{HEADINGS[part]} in stage {number}: {state}")
    return svg.element("g", title, glyph(state), transform=f"translate({_COLUMNS[part]} {y:.1f})")


_LEGEND = svg.Flow(left=_MARGIN + 7, right=WIDTH - _MARGIN, gap=14, line=19)


def glyph_legend(data: BlockDiagram, y: float) -> Drawn:
    """Draw the glyphs of the stages with their meaning."""
    states = list(dict.fromkeys(state for *_, states in data.stages for state in states))
    if not states:
        return [], y
    positions, y = _LEGEND.place([16 + svg.text_width(state, _SMALL) for state in states], y + 16)
    parts: list[Markup] = []
    for state, (left, baseline) in zip(states, positions, strict=True):
        parts.append(svg.element("g", glyph(state), transform=f"translate({left:.1f} {baseline:.1f})"))
        parts.append(svg.label(left + 12, baseline + 4, str(state), _SMALL))
    return parts, y + 14
