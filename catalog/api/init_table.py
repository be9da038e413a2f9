"""A new survey's fields and records from a table: the one place that asks `catalog.importing` for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.errors import Problem
from catalog.importing import CellState, import_records
from catalog.importing.mapping import load_mapping
from catalog.importing.proposals.survey import propose_survey
from catalog.importing.table import Table, read_tables, table_name
from catalog.importing.updating.lock import lock_of, locked, write_lock
from catalog.importing.valid import valid_rows
from catalog.importing.write import write_records
from catalog.load.records import Definition

MOST_FILTERS = 8
"""Filters that are open at first: the settings allow no more."""


@dataclass(frozen=True)
class TableProposal:
    """What a table suggests: texts of files by their paths, and settings."""

    tables: Sequence[Table]
    wanted: str
    mapping: str
    texts: Mapping[str, str]
    newest: str
    columns: Sequence[str]
    filters: Sequence[str]
    charts: Sequence[Mapping[str, Any]]
    fill: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Reading:
    """What became of a table: records, cells by their state, problems; and the file with its mapping.

    `others` is one sentence on the tables of the file that were not read; empty where there are none.
    """

    records: int
    cells: Mapping[str, int]
    problems: Sequence[Problem]
    mapping: str
    others: str = ""


def read_proposal(table: Path | str, one: str, wanted: str = "", contact: str = "") -> TableProposal:
    """Return the fields and settings that a table suggests: of several in a file the `wanted`, or else the fullest.

    `table` is a file or an address; `one` is what the survey calls a record; `contact` is a URL that explains requests
    to servers.
    """
    if isinstance(table, str):
        file: Path | str = table
        shown = Path(table.partition("://")[2])
    else:
        file = table.resolve()
        shown = Path(table.name) if table.is_absolute() else table
    tables = read_tables(file, shown, contact)
    proposal = propose_survey(tables, one, wanted)
    mapping = f"data/{table_name(table)}.mapping.yml"
    texts = {"data/fields.yml": proposal.fields_yml, mapping: proposal.mapping_yml}
    texts |= {f"data/{name}.yml": text for name, text in proposal.vocabularies.items()}
    filters = proposal.filters[:MOST_FILTERS]
    first = proposal.newest, proposal.columns, filters, proposal.charts, proposal.fill
    return TableProposal(tables, wanted, mapping, texts, *first)


def import_rows(definition: Definition, proposal: TableProposal) -> Reading:
    """Write the rows of the table as records."""
    mapping = definition.project.root / proposal.mapping
    loaded = load_mapping(definition.project, mapping)
    imported = valid_rows(definition, import_records(definition, proposal.tables, loaded, proposal.wanted))
    files = write_records(definition, imported, definition.folder)
    write_lock(lock_of(mapping), locked(definition, imported))
    cells = {state.value: imported.count(state) for state in CellState}
    return Reading(len(files), cells, imported.problems, proposal.mapping, imported.table.about_others)
