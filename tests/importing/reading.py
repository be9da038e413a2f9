"""What the tests of formats share: a file is written, read, and looked at as texts."""

from __future__ import annotations

from pathlib import Path

from catalog.importing.source_table import SourceFile, SourceRow
from catalog.importing.table import Table, read_tables


def source(name: str, text: str) -> SourceFile:
    return SourceFile(name, text.encode())


def read_all(folder: Path, name: str, content: str | bytes) -> list[Table]:
    """The tables of a file with this content."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_tables(path, Path(name))


def read_one(folder: Path, name: str, content: str | bytes) -> Table:
    """The only table of a file with this content."""
    (table,) = read_all(folder, name, content)
    return table


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def rows_as_texts(rows: list[SourceRow]) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in rows]


def told(table: Table) -> list[tuple[str, str]]:
    """Where and what was lost."""
    return [(problem.location, problem.message) for problem in table.problems]


def noticed(table: Table) -> list[tuple[str, str]]:
    """Where and what was done without loss."""
    return [(problem.location, problem.message) for problem in table.notices]
