"""Returns a JSON export as a catalogue, checked by the rules that hold for the files it was made of."""

from __future__ import annotations

from pathlib import Path

from catalog.catalog import Catalog
from catalog.errors import DataError, Problem
from catalog.load.exported import open_export
from catalog.rules.findings import RecordChecker
from catalog.values import Record


def load_export(file: Path, record: type[Record] | None = None) -> Catalog:
    """Return the catalogue of an export; `record` is the class of its records, unless that is one of this package.

    Raises:
        DataError: there are errors; warnings do not prevent loading.
        SetupError: it is not an export, or the class of its records is not known.
    """
    catalog, problems = _read(file, record)
    if any(problem.severity == "error" for problem in problems):
        raise DataError(problems)
    return catalog


def check_export(file: Path, record: type[Record] | None = None) -> list[Problem]:
    """Return every problem of the settings, vocabularies and records of an export."""
    try:
        return sorted(_read(file, record)[1])
    except DataError as error:
        return error.problems


def _read(file: Path, record: type[Record] | None) -> tuple[Catalog, list[Problem]]:
    definition, files = open_export(file, record)
    checker, problems, records = RecordChecker(definition), [*definition.problems], []
    for loaded in files:
        findings = checker.findings(loaded)
        problems += [*findings.problems, *checker.compare(loaded.file, findings)]
        records += [loaded.value] if loaded.value else []
    problems += checker.finish()
    records.sort(key=lambda record: (record.name.casefold(), record.slug))
    return Catalog(**vars(definition), records=tuple(records)), problems
