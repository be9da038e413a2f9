"""A new survey's fields and records from a table: the one place that asks `catalog.importing` for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.errors import Problem
from catalog.importing import CellState, import_table
from catalog.importing.table import read_tables
from catalog.importing.write import valid_rows, write_records
from catalog.load.records import Definition
from catalog.values import slugged


@dataclass(frozen=True)
class TableProposal:
    """What a table suggests: texts of files by their paths, and settings."""

    table: Path
    mapping: str
    texts: Mapping[str, str]
    newest: str
    columns: Sequence[str]
    filters: Sequence[str]
    charts: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Reading:
    """What became of a table: records, cells by their state, problems; and the file with its mapping."""

    records: int
    cells: Mapping[str, int]
    problems: Sequence[Problem]
    mapping: str


def read_proposal(table: Path) -> TableProposal:
    """Return the fields and settings that the tables of a file suggest."""
    from catalog.importing import propose_survey  # noqa: PLC0415

    proposal = propose_survey(read_tables(table.resolve(), table))
    mapping = f"data/{slugged(table.stem) or 'table'}.mapping.yml"
    texts = {"data/fields.yml": proposal.fields_yml, mapping: proposal.mapping_yml}
    texts |= {f"data/{name}.yml": text for name, text in proposal.vocabularies.items()}
    return TableProposal(
        table.resolve(), mapping, texts, proposal.newest, proposal.columns, proposal.filters, proposal.charts
    )


def import_rows(definition: Definition, proposal: TableProposal) -> Reading:
    """Write the rows of the table as records."""
    imported = valid_rows(
        definition, import_table(definition, proposal.table, definition.project.root / proposal.mapping)
    )
    files = write_records(definition, imported, definition.folder)
    cells = {state.value: imported.count(state) for state in CellState}
    return Reading(len(files), cells, imported.problems, proposal.mapping)
