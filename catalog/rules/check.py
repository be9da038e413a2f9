"""Runs every rule over a survey: to list its problems, or to hand on a catalogue that has none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from catalog.catalog import Catalog
from catalog.errors import DataError, Problem
from catalog.load.records import Loaded, Opened, open_survey
from catalog.paths import Project
from catalog.rules.across import ACROSS
from catalog.rules.within import WITHIN, Case
from catalog.values import Record


def check(project: Project) -> list[Problem]:
    """Every problem of every file, by file and place; empty when all is well.

    Where the settings cannot be read, no record can: their problems are then the only ones.

    Raises:
        SetupError: the folder of records is missing.
    """
    try:
        opened = open_survey(project)
    except DataError as error:
        return error.problems
    found = [problem for _, problems in _judged(opened) for problem in problems]
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
    for record, found in _judged(opened):
        problems += found
        if record is not None:
            records.append(record)
    if any(problem.severity == "error" for problem in problems):
        raise DataError(problems)
    records.sort(key=lambda record: (record.name.casefold(), record.slug))
    return Catalog(project, opened.survey, opened.model, opened.columns, opened.vocabularies, tuple(records))


def _judged(opened: Opened) -> Iterator[tuple[Record | None, list[Problem]]]:
    """Each record with its problems; at the end, without a record, what concerns several."""
    rules = [rule(opened) for rule in ACROSS]
    for loaded in opened.records():
        problems = list(loaded.problems)
        subject = loaded.value or loaded.rest
        if subject is not None:
            found = [*_within(opened, loaded, subject), *(p for rule in rules for p in rule.see(loaded, subject))]
            # What is left of a faulty record may lack what a warning misses.
            problems += found if loaded.value else [p for p in found if p.severity == "error"]
        yield loaded.value, problems
    yield None, [problem for rule in rules for problem in rule.finish()]
    yield None, list(_misnamed(opened))


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
