"""What `catalog refresh` proposes, asks, and tells."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.contribute.stated import StatedSource
from catalog.escape import printable
from catalog.model.node import Path
from catalog.values import Grade

MAX_SHOWN = 200
"""Characters of a value that a report shows."""
_MAX_SAID = 80


@dataclass(frozen=True, slots=True)
class Saying:
    """Who says what: with its place, a proposal or a question is known by it in later runs."""

    service: str
    """As in `fill:`."""
    value: str

    @classmethod
    def by(cls, service: str, value: Any) -> Saying:
        """Return who says what; of a long value, the beginning and a sum of it."""
        text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
        if len(text) > _MAX_SAID:
            text = f"{text[:_MAX_SAID]}… {hashlib.sha256(text.encode(errors='replace')).hexdigest()[:12]}"
        return cls(service, printable(text))


@dataclass(frozen=True, slots=True)
class StatedClaim:
    """A value for a record with its evidence; `source` has the key that the record gives it."""

    value: Any
    source: StatedSource
    where: str
    grade: Grade
    said: Saying
    note: str = ""

    def yaml(self) -> dict[str, Any]:
        """As a record has it."""
        claim = {"value": self.value, "source": self.source.key, "where": self.where, "verified": self.grade.value}
        return claim | ({"note": self.note} if self.note else {})


@dataclass(frozen=True, slots=True)
class FactProposal:
    """What changes at one field of a record: its blank is filled, or rivals are added to its value."""

    path: Path
    """In the record's file."""
    label: str
    fill: StatedClaim | None
    rivals: tuple[StatedClaim, ...] = ()
    stands: str = ""
    """What the rivals differ from, for people."""

    @property
    def claims(self) -> tuple[StatedClaim, ...]:
        """All that is stated."""
        return (*((self.fill,) if self.fill else ()), *self.rivals)


@dataclass(frozen=True, slots=True)
class EntryProposal:
    """An entry that is added to a list of a record, such as a measurement."""

    path: Path
    """Of the list."""
    label: str
    claim: StatedClaim
    fields: Mapping[str, Any]
    """The entry as a record has it, without what `claim` says."""

    @property
    def claims(self) -> tuple[StatedClaim, ...]:
        """The one that is stated."""
        return (self.claim,)

    def yaml(self) -> dict[str, Any]:
        """As a record has it."""
        return {**self.fields, **self.claim.yaml()}


RecordProposal = FactProposal | EntryProposal


@dataclass(frozen=True, slots=True)
class RefreshQuestion:
    """What a person should look at; nothing is written."""

    path: Path
    label: str
    text: str
    """A sentence."""
    said: Saying
    source: StatedSource | None = None
    part: str = ""
    """The variant that it is about; empty for the record itself."""
    is_hint: bool = False
    """Whether it only helps with a blank, and contradicts nothing."""


@dataclass(frozen=True, slots=True)
class AskedTogether:
    """A question that is the same for several variants of a record."""

    label: str
    parts: tuple[str, ...]
    text: str
    sources: tuple[StatedSource, ...]

    @property
    def place(self) -> str:
        """`Licence (7B, 13B)`."""
        return f"{self.label} ({', '.join(self.parts)})" if self.parts else self.label


def asked_together(questions: Sequence[RefreshQuestion]) -> list[AskedTogether]:
    """Return questions, those that differ by the variant alone as one."""
    groups: dict[tuple[str, str], list[RefreshQuestion]] = {}
    for question in questions:
        groups.setdefault((question.label, question.text), []).append(question)
    return [
        AskedTogether(
            label,
            tuple(dict.fromkeys(each.part for each in group if each.part)),
            text,
            tuple({each.source.url: each.source for each in group if each.source}.values()),
        )
        for (label, text), group in groups.items()
    ]


def shown_value(value: Any) -> str:
    """Return a value for people, without the end of a very long one."""
    text = ", ".join(map(str, value)) if isinstance(value, list) else f"{value:,}" if type(value) is int else str(value)
    text = {"True": "yes", "False": "no"}.get(text, text)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
