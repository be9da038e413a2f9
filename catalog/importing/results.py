"""What an import gives: rows with their facts, and every cell that was not understood."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from catalog.errors import Problem
from catalog.importing.source_table import SourceCell
from catalog.importing.table import Table
from catalog.model.columns import Column
from catalog.values import Fact


class CellState(StrEnum):
    """Whether a cell was read."""

    EMPTY = "empty"
    UNDERSTOOD = "understood"
    NOT_UNDERSTOOD = "not understood"


COLUMN_OF_ROW = " column of row "
"""What stands between column and row, where a fact says that it was found in the table."""


@dataclass(frozen=True, slots=True)
class UnreadText:
    """What a cell has for a field and cannot be read: a comment of the record, with its place and the reason."""

    path: str
    text: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportedCell:
    """One cell: its facts by the path of the field, and every field that its column feeds.

    `place` is where facts say that they were found. `parts` are the lists of parts that it fills, by path, as in YAML;
    `lists` are the paths of all that its column can fill.
    """

    header: str
    source: SourceCell
    state: CellState
    place: str = ""
    fields: tuple[Column, ...] = ()
    facts: Dict[str, Fact[Any]] | None = None
    parts: Dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    unread: tuple[UnreadText, ...] = ()
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One row: the record it describes, and its cells in order; `label` is its number, its key, or its name.

    `sources` are the documents that the cells lead to, by the keys that the facts refer to.
    """

    label: str
    slug: str
    name: str
    cells: tuple[ImportedCell, ...]
    sources: Dict[str, str] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Fact[Any]]:
        """Return every fact of the row by the path of its field."""
        return {path: fact for cell in self.cells for path, fact in (cell.facts or {}).items()}

    @property
    def parts(self) -> dict[str, list[dict[str, Any]]]:
        """Return every list of parts of the row by its path, as YAML has it; cells fill the same items in turn."""
        found: dict[str, list[dict[str, Any]]] = {}
        for cell in self.cells:
            for path, items in cell.parts.items():
                found[path] = merged_parts(found.get(path, []), items)
        return found

    @property
    def unread(self) -> list[UnreadText]:
        """Return what could not be read of the row."""
        return [unread for cell in self.cells for unread in cell.unread]


def merged_parts(parts: list[dict[str, Any]], others: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the items of two lists, those at the same place as one."""
    nothing: dict[str, Any] = {}
    return [one | other for one, other in zip_longest(parts, others, fillvalue=nothing)]


@dataclass(frozen=True, slots=True)
class Imported:
    """A table that was read: its rows, and a problem for each cell that was not understood.

    Problems that are no errors tell what was done with the table, and cost nothing.
    """

    table: Table
    rows: tuple[ImportedRow, ...]
    problems: tuple[Problem, ...]

    @property
    def is_complete(self) -> bool:
        """Whether everything was understood."""
        return not any(problem.severity == "error" for problem in self.problems)

    def count(self, state: CellState) -> int:
        """Return how many cells of all rows are in that state."""
        return sum(cell.state is state for row in self.rows for cell in row.cells)
