"""What a merge is called for readers: git's and GitHub's automatic messages name only branches."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from catalog.history.diff import Diff
from catalog.history.git import Commit, GitRepository

_GITHUB = re.compile(r"Merge pull request #\d+ from \S")
_GIT = re.compile(r"Merge (?:(?:remote-tracking )?branch(?:es)?|tags?|commits?) '|Merge HEAD\b")


def told_subject(repository: GitRepository, commit: Commit, diff: Diff) -> str:
    """Return the subject of a commit, or what a merge with an automatic message brought into `diff`.

    That is the title of the pull request; else the newest commit that touched what changed, with the number of the
    others. Where neither is known, the automatic message stays.
    """
    if len(commit.parents) < 2 or not _is_automatic(commit.subject):
        return commit.subject
    title = commit.body.strip().partition("\n")[0].strip() if _GITHUB.match(commit.subject) else ""
    if title and not _is_automatic(title):
        return title
    newest, *others = repository.merged_subjects(commit, _changed_paths(repository, commit, diff)) or [commit.subject]
    if not others:
        return newest
    return f"{newest}, and {len(others):,} more commit{'s' if len(others) > 1 else ''}"


def _is_automatic(subject: str) -> bool:
    return bool(_GITHUB.match(subject) or _GIT.match(subject))


def _changed_paths(repository: GitRepository, commit: Commit, diff: Diff) -> list[str]:
    """The files of the records that changed; every file that changed where no record did."""
    slugs = {slug for record in diff.records for slug in (record.slug, record.was)}
    paths = [change.path for change in commit.changes]
    records = [path for path in paths if PurePosixPath(path).stem in slugs]
    return [f"{repository.prefix}data/{path}" for path in records or paths]
