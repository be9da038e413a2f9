"""Reads the tables of a file, every cell with its line and column."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from catalog.errors import DataError, Problem, SetupError
from catalog.importing.formats import table_formats
from catalog.importing.source_table import MalformedTableError, SourceCell, SourceRow
from catalog.values import folded

MAX_BYTES = 10_000_000
MAX_COLUMNS = 200
_HTML_TABLE = re.compile(r"<table\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: as many cells in every row as in the header; rows without text are left out.

    `problems` are what was lost, each at its place; `notices` what was done and lost nothing. `others` are the lines
    where the other tables of the file begin. `markup` says what the texts of cells are; `name` is that of the sheet,
    the heading above the table, or the file.
    """

    file: Path
    header: tuple[SourceCell, ...]
    rows: tuple[tuple[SourceCell, ...], ...]
    problems: tuple[Problem, ...]
    others: tuple[int, ...] = ()
    markup: Literal["markdown", "plain"] = "plain"
    name: str = ""
    notices: tuple[Problem, ...] = ()

    @property
    def line(self) -> int:
        """Where the table begins, from 1; 0 where the file has no lines."""
        return self.header[0].line

    def problem(self, cell: SourceCell, message: str, hint: str, field: str = "", rule: str = "cell") -> Problem:
        """Return a problem at a cell; where the file has no lines, the message begins with what the place is called."""
        told = f"{cell.place}: {message}" if cell.place and not cell.line else message
        return Problem(cell.file or self.file, cell.line, cell.column, field, told, hint, rule)

    def index(self, header: str) -> int | None:
        """Return the index of the column with this heading; spacing and capitals do not matter."""
        return next((index for index, cell in enumerate(self.header) if folded(cell.text) == folded(header)), None)

    @property
    def headings(self) -> list[str]:
        """The text of the header."""
        return [cell.text for cell in self.header]

    @property
    def about_others(self) -> str:
        """One sentence on the other tables of the file, which are not read; empty where there are none."""
        if not self.others:
            return ""
        count, line = len(self.others) + 1, self.header[0].line
        others = ", ".join(f"line {other}" for other in self.others)
        advice = "To read another, copy it into a file of its own."
        return f"{self.file} has {count} tables: the one on line {line} is read, not {others}. {advice}"


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
        text = _decoded(content)
        tables = table_format.read(text)
    except MalformedTableError as error:
        raise DataError([Problem(shown, error.line, error.column, "", str(error), error.hint, "table")]) from None
    wide = next((lines[0] for lines in tables if len(lines[0].cells) > MAX_COLUMNS), None)
    if wide:
        message = f"the table has {len(wide.cells)} columns; at most {MAX_COLUMNS} are read"
        raise DataError([Problem(shown, wide.number, 1, "", message, "leave out those you do not need", "table")])
    if not tables:
        raise DataError([_no_table(shown, text)])
    starts = [lines[0].number for lines in tables]
    markup: Literal["markdown", "plain"] = "plain" if file.suffix.lower() in {".csv", ".tsv"} else "markdown"
    return [
        replace(
            _table(shown, lines),
            markup=markup,
            name=file.stem,
            others=tuple(start for start in starts if start != lines[0].number),
        )
        for lines in tables
    ]


def fullest(tables: Iterable[Table], headings: Collection[str] = ()) -> Table:
    """Return the table with the most of these headings; of those, the first with the most rows."""
    return max(
        tables, key=lambda table: (sum(table.index(heading) is not None for heading in headings), len(table.rows))
    )


def _no_table(shown: Path, text: str) -> Problem:
    html = _HTML_TABLE.search(text)
    if html:
        line = text.count("\n", 0, html.start()) + 1
        hint = "open it in a browser, copy it into a spreadsheet, and save that as CSV"
        return Problem(shown, line, 1, "", "the table is written in HTML, which is not read", hint, "table")
    hint = "a Markdown table has a header, then a line like `| --- | --- |`; a CSV file a header and a row"
    return Problem(shown, 0, 0, "", "the file contains no table", hint, "table")


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
    first, *body = lines
    header = tuple(replace(cell, text=" ".join(cell.text.split())) for cell in first.cells)
    rows, problems = [], list(_repeated_headings(file, header))
    for line in body:
        if len(line.cells) == len(header):
            rows.append(line.cells)
        elif any(cell.text for cell in line.cells):
            problems.append(_ragged(file, line, len(header)))
    filled = tuple(cells for cells in rows if any(cell.text for cell in cells))
    return Table(file, header, filled, tuple(problems))


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
