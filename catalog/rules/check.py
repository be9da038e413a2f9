"""Runs every rule over a survey: `check` lists the problems, `load` returns a catalogue without errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from catalog.catalog import Catalog
from catalog.errors import DataError, Problem, UnreadableFileError
from catalog.load.records import Definition, LoadedFile, no_garbage_collection, open_survey
from catalog.paths import Project, file_content
from catalog.rules.across import ACROSS, CrossRecordRule
from catalog.rules.cache import CheckCache, FileFindings
from catalog.rules.within import WITHIN, RecordContext
from catalog.values import Record


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The problems of a survey, and what was checked: no definition where the settings cannot be read."""

    problems: list[Problem]
    definition: Definition | None = None


def check(project: Project, cache: CheckCache | None = None) -> list[Problem]:
    """Return every problem of every file, sorted by file and location; see `check_survey`."""
    return check_survey(project, cache).problems


def check_survey(project: Project, cache: CheckCache | None = None) -> CheckResult:
    """Return every problem of every file, sorted by file and location, with the definition of the survey.

    If the settings cannot be read, no record can: then only their problems are returned. With `cache`, files that did
    not change since it was written are not checked again; the result is the same.

    Raises:
        SetupError: the folder of records is missing.
    """
    cache = cache or CheckCache()
    try:
        definition = open_survey(project)
    except DataError as error:
        return CheckResult(error.problems)
    cache.open(definition)
    problems = [problem for _, problems in _checked_records(definition, cache) for problem in problems]
    cache.close()
    return CheckResult(sorted([*definition.problems, *problems]), definition)


def load(project: Project) -> Catalog:
    """Return the catalogue.

    Raises:
        DataError: there are errors; warnings do not prevent loading.
        SetupError: the folder of records is missing.
    """
    definition = open_survey(project)
    records: list[Record] = []
    problems = list(definition.problems)
    for record, problems_of_record in _checked_records(definition, CheckCache()):
        problems += problems_of_record
        if record is not None:
            records.append(record)
    if any(problem.severity == "error" for problem in problems):
        raise DataError(problems)
    records.sort(key=lambda record: (record.name.casefold(), record.slug))
    return Catalog(**vars(definition), records=tuple(records))


def _checked_records(definition: Definition, cache: CheckCache) -> Iterator[tuple[Record | None, list[Problem]]]:
    """Yield each record with its problems; then, without a record, the problems of several records together.

    A record with cached findings is not read: None takes its place.
    """
    rules = [rule(definition) for rule in ACROSS]
    with no_garbage_collection():
        for file in definition.files():
            record, findings = _check_file(definition, rules, file, cache)
            path = definition.project.display_path(file)
            across = (rule.compare(path, keys) for rule, keys in zip(rules, findings.keys, strict=False))
            yield record, [*findings.problems, *(problem for problems in across for problem in problems)]
    yield None, [problem for rule in rules for problem in rule.finish()]
    yield None, list(definition.unread_files())


def _check_file(
    definition: Definition, rules: list[CrossRecordRule], file: Path, cache: CheckCache
) -> tuple[Record | None, FileFindings]:
    path = definition.project.display_path(file)
    try:
        content = file_content(file, within=definition.project.data)
    except UnreadableFileError:
        return None, _check_record(definition, rules, definition.read(file))
    findings = cache.get(path, content)
    if findings is not None:
        return None, findings
    loaded = definition.read(file, content)
    findings = _check_record(definition, rules, loaded)
    cache.put(path, content, findings)
    return loaded.value, findings


def _check_record(definition: Definition, rules: list[CrossRecordRule], loaded: LoadedFile[Record]) -> FileFindings:
    """Return the problems of one record by itself, and the keys to compare with other records."""
    record = loaded.value or loaded.partial
    if record is None:
        return FileFindings(loaded.problems)
    within = list(_within(definition, loaded, record))
    # A warning about a partial record may only follow from what was removed.
    within = within if loaded.value else [problem for problem in within if problem.severity == "error"]
    return FileFindings((*loaded.problems, *within), tuple(tuple(rule.extract(loaded, record)) for rule in rules))


def _within(definition: Definition, loaded: LoadedFile[Record], record: Record) -> Iterator[Problem]:
    context = RecordContext(loaded, record, definition.vocabularies)
    for rule in WITHIN:
        for finding in rule(context):
            if not loaded.is_incomplete_at(finding.path):
                name = finding.rule if finding.rule != "record" else rule.__name__.replace("_", "-")
                yield loaded.locate(replace(finding, rule=name))
