"""What the diagram of a system shows, taken from its record; and the same in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from catalog.surveys.asr.record import (
    Connector,
    ConnectorEntry,
    Downsampler,
    Encoder,
    EncoderEntry,
    Llm,
    LlmEntry,
    LlmInput,
    State,
    System,
)
from catalog.values import Amount, Blank, Fact, Vocabularies, short

DISCRETE_UNITS, CROSS_ATTENTION = "discrete-units", "cross-attention"
"""Keys of data/connectors.yml that are drawn in their own way."""
PARTS = ("encoder", "connector", "llm")
HEADINGS = {"encoder": "Encoder", "connector": "Connector", "llm": "LLM"}

StateOrBlank = State | Blank


@dataclass(frozen=True, slots=True)
class Item:
    """One encoder or LLM inside its block: its name, and what else is known."""

    name: str
    details: str


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the diagram."""

    key: str
    heading: str
    state: StateOrBlank
    items: tuple[Item, ...]
    join: str = ""
    """The text between several items: `+` where all work together, `or` where any of them does."""


@dataclass(frozen=True, slots=True)
class BlockDiagram:
    """All that is drawn; rates are texts such as `50 Hz`."""

    name: str
    encoder: Block
    connector: Block
    llm: Block
    encoder_rate: str
    llm_rate: str
    llm_input: LlmInput | None
    family: str
    stages: tuple[tuple[str, str, tuple[StateOrBlank, ...]], ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """From audio to text."""
        return self.encoder, self.connector, self.llm

    @property
    def discrete(self) -> bool:
        """Whether tokens reach the LLM."""
        return self.llm_input is LlmInput.DISCRETE or self.family == DISCRETE_UNITS


def block_diagram(record: System, vocabularies: Vocabularies) -> BlockDiagram:
    """Return what the diagram of `record` shows."""
    encoders, llms = record.encoders, record.llms
    rates = {_with_unit(encoder.frame_rate, "Hz") for encoder in encoders}
    training = record.training
    return BlockDiagram(
        name=record.name,
        encoder=_encoder_block(encoders, vocabularies, training_state(training.encoder), same_rate=len(rates) == 1),
        connector=_connector_block(record, vocabularies),
        llm=_llm_block(llms, vocabularies, training_state(training.llm)),
        encoder_rate=rates.pop() if len(rates) == 1 else "",
        llm_rate=_with_unit(record.connector.frame_rate, "Hz"),
        llm_input=record.llm_input.value,
        family=record.connector.family.value or "",
        stages=_stage_states(record),
    )


def _encoder_block(
    encoders: Sequence[Encoder], vocabularies: Vocabularies, state: StateOrBlank, *, same_rate: bool
) -> Block:
    items = []
    for encoder in encoders:
        name = _name(encoder.name, vocabularies, EncoderEntry.vocabulary) or f"encoder {_blank_text(encoder.name)}"
        kind = str(encoder.kind.value or "")
        kind = "" if kind in name else kind
        rate = "" if same_rate else _with_unit(encoder.frame_rate, "Hz")
        size = _size(encoder.parameters)
        items.append(Item(name, joined(kind, size, rate)))
    join = "+" if len(encoders) > 1 else ""
    heading = f"{len(encoders)} encoders together" if join else "Encoder"
    return Block("encoder", heading, state, tuple(items) or (Item("encoder not checked", ""),), join)


def _llm_block(llms: Sequence[Llm], vocabularies: Vocabularies, state: StateOrBlank) -> Block:
    items = []
    for llm in llms:
        name = _name(llm.name, vocabularies, LlmEntry.vocabulary) or f"LLM {_blank_text(llm.name)}"
        items.append(Item(name, _size(llm.parameters)))
    join = "or" if len(llms) > 1 else ""
    heading = "LLM, one of these" if join else "LLM"
    return Block("llm", heading, state, tuple(items) or (Item("LLM not checked", ""),), join)


def _connector_block(record: System, vocabularies: Vocabularies) -> Block:
    connector = record.connector
    name = _name(connector.family, vocabularies, ConnectorEntry.vocabulary)
    size = _size(connector.parameters)
    item = Item(name or f"connector {_blank_text(connector.family)}", joined(_downsampling(connector), size))
    return Block("connector", "Connector", training_state(record.training.connector), (item,))


def _downsampling(connector: Connector) -> str:
    """`5× downsampling (stacking)`, or the part of it that is known."""
    factor, how = connector.downsampling.value, connector.downsampler.value
    if how is Downsampler.NONE or (factor and factor.number == 1):
        return "no downsampling"
    times, kind = f"{short(factor)}× " if factor else "", f" ({how})" if how else ""
    return f"{times}downsampling{kind}" if times or kind else ""


def joined(*texts: str) -> str:
    """Return the texts that are not empty, with dots between them."""
    return " · ".join(text for text in texts if text)


def _name(fact: Fact[str], vocabularies: Vocabularies, vocabulary: str) -> str:
    entry = vocabularies.get(vocabulary, {}).get(fact.value or "")
    return entry.name if entry else fact.value or ""


def _blank_text(fact: Fact[Any]) -> str:
    return str(fact.blank or Blank.NOT_CHECKED)


def _with_unit(fact: Fact[Any], unit: str) -> str:
    return short(fact.value, unit) if fact.value is not None else ""


def _size(fact: Fact[Amount]) -> str:
    """A number of parameters in three digits: `635M parameters`."""
    if fact.value is None:
        return ""
    return short(Amount(float(f"{fact.value.number:.3g}"), fact.value.bound), "parameters")


def training_state(fact: Fact[State]) -> StateOrBlank:
    """Return what training did to a part, or why that is unknown."""
    return fact.value if fact.value is not None else fact.blank or Blank.NOT_CHECKED


_NUMBERED = re.compile(r"(\d[\w.-]*): (.+)")


def numbered(name: str, number: int) -> tuple[str, str]:
    """Number and name of a stage; the number is the authors' own if the name begins with it (`3.5: …`)."""
    match = _NUMBERED.fullmatch(name)
    return (match[1], match[2]) if match else (str(number), name)


def _stage_states(record: System) -> tuple[tuple[str, str, tuple[StateOrBlank, ...]], ...]:
    """Number, name and states of the stages, where there are several and anything is known of their states."""
    rows = tuple(
        (*numbered(stage.name, number), tuple(training_state(getattr(stage, part)) for part in PARTS))
        for number, stage in enumerate(record.training.stages, 1)
    )
    any_known = any(isinstance(state, State) for *_, states in rows for state in states)
    return rows if len(rows) > 1 and any_known else ()


def describe(data: BlockDiagram) -> str:
    """Return the diagram in words."""
    encoder_rate = f" at {data.encoder_rate}" if data.encoder_rate else ""
    llm_rate = f" at {data.llm_rate}" if data.llm_rate else ""
    connector = data.connector.items[0]
    built = f"{connector.name} ({connector.details})" if connector.details else connector.name
    passed = _LLM_INPUTS[data.llm_input]
    sentences = [
        f"{data.name}: audio enters {_names(data.encoder)} ({state_text(data.encoder.state)}){encoder_rate}.",
        f"Connector: {built}, {state_text(data.connector.state)}.",
        f"{passed}{llm_rate} enter {_names(data.llm)} ({state_text(data.llm.state)}); text comes out.",
    ]
    for number, name, states in data.stages:
        parts = ", ".join(f"{HEADINGS[part]} {state}" for part, state in zip(PARTS, states, strict=True))
        sentences.append(f"Stage {number}, {name}: {parts}.")
    return " ".join(sentences)


_LLM_INPUTS = {
    None: "Its outputs",
    LlmInput.CONTINUOUS: "Vectors",
    LlmInput.DISCRETE: "Tokens",
    LlmInput.BOTH: "Vectors and tokens",
}


def state_text(state: StateOrBlank) -> str:
    """Return the same in words."""
    return str(state) if isinstance(state, State) else f"training {state}"


def _names(block: Block) -> str:
    joins = {"+": " and ", "or": " or "}
    return joins.get(block.join, "").join(item.name for item in block.items)
