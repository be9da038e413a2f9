"""What `catalog refresh` proposes, asks, and tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.contribute.stated import StatedSource
from catalog.model.node import Path
from catalog.values import Grade

MAX_SHOWN = 200
"""Characters of a value that a report shows."""


@dataclass(frozen=True, slots=True)
class StatedClaim:
    """A value for a record with its evidence; `source` has the key that the record gives it."""

    value: Any
    source: StatedSource
    where: str
    grade: Grade
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
    source: StatedSource | None = None


def shown_value(value: Any) -> str:
    """Return a value for people, without the end of a very long one."""
    text = ", ".join(map(str, value)) if isinstance(value, list) else f"{value:,}" if type(value) is int else str(value)
    text = {"True": "yes", "False": "no"}.get(text, text)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
