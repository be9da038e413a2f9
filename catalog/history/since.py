"""`catalog check --since`: tells the problems of a change from older ones."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import catalog
from catalog.errors import CatalogError, DataError, Problem
from catalog.history.git import GitRepository
from catalog.load.records import LoadedFile, open_survey
from catalog.paths import Project
from catalog.rules.cache import CheckCache
from catalog.rules.check import Inspection, check
from catalog.values import Record

_GONE = "this record is gone, and with it the address of its page"


def downgrade_older_problems(
    project: Project,
    problems: list[Problem],
    revision: str,
    cache: CheckCache,
    inspections: Sequence[Inspection] = (),
) -> list[Problem]:
    """Return `problems` with the severity `notice` for those that the work since `revision` has not introduced.

    A problem is older if its file is unchanged and the data had the same problem before. "Before" is the merge base
    with `revision`, so that what others have added to `revision` meanwhile does not count. If the code that checks
    records changed, no problem is older: the comparison would be between two programs.

    `cache` and `inspections` are those of the check that found `problems`: most files were the same then.

    Raises:
        UnknownRevision: there is no such revision.
        NotARepository: the survey is not in a git repository.
    """
    repository = GitRepository(project.root)
    commit = repository.merge_base(revision)
    changed = repository.changed_files(commit, [project.data])
    unchanged = {problem for problem in problems if f"{repository.prefix}{problem.file.as_posix()}" not in changed}
    if not unchanged or repository.changed_files(commit, _code(project)):
        return problems
    # Counted, not only listed: two equal problems of which there was one before are one older and one new problem.
    older = Counter(
        problem.identity for problem in _problems_at(repository, commit, cache.for_other_run(), inspections)
    )
    result = []
    for problem in problems:
        is_older = problem in unchanged and older[problem.identity] > 0
        if is_older:
            older[problem.identity] -= 1
        result.append(replace(problem, severity="notice") if is_older else problem)
    return result


def vanished_records(project: Project, revision: str) -> list[Problem]:
    """Return a warning for each record of `revision` that is gone, and that no record names as what it was before."""
    repository = GitRepository(project.root)
    try:
        definition = open_survey(project)
    except DataError:
        return []
    folder = definition.settings.folder
    before = repository.files(repository.merge_base(revision), "data")
    gone = {name: project.data / name for name in before if _is_record(name, folder)}
    gone = {name: file for name, file in gone.items() if not file.exists()}
    if not gone:
        return []
    present = {slug for loaded in definition.read_all() for slug in _slugs(loaded)}
    return [
        Problem(
            project.display_path(file),
            0,
            0,
            "",
            _GONE,
            f"if it was renamed, write `formerly: [{file.stem}]` into the new file",
            "formerly",
            "warning",
        )
        for name, file in sorted(gone.items())
        if file.stem not in present
    ]


def _is_record(name: str, folder: str) -> bool:
    path = PurePosixPath(name)
    return path.parent == PurePosixPath(folder) and path.suffix == ".yml"


def _slugs(loaded: LoadedFile[Record]) -> tuple[str, ...]:
    record = loaded.value or loaded.partial
    return (record.slug, *record.formerly) if record else ()


def _code(project: Project) -> list[Path]:
    """Return this package's folder and the module of the survey's record."""
    try:
        record = sys.modules[open_survey(project).model.__module__].__file__
    except CatalogError:
        record = None
    return [Path(str(catalog.__file__)).parent, *([Path(record)] if record else [])]


def _problems_at(
    repository: GitRepository, commit: str, cache: CheckCache, inspections: Sequence[Inspection]
) -> list[Problem]:
    """Check the data of a commit in a temporary folder."""
    with TemporaryDirectory() as folder:
        blobs = repository.files(commit, "data")
        contents = repository.read_blobs(blobs.values())
        for path, blob in blobs.items():
            file = Path(folder, "data", path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(contents[blob])
        try:
            return check(Project(Path(folder)), cache, inspections)
        except CatalogError:
            return []
