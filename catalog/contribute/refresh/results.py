"""Measurements that a survey's own code reads at a leaderboard, as `fill: {results: package.module:name}` names it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.contribute.refresh.keys import RESULTS, SourceKeys
from catalog.contribute.refresh.proposal import EntryProposal, RefreshQuestion, StatedClaim
from catalog.contribute.stated import StatedSource
from catalog.services.client import ServiceClient
from catalog.values import Grade, Record


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
class StatedResults:
    """All that a leaderboard states; what it has and nobody can place is a question about a record."""

    entries: tuple[StatedEntry, ...] = ()
    questions: tuple[tuple[str, str, StatedSource], ...] = ()
    """Slug, a sentence, and where it was read."""
    failures: tuple[str, ...] = ()
    """Why nothing is taken of one of its files, each in a sentence."""


ReadResults = Callable[[ServiceClient, Sequence[Record]], Awaitable[StatedResults]]
"""What the import path leads to."""


def results_source(name: str, url: str, title: str, date: str) -> StatedSource:
    """Return the source of results that were read in a file; `name` tells it from other files."""
    return StatedSource(f"{RESULTS}-{name}", url, title, date)


def entry_proposals(slug: str, stated: StatedResults, keys: SourceKeys) -> list[EntryProposal]:
    """Return the measurements of one record as proposals."""
    return [
        EntryProposal(
            (entry.path,),
            entry.label,
            StatedClaim(entry.value, keys.keyed(entry.source), entry.where, Grade.PRIMARY, entry.note),
            entry.fields,
        )
        for entry in stated.entries
        if entry.slug == slug
    ]


def entry_questions(slug: str, stated: StatedResults) -> list[RefreshQuestion]:
    """Return the questions about one record."""
    return [RefreshQuestion((), "Results", text, source) for name, text, source in stated.questions if name == slug]
