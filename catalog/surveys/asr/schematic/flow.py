"""The way of the sound through the parts, from top to bottom, and the states of the parts in each stage."""

from __future__ import annotations

from markupsafe import Markup

from catalog.charts import svg
from catalog.surveys.asr.record import State
from catalog.surveys.asr.schematic.glyphs import DASHES, TONES, glyph, tokens, wave
from catalog.surveys.asr.schematic.reading import CROSS, HEADS, PartSeen, SystemSeen, joined, words

WIDTH = 320.0
_EDGE, _PAD = 8.0, 10.0
_INNER = WIDTH - 2 * _EDGE
_SMALL, _NORMAL, _LARGE = 11.5, 12.5, 14.0
_LINE = 16.0
_ARROW = 34.0


def flow(seen: SystemSeen) -> tuple[list[Markup], float]:
    """Audio at the top, text at the bottom; and where that ends."""
    made, y = [wave(WIDTH / 2, 16), svg.label(WIDTH / 2 + 44, 20, "audio", _NORMAL)], 30.0
    rates = (seen.encoder_rate, seen.llm_rate)
    made.append(_down(y, ""))
    y += 22
    for part, rate in zip(seen.parts, (*rates, ""), strict=True):
        block, y = _box(part, y)
        made.append(block)
        if part.key != "llm":
            made += _between(part, seen, rate, y)
            y += _ARROW
    made.append(_down(y, ""))
    made.append(svg.label(WIDTH / 2, y + 38, "text", _NORMAL, text_anchor="middle", class_="end"))
    return made, y + 46


def _between(part: PartSeen, seen: SystemSeen, rate: str, y: float) -> list[Markup]:
    """The way from one box to the next: an arrow, tokens, or attention that reaches into the layers."""
    if part.key != "connector":
        return [_down(y, rate, _ARROW)]
    told = joined(rate, "tokens") if seen.discrete else rate
    if seen.family == CROSS:
        return _attention(y, told)
    return [_down(y, told, _ARROW), *([tokens(WIDTH / 2 - 62, y + 10)] if seen.discrete else [])]


def _down(y: float, told: str, length: float = 22) -> Markup:
    x, tip = WIDTH / 2, y + length - 3
    arrow = svg.path(
        f"M{x} {y + 3}V{tip:.1f}M{x - 4} {tip - 5:.1f}L{x} {tip:.1f}L{x + 4} {tip - 5:.1f}",
        fill="none",
        stroke="currentColor",
        stroke_width=1.5,
    )
    told = svg.truncate(told, x - 12 - _EDGE, _SMALL)
    label = [svg.label(x + 12, y + length / 2 + 4, told, _SMALL, class_="rate")] if told else []
    return svg.element("g", arrow, *label, class_="arrow")


def _attention(y: float, rate: str) -> list[Markup]:
    """Arrows that enter the LLM across its layers instead of one at its input."""
    arrows = []
    for x in (40, 66, 92):
        tip = y + _ARROW + 5
        d = f"M{x} {y + 2}V{tip:.1f}M{x - 4} {tip - 5:.1f}L{x} {tip:.1f}L{x + 4} {tip - 5:.1f}"
        arrows.append(svg.path(d, fill="none", stroke="currentColor", stroke_width=1.5, stroke_dasharray="4 2"))
    told = svg.truncate(joined("into its layers", rate), WIDTH - _EDGE - 108, _SMALL)
    label = svg.label(108, y + _ARROW / 2 + 4, told, _SMALL, class_="rate")
    return [svg.element("g", *arrows, label, class_="arrow cross")]


def _box(part: PartSeen, y: float) -> tuple[Markup, float]:
    """One part with all its text; and where it ends."""
    wide = _INNER - 36 if part.state is State.LORA else _INNER
    made, bottom = _items(part, y + 26, wide)
    outline = _outline(part, y, wide, bottom - y)
    side = [_adapter(_EDGE + wide, y)] if part.state is State.LORA else []
    word = words(part.state)
    x = _EDGE + wide - _PAD - 4
    sign = x - svg.text_width(word, _SMALL) - 8
    head = (
        svg.label(_EDGE + _PAD + 4, y + 18, part.head, _SMALL, class_="head"),
        svg.label(x, y + 18, word, _SMALL, text_anchor="end", class_="state"),
        svg.element("g", glyph(part.state), transform=f"translate({sign:.1f} {y + 14:.1f})"),
    )
    return svg.element("g", outline, *side, *head, *made, class_="part", data_part=part.key), bottom


def _items(part: PartSeen, y: float, wide: float) -> tuple[list[Markup], float]:
    several = len(part.items) > 1
    x = _EDGE + _PAD + (10 if several else 4)
    room = wide - 2 * (x - _EDGE)
    made: list[Markup] = []
    for index, item in enumerate(part.items):
        if index:
            made.append(svg.label(_EDGE + wide / 2, y + 11, part.join, _SMALL, text_anchor="middle", class_="join"))
            y += 15
        top = y
        y += 4 if several else 0
        for line in svg.wrap(item.name, room, _LARGE, bold=True):
            y += _LINE
            made.append(svg.label(x, y - 3, line, _LARGE, font_weight="bold"))
        for line in svg.wrap(item.details, room, _SMALL):
            y += _LINE
            made.append(svg.label(x, y - 3, line, _SMALL))
        y += 6
        if several:
            frame = {"fill": "none", "stroke": "currentColor", "stroke_opacity": 0.4}
            made.append(svg.rectangle(_EDGE + _PAD, top, wide - 2 * _PAD, y - top, rx=4, class_="item", **frame))
    return made, y + (8 if several else 2)


def _outline(part: PartSeen, y: float, wide: float, high: float) -> Markup:
    """Rounded for encoder and LLM, narrowing for the connector; thick where trained, dashed where absent."""
    tone = TONES.get(part.state, "currentColor")
    paint = {
        "fill": tone if part.state in TONES else "none",
        "fill_opacity": 0.1,
        "stroke": tone,
        "stroke_width": 2.4 if part.state in (State.TRAINED, State.PARTLY) else 1.4,
        "stroke_dasharray": DASHES.get(part.state),
        "class_": "box",
    }
    if part.key != "connector":
        return svg.rectangle(_EDGE, y, wide, high, rx=8 if part.key == "encoder" else 2, **paint)
    left, right, low = _EDGE, _EDGE + wide, y + high
    return svg.path(
        f"M{left} {y:.1f}H{right:.1f}L{right - 9:.1f} {low:.1f}H{left + 9}Z", stroke_linejoin="round", **paint
    )


def _adapter(x: float, y: float) -> Markup:
    """The small module beside frozen weights."""
    tone = TONES[State.LORA]
    wires = svg.path(f"M{x:.1f} {y + 12:.1f}h18M{x:.1f} {y + 40:.1f}h18", fill="none", stroke=tone, stroke_width=1.4)
    body = f"M{x + 8:.1f} {y + 12:.1f}h20l-6 14l6 14h-20l6 -14z"
    return svg.element("g", wires, svg.path(body, fill=tone, fill_opacity=0.55, stroke=tone), class_="adapter")


_COLUMNS = {"encoder": 188.0, "connector": 244.0, "llm": 294.0}


def stages(seen: SystemSeen, y: float) -> tuple[list[Markup], float]:
    """The stages below each other, the states of the parts side by side."""
    if not seen.stages:
        return [], y
    y += 16
    made = [svg.label(_EDGE, y, "Training stages", _SMALL, font_weight="bold")]
    made += [svg.label(x, y, HEADS[part], 11, text_anchor="middle") for part, x in _COLUMNS.items()]
    y += 8
    for number, (name, states) in enumerate(seen.stages, 1):
        made.append(svg.line(_EDGE, y, WIDTH - _EDGE, y, stroke_opacity=0.25))
        lines = svg.wrap(f"{number}. {name}", _COLUMNS["encoder"] - 30, _SMALL)
        made += [svg.label(_EDGE, y + 16 + 15 * at, line, _SMALL) for at, line in enumerate(lines)]
        for (part, x), state in zip(_COLUMNS.items(), states, strict=True):
            told = svg.element("title", f"{HEADS[part]} in stage {number}: {state}")
            made.append(svg.element("g", told, glyph(state), transform=f"translate({x} {y + 13:.1f})"))
        y += 15 * len(lines) + 9
    return made, y


def keys(seen: SystemSeen, y: float) -> tuple[list[Markup], float]:
    """What the glyphs of the stages mean."""
    used = dict.fromkeys(state for _, states in seen.stages for state in states)
    made: list[Markup] = []
    x, y = _EDGE + 7, y + (16 if used else 0)
    for state in used:
        wide = 16 + svg.text_width(state, _SMALL)
        if x + wide > WIDTH - _EDGE:
            x, y = _EDGE + 7, y + 19
        made.append(svg.element("g", glyph(state), transform=f"translate({x:.1f} {y:.1f})"))
        made.append(svg.label(x + 12, y + 4, str(state), _SMALL))
        x += wide + 14
    return made, y + (14 if used else 0)
