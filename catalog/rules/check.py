"""Runs every rule over a survey: to list its problems, or to hand on a catalogue that has none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from catalog.catalog import Catalog
from catalog.errors import DataError, Problem
from catalog.load.records import Loaded, Opened, no_garbage_collection, open_survey
from catalog.paths import Project
from catalog.rules.across import ACROSS, Across
from catalog.rules.cache import Memory, Verdict
from catalog.rules.within import WITHIN, Case
from catalog.values import Record


def check(project: Project, memory: Memory | None = None) -> list[Problem]:
    """Every problem of every file, by file and place; empty when all is well.

    Where the settings cannot be read, no record can: their problems are then the only ones. With a `memory`, files
    that did not change since it was written are not judged again; the result is the same.

    Raises:
        SetupError: the folder of records is missing.
    """
    memory = memory or Memory()
    try:
        opened = open_survey(project)
    except DataError as error:
        return error.problems
    memory.open(opened)
    found = [problem for _, problems in _judged(opened, memory) for problem in problems]
    memory.close()
    return sorted([*opened.problems, *found])


def load(project: Project) -> Catalog:
    """The catalogue.

    Raises:
        DataError: there are errors; warnings do not stop it.
        SetupError: the folder of records is missing.
    """
    opened = open_survey(project)
    records: list[Record] = []
    problems = list(opened.problems)
    for record, found in _judged(opened, Memory()):
        problems += found
        if record is not None:
            records.append(record)
    if any(problem.severity == "error" for problem in problems):
        raise DataError(problems)
    records.sort(key=lambda record: (record.name.casefold(), record.slug))
    return Catalog(project, opened.survey, opened.model, opened.columns, opened.vocabularies, tuple(records))


def _judged(opened: Opened, memory: Memory) -> Iterator[tuple[Record | None, list[Problem]]]:
    """Each record with its problems; at the end, without a record, what concerns several.

    A record whose verdict is remembered is not read.
    """
    rules = [rule(opened) for rule in ACROSS]
    with no_garbage_collection():
        for file in opened.files():
            record, verdict = _verdict(opened, rules, file, memory)
            shown = opened.project.shown(file)
            across = (rule.see(shown, claims) for rule, claims in zip(rules, verdict.claims, strict=False))
            yield record, [*verdict.problems, *(problem for found in across for problem in found)]
    yield None, [problem for rule in rules for problem in rule.finish()]
    yield None, list(_misnamed(opened))


def _verdict(opened: Opened, rules: list[Across], file: Path, memory: Memory) -> tuple[Record | None, Verdict]:
    shown = opened.project.shown(file)
    try:
        content = file.read_bytes()
    except OSError:
        return None, _judge(opened, rules, opened.read(file))
    verdict = memory.recall(shown, content)
    if verdict is not None:
        return None, verdict
    loaded = opened.read(file, content)
    verdict = _judge(opened, rules, loaded)
    memory.keep(shown, content, verdict)
    return loaded.value, verdict


def _judge(opened: Opened, rules: list[Across], loaded: Loaded[Record]) -> Verdict:
    """What can be said of one record alone, and what is to be compared with others."""
    subject = loaded.value or loaded.rest
    if subject is None:
        return Verdict(loaded.problems)
    within = list(_within(opened, loaded, subject))
    # What is left of a faulty record may lack what a warning misses.
    within = within if loaded.value else [problem for problem in within if problem.severity == "error"]
    return Verdict((*loaded.problems, *within), tuple(tuple(rule.take(loaded, subject)) for rule in rules))


def _within(opened: Opened, loaded: Loaded[Record], record: Record) -> Iterator[Problem]:
    case = Case(loaded, record, opened.vocabularies)
    for rule in WITHIN:
        for finding in rule(case):
            if not loaded.is_faulty_below(finding.path):
                name = finding.rule if finding.rule != "record" else rule.__name__.replace("_", "-")
                yield loaded.place(replace(finding, rule=name))


def _misnamed(opened: Opened) -> Iterator[Problem]:
    """Files beside the records that look like records and would be passed over in silence."""
    for file in sorted(opened.folder.iterdir()):
        if file.suffix in (".yaml", ".YML", ".YAML", ".json"):
            shown = opened.project.shown(file)
            hint = f"rename it to {file.stem}.yml"
            yield Problem(shown, 0, 0, "", "only files that end in .yml are read", hint, "file-name")
