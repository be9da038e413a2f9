"""Whether the mappings in `data/` fit the survey and their tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from catalog.errors import DataError, Problem, SetupError
from catalog.importing.engine import import_table
from catalog.importing.formats import table_formats
from catalog.importing.mapping import Mapping, load_mapping
from catalog.importing.planning import fit_mapping
from catalog.importing.source_table import SourceCell
from catalog.importing.table import Table
from catalog.importing.updating.lock import MAPPING, lock_problems
from catalog.load.records import Definition

_OWN = (".yml", ".yaml", ".json")
"""Endings of the files that a survey itself has in `data/`: a vocabulary may have the name of a mapping."""


def mapping_problems(definition: Definition) -> Iterator[Problem]:
    """Yield what is wrong with each mapping, and with the table beside it that has the same name.

    What a table has and its mapping does not read is a warning. A mapping may be for a table that is elsewhere: then
    its headings are taken as they are.
    """
    yield from lock_problems(definition)
    for file in sorted(definition.project.data.glob(f"*{MAPPING}")):
        try:
            yield from _problems(definition, file)
        except DataError as error:
            yield from error.problems
        except SetupError as error:
            yield Problem(definition.project.display_path(file), 0, 0, "", str(error), "correct the table", "mapping")


def _problems(definition: Definition, file: Path) -> Iterator[Problem]:
    stem = file.name.removesuffix(MAPPING)
    tables = (file.with_name(f"{stem}{ending}") for ending in table_formats() if ending not in _OWN)
    table = next((path for path in tables if path.is_file()), None)
    if table:
        for problem in import_table(definition, table, file).problems:
            yield replace(problem, severity="warning") if problem.severity == "error" else problem
        return
    loaded = load_mapping(definition.project, file)
    if loaded.value:
        fit_mapping(definition, _presumed_table(file, loaded.value), loaded)


def _presumed_table(file: Path, mapping: Mapping) -> Table:
    """A table without rows that has every heading of the mapping."""
    headings = dict.fromkeys(filter(None, (mapping.name, mapping.row, mapping.key, *mapping.columns, *mapping.ignore)))
    return Table(file, tuple(SourceCell(heading, 0, 0) for heading in headings), (), ())
