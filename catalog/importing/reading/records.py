"""Tables of structured files: lists of mappings, mappings of mappings, and lists below categories."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from catalog.importing.reading.flatten import flattened
from catalog.importing.reading.values import BODY, SourceValue
from catalog.importing.source_table import Remark, SourceFile, SourceRow, SourceTable

KEY = "Key"
_USUAL = 0.9
"""Which part of some entries must have what is said of all of them."""
_MOST_LEVELS = 5
_COMPUTED = ("derived", "models", "changed_sources")
"""What our own JSON has and no file."""


@dataclass(slots=True)
class FoundRecord:
    """A mapping that becomes a row; `before` are the columns that come from outside of it."""

    value: SourceValue
    place: str = ""
    before: dict[str, SourceValue] = field(default_factory=dict)
    file: Path | None = None


@dataclass(slots=True)
class _Found:
    path: str
    entries: list[FoundRecord]
    size: int


def record_tables(value: SourceValue, file: SourceFile) -> list[SourceTable]:
    """Return the tables of a structured file, the one with the most in it first; a mapping without lists is a row."""
    value = _keyed(_without_computed(value, file))
    found = sorted(_lists(value, ""), key=lambda found: -found.size)
    if not found and value.is_mapping and value.data:
        found = [_Found("", [FoundRecord(value)], 1)]
    return [
        table_of(_out_of_categories(each.path, each.entries, file), each.path or file.stem, heavy=not index)
        for index, each in enumerate(found)
    ]


def table_of(entries: Sequence[FoundRecord], name: str, *, heavy: bool = False) -> SourceTable:
    """Return the table of some entries: the union of their keys, in order of first appearance."""
    headings, rows = flattened([(entry.before, entry.value, entry.place, entry.file) for entry in entries])
    first = entries[0]
    header = tuple(replace(cell, text=heading, raw=None) for heading, cell in zip(headings, rows[0], strict=True))
    table = SourceTable([SourceRow(first.value.line, header)], name, apart="")
    table.rows += [SourceRow(entry.value.line, row) for entry, row in zip(entries, rows, strict=True)]
    table.weight = 1000.0 if heavy else 1.0
    table.marked = frozenset({BODY} & set(headings))
    return table


def _keyed(value: SourceValue) -> SourceValue:
    """A list of lists as a list of mappings, with the texts of the first as keys."""
    items = value.data if isinstance(value.data, list) else []
    if len(items) < 2 or not all(isinstance(item.data, list) and item.data for item in items):
        return value
    keys = [key.text or f"Column {index}" for index, key in enumerate(items[0].data, 1)]
    keys += [f"Column {index}" for index in range(len(keys) + 1, max(len(item.data) for item in items) + 1)]
    if len(set(keys)) < len(keys) or any(isinstance(key.data, dict | list) for key in items[0].data):
        return value
    rows = (replace(item, data=dict(zip(keys, item.data, strict=False))) for item in items[1:])
    return replace(value, data=list(rows))


def _without_computed(value: SourceValue, file: SourceFile) -> SourceValue:
    """Our own JSON without what is computed, and without its settings."""
    if (
        not value.is_mapping
        or set(value.data) != {"survey", "records"}
        or not value.data["records"].is_list_of_mappings
    ):
        return value
    records = value.data["records"]
    for record in records.data:
        for key in _COMPUTED:
            record.data.pop(key, None)
    message = f"what the export computes ({', '.join(_COMPUTED)}) and its settings are not read"
    file.remarks.append(Remark(0, 0, message, "", is_loss=False))
    return SourceValue({"records": records})


def _lists(value: SourceValue, path: str) -> Iterator[_Found]:
    """Yield every list of mappings, and every mapping of mappings that are alike, that no list holds."""
    if value.is_list_of_mappings or _is_mostly_mappings(value):
        entries = [FoundRecord(item, f"{path}[{index}]") for index, item in enumerate(value.data)]
        yield _Found(path, entries, sum(1 for _ in value.leaves()))
    elif value.is_mapping and _are_alike(value):
        entries = [
            FoundRecord(item, f"{path}.{key}" if path else key, {KEY: SourceValue(key, key, item.line, item.column)})
            for key, item in value.data.items()
        ]
        yield _Found(path, entries, sum(1 for _ in value.leaves()))
    elif value.is_mapping:
        for key, item in value.data.items():
            yield from _lists(item, f"{path}.{key}" if path else key)


def _is_mostly_mappings(value: SourceValue) -> bool:
    return isinstance(value.data, list) and 2 * sum(item.is_mapping for item in value.data) > len(value.data)


def _are_alike(value: SourceValue) -> bool:
    """Whether a mapping is one of names to records: all are mappings, and most have a key that most others have."""
    items = list(value.data.values())
    if len(items) < 2 or not all(item.is_mapping and item.data for item in items):
        return False
    counts: dict[str, int] = {}
    for item in items:
        for key in item.data:
            counts[key] = counts.get(key, 0) + 1
    shared = {key for key, count in counts.items() if 2 * count > len(items)}
    return 2 * sum(bool(shared & set(item.data)) for item in items) > len(items)


def _out_of_categories(path: str, entries: list[FoundRecord], file: SourceFile) -> list[FoundRecord]:
    """The entries that the lists of categories hold, with the categories as columns, where entries are categories."""
    entries = [_checked(entry, file) for entry in entries]
    entries = [entry for entry in entries if entry.value.is_mapping]
    for _ in range(_MOST_LEVELS):
        key = _list_key(entries)
        if not key:
            break
        level = _level(path, entries)
        below = [item for entry in entries for item in _below(entry, key, level)]
        file.remarks += [_empty(entry, level) for entry in entries if not _items(entry, key)]
        entries, path = below, key
    return _unwrapped(entries)


def _checked(entry: FoundRecord, file: SourceFile) -> FoundRecord:
    if not entry.value.is_mapping:
        value = entry.value
        message = f"{value.text[:60] or 'this'!r} stands where others have keys and values, and is not read"
        file.remarks.append(Remark(value.line, value.column, message, "give it keys", place=entry.place))
    return entry


def _items(entry: FoundRecord, key: str) -> list[SourceValue]:
    value = entry.value.data.get(key)
    return [item for item in value.data if item.is_mapping] if value and isinstance(value.data, list) else []


def _list_key(entries: Sequence[FoundRecord]) -> str:
    """The one key under which nearly all entries have a list of mappings, and a name besides; empty without one."""
    keys = {key for entry in entries for key, value in entry.value.data.items() if value.is_list_of_mappings}
    if len(keys) != 1:
        return ""
    (key,) = keys
    have = [entry for entry in entries if _items(entry, key)]
    others = [
        [value for own, value in entry.value.data.items() if own != key and value.data is not None] for entry in entries
    ]
    if any(isinstance(value.data, dict | list) for values in others for value in values):
        return ""
    named = [values for values in others if len(values) <= 1]
    return key if min(len(have), len(named)) >= _USUAL * len(entries) else ""


def _level(path: str, entries: Sequence[FoundRecord]) -> str:
    """What the entries are: the key without a value that they begin with, or the name of their list in the singular."""
    first = next(iter(entries[0].value.data.items()), None)
    if first and first[1].data is None:
        return str(first[0]).capitalize()
    name = re.split(r"[.\[]", path)[-1] or "Category"
    single: str = re.sub("ies$", "y", name) if name.endswith("ies") else re.sub(r"(?<!s)s$", "", name)
    return single.replace("_", " ").capitalize()


def _below(entry: FoundRecord, key: str, level: str) -> Iterator[FoundRecord]:
    own = {name: value for name, value in entry.value.data.items() if name != key and value.data is not None}
    names = [level if not index else f"{level} {name}" for index, name in enumerate(own)]
    before = entry.before | dict(zip(names, own.values(), strict=True))
    items = entry.value.data[key].data if key in entry.value.data and _items(entry, key) else []
    for index, item in enumerate(items):
        if item.is_mapping:
            yield FoundRecord(item, f"{entry.place}.{key}[{index}]", before, entry.file)


def _empty(entry: FoundRecord, level: str) -> Remark:
    words = " / ".join(value.text for value in entry.value.data.values() if value.text)[:60]
    message = f"the {level.lower()} {words!r} has no entries"
    return Remark(entry.value.line, entry.value.column, message, "", is_loss=False, place=entry.place)


def _unwrapped(entries: list[FoundRecord]) -> list[FoundRecord]:
    """The entries without the key that says what each is: `- item:`, with the others below it or beside it."""
    keys = Counter(next(iter(entry.value.data), "") for entry in entries)
    ((key, _),) = keys.most_common(1) or [("", 0)]
    first = [entry.value.data.get(key, SourceValue(None)) for entry in entries]
    if all(value.data is None for value in first) and any(len(entry.value.data) > 1 for entry in entries):
        for entry in entries:
            entry.value.data.pop(key, None)
    elif all(value.is_mapping and len(entry.value.data) == 1 for value, entry in zip(first, entries, strict=True)):
        for value, entry in zip(first, entries, strict=True):
            entry.value, entry.place = value, f"{entry.place}.{key}"
    return entries
