"""Resolves a mapping for a survey and a table: headings are columns, paths are fields, words are values."""

from __future__ import annotations

from collections.abc import Mapping as Dict

from pydantic_core import PydanticCustomError

from catalog.errors import DataError, Finding
from catalog.importing.cells.inline import read_inline
from catalog.importing.cells.values import CellValue
from catalog.importing.mapping import (
    ColumnReader,
    Feed,
    Heading,
    ImportPlan,
    Mapping,
    TargetField,
    YamlValue,
    defined_value,
    error_text,
    importable,
    part_lists,
)
from catalog.importing.table import Table
from catalog.load.records import Definition, LoadedFile
from catalog.model.columns import Column
from catalog.model.node import Node
from catalog.values import folded, guess


def fit_mapping(survey: Definition, table: Table, loaded: LoadedFile[Mapping]) -> ImportPlan:
    """Resolve a mapping for a table.

    Raises:
        DataError: it names headings, fields or words that do not exist; carries every problem.
    """
    if loaded.value is None:
        raise DataError(loaded.problems)
    planner = _Planner(survey, table)
    plan = planner.plan(loaded.value)
    if planner.findings:
        raise DataError(loaded.locate(finding) for finding in planner.findings)
    return plan


class _Planner:
    """Collects what does not fit, so that all of it is reported at once."""

    def __init__(self, survey: Definition, table: Table) -> None:
        self.findings: list[Finding] = []
        self._survey, self._table = survey, table
        self._fields, self._parts = importable(survey.model), part_lists(survey.model)
        self._owners: dict[str, str] = {}

    def plan(self, mapping: Mapping) -> ImportPlan:
        name = self._index(("name",), mapping.name)
        row = self._index(("row",), mapping.row) if mapping.row else None
        key = self._index(("key",), mapping.key) if mapping.key else None
        readers = [self._reader(header, heading) for header, heading in mapping.columns.items()]
        ignored = [self._index(("ignore", at), header) for at, header in enumerate(mapping.ignore)]
        self._report_repeated(mapping)
        self._report_slugs(mapping)
        words = {folded(word): raw for word, raw in mapping.words.items()}
        by_index = {reader.index: reader for reader in readers}
        return ImportPlan(mapping, name, row, key, by_index, words, frozenset(ignored))

    def _report(self, path: tuple[str | int, ...], message: str, hint: str) -> None:
        self.findings.append(Finding(path, message, hint, "mapping"))

    def _index(self, path: tuple[str | int, ...], header: str) -> int:
        """The index of the column with this heading; 0 and a finding where there is none."""
        index = self._table.index(header)
        if index is None:
            headings = [text for text in self._table.headings if text]
            hint = f"{guess(header, headings)}headings: {', '.join(headings)}"
            self._report(path, f"the table has no column {header!r}", hint)
        return index or 0

    def _report_repeated(self, mapping: Mapping) -> None:
        """Report headings that name a column of the table again."""
        places: list[tuple[tuple[str | int, ...], str]] = [(("columns", header), header) for header in mapping.columns]
        places += [(("ignore", index), header) for index, header in enumerate(mapping.ignore)]
        named: set[str] = set()
        for path, header in places:
            if folded(header) in named:
                self._report(path, f"the column {header!r} is named a second time", "keep one of the two")
            named.add(folded(header))

    def _report_slugs(self, mapping: Mapping) -> None:
        """Report slugs that two records would share, and those of names that the table does not have."""
        index = self._table.index(mapping.name)
        rows = self._table.rows if index is not None else ()
        names = [read_inline(cells[index or 0].text, self._table.markup).line for cells in rows]
        folded_names = set(map(folded, names))
        owners: dict[str, str] = {}
        for name, slug in mapping.slugs.items():
            owner = owners.setdefault(slug, name)
            if owner != name:
                self._report(("slugs", name), f"`{slug}` is already the slug of {owner!r}", "give each its own slug")
            if names and folded(name) not in folded_names:
                hint = f"{guess(name, names)}write the name as it is in the table, or remove the line"
                self._report(("slugs", name), f"the table has no record {name!r}", hint)

    def _reader(self, header: str, heading: Heading) -> ColumnReader:
        path = ("columns", header)
        index = self._index(path, header)
        targets = [((), heading), *((("also", at), target) for at, target in enumerate(heading.also))]
        parts = tuple(self._parts[target.field] for _, target in targets if target.field in self._parts)
        feeds = [self._feed((*path, *at), target) for at, target in targets if target.field not in self._parts]
        filled = tuple(feed for feed in feeds if feed)
        return ColumnReader(index, heading.called or header, heading.split, filled, parts)

    def _feed(self, path: tuple[str | int, ...], target: TargetField) -> Feed | None:
        column = self._fields.get(target.field)
        if column is None:
            known = [*self._fields, *self._parts]
            hint = f"{guess(target.field, known)}fields: {', '.join(known)}"
            self._report((*path, "field"), f"there is no field `{target.field}`", hint)
            return None
        owner = self._owners.setdefault(target.field, str(path[1]))
        if owner != path[1]:
            message = f"`{target.field}` is already fed by the column {owner!r}"
            self._report((*path, "field"), message, "one column for each field; name the other under `ignore`")
        words = self._values((*path, "words"), column, target.words)
        *_, parent = (None, *Node.of(self._survey.model).along(column.path)[:-1])
        parts = parent if parent and parent.is_list else None
        return Feed(column, words, self._values((*path, "contains"), column, target.contains), parts)

    def _values(self, path: tuple[str | int, ...], column: Column, words: Dict[str, YamlValue]) -> dict[str, CellValue]:
        values: dict[str, CellValue] = {}
        for word, raw in words.items():
            try:
                value = defined_value(column, raw, self._survey.vocabularies)
                if values.setdefault(folded(word), value) != value:
                    self._report((*path, word), f"{word!r} is defined a second time, as something else", "keep one")
            except PydanticCustomError as error:
                self._report((*path, word), *error_text(error))
        return values
