"""The edits of one record file that make it follow its row of the table; comments and everything else stay."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError
from ruamel.yaml.scalarstring import PlainScalarString

from catalog.errors import Problem, SetupError
from catalog.format.edit import edit_text, get_at, remove_text
from catalog.format.order import order_keys
from catalog.importing.part_edits import follow_parts
from catalog.importing.results import COLUMN_OF_ROW, CellState, ImportedRow, UnreadText
from catalog.importing.sources import RowSources
from catalog.importing.table import Table
from catalog.importing.write import comment, written_fact
from catalog.load.records import Definition, LoadedFile
from catalog.model.columns import Column
from catalog.model.node import Node
from catalog.values import Fact, Record, short
from catalog.values.fact import WRITABLE_BLANKS

YamlPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value of a record that the table changes; empty where there was none, or is none any more."""

    file: Path
    path: str
    was: str
    now: str


class RecordEdits:
    """Works out the edits of one record; `changes` and `notices` tell what was done and what was left alone."""

    def __init__(self, definition: Definition, table: Table, loaded: LoadedFile[Record], row: ImportedRow) -> None:
        if loaded.tree is None or not isinstance(loaded.tree.data, dict):
            raise SetupError(f"{loaded.file} cannot be read, so it cannot follow the table: correct it first")
        self._definition, self._table, self._row = definition, table, row
        self._file, self._data = loaded.file, loaded.tree.data
        self._root = Node.of(definition.model)
        self._sources = RowSources(_addresses(self._data.get("sources")))
        self.before = self._text = loaded.tree.text
        self.changes: list[FieldChange] = []
        self.notices: list[Problem] = []

    def apply(self) -> str:
        """Return the text of the file as the table has it."""
        was_ordered = order_keys(self.before, self._root) == self.before
        facts = self._row.facts
        for column in self._definition.columns:
            if column.path in facts:
                self._follow(column, facts[column.path])
        self._follow_emptied()
        if self._data.get("name") != self._row.name:
            self._keep_name()
        self._follow_parts()
        self._note_unread()
        return order_keys(self._text, self._root) if was_ordered and self._text != self.before else self._text

    def _path(self, column: Column) -> YamlPath:
        """Where a fact stands in the file; in a list, in the first item."""
        steps: list[str | int] = []
        for node in self._root.along(column.path):
            steps += [node.name, 0] if node.is_list and node.part else [node.name]
        return tuple(steps)

    def _follow(self, column: Column, fact: Fact[Any]) -> None:
        path = self._path(column)
        there = get_at(self._data, path)
        self._take_over(there, fact)
        wanted = self._with_own_key(column, fact)
        if there is None:
            self._set(path, wanted)
            self._tell(column.path, None, wanted["value"])
        elif not _is_tables(there, fact.where):
            if not self._is_same(column, _value(there), fact):
                self._keep(column, there, wanted["value"])
        else:
            self._correct(column, path, there, wanted, fact)

    def _take_over(self, there: Any, fact: Fact[Any]) -> None:
        """Give the source of a fact of the table the new address, where no other fact has that source."""
        address = self._row.sources.get(fact.source)
        key = str(there.get("source")) if _is_tables(there, fact.where) else ""
        is_known = address in self._sources.by_key.values()
        uses = len(re.findall(rf"source: {re.escape(key)}\b(?![.-])", self._text))
        if address and not is_known and key in self._sources.by_key and uses == 1:
            whole = get_at(self._data, ("sources", key))
            path = ("sources", key, "url") if isinstance(whole, Mapping) else ("sources", key)
            self._text = edit_text(self._text, path, PlainScalarString(address))
            self._tell(f"sources.{key}", self._sources.by_key[key], address)
            self._sources = RowSources(self._sources.by_key | {key: address})

    def _with_own_key(self, column: Column, fact: Fact[Any]) -> dict[str, Any]:
        """The fact as YAML has it, with the key that this record has for the address of its source."""
        data = written_fact(column, fact)
        address = self._row.sources.get(fact.source)
        if address:
            data["source"] = self._sources.key(column.path, address)
        return data

    def _correct(
        self, column: Column, path: YamlPath, there: Mapping[str, Any], wanted: dict[str, Any], fact: Fact[Any]
    ) -> None:
        """FieldChange what differs in a fact that is the table's; what people added to it stays."""
        if not self._is_same(column, there.get("value"), fact):
            self._tell(column.path, there.get("value"), wanted["value"])
            self._set((*path, "value"), wanted["value"])
        for key in ("source", "where", "certain", "note"):
            if wanted.get(key) == there.get(key) or (key == "note" and key not in wanted):
                continue
            if key in wanted:
                self._set((*path, key), wanted[key])
            else:
                self._text = remove_text(self._text, (*path, key))
            self._tell(f"{column.path}.{key}", there.get(key), wanted.get(key))

    def _follow_emptied(self) -> None:
        """Remove the table's facts whose cells are empty now."""
        for cell in self._row.cells:
            for column in cell.fields if cell.state is CellState.EMPTY else ():
                path = self._path(column)
                there = get_at(self._data, path)
                if _is_tables(there, cell.place) and "instead" not in there:
                    self._text = remove_text(self._text, path)
                    self._tell(column.path, there.get("value"), None)

    def _follow_parts(self) -> None:
        for path, items in self._row.parts.items():
            steps = tuple(node.name for node in self._root.along(path))
            self._text, told = follow_parts(self._text, self._data, steps, items)
            for where, was, now in told:
                self._tell(where, was, now)

    def _note_unread(self) -> None:
        """Write what cannot be read as comments, once, and remove those of what can be read now."""
        unread = {text.path: text for text in self._row.unread}
        for path in self._row.facts:
            if path not in unread:
                self._text = re.sub(rf'(?m)^# {re.escape(path)}: ".*"  # \S.*\n', "", self._text)
        for text in unread.values():
            if comment(replace(text, place="", reason="")).removesuffix(": \n") not in self._text:
                self._text = _with_comment(self._text, text)

    def _set(self, path: YamlPath, value: Any) -> None:
        for key, address in self._sources.by_key.items():
            if get_at(self._data, ("sources", key)) is None and f"\n  {key}: " not in self._text:
                self._text = edit_text(self._text, ("sources", key), PlainScalarString(address))
        self._text = edit_text(self._text, path, _node(value))

    def _tell(self, path: str, was: Any, now: Any) -> None:
        self.changes.append(FieldChange(self._file, path, _shown(was), _shown(now)))

    def _keep(self, column: Column, there: Any, wanted: Any) -> None:
        cell = next((cell for cell in self._row.cells if column.path in (cell.facts or {})), self._row.cells[0])
        message = f"{self._file} says {_shown(_value(there))!r} by hand, which stays; the table says {_shown(wanted)!r}"
        problem = self._table.problem(cell.source, message, "correct the table, or leave it", column.path, "update")
        self.notices.append(replace(problem, severity="notice"))

    def _keep_name(self) -> None:
        message = (
            f"{self._file} has the name {str(self._data.get('name'))!r}, which stays; the table says {self._row.name!r}"
        )
        problem = self._table.problem(self._row.cells[0].source, message, "correct one of them", "name", "update")
        self.notices.append(replace(problem, severity="notice"))

    def _is_same(self, column: Column, raw: Any, fact: Fact[Any]) -> bool:
        """Whether a value of the file is the one of a fact, however it is written."""
        if isinstance(raw, str) and raw in WRITABLE_BLANKS:
            return fact.blank is WRITABLE_BLANKS[raw]
        listed = raw if isinstance(raw, list) else [raw]
        try:
            values = tuple(column.type.read(item, self._definition.vocabularies) for item in listed)
        except PydanticCustomError:
            return False
        return values == fact.values


def _addresses(sources: Any) -> dict[str, str]:
    """Key → address, for the sources of a record that have one."""
    if not isinstance(sources, Mapping):
        return {}
    urls = {key: source.get("url") if isinstance(source, Mapping) else source for key, source in sources.items()}
    return {key: str(url or f"\n{key}") for key, url in urls.items()}


def _is_tables(there: Any, where: str) -> bool:
    """Whether a fact in a file is the table's: its evidence is the column, in whatever row it stood then."""
    if not isinstance(there, Mapping) or "source" not in there:
        return False
    column, row, _ = str(there.get("where", "")).partition(COLUMN_OF_ROW)
    return bool(row) and column == where.partition(COLUMN_OF_ROW)[0]


def _value(there: Any) -> Any:
    return there.get("value") if isinstance(there, Mapping) else there


def _node(value: Any) -> Any:
    """A value for the editor, with numbers as numbers."""
    if isinstance(value, Mapping):
        return {key: _node(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_node(item) for item in value]
    if type(value) in (int, float) and "e" not in repr(value):
        return PlainScalarString(repr(value))
    return value


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(short, value)) if isinstance(value, list | tuple) else short(value)


def _with_comment(text: str, unread: UnreadText) -> str:
    """Return the text of a file with the comment below its top-level key, else at the end."""
    key, lines = unread.path.partition(".")[0], text.splitlines(keepends=True)
    at = next((number for number, line in enumerate(lines) if line.startswith(f"{key}:")), len(lines)) + 1
    while at < len(lines) and lines[at][:1] in " -":
        at += 1
    lines[at:at] = [comment(unread)]
    return "".join(lines)
