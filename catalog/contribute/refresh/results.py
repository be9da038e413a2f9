"""Measurements that a survey's own code reads at a leaderboard, as `fill: {results: package.module:name}` names it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from catalog.contribute.refresh.keys import RESULTS, SourceKeys
from catalog.contribute.refresh.proposal import (
    EntryProposal,
    FactProposal,
    RecordProposal,
    RefreshQuestion,
    Saying,
    StatedClaim,
)
from catalog.contribute.stated import StatedSource
from catalog.model.node import Path
from catalog.values import Grade, Record

if TYPE_CHECKING:
    from catalog.services.asking.client import ServiceClient


@dataclass(frozen=True, slots=True)
class StatedEntry:
    """A measurement of one record that the record does not have yet."""

    slug: str
    path: str
    """The list of the record that takes it."""
    label: str
    """What people call it."""
    value: Any
    fields: Mapping[str, Any]
    """What else the entry says, without value and evidence."""
    source: StatedSource
    where: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """A number beside the measurements, for a field of which nothing is written: a speed."""

    slug: str
    path: Path
    """In the record's file."""
    label: str
    value: Any
    source: StatedSource
    where: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class StatedResults:
    """All that a leaderboard states; what it has and nobody can place is a question about a record."""

    entries: tuple[StatedEntry, ...] = ()
    questions: tuple[tuple[str, str, StatedSource], ...] = ()
    """Slug, a sentence, and where it was read."""
    failures: tuple[str, ...] = ()
    """Why nothing is taken of one of its files, each in a sentence."""
    numbers: tuple[StatedNumber, ...] = ()


ReadResults = Callable[["ServiceClient", Sequence[Record]], Awaitable[StatedResults]]
"""What the import path leads to."""


def results_source(name: str, url: str, title: str, date: str) -> StatedSource:
    """Return the source of results that were read in a file; `name` tells it from other files."""
    return StatedSource(f"{RESULTS}-{name}", url, title, date)


def entry_proposals(slug: str, stated: StatedResults, keys: SourceKeys) -> list[RecordProposal]:
    """Return what is stated of one record as proposals."""

    def claim(each: StatedEntry | StatedNumber) -> StatedClaim:
        said = Saying.by(RESULTS, each.value)
        return StatedClaim(each.value, keys.keyed(each.source), each.where, Grade.PRIMARY, said, each.note)

    entries = [
        EntryProposal((entry.path,), entry.label, claim(entry), entry.fields)
        for entry in stated.entries
        if entry.slug == slug
    ]
    numbers = [FactProposal(each.path, each.label, claim(each)) for each in stated.numbers if each.slug == slug]
    return [*entries, *numbers]


def entry_questions(slug: str, stated: StatedResults) -> list[RefreshQuestion]:
    """Return the questions about one record."""
    return [
        RefreshQuestion((), "Results", text, Saying.by(RESULTS, text), source)
        for name, text, source in stated.questions
        if name == slug
    ]
