"""The history of the data as pages and feeds show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from catalog.catalog import Catalog
from catalog.errors import SetupError
from catalog.history.diff import RecordChange, headline, lines
from catalog.history.diff.text import file_text, heading
from catalog.history.git import GitRepository
from catalog.history.log import LogEntry, read_log
from catalog.paths import Project


@dataclass(frozen=True, slots=True)
class Told:
    """What one commit did to one record, in words; `slug` is empty where the record is gone."""

    slug: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What one commit did to the data."""

    ident: str
    when: datetime
    subject: str
    title: str
    records: tuple[Told, ...]
    others: tuple[str, ...]


def steps(catalog: Catalog) -> tuple[LogEntry, ...]:
    """The commits that changed records or words of the vocabularies; empty without git.

    Asked for once a commit, however often a live preview builds.
    """
    try:
        found = _steps(catalog.project, GitRepository(catalog.project.root).commit("HEAD"))
    except SetupError:
        return ()
    words = {f"{name}.yml" for name in catalog.vocabularies}
    return tuple(step for step in found if step.diff.records or any(file.file in words for file in step.diff.files))


@lru_cache(maxsize=4)
def _steps(project: Project, head: str) -> tuple[LogEntry, ...]:
    del head
    return read_log(project)


def changes(catalog: Catalog, found: Sequence[LogEntry]) -> list[HistoryEntry]:
    """One entry a commit, newest first."""
    return [
        HistoryEntry(
            ident=step.commit[:10],
            when=step.when,
            subject=step.subject,
            title=headline(step.diff),
            records=tuple(_told(catalog, record) for record in step.diff.records),
            others=tuple(line for file in step.diff.files for line in file_text(file).split("\n")),
        )
        for step in found
    ]


def _told(catalog: Catalog, record: RecordChange) -> Told:
    slug = record.slug if record.slug in catalog.by_slug else ""
    return Told(slug, heading(record), tuple(lines(record)))


def of_record(found: Sequence[LogEntry], slug: str) -> Iterator[tuple[datetime, str, Told]]:
    """When, in which commit and how one record changed, newest first, whatever its slug was then."""
    for step in found:
        for record in step.diff.records:
            if record.slug == slug:
                yield step.when, step.commit[:10], Told(slug, heading(record), tuple(lines(record)))
                slug = record.was or slug
                break


def dates(project: Project) -> dict[str, datetime]:
    """File below `data/` → when it was last committed; empty without git."""
    try:
        commits = list(GitRepository(project.root).commits("data", 10_000))
    except SetupError:
        return {}
    return {touched.path: commit.when for commit in reversed(commits) for touched in commit.changes}
