"""Reads from a record what its drawing shows."""

from __future__ import annotations

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
from catalog.values import Blank, Fact, Vocabularies

DISCRETE, CROSS = "discrete-units", "cross-attention"
PARTS = ("encoder", "connector", "llm")
HEADS = {"encoder": "Encoder", "connector": "Connector", "llm": "LLM"}

StateOrBlank = State | Blank


@dataclass(frozen=True, slots=True)
class Item:
    """One encoder or LLM inside its part: in bold its name, then what else is known."""

    name: str
    details: str


@dataclass(frozen=True, slots=True)
class PartSeen:
    """One box of the drawing."""

    key: str
    head: str
    state: StateOrBlank
    items: tuple[Item, ...]
    join: str = ""
    """What stands between several items: `+` where all work together, `or` where each variant has its own."""


@dataclass(frozen=True, slots=True)
class SystemSeen:
    """What is drawn."""

    name: str
    encoder: PartSeen
    connector: PartSeen
    llm: PartSeen
    encoder_rate: str
    llm_rate: str
    family: str
    discrete: bool
    stages: tuple[tuple[str, tuple[StateOrBlank, ...]], ...]

    @property
    def parts(self) -> tuple[PartSeen, ...]:
        """From sound to text."""
        return self.encoder, self.connector, self.llm


def read(record: System, vocabularies: Vocabularies) -> SystemSeen:
    """What the drawing of `record` shows."""
    encoders, llms = record.encoders, record.llms
    rates = {_number(encoder.frame_rate, "Hz") for encoder in encoders}
    training = record.training
    return SystemSeen(
        name=record.name,
        encoder=_encoder_part(encoders, vocabularies, _state(training.encoder), alike=len(rates) == 1),
        connector=_connector_part(record, vocabularies),
        llm=_llm_part(llms, vocabularies, _state(training.llm)),
        encoder_rate=rates.pop() if len(rates) == 1 else "",
        llm_rate=_number(record.connector.frame_rate, "Hz"),
        family=record.connector.family.value or "",
        discrete=record.llm_input.value is LlmInput.DISCRETE or record.connector.family.value == DISCRETE,
        stages=_stage_states(record),
    )


def _encoder_part(
    encoders: Sequence[Encoder], vocabularies: Vocabularies, state: StateOrBlank, *, alike: bool
) -> PartSeen:
    items = []
    for encoder in encoders:
        name = _word(encoder.name, vocabularies, EncoderEntry.vocabulary) or f"encoder {_blank(encoder.name)}"
        kind = str(encoder.kind.value or "")
        kind = "" if kind in name else kind
        rate = "" if alike else _number(encoder.frame_rate, "Hz")
        size = _number(encoder.parameters, "parameters")
        items.append(Item(name, joined(_variant(encoder), kind, size, rate)))
    join = _join(encoders, "+")
    head = {"+": f"{len(encoders)} encoders together", "or": "Encoder, by variant"}.get(join, "Encoder")
    return PartSeen("encoder", head, state, tuple(items) or (Item("encoder not checked", ""),), join)


def _llm_part(llms: Sequence[Llm], vocabularies: Vocabularies, state: StateOrBlank) -> PartSeen:
    items = []
    for llm in llms:
        name = _word(llm.name, vocabularies, LlmEntry.vocabulary) or f"LLM {_blank(llm.name)}"
        items.append(Item(name, joined(_variant(llm), _number(llm.parameters, "parameters"))))
    join = _join(llms, "or")
    head = "LLM, by variant" if join else "LLM"
    return PartSeen("llm", head, state, tuple(items) or (Item("LLM not checked", ""),), join)


def _connector_part(record: System, vocabularies: Vocabularies) -> PartSeen:
    connector = record.connector
    name = _word(connector.family, vocabularies, ConnectorEntry.vocabulary)
    size = _number(connector.parameters, "parameters")
    item = Item(name or f"connector {_blank(connector.family)}", joined(_shortening(connector), size))
    return PartSeen("connector", "Connector", _state(record.training.connector), (item,))


def _shortening(connector: Connector) -> str:
    """`5x shorter by stacking`, or the part of it that is known."""
    factor, how = connector.downsampling.value, connector.downsampler.value
    if how is Downsampler.NONE or (factor and factor.number == 1):
        return "no shortening"
    by = f"by {how}" if how else ""
    return f"{factor.short}x shorter {by}".strip() if factor else f"shortening {by}" if by else ""


def _join(items: Sequence[Encoder | Llm], together: str) -> str:
    if len(items) < 2:
        return ""
    return "or" if all(item.variant for item in items) else together


def _variant(item: Encoder | Llm) -> str:
    return f"variant {item.variant}" if item.variant else ""


def joined(*texts: str) -> str:
    """The texts that are not empty, with dots between."""
    return " · ".join(text for text in texts if text)


def _word(fact: Fact[str], vocabularies: Vocabularies, vocabulary: str) -> str:
    entry = vocabularies.get(vocabulary, {}).get(fact.value or "")
    return entry.name if entry else fact.value or ""


def _blank(fact: Fact[Any]) -> str:
    return str(fact.blank or Blank.NOT_CHECKED)


def _number(fact: Fact[Any], unit: str) -> str:
    return f"{fact.value.short} {unit}" if fact.value is not None else ""


def _state(fact: Fact[State]) -> StateOrBlank:
    return fact.value if fact.value is not None else fact.blank or Blank.NOT_CHECKED


def _stage_states(record: System) -> tuple[tuple[str, tuple[StateOrBlank, ...]], ...]:
    """The stages, where there are several and anything is known of their states."""
    stages = record.training.stages
    told = tuple((stage.name, tuple(_state(getattr(stage, part)) for part in PARTS)) for stage in stages)
    known = any(isinstance(state, State) for _, states in told for state in states)
    return told if len(told) > 1 and known else ()


def describe(record: System, vocabularies: Vocabularies) -> str:
    """The drawing in words."""
    seen = read(record, vocabularies)
    rate = f" at {seen.encoder_rate}" if seen.encoder_rate else ""
    into = f" at {seen.llm_rate}" if seen.llm_rate else ""
    via = seen.connector.items[0]
    built = f"{via.name} ({via.details})" if via.details else via.name
    told = [
        f"{record.name}: audio enters {_listed(seen.encoder)} ({words(seen.encoder.state)}){rate}.",
        f"Connector: {built}, {words(seen.connector.state)}.",
        f"{_PASSED[record.llm_input.value]}{into} enter {_listed(seen.llm)} ({words(seen.llm.state)}); text comes out.",
    ]
    for index, (name, states) in enumerate(seen.stages, 1):
        each = ", ".join(f"{HEADS[part]} {state}" for part, state in zip(PARTS, states, strict=True))
        told.append(f"Stage {index}, {name}: {each}.")
    return " ".join(told)


_PASSED = {
    None: "Its outputs",
    LlmInput.CONTINUOUS: "Vectors",
    LlmInput.DISCRETE: "Tokens",
    LlmInput.BOTH: "Vectors and tokens",
}


def words(state: StateOrBlank) -> str:
    """What is said of the training of a part."""
    return str(state) if isinstance(state, State) else f"training {state}"


def _listed(part: PartSeen) -> str:
    joins = {"+": " and ", "or": " or "}
    return joins.get(part.join, "").join(item.name for item in part.items)
