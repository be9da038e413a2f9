"""The history of the data as pages show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from catalog.catalog import Catalog
from catalog.errors import SetupError
from catalog.history.diff import RecordChange, file_lines, headline, record_heading, record_lines
from catalog.history.git import GitRepository
from catalog.history.log import LogEntry, read_log, record_log
from catalog.paths import Project


@dataclass(frozen=True, slots=True)
class RecordHistory:
    """What one commit did to one record, in words; `slug` is empty where the record is gone."""

    slug: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What one commit did to the data, in words."""

    ident: str
    when: datetime
    subject: str
    title: str
    records: tuple[RecordHistory, ...]
    others: tuple[str, ...]


def survey_log(catalog: Catalog) -> tuple[LogEntry, ...]:
    """The commits that changed records or vocabularies, newest first; empty without git.

    They are read once per commit, however often a live preview builds.
    """
    try:
        log = _log_until(catalog.project, GitRepository(catalog.project.root).commit("HEAD"))
    except SetupError:
        return ()
    files = {f"{name}.yml" for name in catalog.vocabularies}
    return tuple(entry for entry in log if entry.diff.records or any(file.file in files for file in entry.diff.files))


@lru_cache(maxsize=4)
def _log_until(project: Project, head: str) -> tuple[LogEntry, ...]:
    del head
    return read_log(project)


def history(catalog: Catalog, log: Sequence[LogEntry]) -> list[HistoryEntry]:
    """One entry per commit, in the order of `log`."""
    return [
        HistoryEntry(
            ident=entry.commit[:10],
            when=entry.date,
            subject=entry.subject,
            title=headline(entry.diff),
            records=tuple(_record_history(catalog, record) for record in entry.diff.records),
            others=tuple(line for file in entry.diff.files for line in file_lines(file)),
        )
        for entry in log
    ]


def record_history(
    catalog: Catalog, log: Sequence[LogEntry], slug: str
) -> Iterator[tuple[datetime, str, RecordHistory]]:
    """When, in which commit and how one record changed, in the order of `log`."""
    for entry, record in record_log(log, slug):
        yield entry.date, entry.commit[:10], _record_history(catalog, record)


def _record_history(catalog: Catalog, record: RecordChange) -> RecordHistory:
    slug = record.slug if record.slug in catalog.by_slug else ""
    return RecordHistory(slug, record_heading(record), tuple(record_lines(record)))


def commit_dates(project: Project) -> Mapping[str, datetime]:
    """File below `data/` → when it was last committed; empty without git."""
    try:
        commits = list(GitRepository(project.root).commits("data", 10_000))
    except SetupError:
        return {}
    return {file.path: commit.date for commit in reversed(commits) for file in commit.changes}
