"""Judges a change, not the whole survey: nobody answers for problems that were there before."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import catalog
from catalog.errors import CatalogError, Problem
from catalog.history.git import GitRepository
from catalog.load.records import open_survey
from catalog.paths import Project
from catalog.rules.cache import CheckCache
from catalog.rules.check import check


def downgrade_older_problems(
    project: Project, problems: list[Problem], revision: str, memory: CheckCache
) -> list[Problem]:
    """The problems; those that are neither in a file touched since `revision` nor caused since are notices.

    Since where the work began, that is: what others added to `revision` meanwhile is not touched. A problem was
    caused if the data were without it then. Where the code that reads the records changed, every problem counts:
    the data did not change under it. `memory` is that of the check that found the problems: most files were the
    same then.

    Raises:
        UnknownRevision, NotARepository: `revision` is not there.
    """
    repository = GitRepository(project.root)
    commit = repository.merge_base(revision)
    touched = repository.changed_files(commit, [project.data])
    foreign = {problem for problem in problems if f"{repository.prefix}{problem.file.as_posix()}" not in touched}
    if not foreign or repository.changed_files(commit, _code(project)):
        return problems
    old = Counter(map(_sameness, _problems_at(repository, commit, memory.for_other_run())))
    kept = []
    for problem in problems:
        known = problem in foreign and old[_sameness(problem)] > 0
        if known:
            old[_sameness(problem)] -= 1
        kept.append(replace(problem, severity="notice") if known else problem)
    return kept


def _sameness(problem: Problem) -> tuple[str, ...]:
    return str(problem.file), problem.field, problem.rule, problem.message


def _code(project: Project) -> list[Path]:
    """The engine, and the module of the survey's record."""
    try:
        record = sys.modules[open_survey(project).model.__module__].__file__
    except CatalogError:
        record = None
    return [Path(str(catalog.__file__)).parent, *([Path(record)] if record else [])]


def _problems_at(repository: GitRepository, commit: str, memory: CheckCache) -> list[Problem]:
    with TemporaryDirectory() as folder:
        ids = repository.files(commit, "data")
        contents = repository.read_blobs(ids.values())
        for path, content in ids.items():
            file = Path(folder, "data", path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(contents[content])
        try:
            return check(Project(Path(folder)), memory)
        except CatalogError:
            return []
