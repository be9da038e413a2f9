"""Runs every rule over a survey, and lists the problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog.errors import DataError, Problem, UnreadableFileError
from catalog.load.records import Definition, LoadedFile, no_garbage_collection, open_survey
from catalog.paths import Project, file_content
from catalog.rules.beside import problems_beside_records
from catalog.rules.cache import CheckCache
from catalog.rules.expectations import Expectation, settings_expectations
from catalog.rules.findings import FileFindings, RecordChecker
from catalog.values import Record

Inspection = Callable[[Definition], Iterable[Problem | Expectation]]
"""Checks a kind of file beside the records: yields its problems, and what it expects of the records."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The problems of a survey, and what was checked: no definition where the settings cannot be read."""

    problems: list[Problem]
    definition: Definition | None = None


def check(project: Project, cache: CheckCache | None = None, inspections: Iterable[Inspection] = ()) -> list[Problem]:
    """Return every problem of every file, sorted by file and location; see `check_survey`."""
    return check_survey(project, cache, inspections).problems


def check_survey(
    project: Project, cache: CheckCache | None = None, inspections: Iterable[Inspection] = ()
) -> CheckResult:
    """Return every problem of every file, sorted by file and location, with the definition of the survey.

    If the settings cannot be read, no record can: then only their problems are returned. With `cache`, files that did
    not change since it was written are not checked again; the result is the same. `inspections` check further files.

    Raises:
        SetupError: the folder of records is missing.
    """
    cache = cache or CheckCache()
    try:
        definition = open_survey(project)
    except DataError as error:
        return CheckResult(error.problems)
    inspected = [item for inspection in inspections for item in inspection(definition)]
    problems = [item for item in inspected if isinstance(item, Problem)]
    expectations = [*settings_expectations(definition), *(item for item in inspected if isinstance(item, Expectation))]
    cache.open(definition)
    cached = []
    for file, loaded, problems_of_file in _checked_records(definition, cache):
        problems += problems_of_file
        if loaded:
            expectations = [item for item in expectations if not item.is_met_by(loaded)]
        elif file:
            cached.append(file)
    cache.close()
    problems += _disappointments(definition, expectations, cached)
    return CheckResult(sorted([*definition.problems, *problems]), definition)


def _disappointments(definition: Definition, expectations: list[Expectation], cached: list[Path]) -> Iterator[Problem]:
    """Yield a problem for each expectation that no record meets; read those that were not, as far as is needed."""
    for file in cached:
        if not expectations:
            break
        loaded = definition.read(file)
        expectations = [item for item in expectations if not item.is_met_by(loaded)]
    yield from (item.problem() for item in expectations if definition.files())


def _checked_records(
    definition: Definition, cache: CheckCache
) -> Iterator[tuple[Path | None, LoadedFile[Record] | None, list[Problem]]]:
    """Yield each file with its record and its problems; then, without a file, the problems of several together.

    A record with cached findings is not read: None takes its place.
    """
    checker = RecordChecker(definition)
    with no_garbage_collection():
        for file in definition.files():
            path = definition.project.display_path(file)
            loaded, findings = _check_file(definition, checker, file, cache)
            yield file, loaded, [*findings.problems, *checker.compare(path, findings)]
    yield None, None, [*checker.finish(), *definition.unread_files(), *problems_beside_records(definition)]


def _check_file(
    definition: Definition, checker: RecordChecker, file: Path, cache: CheckCache
) -> tuple[LoadedFile[Record] | None, FileFindings]:
    path = definition.project.display_path(file)
    try:
        content = file_content(file, within=definition.project.data)
    except UnreadableFileError:
        loaded = definition.read(file)
        return loaded, checker.findings(loaded)
    findings = cache.get(path, content)
    if findings is not None:
        return None, findings
    loaded = definition.read(file, content)
    findings = checker.findings(loaded)
    cache.put(path, content, findings)
    return loaded, findings
