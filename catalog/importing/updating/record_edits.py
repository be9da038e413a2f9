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
from catalog.format.edit import edit_text, get_at, parse_yaml, remove_text
from catalog.format.order import order_keys
from catalog.importing.results import CellState, ImportedCell, ImportedRow, UnreadText
from catalog.importing.sources import RowSources
from catalog.importing.table import Table
from catalog.importing.updating.lock import Lock, told_fact, told_parts
from catalog.importing.updating.merge import MergeStep, is_of_table, merge_step, plain
from catalog.importing.updating.part_edits import PartEdits
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
    """Works out the edits of one record; `changes` and `notices` tell what was done and what was left alone.

    `lock` is what the table said last time; without it a fact is the table's where its evidence says so.
    """

    def __init__(
        self, definition: Definition, table: Table, loaded: LoadedFile[Record], row: ImportedRow, lock: Lock | None
    ) -> None:
        if loaded.tree is None or not isinstance(loaded.tree.data, dict):
            raise SetupError(f"{loaded.file} cannot be read, so it cannot follow the table: correct it first")
        self._definition, self._table, self._row, self._loaded = definition, table, row, loaded
        self._file, self._data = loaded.file, loaded.tree.data
        self._columns = lock.columns if lock else {}
        self._before = lock.records.get(row.slug) if lock else None
        self._has_lock = lock is not None
        self._root = Node.of(definition.model)
        self._sources = RowSources(_addresses(self._data.get("sources")))
        self.before = self._text = loaded.tree.text
        self.changes: list[FieldChange] = []
        self.notices: list[Problem] = []

    def apply(self) -> str:
        """Return the text of the file as the table has it."""
        was_ordered = order_keys(self.before, self._root) == self.before
        facts = self._row.facts
        cells = {field.path: cell for cell in self._row.cells for field in cell.fields}
        for column in self._definition.columns:
            cell = cells.get(column.path)
            if cell and (column.path in facts or cell.state is not CellState.NOT_UNDERSTOOD):
                self._follow(column, facts.get(column.path), cell)
        self._follow_name()
        self._follow_parts()
        self._note_unread()
        return order_keys(self._text, self._root) if was_ordered and self._text != self.before else self._text

    def _path(self, column: Column) -> YamlPath:
        """Where a fact stands in the file; in a list, in the first item."""
        steps: list[str | int] = []
        for node in self._root.along(column.path):
            steps += [node.name, 0] if node.is_list and node.part else [node.name]
        return tuple(steps)

    def _follow(self, column: Column, fact: Fact[Any] | None, cell: ImportedCell) -> None:
        path = self._path(column)
        there = get_at(self._data, path)
        ours = None if there is None else self._with_address(there)
        base = self._base(column, ours, there, cell.place)
        theirs = told_fact(self._row, column) if fact else None
        found = merge_step(ours, base, theirs, lambda one, other: self._is_same(column, one, other))
        if found is MergeStep.TELL:
            self._keep(path, column.path, _value(there), theirs and theirs["value"], cell)
        if found is not MergeStep.FOLLOW or (ours is None and fact is None):
            return
        if fact is None:
            self._text = remove_text(self._text, path)
            self._tell(column.path, _value(there), None)
        elif base is None or not isinstance(there, Mapping):
            wanted = self._with_own_key(column, fact)
            self._set(path, wanted)
            self._tell(column.path, None, wanted["value"])
        else:
            self._take_over(there, fact)
            self._correct(column, there, base, fact, cell)

    def _base(self, column: Column, ours: Any, there: Any, place: str) -> Any:
        """What the table said last time; without its lock, what the record says with the table's evidence."""
        if self._has_lock:
            return self._before.fact(column.path, self._columns) if self._before else None
        return ours if is_of_table(there, place) else None

    def _with_address(self, there: Any) -> dict[str, Any]:
        """A fact of the file with the address of its source in place of the key."""
        if not isinstance(there, Mapping):
            return {"value": there}
        key = str(there.get("source", ""))
        return {**there, "source": self._sources.by_key.get(key, key)}

    def _take_over(self, there: Mapping[str, Any], fact: Fact[Any]) -> None:
        """Give the source of a fact of the table the new address, where no other fact has that source."""
        address, key = self._row.sources.get(fact.source), str(there.get("source"))
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
        self, column: Column, there: Mapping[str, Any], base: Mapping[str, Any], fact: Fact[Any], cell: ImportedCell
    ) -> None:
        """Change what differs in a fact that is the table's; what people added to it stays."""
        path, wanted = self._path(column), self._with_own_key(column, fact)
        if not self._is_same(column, there.get("value"), wanted["value"]):
            self._tell(column.path, there.get("value"), wanted["value"])
            self._set((*path, "value"), wanted["value"])
        for key in ("source", "where", "certain", "note"):
            ours, theirs = there.get(key), wanted.get(key)
            if ours == theirs or (key == "note" and theirs is None and not self._has_lock):
                continue
            if key in ("certain", "note") and ours != base.get(key):
                if theirs != base.get(key):
                    self._keep((*path, key), f"{column.path}.{key}", ours, theirs, cell)
                continue
            self._text = remove_text(self._text, (*path, key)) if theirs is None else self._text
            if theirs is not None:
                self._set((*path, key), theirs)
            self._tell(f"{column.path}.{key}", ours, theirs)

    def _follow_name(self) -> None:
        ours, base, theirs = self._data.get("name"), self._before and self._before.name, self._row.name
        if theirs in (ours, base):
            return
        if ours == base:
            self._set(("name",), theirs)
            self._tell("name", ours, theirs)
        else:
            self._keep(("name",), "name", ours, theirs, self._row.cells[0])

    def _follow_parts(self) -> None:
        cells = {path: cell for cell in self._row.cells for path in cell.lists}
        unread = [text.path for text in self._row.unread]
        for path, cell in cells.items():
            steps = tuple(node.name for node in self._root.along(path))
            is_whole = not any(f"{at}.".startswith(f"{path}.") for at in unread)
            items = told_parts(self._row, path) if path in self._row.parts else []
            before = self._before.parts.get(path, []) if self._before else []
            base = [self._own_keys(path, item) for item in before] if self._has_lock else None
            edits = PartEdits(self._text, self._data, steps, base, is_whole=is_whole)
            self._text = edits.apply([self._own_keys(path, item) for item in items])
            self._add_sources()
            for where, was, now in edits.told:
                self._tell(where, was, now)
            for at, where, was, now in edits.kept:
                self._keep(at, where, was, now, cell)

    def _own_keys(self, path: str, item: Mapping[str, Any]) -> dict[str, Any]:
        """An item of a list with the keys that this record has for the addresses of its sources."""
        own = dict(item)
        for name, value in item.items():
            if isinstance(value, Mapping) and "://" in str(value.get("source", "")):
                own[name] = {**value, "source": self._sources.key(path, value["source"])}
        return own

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
        self._text = edit_text(self._text, path, _node(value))
        self._add_sources()

    def _add_sources(self) -> None:
        """Add the sources that facts refer to now."""
        known = get_at(self._data, ("sources",)) or {}
        for key, address in self._sources.by_key.items():
            is_used = key not in known and re.search(rf"source: {re.escape(key)}\b(?![.-])", self._text)
            if is_used and get_at(parse_yaml(self._text), ("sources", key)) is None:
                self._text = edit_text(self._text, ("sources", key), PlainScalarString(address))

    def _tell(self, path: str, was: Any, now: Any) -> None:
        self.changes.append(FieldChange(self._file, path, _shown(was), _shown(now)))

    def _keep(self, path: YamlPath, field: str, ours: Any, theirs: Any, cell: ImportedCell) -> None:
        line, *_ = self._loaded.place(path)
        file = f"{self._file}:{line}" if line and ours is not None else str(self._file)
        says = f"says {_shown(ours)!r}" if ours is not None else "has no value"
        table = f"says {_shown(theirs)!r}" if theirs is not None else "has no value"
        message = f"{file} {says} by hand, which stays; the table {table}"
        problem = self._table.problem(cell.source, message, "correct the table, or leave it", field, "update")
        self.notices.append(replace(problem, severity="notice"))

    def _is_same(self, column: Column, one: Any, other: Any) -> bool:
        """Whether two values of a field are the same, however they are written."""
        if plain(one) == plain(other):
            return True
        try:
            return bool(self._read(column, one) == self._read(column, other))
        except PydanticCustomError:
            return False

    def _read(self, column: Column, raw: Any) -> Any:
        if isinstance(raw, str) and raw in WRITABLE_BLANKS:
            return WRITABLE_BLANKS[raw]
        listed = raw if isinstance(raw, list) else [raw]
        return [column.type.read(item, self._definition.vocabularies) for item in listed]


def _addresses(sources: Any) -> dict[str, str]:
    """Key → address, for the sources of a record that have one."""
    if not isinstance(sources, Mapping):
        return {}
    urls = {key: source.get("url") if isinstance(source, Mapping) else source for key, source in sources.items()}
    return {key: str(url or f"\n{key}") for key, url in urls.items()}


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
