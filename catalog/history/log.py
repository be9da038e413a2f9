"""What changed when: the history of `data/` as git keeps it, record by record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from catalog.history.diff import Diff, RecordChange, compare_files, diff_context, working_tree_reader
from catalog.history.git import Commit, GitRepository, NotARepository
from catalog.paths import Project

LIMIT = 200
"""As many commits are looked at, newest first."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One commit that changed what the data says; commits that only changed its form are left out."""

    commit: str
    when: datetime
    author: str
    subject: str
    diff: Diff


def read_log(project: Project, limit: int = LIMIT) -> tuple[LogEntry, ...]:
    """The newest changes, newest first; empty where there is no git.

    Raises:
        DataError: the survey's settings cannot be read.
    """
    try:
        commits = list(GitRepository(project.root).commits("data", limit))
    except NotARepository:
        return ()
    return tuple(_steps(project, commits))


def record_log(log: Iterable[LogEntry], slug: str) -> Iterator[tuple[LogEntry, RecordChange]]:
    """The entries of `log`, which is newest first, that changed one record, whatever its slug was then."""
    for entry in log:
        for record in entry.diff.records:
            if record.slug == slug:
                yield entry, record
                slug = record.was or slug
                break


def _steps(project: Project, commits: Iterable[Commit]) -> Iterator[LogEntry]:
    repository = GitRepository(project.root)
    context = diff_context(working_tree_reader(project))
    for commit in commits:
        contents = repository.read_blobs(
            content for item in commit.changes for content in (item.old, item.new) if content
        )
        before = {item.path: contents[item.old] for item in commit.changes if item.old in contents}
        after = {item.path: contents[item.new] for item in commit.changes if item.new in contents}
        diff = compare_files(context, before, after, f"before {commit.sha[:10]}", commit.sha[:10])
        if diff:
            yield LogEntry(commit.sha, commit.when, commit.author, commit.subject, diff)
