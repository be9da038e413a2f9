"""Reads the tables of a file, a folder or an address, every cell with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from catalog.errors import DataError, Problem, SetupError, UnreadableFileError
from catalog.importing.formats import TableFormat, table_formats
from catalog.importing.reading.folder import read_folder
from catalog.importing.reading.join import SquareTable, joined_tables
from catalog.importing.reading.rows import number_of
from catalog.importing.source_table import MalformedTableError, Remark, SourceCell, SourceFile, SourceTable
from catalog.paths import file_content
from catalog.values import folded, slugged

MAX_BYTES = 10_000_000
MAX_COLUMNS = 200
MAX_ROWS = 100_000
_WEB = ("https://", "http://")


class OtherTable(NamedTuple):
    """A table of the same file that is not the one at hand: its line (0 without lines), name and count of rows."""

    line: int
    name: str
    rows: int

    def __str__(self) -> str:
        where = f"line {self.line}" if self.line else repr(self.name)
        return f"{where} ({number_of(self.rows, 'row')})"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: as many cells in every row as in the header; rows without text are left out.

    `problems` are what was lost, each at its place; `notices` what was done and lost nothing. `others` are the other
    tables of the file. `markup` says what the texts of cells are; `name` is that of the sheet, the heading above the
    table, or the file. `weight` is what a row counts where the fullest of several tables is looked for. `marked`
    are headings of columns with Markdown in a plain table. `footnotes` are those of the file, by their labels.
    """

    file: Path
    header: tuple[SourceCell, ...]
    rows: tuple[tuple[SourceCell, ...], ...]
    problems: tuple[Problem, ...]
    others: tuple[OtherTable, ...] = ()
    markup: Literal["markdown", "plain"] = "plain"
    name: str = ""
    notices: tuple[Problem, ...] = ()
    weight: float = 1.0
    marked: frozenset[str] = frozenset()
    footnotes: Mapping[str, str] = field(default_factory=dict)

    @property
    def line(self) -> int:
        """Where the table begins, from 1; 0 where the file has no lines, or is a folder."""
        return 0 if self.header[0].file else self.header[0].line

    def problem(self, cell: SourceCell, message: str, hint: str, field: str = "", rule: str = "cell") -> Problem:
        """Return a problem at a cell; where the file has no lines, the message begins with what the place is called."""
        told = f"{cell.place}: {message}" if cell.place and not cell.line else message
        return Problem(cell.file or self.file, cell.line, cell.column, field, told, hint, rule)

    def index(self, header: str) -> int | None:
        """Return the index of the column with this heading; spacing and capitals do not matter."""
        return next((index for index, cell in enumerate(self.header) if folded(cell.text) == folded(header)), None)

    def markup_of(self, index: int) -> Literal["markdown", "plain"]:
        """Return what the texts of a column are."""
        return "markdown" if self.header[index].text in self.marked else self.markup

    @property
    def headings(self) -> list[str]:
        """The text of the header."""
        return [cell.text for cell in self.header]

    @property
    def about_others(self) -> str:
        """One sentence on the other tables of the file, which are not read; empty where there are none."""
        if not self.others:
            return ""
        own, others = OtherTable(self.line, self.name, len(self.rows)), ", ".join(map(str, self.others))
        shown = f"the one on {own}" if self.line else str(own)
        told = f"{self.file} has {len(self.others) + 1} tables: {shown} is read, not {others}."
        return f"{told} --table {'LINE' if self.line else 'NAME'} reads another."


def table_name(table: Path | str) -> str:
    """What the mapping of a file, or of an address, is called."""
    stem = table.stem if isinstance(table, Path) else Path(urlsplit(table).path).stem or str(urlsplit(table).hostname)
    return slugged(stem) or "table"


def read_tables(file: Path | str, shown: Path, contact: str = "") -> list[Table]:
    """Return every table of a file, a folder or an address; `shown` is how messages name it.

    Tables of one file that have the same headings come as one. `contact` is a URL that explains requests to servers.

    Raises:
        SetupError: the ending is that of no format, or the address gives no answer.
        DataError: the file cannot be read, contains no table, or cannot be split into cells.
    """
    try:
        if str(file).startswith(_WEB):
            from catalog.importing.reading.web import fetched  # noqa: PLC0415 - loads an HTTP client

            source = fetched(str(file), contact, MAX_BYTES)
            return _tables(source, _format(source.name, shown).read(source), shown)
        path = Path(file)
        if path.is_dir():
            return _tables(*read_folder(path, shown, MAX_BYTES), shown)
        table_format = _format(path.name, shown)
        source = SourceFile(path.name, file_content(path, MAX_BYTES))
        return _tables(source, table_format.read(source), shown)
    except UnreadableFileError as error:
        raise DataError([Problem(shown, 0, 0, "", error.message, error.hint, "table")]) from None
    except MalformedTableError as error:
        raise DataError([Problem(shown, error.line, error.column, "", str(error), error.hint, "table")]) from None


def chosen(tables: Sequence[Table], wanted: str = "", headings: Collection[str] = ()) -> Table:
    """Return the table that begins in a line, or has a name; if none is `wanted`, the `fullest`.

    Raises:
        SetupError: no table, or several, are meant.
    """
    if not wanted:
        return fullest(tables, headings)
    found = [table for table in tables if wanted.isdecimal() and table.line == int(wanted)]
    found = found or [table for table in tables if folded(table.name) == folded(wanted)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(str(OtherTable(table.line, table.name, len(table.rows))) for table in tables)
    fault = f"{len(found)} tables are called" if found else "no table is called, or begins in line,"
    raise SetupError(f"{tables[0].file}: {fault} {wanted!r}; there are {known}")


def fullest(tables: Iterable[Table], headings: Collection[str] = ()) -> Table:
    """Return the table with the most of these headings; of those, the first with the most rows."""
    return max(tables, key=lambda table: (_known(table, headings), len(table.rows) * table.weight))


def _known(table: Table, headings: Collection[str]) -> int:
    return sum(table.index(heading) is not None for heading in headings)


def _format(name: str, shown: Path) -> TableFormat:
    formats = table_formats()
    table_format = formats.get(Path(name).suffix.lower())
    if table_format is None:
        raise SetupError(f"{shown}: tables are read from files that end in {', '.join(formats)}")
    return table_format


def _tables(source: SourceFile, found: Sequence[SourceTable], shown: Path) -> list[Table]:
    found = [table for table in found if table.rows and table.rows[0].cells]
    for table in found:
        _check_size(table)
    square = joined_tables(found)
    source.remarks += [_empty(table) for table in square if not table.rows]
    square = [table for table in square if table.rows]
    if not square:
        raise DataError([_problem(shown, remark) for remark in source.remarks if remark.is_loss] or [_no_table(shown)])
    tables = [_table(shown, table, source.remarks) for table in square]
    others = [OtherTable(table.line, table.name, len(table.rows)) for table in tables]
    return [
        replace(table, others=tuple(others[:index] + others[index + 1 :]), footnotes=source.footnotes)
        for index, table in enumerate(tables)
    ]


def _check_size(table: SourceTable) -> None:
    first = table.rows[0]
    width, place = len(first.cells), (first.number, min(first.number, 1))
    if width > MAX_COLUMNS:
        message = f"the table has {width} columns; at most {MAX_COLUMNS} are read"
        raise MalformedTableError(*place, message, "leave out those you do not need")
    if len(table.rows) > MAX_ROWS:
        message = f"the table has {len(table.rows):,} rows; at most {MAX_ROWS:,} are read"
        raise MalformedTableError(*place, message, "split it")


def _table(shown: Path, table: SquareTable, remarks: Iterable[Remark]) -> Table:
    told = [*remarks, *table.source.remarks]
    source = table.source
    return Table(
        shown,
        table.header,
        tuple(table.rows),
        tuple(_problem(shown, remark) for remark in told if remark.is_loss),
        markup=source.markup,
        name=source.name or shown.stem,
        notices=tuple(replace(_problem(shown, remark), severity="notice") for remark in told if not remark.is_loss),
        weight=source.weight,
        marked=source.marked,
    )


def _problem(shown: Path, remark: Remark) -> Problem:
    told = f"{remark.place}: {remark.message}" if remark.place and not remark.line else remark.message
    return Problem(remark.file or shown, remark.line, remark.column, "", told, remark.hint, "table")


def _empty(table: SquareTable) -> Remark:
    return Remark.at(table.header[0], "a table without rows is not read")


def _no_table(shown: Path) -> Problem:
    hint = "a Markdown table has a header, then a line like `| --- | --- |`; a CSV file a header and a row"
    return Problem(shown, 0, 0, "", "the file contains no table", hint, "table")
