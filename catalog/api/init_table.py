"""A new survey's fields and records from a table: the one place that asks `catalog.importing` for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from catalog.errors import Problem
from catalog.importing import CellState, import_table
from catalog.importing.lock import lock_of, locked, write_lock
from catalog.importing.proposals.survey import propose_survey
from catalog.importing.table import read_tables
from catalog.importing.valid import valid_rows
from catalog.importing.write import write_records
from catalog.load.records import Definition
from catalog.values import slugged

MOST_FILTERS = 8
"""Filters that are open at first: the settings allow no more."""


@dataclass(frozen=True)
class TableProposal:
    """What a table suggests: texts of files by their paths, and settings."""

    table: Path | str
    wanted: str
    mapping: str
    texts: Mapping[str, str]
    newest: str
    columns: Sequence[str]
    filters: Sequence[str]
    charts: Sequence[Mapping[str, Any]]


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
        parts = urlsplit(table)
        file: Path | str = table
        shown, name = Path(table.partition("://")[2]), Path(parts.path).stem or str(parts.hostname)
    else:
        file, shown, name = table.resolve(), table, table.stem
    proposal = propose_survey(read_tables(file, shown, contact), one, wanted)
    mapping = f"data/{slugged(name) or 'table'}.mapping.yml"
    texts = {"data/fields.yml": proposal.fields_yml, mapping: proposal.mapping_yml}
    texts |= {f"data/{name}.yml": text for name, text in proposal.vocabularies.items()}
    filters = proposal.filters[:MOST_FILTERS]
    first = proposal.newest, proposal.columns, filters, proposal.charts
    return TableProposal(file, wanted, mapping, texts, *first)


def import_rows(definition: Definition, proposal: TableProposal) -> Reading:
    """Write the rows of the table as records."""
    contact = str(definition.settings.address or definition.settings.repository or "")
    mapping = definition.project.root / proposal.mapping
    imported = valid_rows(definition, import_table(definition, proposal.table, mapping, contact, proposal.wanted))
    files = write_records(definition, imported, definition.folder)
    write_lock(lock_of(mapping), locked(definition, imported))
    cells = {state.value: imported.count(state) for state in CellState}
    return Reading(len(files), cells, imported.problems, proposal.mapping, imported.table.about_others)
