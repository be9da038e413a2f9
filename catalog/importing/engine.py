"""A table and its mapping become records; every cell that says something is understood or reported."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from catalog.errors import Problem
from catalog.importing import cells
from catalog.importing.cells import NOTHING, CellValue
from catalog.importing.mapping import Feed, ImportPlan, Reader, load_mapping, plan, said, told
from catalog.importing.spans import Span
from catalog.importing.table import Table, read_tables
from catalog.load.records import Definition
from catalog.model.columns import Column
from catalog.values import SURVEY, Fact, folded, guess, slugged


class CellState(StrEnum):
    """What became of a cell."""

    EMPTY = "empty"
    UNDERSTOOD = "understood"
    NOT_UNDERSTOOD = "not understood"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with what it says: facts by the path of the field, and every field its column feeds."""

    header: str
    span: Span
    state: CellState
    fields: tuple[Column, ...] = ()
    facts: Dict[str, Fact[Any]] | None = None


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One row: the record it describes and its cells in order; `label` is its number, or its name."""

    label: str
    slug: str
    name: str
    cells: tuple[Cell, ...]

    @property
    def facts(self) -> dict[str, Fact[Any]]:
        """Every fact of the row by the path of its field."""
        return {path: fact for cell in self.cells for path, fact in (cell.facts or {}).items()}


@dataclass(frozen=True, slots=True)
class Imported:
    """A table that was read: its rows, and every cell that was not understood."""

    table: Table
    rows: tuple[ImportedRow, ...]
    problems: tuple[Problem, ...]

    def count(self, state: CellState) -> int:
        """How many cells of all rows are in that state."""
        return sum(cell.state is state for row in self.rows for cell in row.cells)


def import_table(survey: Definition, file: Path, mapping: Path) -> Imported:
    """Read a table with a mapping file.

    Of several tables in one file, the one with the most headings of the mapping is read.

    Raises:
        DataError: the mapping does not fit, or the file holds no table.
        SetupError: the table cannot be read.
    """
    loaded = load_mapping(survey.project, mapping)
    tables = read_tables(file, survey.project.display_path(file))
    wanted = loaded.value.columns if loaded.value else {}
    table = max(tables, key=lambda found: sum(found.index(header) is not None for header in wanted))
    return _Importer(survey, table, plan(survey, table, loaded)).run()


def original_table(survey: Definition) -> Imported | None:
    """The table a survey began as, `data/original-table.md` or `.csv` with its mapping; None where there is none.

    Raises:
        DataError: the mapping does not fit.
    """
    mapping = survey.project.data / "original-table.mapping.yml"
    files = (survey.project.data / name for name in ("original-table.md", "original-table.csv"))
    file = next((file for file in files if file.is_file()), None)
    return import_table(survey, file, mapping) if file and mapping.is_file() else None


class _Importer:
    def __init__(self, survey: Definition, table: Table, way: ImportPlan) -> None:
        self._survey, self._table, self._plan = survey, table, way
        self._problems = list(table.problems)
        self._owners: dict[str, Span] = {}

    def run(self) -> Imported:
        self._tell_unread_columns()
        rows = [row for spans in self._table.rows if (row := self._row(spans))]
        return Imported(self._table, tuple(rows), tuple(sorted(self._problems)))

    def _tell(self, span: Span, field: str, message: str, hint: str) -> None:
        problem = Problem(self._table.file, span.line, span.column, field, message, hint, "cell")
        self._problems.append(problem)

    def _tell_unread_columns(self) -> None:
        for index, header in enumerate(self._table.header):
            count = sum(bool(spans[index].text) for spans in self._table.rows)
            if count and not self._is_read(index):
                message = f"the mapping does not say what the column {header.text!r} is; its {count} cells are not read"
                self._tell(header, "", message, "name it under `columns`, or under `ignore`")

    def _is_read(self, index: int) -> bool:
        way = self._plan
        return index in way.readers or index in way.ignored or index in (way.name, way.row)

    def _row(self, spans: tuple[Span, ...]) -> ImportedRow | None:
        """One record, unless the row has no name or the name's slug is taken."""
        named = spans[self._plan.name]
        if not named.text:
            self._tell(named, "name", "the row has no name and is passed over", "fill in the cell")
            return None
        slug = self._slug(named.text)
        owner = self._owners.setdefault(slug, named)
        if not slug or owner is not named:
            taken = f"the slug `{slug}` is that of line {owner.line} already" if slug else "no slug can be made of it"
            self._tell(named, "slug", f"{taken}; the row is passed over", "add the name to `slugs` of the mapping")
            return None
        numbered = spans[self._plan.row].text if self._plan.row is not None else ""
        label = numbered or named.text
        read = tuple(self._cell(index, span, label) for index, span in enumerate(spans))
        return ImportedRow(label, slug, named.text, read)

    def _slug(self, name: str) -> str:
        given = {folded(word): slug for word, slug in self._plan.mapping.slugs.items()}
        return given.get(folded(name)) or slugged(name)

    def _cell(self, index: int, span: Span, label: str) -> Cell:
        header = self._table.headings[index]
        reader = self._plan.readers.get(index)
        fields = tuple(feed.column for feed in reader.feeds) if reader else ()
        if not span.text or self._plan.words.get(folded(span.text), "") is None:
            return Cell(header, span, CellState.EMPTY, fields)
        if reader is None:
            return Cell(header, span, CellState.UNDERSTOOD if self._is_read(index) else CellState.NOT_UNDERSTOOD)
        told_before = len(self._problems)
        found = self._parts(reader, span) if self._is_split(reader, span) else self._whole(reader, span)
        place = f"{reader.called} column of row {label}"
        facts = {path: _fact(what, place) for path, what in found.items()}
        state = CellState.UNDERSTOOD if len(self._problems) == told_before else CellState.NOT_UNDERSTOOD
        return Cell(header, span, state, fields, facts)

    def _is_split(self, reader: Reader, span: Span) -> bool:
        return bool(reader.split) and folded(span.text) not in self._plan.words

    def _whole(self, reader: Reader, span: Span) -> dict[str, CellValue]:
        """The cell as every field reads it."""
        read = {feed.column.path: self._read(feed, span.text, span) for feed in reader.feeds}
        return {path: what for path, what in read.items() if what and not what.is_nothing}

    def _parts(self, reader: Reader, span: Span) -> dict[str, CellValue]:
        """Each part of the cell as the fields read it whose words it fits."""
        found: dict[str, CellValue] = {}
        for part in filter(None, map(str.strip, span.text.split(reader.split))):
            fits = [(feed, what) for feed in reader.feeds if (what := self._part(reader, feed, part, span))]
            if not fits:
                known = [word for feed in reader.feeds for word in (*feed.words, *feed.contains)]
                hint = f"{guess(part, known)}name it under `words` of one of the column's fields"
                self._tell(span, "", f"no field of the column knows the words {part[:80]!r}", hint)
            for feed, what in fits:
                if not what.is_nothing:
                    self._add(found, feed, what, span)
        return found

    def _part(self, reader: Reader, feed: Feed, part: str, span: Span) -> CellValue | None:
        """What a part says of a field; a column that feeds one field only has no need of words."""
        return self._read(feed, part, span, by_kind=len(reader.feeds) == 1)

    def _add(self, found: dict[str, CellValue], feed: Feed, what: CellValue, span: Span) -> None:
        path = feed.column.path
        before = found.get(path)
        if before is None:
            found[path] = what
        elif feed.column.many and before.blank is None and what.blank is None:
            found[path] = replace(what, value=before.value + what.value, certain=before.certain and what.certain)
        else:
            self._tell(span, path, "two parts of the cell speak of this field, which holds one value", "keep one")

    def _read(self, feed: Feed, text: str, span: Span, *, by_kind: bool = True) -> CellValue | None:
        """What the text says of a field, by the mapping's words or else by the field's kind."""
        try:
            known = self._looked_up(feed, text)
            if known is not None or not by_kind:
                return known
            return cells.read_cell(feed.column, text, self._survey.vocabularies, self._plan.mapping.doubt)
        except PydanticCustomError as error:
            self._tell(span, feed.column.path, *told(error))
            return NOTHING

    def _looked_up(self, feed: Feed, text: str) -> CellValue | None:
        """What the mapping's words say of the text; None where none fits."""
        known = self._word(feed, text)
        if known is not None:
            return known
        bare, certain = cells.without_doubt(text, self._plan.mapping.doubt)
        inside = (what for piece, what in feed.contains.items() if piece in folded(bare))
        known = self._word(feed, bare) or next(inside, None)
        return replace(known, certain=certain) if known else None

    def _word(self, feed: Feed, text: str) -> CellValue | None:
        word = folded(text)
        if word in feed.words or word not in self._plan.words:
            return feed.words.get(word)
        return said(feed.column, self._plan.words[word], self._survey.vocabularies)


def _fact(what: CellValue, place: str) -> Fact[Any]:
    return Fact(what.value, what.blank, SURVEY, place, certain=what.certain, note=what.note)
