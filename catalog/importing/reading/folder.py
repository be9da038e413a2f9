"""A folder of records: one file a row; files of one kind are a table."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from catalog.errors import SetupError, UnreadableFileError
from catalog.importing import formats
from catalog.importing.reading.records import FoundRecord, table_of
from catalog.importing.reading.rows import number_of
from catalog.importing.reading.values import SourceValue
from catalog.importing.source_table import MalformedTableError, Remark, SourceFile, SourceTable
from catalog.paths import file_content

_MOST_FILES, _MOST_BYTES = 20_000, 100_000_000
_DOCUMENTS = re.compile(r"(?:readme|license|licence|contributing|changelog|code_of_conduct)\b.*", re.IGNORECASE)
_NAMES = ("slug", "name", "id")
"""Keys by which a record is known; where a record has none of its own, the name of its file is a column."""
_PARTS = re.compile(r"/|__")
FILE, FOLDER = "File", "Folder"


@dataclass(slots=True)
class _Group:
    """The records of one folder below, or of the files whose names begin alike (`software__x.yml`)."""

    name: str
    entries: list[FoundRecord]

    @property
    def usual(self) -> frozenset[str]:
        """The keys of at least half of the records."""
        counts = Counter(key for entry in self.entries for key in entry.value.data)
        return frozenset(key for key, count in counts.items() if 2 * count >= len(self.entries))

    def is_like(self, other: _Group) -> bool:
        """Whether most of the usual keys are those of the other, too."""
        own, others = self.usual, other.usual
        return 2 * len(own & others) >= len(own | others)


def read_folder(folder: Path, shown: Path, limit: int) -> tuple[SourceFile, list[SourceTable]]:
    """Return the tables of a folder's files, and what there is to say about these.

    Raises:
        SetupError: the folder cannot be read.
        MalformedTableError: it holds more than can be read.
    """
    told = SourceFile(folder.name, b"")
    unread: Counter[str] = Counter()
    groups: dict[str, _Group] = {}
    size = 0
    for number, path in enumerate(_files(folder)):
        name = path.relative_to(folder).as_posix()
        table_format = formats.table_formats().get(path.suffix.lower())
        if table_format is None or table_format.value is None:
            unread[path.suffix.lower() or "no ending"] += 1
            continue
        try:
            content = file_content(path, limit, within=folder)
            size += len(content)
            if size > _MOST_BYTES or number > _MOST_FILES:
                raise SetupError(f"{shown} holds more than is read at once: name one of its folders")
            value = _value(SourceFile(path.name, content), table_format.value, told, shown / name)
        except UnreadableFileError as error:
            told.remarks.append(Remark(0, 0, error.message, error.hint, file=shown / name))
            continue
        for entry in _entries(value, name, shown / name):
            group = (_PARTS.split(name)[:-1] or [""])[0]
            groups.setdefault(group, _Group(group, [])).entries.append(entry)
    for ending, count in unread.items():
        message = f"{number_of(count, 'file')} ({ending}) in the folder cannot be records, and are not read"
        told.remarks.append(Remark(0, 0, message, "", is_loss=False))
    return told, [_table(alike) for alike in _alike(list(groups.values()))]


def _files(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder in the order of names; neither hidden ones nor documents about the folder."""
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and not _DOCUMENTS.fullmatch(name):
                yield Path(top, name)


def _value(source: SourceFile, read: formats.ValueReader, told: SourceFile, shown: Path) -> SourceValue | None:
    """What a file holds; a file that cannot be read costs itself alone."""
    try:
        value = read(source)
    except MalformedTableError as error:
        message = f"{error}; the file is not read"
        told.remarks.append(Remark(error.line, error.column, message, error.hint, file=shown))
        return None
    told.remarks += [replace(remark, file=shown) for remark in source.remarks]
    if value is None or not (value.is_mapping or value.is_list_of_mappings):
        told.remarks.append(Remark(0, 0, "the file holds no record, and is not read", "give it keys", file=shown))
        return None
    return value


def _entries(value: SourceValue | None, name: str, shown: Path) -> list[FoundRecord]:
    if value is None:
        return []
    items = [value] if value.is_mapping else value.data
    return [FoundRecord(item, name, {}, shown) for item in items if item.data]


def _alike(groups: Sequence[_Group]) -> list[list[_Group]]:
    """The groups, those with the same keys together, the largest first."""
    found: list[list[_Group]] = []
    for group in sorted(groups, key=lambda group: -len(group.entries)):
        fitting = next((others for others in found if group.is_like(others[0])), None)
        if fitting is None:
            found.append([group])
        else:
            fitting.append(group)
    return found


def _table(groups: Sequence[_Group]) -> SourceTable:
    entries = [entry for group in groups for entry in group.entries]
    if len(groups) > 1:
        for group in groups:
            for entry in group.entries:
                entry.before[FOLDER] = SourceValue(group.name, group.name, entry.value.line, entry.value.column)
    if not any(_is_unique(key, entries) for key in _NAMES):
        for entry in entries:
            stem = _stem(entry.place)
            entry.before[FILE] = SourceValue(stem, stem, entry.value.line, entry.value.column)
    return table_of(entries, groups[0].name)


def _stem(place: str) -> str:
    """The name of a file below its group, without its ending."""
    parts = _PARTS.split(place.removesuffix(Path(place).suffix))
    return "/".join(parts[1:] or parts)


def _is_unique(key: str, entries: Sequence[FoundRecord]) -> bool:
    own: Sequence[Mapping[str, SourceValue]] = [entry.value.data for entry in entries]
    found = [data[key].text for data in own if key in data and data[key].text]
    return len(found) == len(set(found)) == len(entries)
