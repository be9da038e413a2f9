"""Reads a table with its mapping: every cell that is not empty is understood or reported, and none costs its row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from catalog.importing.cells.habits import Habits, habits_of
from catalog.importing.cells.inline import read_inline
from catalog.importing.cells.parts import PartReader, unknown_keys
from catalog.importing.cells.reader import CellReader, CellSource
from catalog.importing.cells.signs import is_ambiguous
from catalog.importing.cells.values import CellValue, is_address
from catalog.importing.mapping import ImportPlan, Mapping, load_mapping
from catalog.importing.own_exports.table import with_bounds
from catalog.importing.planning import fit_mapping
from catalog.importing.reading.rows import number_of
from catalog.importing.results import COLUMN_OF_ROW, CellState, Imported, ImportedCell, ImportedRow, UnreadText
from catalog.importing.rows import RowName, row_names
from catalog.importing.source_table import SourceCell
from catalog.importing.sources import RowSources
from catalog.importing.table import Table, chosen, read_tables
from catalog.importing.write import written_fact
from catalog.load.records import Definition, LoadedFile
from catalog.values import SURVEY, Fact, Link
from catalog.values.invalid import is_valid
from catalog.values.text import MAX_LENGTH

__all__ = ["CellState", "Imported", "ImportedCell", "ImportedRow", "import_records", "import_table", "original_table"]


def import_table(survey: Definition, file: Path | str, mapping: Path, contact: str = "", wanted: str = "") -> Imported:
    """Read a table, which may be on the web, with a mapping file; `contact` is as in `read_tables`.

    Of several tables in one file, the `wanted` one is read; else the one with the most headings of the mapping, and
    then the longest.

    Raises:
        DataError: the mapping does not fit, or the file holds no table.
        SetupError: the table cannot be read.
    """
    loaded = load_mapping(survey.project, mapping)
    shown = survey.project.display_path(file) if isinstance(file, Path) else Path(file.partition("://")[2])
    return import_records(survey, read_tables(file, shown, contact), loaded, wanted)


def import_records(
    survey: Definition, tables: Sequence[Table], mapping: LoadedFile[Mapping], wanted: str = ""
) -> Imported:
    """Read the tables of a file with a mapping, as `import_table` does."""
    table = with_bounds(chosen(tables, wanted, mapping.value.columns if mapping.value else ()))
    return _Importer(survey, table, fit_mapping(survey, table, mapping)).run()


def original_table(survey: Definition) -> Imported | None:
    """Read the table a survey began as, `data/original-table.md` or `.csv` with its mapping; None without these.

    Raises:
        DataError: the mapping does not fit.
    """
    file = survey.project.original_table
    return import_table(survey, file, file.with_suffix(".mapping.yml")) if file else None


class _Importer:
    def __init__(self, survey: Definition, table: Table, plan: ImportPlan) -> None:
        self._table, self._plan = table, plan
        self._problems = [*table.problems, *table.notices]
        markups = [table.markup_of(index) for index in range(len(table.header))]
        self._contents = [
            [read_inline(cell.text, markup) for cell, markup in zip(cells, markups, strict=True)]
            for cells in table.rows
        ]
        self._reader = CellReader(plan, survey.vocabularies, self._habits())
        readers = [node for reader in plan.readers.values() for node in reader.parts]
        self._parts = {node.path: PartReader(node, survey.vocabularies) for node in readers}
        self._ambiguous: Counter[int] = Counter()

    def run(self) -> Imported:
        self._report_unread_columns()
        self._report_unread_links()
        self._report_images()
        plan = self._plan
        names, problems = row_names(self._table, plan)
        self._problems += problems
        rows = tuple(self._row(number, name) for number, name in enumerate(names))
        self._report_ambiguous()
        for path, key, count in unknown_keys(self._parts):
            message = f"`{path}` has no field for the key {key!r}; it is left out {_times(count)}"
            index = next(index for index, reader in plan.readers.items() if path in reader.lists)
            self._warn(self._table.header[index], path, message, f"add the field to `{path}`, if it matters")
        return Imported(self._table, rows, tuple(sorted(set(self._problems))))

    def _habits(self) -> dict[int, Habits]:
        """How the cells of each column write numbers and dates, by the identity of the field."""
        found: dict[int, Habits] = {}
        for index, reader in self._plan.readers.items():
            for feed in reader.feeds:
                if feed.column.type.scales:
                    found[id(feed.column)] = habits_of(contents[index].line for contents in self._contents)
        return found

    def _report(self, cell: SourceCell, field: str, message: str, hint: str) -> None:
        self._problems.append(self._table.problem(cell, message, hint, field))

    def _warn(self, cell: SourceCell, field: str, message: str, hint: str) -> None:
        self._problems.append(replace(self._table.problem(cell, message, hint, field), severity="warning"))

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
        is_fed = any(is_address(feed.column) for feed in (reader.feeds if reader else ()))
        count = sum(bool(contents[index].links) for contents in self._contents)
        if count and not is_fed and index not in self._plan.ignored:
            header = self._table.header[index]
            message = f"the mapping does not say what the links in the column {header.text!r} are; {count} are not read"
            self._report(header, "", message, "name their field under `columns`, or the heading under `ignore`")

    def _report_ambiguous(self) -> None:
        for index, count in self._ambiguous.items():
            about = f"has `N/A` or the like {_times(count)}, which is read as not checked"
            self._notice(index, about, "if it means more, say so under `words`: `N/A: not applicable`")

    def _report_images(self) -> None:
        """Images beside a text, or in place of it: only fields of addresses can keep them."""
        for index, reader in self._plan.readers.items():
            count = sum(bool(contents[index].images) for contents in self._contents)
            if count and not any(is_address(feed.column) for feed in reader.feeds):
                self._notice(index, f"has images in {number_of(count, 'cell')}, which are not kept", "")

    def _notice(self, index: int, about: str, hint: str) -> None:
        header = self._table.header[index]
        problem = self._table.problem(header, f"the column {header.text!r} {about}", hint)
        self._problems.append(replace(problem, severity="notice"))

    def _is_read(self, index: int) -> bool:
        plan = self._plan
        return index in plan.readers or index in plan.ignored or index in (plan.name, plan.row, plan.key)

    def _row(self, number: int, name: RowName) -> ImportedRow:
        sources = RowSources()
        cells = tuple(
            self._cell(number, index, cell, name.label, sources) for index, cell in enumerate(self._table.rows[number])
        )
        return ImportedRow(name.label, name.slug, name.name, cells, sources.by_key)

    def _cell(self, number: int, index: int, cell: SourceCell, label: str, sources: RowSources) -> ImportedCell:
        header, content = self._table.headings[index], self._contents[number][index]
        reader = self._plan.readers.get(index)
        fields = tuple(feed.column for feed in reader.feeds) if reader else ()
        place = f"{reader.called}{COLUMN_OF_ROW}{label}" if reader else ""
        lists = reader.lists if reader else ()
        if self._reader.is_open(reader, cell.text, content):
            if reader and is_ambiguous(content.text):
                self._ambiguous[index] += 1
            return ImportedCell(header, cell, CellState.EMPTY, place, fields, lists=lists)
        if reader is None:
            state = CellState.UNDERSTOOD if self._is_read(index) else CellState.NOT_UNDERSTOOD
            return ImportedCell(header, cell, state)
        unread: list[UnreadText] = []

        def report(field: str, message: str, hint: str, text: str = "") -> None:
            self._report(cell, field, message, hint)
            problem = self._problems[-1]
            at = problem.location if cell.line else f"{problem.location} {cell.place}".strip()
            unread.append(UnreadText(field or (fields[0].path if fields else ""), text or cell.text, at, message))

        listed = self._reader.items(reader, content)
        whole = CellSource(cell.text, content, cell.raw)
        values = self._reader.values(reader, whole, report, listed) if reader.feeds else {}
        raw = cell.raw if cell.raw is not None else cell.text
        parts = {node.path: items for node in reader.parts if (items := self._parts[node.path].read(raw, report))}
        for feed in reader.feeds:
            if feed.parts and feed.column.path in listed:
                column = feed.column
                told = [self._fact(column.path, value, place, cell, sources) for value in listed[column.path]]
                name = column.path.rpartition(".")[2]
                parts[feed.parts.path] = [
                    {} if fact.value is None else {name: written_fact(column, fact)} for fact in told
                ]
        known = self._table.footnotes
        footnotes = [read_inline(known[label]).line for label in content.footnotes if label in known]
        noted = {path: _with_note(value, footnotes) for path, value in values.items()}
        facts = {path: self._fact(path, value, place, cell, sources) for path, value in noted.items()}
        state = CellState.NOT_UNDERSTOOD if unread else CellState.UNDERSTOOD
        return ImportedCell(header, cell, state, place, fields, facts, parts, tuple(unread), lists)

    def _fact(self, path: str, value: CellValue, place: str, cell: SourceCell, sources: RowSources) -> Fact[Any]:
        """The fact of a value; the first of its links is its source, and the note has the others."""
        known = {address: sources.key(path, address) for address in value.sources[:1] if address}
        first, *others = dict.fromkeys(value.sources) or [""]
        lost = [address for address in others if not is_valid(Link.read, address)] + [first] * (known.get(first) == "")
        for address in filter(None, lost):
            message = f"the link {address[:80]!r} is no web address, so it is not kept as a source"
            self._warn(cell, path, message, "write https://…")
        more = " ".join(address for address in others if address not in lost)
        note = " ".join(filter(None, (value.note, more and f"Also: {more}")))[:MAX_LENGTH]
        source = known.get(first) or SURVEY
        return Fact(value.value, value.blank, source, place, certain=value.certain, note=note)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _with_note(value: CellValue, footnotes: Sequence[str]) -> CellValue:
    """A value with the footnotes of its cell in its note."""
    return replace(value, note=" ".join([*filter(None, [value.note]), *footnotes])) if footnotes else value
