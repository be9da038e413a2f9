"""A table as it stands in a file: every cell with its line and column."""

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

    `problems` are the rows that had too few or too many cells, and headers that stand twice.
    """

    file: Path
    header: tuple[SourceCell, ...]
    rows: tuple[tuple[SourceCell, ...], ...]
    problems: tuple[Problem, ...]

    def index(self, header: str) -> int | None:
        """Which column has this heading; spacing and capitals do not matter."""
        return next((at for at, span in enumerate(self.header) if folded(span.text) == folded(header)), None)

    @property
    def headings(self) -> list[str]:
        """The text of the header."""
        return [span.text for span in self.header]


def read_tables(file: Path, shown: Path) -> list[Table]:
    """Every table of a file; `shown` is how messages name the file.

    Raises:
        SetupError: the file cannot be read, or its name does not say what it is.
        DataError: it holds no table, or a quote that is never closed.
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
        found = table_format.read(_decoded(content))
    except MalformedTableError as error:
        raise DataError([Problem(shown, error.line, error.column, "", str(error), error.hint, "table")]) from None
    wide = next((lines[0] for lines in found if len(lines[0].cells) > MAX_COLUMNS), None)
    if wide:
        message = f"the table has {len(wide.cells)} columns; at most {MAX_COLUMNS} are read"
        raise DataError([Problem(shown, wide.number, 1, "", message, "leave out those you do not need", "table")])
    if not found:
        hint = "a Markdown table has a header, then a line like `| --- | --- |`; a CSV file a header and a row"
        raise DataError([Problem(shown, 0, 0, "", "the file holds no table", hint, "table")])
    return [_table(shown, lines) for lines in found]


def _decoded(content: bytes) -> str:
    """The text; a byte order mark, which spreadsheets write, is passed over."""
    if len(content) > MAX_BYTES:
        raise MalformedTableError(0, 0, f"the file has {len(content) / 1e6:.1f} MB; at most 10 MB is read", "split it")
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
    kept, problems = [], list(_repeated(file, header.cells))
    for line in body:
        if len(line.cells) == len(header.cells):
            kept.append(line.cells)
        elif any(span.text for span in line.cells):
            problems.append(_ragged(file, line, len(header.cells)))
    rows = tuple(cells for cells in kept if any(span.text for span in cells))
    return Table(file, header.cells, rows, tuple(problems))


def _ragged(file: Path, line: SourceRow, wanted: int) -> Problem:
    """A row that does not fit the header; which of its cells is missing nobody can know."""
    found = len(line.cells)
    extra = line.cells[wanted] if found > wanted else line.cells[-1]
    many = "cell" if found == 1 else "cells"
    message = f"the row has {found} {many} and the header has {wanted}; the row is skipped"
    hint = "escape a pipe inside a cell as `\\|`" if found > wanted else "add the missing cells, empty if need be"
    return Problem(file, line.number, extra.column, "", message, hint, "table")


def _repeated(file: Path, header: Iterable[SourceCell]) -> Iterable[Problem]:
    seen: set[str] = set()
    for span in header:
        if span.text and folded(span.text) in seen:
            message = f"the heading {span.text!r} stands here a second time; only the first is read"
            yield Problem(file, span.line, span.column, "", message, "rename one of them", "table")
        seen.add(folded(span.text))
