"""Runs every rule over a survey: to list its problems, or to hand on a catalogue that has none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from catalog.catalog import Catalog
from catalog.errors import DataError, Problem
from catalog.load.records import Definition, LoadedFile, no_garbage_collection, open_survey
from catalog.paths import Project
from catalog.rules.across import ACROSS, CrossRecordRule
from catalog.rules.cache import CheckCache, FileFindings
from catalog.rules.within import WITHIN, RecordContext
from catalog.values import Record


def check(project: Project, memory: CheckCache | None = None) -> list[Problem]:
    """Every problem of every file, by file and place; empty when all is well.

    Where the settings cannot be read, no record can: their problems are then the only ones. With a `memory`, files
    that did not change since it was written are not judged again; the result is the same.

    Raises:
        SetupError: the folder of records is missing.
    """
    memory = memory or CheckCache()
    try:
        definition = open_survey(project)
    except DataError as error:
        return error.problems
    memory.open(definition)
    found = [problem for _, problems in _judged(definition, memory) for problem in problems]
    memory.close()
    return sorted([*definition.problems, *found])


def load(project: Project) -> Catalog:
    """The catalogue.

    Raises:
        DataError: there are errors; warnings do not stop it.
        SetupError: the folder of records is missing.
    """
    definition = open_survey(project)
    records: list[Record] = []
    problems = list(definition.problems)
    for record, found in _judged(definition, CheckCache()):
        problems += found
        if record is not None:
            records.append(record)
    if any(problem.severity == "error" for problem in problems):
        raise DataError(problems)
    records.sort(key=lambda record: (record.name.casefold(), record.slug))
    return Catalog(**vars(definition), records=tuple(records))


def _judged(definition: Definition, memory: CheckCache) -> Iterator[tuple[Record | None, list[Problem]]]:
    """Each record with its problems; at the end, without a record, what concerns several.

    A record whose verdict is remembered is not read.
    """
    rules = [rule(definition) for rule in ACROSS]
    with no_garbage_collection():
        for file in definition.files():
            record, verdict = _verdict(definition, rules, file, memory)
            shown = definition.project.display_path(file)
            across = (rule.see(shown, claims) for rule, claims in zip(rules, verdict.keys, strict=False))
            yield record, [*verdict.problems, *(problem for found in across for problem in found)]
    yield None, [problem for rule in rules for problem in rule.finish()]
    yield None, list(_misnamed(definition))


def _verdict(
    definition: Definition, rules: list[CrossRecordRule], file: Path, memory: CheckCache
) -> tuple[Record | None, FileFindings]:
    shown = definition.project.display_path(file)
    try:
        content = file.read_bytes()
    except OSError:
        return None, _judge(definition, rules, definition.read(file))
    verdict = memory.get(shown, content)
    if verdict is not None:
        return None, verdict
    loaded = definition.read(file, content)
    verdict = _judge(definition, rules, loaded)
    memory.put(shown, content, verdict)
    return loaded.value, verdict


def _judge(definition: Definition, rules: list[CrossRecordRule], loaded: LoadedFile[Record]) -> FileFindings:
    """What can be said of one record alone, and what is to be compared with others."""
    subject = loaded.value or loaded.partial
    if subject is None:
        return FileFindings(loaded.problems)
    within = list(_within(definition, loaded, subject))
    # What is left of a faulty record may lack what a warning misses.
    within = within if loaded.value else [problem for problem in within if problem.severity == "error"]
    return FileFindings((*loaded.problems, *within), tuple(tuple(rule.take(loaded, subject)) for rule in rules))


def _within(definition: Definition, loaded: LoadedFile[Record], record: Record) -> Iterator[Problem]:
    case = RecordContext(loaded, record, definition.vocabularies)
    for rule in WITHIN:
        for finding in rule(case):
            if not loaded.is_incomplete_at(finding.path):
                name = finding.rule if finding.rule != "record" else rule.__name__.replace("_", "-")
                yield loaded.locate(replace(finding, rule=name))


def _misnamed(definition: Definition) -> Iterator[Problem]:
    """Files beside the records that look like records and would be passed over in silence."""
    for file in sorted(definition.folder.iterdir()):
        if file.suffix in (".yaml", ".YML", ".YAML", ".json"):
            shown = definition.project.display_path(file)
            hint = f"rename it to {file.stem}.yml"
            yield Problem(shown, 0, 0, "", "only files that end in .yml are read", hint, "file-name")
