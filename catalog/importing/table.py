"""Reads the tables of a file, every cell with its line and column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from catalog.errors import DataError, Problem, SetupError
from catalog.importing.formats import table_formats
from catalog.importing.source_table import MalformedTableError, SourceCell, SourceRow
from catalog.values import folded

MAX_BYTES = 10_000_000
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Table:
    """One table: as many cells in every row as in the header; rows without text are left out.

    `problems` are the rows that had too few or too many cells, and headings that occur twice.
    """

    file: Path
    header: tuple[SourceCell, ...]
    rows: tuple[tuple[SourceCell, ...], ...]
    problems: tuple[Problem, ...]

    def index(self, header: str) -> int | None:
        """Return the index of the column with this heading; spacing and capitals do not matter."""
        return next((index for index, cell in enumerate(self.header) if folded(cell.text) == folded(header)), None)

    @property
    def headings(self) -> list[str]:
        """The text of the header."""
        return [cell.text for cell in self.header]


def read_tables(file: Path, shown: Path) -> list[Table]:
    """Return every table of a file; `shown` is how messages name the file.

    Raises:
        SetupError: the file cannot be read, or its ending is that of no format.
        DataError: it contains no table, or cannot be split into cells.
    """
    formats = table_formats()
    table_format = formats.get(file.suffix.lower())
    if table_format is None:
        raise SetupError(f"{shown}: tables are read from files that end in {', '.join(formats)}")
    try:
        content = file.read_bytes()
    except OSError as error:
        raise SetupError(f"{shown} cannot be read: {error.strerror or error}") from error
    try:
        tables = table_format.read(_decoded(content))
    except MalformedTableError as error:
        raise DataError([Problem(shown, error.line, error.column, "", str(error), error.hint, "table")]) from None
    wide = next((lines[0] for lines in tables if len(lines[0].cells) > MAX_COLUMNS), None)
    if wide:
        message = f"the table has {len(wide.cells)} columns; at most {MAX_COLUMNS} are read"
        raise DataError([Problem(shown, wide.number, 1, "", message, "leave out those you do not need", "table")])
    if not tables:
        hint = "a Markdown table has a header, then a line like `| --- | --- |`; a CSV file a header and a row"
        raise DataError([Problem(shown, 0, 0, "", "the file contains no table", hint, "table")])
    return [_table(shown, lines) for lines in tables]


def _decoded(content: bytes) -> str:
    """Return the text without the byte order mark that spreadsheets write."""
    if len(content) > MAX_BYTES:
        raise MalformedTableError(0, 0, f"the file is {len(content) / 1e6:.1f} MB; the limit is 10 MB", "split it")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8-sig", errors="replace")) + 1
        raise MalformedTableError(
            line, column, f"the byte 0x{content[error.start]:02x} is not UTF-8", "save as UTF-8"
        ) from None


def _table(file: Path, lines: Sequence[SourceRow]) -> Table:
    header, *body = lines
    rows, problems = [], list(_repeated_headings(file, header.cells))
    for line in body:
        if len(line.cells) == len(header.cells):
            rows.append(line.cells)
        elif any(cell.text for cell in line.cells):
            problems.append(_ragged(file, line, len(header.cells)))
    filled = tuple(cells for cells in rows if any(cell.text for cell in cells))
    return Table(file, header.cells, filled, tuple(problems))


def _ragged(file: Path, line: SourceRow, width: int) -> Problem:
    """The problem of a row that has another number of cells than the header."""
    count = len(line.cells)
    # Too many: the first beyond the header. Too few: the last, as nobody can know which one is missing.
    cell = line.cells[width] if count > width else line.cells[-1]
    message = f"the row has {count} cell{'' if count == 1 else 's'} and the header has {width}; the row is skipped"
    hint = "escape a pipe inside a cell as `\\|`" if count > width else "add the missing cells, empty if need be"
    return Problem(file, line.number, cell.column, "", message, hint, "table")


def _repeated_headings(file: Path, header: Iterable[SourceCell]) -> Iterable[Problem]:
    headings: set[str] = set()
    for cell in header:
        if cell.text and folded(cell.text) in headings:
            message = f"the heading {cell.text!r} occurs a second time; only the first column is read"
            yield Problem(file, cell.line, cell.column, "", message, "rename one of them", "table")
        headings.add(folded(cell.text))
