"""What changed when: the history of `data/` as git keeps it, told record by record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from catalog.history.diff import Diff, about, compare, read_now
from catalog.history.git import Commit, NoRepository, Repository
from catalog.paths import Project

LIMIT = 200
"""As many commits are looked at, newest first."""


@dataclass(frozen=True, slots=True)
class Step:
    """One commit that changed what the data says; commits that only changed its form are left out."""

    commit: str
    when: datetime
    author: str
    subject: str
    diff: Diff


def history(project: Project, limit: int = LIMIT) -> tuple[Step, ...]:
    """The newest changes, newest first; empty where there is no git.

    Raises:
        DataError: the survey's settings cannot be read.
    """
    try:
        commits = list(Repository(project.root).history("data", limit))
    except NoRepository:
        return ()
    return tuple(_steps(project, commits))


def _steps(project: Project, commits: Iterable[Commit]) -> Iterator[Step]:
    repository = Repository(project.root)
    survey = about(read_now(project))
    for commit in commits:
        contents = repository.read(content for item in commit.touched for content in (item.old, item.new) if content)
        before = {item.path: contents[item.old] for item in commit.touched if item.old in contents}
        after = {item.path: contents[item.new] for item in commit.touched if item.new in contents}
        diff = compare(survey, before, after, f"before {commit.sha[:10]}", commit.sha[:10])
        if diff:
            yield Step(commit.sha, commit.when, commit.author, commit.subject, diff)
