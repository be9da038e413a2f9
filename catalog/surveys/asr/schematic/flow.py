"""The same diagram as boxes in a row, for the page, which draws them as wide as there is room."""

from __future__ import annotations

from markupsafe import Markup

from catalog.drawings import svg
from catalog.drawings.flow import BlockFlow, Box, Step
from catalog.surveys.asr.record import Stage, State, System
from catalog.surveys.asr.schematic.data import (
    CROSS_ATTENTION,
    HEADINGS,
    PARTS,
    Block,
    BlockDiagram,
    block_diagram,
    joined,
    numbered,
    training_state,
)
from catalog.surveys.asr.schematic.glyphs import wave
from catalog.values import Vocabularies

_AUDIO = svg.element("svg", wave(36, 16), viewBox="0 0 72 32", width=54, height=24, aria_hidden="true")
_JOINS = {"+": " + ", "or": " or "}


def flow(record: System, vocabularies: Vocabularies) -> BlockFlow:
    """Return what the figure of `record` shows."""
    data = block_diagram(record, vocabularies)
    return BlockFlow(
        start=_AUDIO + Markup("<span>audio</span>"),
        end="text",
        boxes=tuple(map(_box, data.blocks)),
        arrows=(data.encoder_rate, _into_llm(data)),
        steps_heading="Training stages",
        steps=_steps(record.training.stages),
    )


def _box(block: Block) -> Box:
    join = _JOINS.get(block.join, "")
    details = [item.details for item in block.items]
    names = join.join(item.name for item in block.items)
    return Box(HEADINGS[block.key], names, join.join(details) if all(details) else "", str(block.state))


def _into_llm(data: BlockDiagram) -> str:
    """The text on the arrow into the LLM: the rate, and whether tokens or attention lead there."""
    way = "into its layers" if data.family == CROSS_ATTENTION else "tokens" if data.discrete else ""
    return joined(data.llm_rate, way)


def _steps(stages: tuple[Stage, ...]) -> tuple[Step, ...]:
    """The stages, where anything is known of them."""
    steps = tuple(_step(stage, number) for number, stage in enumerate(stages, 1))
    return steps if any(step.text or step.states for step in steps) else ()


def _step(stage: Stage, number: int) -> Step:
    states = {HEADINGS[part]: training_state(getattr(stage, part)) for part in PARTS}
    is_known = any(isinstance(state, State) for state in states.values())
    told = tuple((heading, str(state)) for heading, state in states.items()) if is_known else ()
    return Step(*numbered(stage.name, number), told, str(stage.data.value or ""))
