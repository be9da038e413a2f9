"""Reads a table with its mapping: every cell that is not empty is understood or reported."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from catalog.errors import Problem
from catalog.importing.cells import NOTHING, CellValue, links_of, read_cell, visible_text, without_doubt
from catalog.importing.mapping import (
    ColumnReader,
    Feed,
    ImportPlan,
    defined_value,
    error_text,
    fit_mapping,
    load_mapping,
)
from catalog.importing.source_table import SourceCell
from catalog.importing.table import Table, fullest, read_tables
from catalog.load.records import Definition
from catalog.model.columns import Column
from catalog.values import SURVEY, Fact, folded, guess, slugged

_LINE_BREAKS = ("<br>", "<br/>", "<br />")
"""How a mapping says that the lines of a cell are its parts."""


class CellState(StrEnum):
    """Whether a cell was read."""

    EMPTY = "empty"
    UNDERSTOOD = "understood"
    NOT_UNDERSTOOD = "not understood"


@dataclass(frozen=True, slots=True)
class ImportedCell:
    """One cell: its facts by the path of the field, and every field that its column feeds."""

    header: str
    source: SourceCell
    state: CellState
    fields: tuple[Column, ...] = ()
    facts: Dict[str, Fact[Any]] | None = None


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One row: the record it describes, and its cells in order; `label` is its number, or its name."""

    label: str
    slug: str
    name: str
    cells: tuple[ImportedCell, ...]

    @property
    def facts(self) -> dict[str, Fact[Any]]:
        """Return every fact of the row by the path of its field."""
        return {path: fact for cell in self.cells for path, fact in (cell.facts or {}).items()}


@dataclass(frozen=True, slots=True)
class Imported:
    """A table that was read: its rows, and a problem for each cell that was not understood."""

    table: Table
    rows: tuple[ImportedRow, ...]
    problems: tuple[Problem, ...]

    def count(self, state: CellState) -> int:
        """Return how many cells of all rows are in that state."""
        return sum(cell.state is state for row in self.rows for cell in row.cells)


def import_table(survey: Definition, file: Path, mapping: Path) -> Imported:
    """Read a table with a mapping file.

    Of several tables in one file, the one with the most headings of the mapping is read, and then the longest.

    Raises:
        DataError: the mapping does not fit, or the file holds no table.
        SetupError: the table cannot be read.
    """
    loaded = load_mapping(survey.project, mapping)
    tables = read_tables(file, survey.project.display_path(file))
    table = fullest(tables, loaded.value.columns if loaded.value else ())
    return _Importer(survey, table, fit_mapping(survey, table, loaded)).run()


def original_table(survey: Definition) -> Imported | None:
    """Read the table a survey began as, `data/original-table.md` or `.csv` with its mapping; None without these.

    Raises:
        DataError: the mapping does not fit.
    """
    mapping = survey.project.data / "original-table.mapping.yml"
    files = (survey.project.data / name for name in ("original-table.md", "original-table.csv"))
    file = next((file for file in files if file.is_file()), None)
    return import_table(survey, file, mapping) if file and mapping.is_file() else None


class _Importer:
    def __init__(self, survey: Definition, table: Table, plan: ImportPlan) -> None:
        self._survey, self._table, self._plan = survey, table, plan
        self._problems = list(table.problems)
        self._owners: dict[str, SourceCell] = {}

    def run(self) -> Imported:
        self._report_unread_columns()
        self._report_unread_links()
        rows = [row for cells in self._table.rows if (row := self._row(cells))]
        return Imported(self._table, tuple(rows), tuple(sorted(self._problems)))

    def _report(self, cell: SourceCell, field: str, message: str, hint: str) -> None:
        problem = Problem(self._table.file, cell.line, cell.column, field, message, hint, "cell")
        self._problems.append(problem)

    def _report_unread_columns(self) -> None:
        for index, header in enumerate(self._table.header):
            count = sum(bool(cells[index].text) for cells in self._table.rows)
            if count and not self._is_read(index):
                message = f"the mapping does not say what the column {header.text!r} is; its {count} cells are not read"
                self._report(header, "", message, "name it under `columns`, or under `ignore`")

    def _report_unread_links(self) -> None:
        """Names are often links, which lead to what the record is about."""
        index = self._plan.name
        reader = self._plan.readers.get(index)
        feeds = reader.feeds if reader else ()
        count = sum(bool(links_of(cells[index].text)) for cells in self._table.rows)
        if count and index not in self._plan.ignored and not any(map(_is_address, feeds)):
            header = self._table.header[index]
            message = f"the mapping does not say what the links in the column {header.text!r} are; {count} are not read"
            self._report(header, "", message, "name their field under `columns`, or the heading under `ignore`")

    def _is_read(self, index: int) -> bool:
        plan = self._plan
        return index in plan.readers or index in plan.ignored or index in (plan.name, plan.row)

    def _row(self, cells: tuple[SourceCell, ...]) -> ImportedRow | None:
        """One record, unless the row has no name or the name's slug is taken."""
        cell = cells[self._plan.name]
        name = visible_text(cell.text)
        if not name:
            self._report(cell, "name", "the row has no name and is skipped", "fill in the cell")
            return None
        slug = self._slug(name)
        owner = self._owners.setdefault(slug, cell)
        if not slug or owner is not cell:
            reason = f"the slug `{slug}` is taken by line {owner.line}" if slug else "no slug can be made from the name"
            self._report(cell, "slug", f"{reason}; the row is skipped", "add the name to `slugs` of the mapping")
            return None
        label = (visible_text(cells[self._plan.row].text) if self._plan.row is not None else "") or name
        row = tuple(self._cell(index, cell, label) for index, cell in enumerate(cells))
        return ImportedRow(label, slug, name, row)

    def _slug(self, name: str) -> str:
        slugs = {folded(word): slug for word, slug in self._plan.mapping.slugs.items()}
        return slugs.get(folded(name)) or slugged(name)

    def _cell(self, index: int, cell: SourceCell, label: str) -> ImportedCell:
        header = self._table.headings[index]
        reader = self._plan.readers.get(index)
        fields = tuple(feed.column for feed in reader.feeds) if reader else ()
        if not cell.text or self._plan.words.get(folded(cell.text), "") is None:
            return ImportedCell(header, cell, CellState.EMPTY, fields)
        if reader is None:
            state = CellState.UNDERSTOOD if self._is_read(index) else CellState.NOT_UNDERSTOOD
            return ImportedCell(header, cell, state)
        problem_count = len(self._problems)
        values = self._parts(reader, cell) if self._is_split(reader, cell) else self._whole(reader, cell)
        place = f"{reader.called} column of row {label}"
        facts = {path: _fact(value, place) for path, value in values.items()}
        state = CellState.UNDERSTOOD if len(self._problems) == problem_count else CellState.NOT_UNDERSTOOD
        return ImportedCell(header, cell, state, fields, facts)

    def _is_split(self, reader: ColumnReader, cell: SourceCell) -> bool:
        return bool(reader.split) and folded(cell.text) not in self._plan.words

    def _whole(self, reader: ColumnReader, cell: SourceCell) -> dict[str, CellValue]:
        """The value of the cell for every field."""
        texts = [(feed, self._text(feed, reader.index, cell)) for feed in reader.feeds]
        values = {feed.column.path: self._read(feed, text, cell) for feed, text in texts if text}
        return {path: value for path, value in values.items() if value and not value.is_nothing}

    def _text(self, feed: Feed, index: int, cell: SourceCell) -> str:
        """What a field reads of a cell: of the name, either its links or the text that readers see."""
        if index != self._plan.name:
            return cell.text
        return links_of(cell.text) if _is_address(feed) else visible_text(cell.text)

    def _parts(self, reader: ColumnReader, cell: SourceCell) -> dict[str, CellValue]:
        """The values of the cell's parts, each for the fields whose words it matches."""
        values: dict[str, CellValue] = {}
        separator = "\n" if folded(reader.split) in _LINE_BREAKS else reader.split
        for part in filter(None, map(str.strip, cell.text.split(separator))):
            matches = [(feed, value) for feed in reader.feeds if (value := self._part(reader, feed, part, cell))]
            if not matches:
                words = [word for feed in reader.feeds for word in (*feed.words, *feed.contains)]
                hint = f"{guess(part, words)}define it under `words` of one of the column's fields"
                self._report(cell, "", f"no field of the column defines the words {part[:80]!r}", hint)
            for feed, value in matches:
                if not value.is_nothing:
                    self._add(values, feed, value, cell)
        return values

    def _part(self, reader: ColumnReader, feed: Feed, part: str, cell: SourceCell) -> CellValue | None:
        """The value of a part for a field; without defined words only where the column feeds no other field."""
        return self._read(feed, part, cell, by_type=len(reader.feeds) == 1)

    def _add(self, values: dict[str, CellValue], feed: Feed, value: CellValue, cell: SourceCell) -> None:
        path = feed.column.path
        first = values.get(path)
        if first is None:
            values[path] = value
        elif feed.column.many and first.blank is None and value.blank is None:
            values[path] = replace(value, value=first.value + value.value, certain=first.certain and value.certain)
        else:
            self._report(cell, path, "two parts of the cell give this field a value, and it holds one", "keep one")

    def _read(self, feed: Feed, text: str, cell: SourceCell, *, by_type: bool = True) -> CellValue | None:
        """The value of a text for a field: by the mapping's words, or else by the field's type."""
        try:
            value = self._defined(feed, text)
            if value is not None or not by_type:
                return value
            return read_cell(feed.column, text, self._survey.vocabularies, self._plan.mapping.doubt)
        except PydanticCustomError as error:
            self._report(cell, feed.column.path, *error_text(error))
            return NOTHING

    def _defined(self, feed: Feed, text: str) -> CellValue | None:
        """The value that the mapping's words define for a text; None where none matches."""
        value = self._word(feed, text)
        if value is not None:
            return value
        text, certain = without_doubt(text, self._plan.mapping.doubt)
        contained = (value for piece, value in feed.contains.items() if piece in folded(text))
        value = self._word(feed, text) or next(contained, None)
        return replace(value, certain=certain) if value else None

    def _word(self, feed: Feed, text: str) -> CellValue | None:
        word = folded(text)
        if word in feed.words or word not in self._plan.words:
            return feed.words.get(word)
        return defined_value(feed.column, self._plan.words[word], self._survey.vocabularies)


def _is_address(feed: Feed) -> bool:
    return feed.column.type.base_address is not None


def _fact(value: CellValue, place: str) -> Fact[Any]:
    return Fact(value.value, value.blank, SURVEY, place, certain=value.certain, note=value.note)
