"""Runs every rule over a survey, and lists the problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from catalog.errors import DataError, Problem, UnreadableFileError
from catalog.load.records import Definition, no_garbage_collection, open_survey
from catalog.parallel import run_shares
from catalog.paths import Project, file_content
from catalog.rules.beside import problems_beside_records
from catalog.rules.cache import CheckCache, content_digest
from catalog.rules.expectations import Expectation, settings_expectations
from catalog.rules.findings import FileFindings, RecordChecker

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
    with no_garbage_collection():
        problems += _problems_of_records(definition, cache, expectations)
    cache.close()
    problems += [*definition.unread_files(), *problems_beside_records(definition)]
    return CheckResult(sorted([*definition.problems, *problems]), definition)


def _problems_of_records(
    definition: Definition, cache: CheckCache, expectations: Sequence[Expectation]
) -> Iterator[Problem]:
    """Yield the problems of each record, of several together, and of what none of them has."""
    checker, files = RecordChecker(definition), definition.files()
    findings = {file: found for file in files if (found := _cached_findings(definition, cache, file))}
    cached, changed = [*findings], [file for file in files if file not in findings]
    unmet = dict(enumerate(expectations))
    for share in run_shares(partial(_check, definition, checker, expectations), changed):
        for file, (digest, found) in share.files.items():
            findings[file] = found
            if digest:
                cache.put(definition.project.display_path(file), digest, found)
        unmet = {number: item for number, item in unmet.items() if number in share.unmet}
        for number, item in unmet.items():
            item.words |= share.unmet[number]
    for file in files:
        yield from findings[file].problems
        yield from checker.compare(definition.project.display_path(file), findings[file])
    yield from checker.finish()
    yield from _disappointments(definition, [*unmet.values()], cached)


def _cached_findings(definition: Definition, cache: CheckCache, file: Path) -> FileFindings | None:
    content = partial(file_content, file, within=definition.project.data)
    try:
        return cache.get(definition.project.display_path(file), content)
    except UnreadableFileError:
        return None


class _Share(NamedTuple):
    """What was found in some files, with the digest of each; and the words of what is expected and none of them has."""

    files: dict[Path, tuple[str, FileFindings]]
    unmet: dict[int, dict[str, None]]


def _check(
    definition: Definition, checker: RecordChecker, expectations: Sequence[Expectation], files: Sequence[Path]
) -> _Share:
    unmet = {number: replace(item, words={}) for number, item in enumerate(expectations)}
    checked = {}
    for file in files:
        try:
            content = file_content(file, within=definition.project.data)
        except UnreadableFileError:
            content = None
        loaded = definition.read(file, content)
        checked[file] = "" if content is None else content_digest(content), checker.findings(loaded)
        unmet = {number: item for number, item in unmet.items() if not item.is_met_by(loaded)}
    return _Share(checked, {number: item.words for number, item in unmet.items()})


def _disappointments(definition: Definition, expectations: list[Expectation], cached: list[Path]) -> Iterator[Problem]:
    """Yield a problem for each expectation that no record meets; read those that were not, as far as is needed."""
    for file in cached:
        if not expectations:
            break
        loaded = definition.read(file)
        expectations = [item for item in expectations if not item.is_met_by(loaded)]
    yield from (item.problem() for item in expectations if definition.files())
