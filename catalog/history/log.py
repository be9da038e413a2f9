"""The log of `data/`: what each commit changed, record by record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial

from catalog.catalog import Catalog
from catalog.errors import SetupError
from catalog.history.diff import Diff, RecordChange, compare_files, diff_context, working_tree_reader
from catalog.history.git import Commit, GitRepository, NotARepository
from catalog.history.merges import told_subject
from catalog.parallel import run_shares
from catalog.paths import Project

LIMIT = 200
"""Number of commits that are read; the newest."""
SHARE = 6
"""Commits that a process reads at a time."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A commit that changed values; commits that only changed the formatting are not in the log."""

    commit: str
    date: datetime
    author: str
    subject: str
    """The first line of its message; of a merge with an automatic message, what it brought in."""
    diff: Diff


def read_log(project: Project, limit: int = LIMIT) -> tuple[LogEntry, ...]:
    """Return the newest entries, newest first; empty without a git repository.

    Raises:
        DataError: the survey's settings cannot be read.
    """
    try:
        commits = list(GitRepository(project.root).commits("data", limit))
    except NotARepository:
        return ()
    return tuple(entry for entries in run_shares(partial(_entries, project), commits, SHARE) for entry in entries)


def record_log(log: Iterable[LogEntry], slug: str) -> Iterator[tuple[LogEntry, RecordChange]]:
    """Yield the entries of `log`, newest first, that changed one record, following renames of its slug."""
    for entry in log:
        for record in entry.diff.records:
            if record.slug == slug:
                yield entry, record
                slug = record.was or slug
                break


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


def commit_dates(project: Project) -> Mapping[str, datetime]:
    """File below `data/` → when it was last committed; empty without git."""
    try:
        commits = list(GitRepository(project.root).commits("data", 10_000))
    except SetupError:
        return {}
    return {file.path: commit.date for commit in reversed(commits) for file in commit.changes}


def _entries(project: Project, commits: Iterable[Commit]) -> list[LogEntry]:
    entries = []
    repository = GitRepository(project.root)
    context = diff_context(working_tree_reader(project))
    for commit in commits:
        contents = repository.read_blobs(blob for change in commit.changes for blob in (change.old, change.new) if blob)
        before = {change.path: contents[change.old] for change in commit.changes if change.old in contents}
        after = {change.path: contents[change.new] for change in commit.changes if change.new in contents}
        diff = compare_files(context, before, after, f"before {commit.sha[:10]}", commit.sha[:10])
        if diff:
            subject = told_subject(repository, commit, diff)
            entries.append(LogEntry(commit.sha, commit.date, commit.author, subject, diff))
    return entries
