"""Compares the data of two moments: records by slug, vocabularies by key, other files by path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath
from typing import Any

from catalog.errors import DataError, Problem, SetupError
from catalog.history.diff.changes import CHANGE_KINDS, Diff, FileChange, RecordChange, UnreadableFile
from catalog.history.diff.fields import Comparer, Names, count_facts
from catalog.history.diff.files import file_changes, whole_file_change
from catalog.history.diff.snapshots import ReadFiles, Snapshot
from catalog.load.declared import FIELDS, record_model
from catalog.load.records import LoadedFile, read_content
from catalog.load.tree import InvalidYaml, Tree
from catalog.model.columns import references
from catalog.settings import SurveySettings
from catalog.values import Record

SETTINGS = "survey.yml"
GENERATED = ".schema.json"
"""Files that only repeat what the model and the vocabularies say."""
Files = Mapping[str, bytes]
"""Path below `data/` → content."""


@dataclass(frozen=True, slots=True)
class DiffContext:
    """What a comparison needs of a survey: its settings, its record class, and the names of vocabulary entries."""

    settings: SurveySettings
    model: type[Record]
    names: Names

    def is_record(self, path: str) -> bool:
        """Return whether a file below `data/` is a record."""
        pure = PurePosixPath(path)
        return pure.suffix == ".yml" and str(pure.parent) == self.settings.folder


def diff_context(*readers: ReadFiles) -> DiffContext:
    """Return the context as of the first moment whose settings can be read.

    Raises:
        DataError: none of them has readable settings.
    """
    problems: list[Problem] = []
    for read in readers:
        content = read([SETTINGS]).get(SETTINGS, b"")
        loaded = read_content(Path("data", SETTINGS), content, SurveySettings)
        if loaded.value is None:
            problems += loaded.problems
            continue
        try:
            model = record_model(loaded.value, loaded.locate, partial(_fields, read))
        except DataError as error:
            problems += error.problems
            continue
        files = {f"{name}.yml": name for name in references(model)}
        contents = read(files)
        names = {name: _names(contents.get(file, b"")) for file, name in files.items()}
        return DiffContext(loaded.value, model, names)
    raise DataError(problems)


def _fields(read: ReadFiles) -> tuple[Path, bytes] | None:
    content = read([FIELDS]).get(FIELDS)
    return None if content is None else (Path("data", FIELDS), content)


def _names(content: bytes) -> dict[str, str]:
    entries = _parsed(content)
    if not isinstance(entries, dict):
        return {}
    return {key: str(entry["name"]) for key, entry in entries.items() if isinstance(entry, dict) and "name" in entry}


@lru_cache(maxsize=16)
def _parsed(content: bytes) -> Any:
    try:
        return Tree(Path(), content).data
    except InvalidYaml:
        return None


def compare_snapshots(base: Snapshot, head: Snapshot) -> Diff:
    """Return what changed from `base` to `head`; only files that differ are read.

    Raises:
        DataError: the settings of neither can be read.
        SetupError: neither has a data folder.
    """
    paths = [path for path in sorted({*base.ids, *head.ids}) if base.ids.get(path) != head.ids.get(path)]
    if not base.ids and not head.ids:
        raise SetupError(f"there is no data/ in {base.label} or in {head.label}")
    context = diff_context(head.read, base.read)
    return compare_files(context, base.read(paths), head.read(paths), base.label, head.label)


def compare_files(context: DiffContext, before: Files, after: Files, base: str, head: str) -> Diff:
    """Return what changed from the files `before` to the files `after`, which need not include equal ones."""
    unreadable: list[UnreadableFile] = []
    old = _records(context, before, base, unreadable)
    new = _records(context, after, head, unreadable)
    left_out = {item.file for item in unreadable}
    records = sorted(_record_changes(context, old, new, left_out), key=lambda record: CHANGE_KINDS.index(record.kind))
    files = [path for path in sorted({*before, *after}) if not context.is_record(path) and not path.endswith(GENERATED)]
    others = tuple(_file(context, path, before.get(path), after.get(path)) for path in files)
    one, many = context.settings.one, context.settings.many
    return Diff(base, head, one, many, tuple(records), tuple(filter(None, others)), tuple(unreadable))


def _records(context: DiffContext, files: Files, moment: str, unreadable: list[UnreadableFile]) -> dict[str, Record]:
    """File → record; those that cannot be read are added to `unreadable`."""
    records = {}
    for path in filter(context.is_record, files):
        record, reason = _read(context.model, path, files[path])
        if record is not None:
            records[path] = record
        else:
            unreadable.append(UnreadableFile(moment, path, reason))
    return records


@lru_cache(maxsize=256)
def _read(model: type[Record], path: str, content: bytes) -> tuple[Record | None, str]:
    """A record, or why it cannot be read; what one commit of a log leaves is what a later one finds."""
    loaded: LoadedFile[Record] = read_content(Path("data", path), content, model)
    if loaded.value is not None:
        return loaded.value, ""
    first = loaded.problems[0]
    field = f"{first.field}: " if first.field else ""
    more = f" (and {len(loaded.problems) - 1} more)" if len(loaded.problems) > 1 else ""
    return None, f"{first.location}: {field}{first.message}{more}"


def _record_changes(
    context: DiffContext, old: Mapping[str, Record], new: Mapping[str, Record], unreadable: set[str]
) -> Iterator[RecordChange]:
    """Records new, renamed, changed and removed; a file that is unreadable on one side is none of these."""
    comparer = Comparer(context.model, context.names)
    before = {record.slug: (path, record) for path, record in old.items()}
    used = set()
    for path, record in new.items():
        slug = next((slug for slug in (record.slug, *record.formerly) if slug in before), None)
        if slug is not None:
            used.add(slug)
            changes = comparer.changes(before[slug][1], record)
            was = slug if slug != record.slug else ""
            if changes or was:
                yield RecordChange("renamed" if was else "changed", record.slug, record.name, was, changes=changes)
        elif path not in unreadable:
            yield RecordChange("new", record.slug, record.name, "", *count_facts(record))
    for slug, (path, record) in before.items():
        if slug not in used and path not in unreadable:
            yield RecordChange("removed", slug, record.name)


def _file(context: DiffContext, path: str, before: bytes | None, after: bytes | None) -> FileChange | None:
    """A vocabulary word by word, the settings key by key, any other file as a whole."""
    name = path.removesuffix(".yml")
    if before == after:
        return None
    entry = references(context.model).get(name)
    title = entry.title if entry else "settings" if path == SETTINGS else path
    if before is None or after is None:
        return FileChange(path, title, (whole_file_change("added" if before is None else "removed"),))
    if entry or path == SETTINGS:
        changes = file_changes(_parsed(before), _parsed(after), is_vocabulary=entry is not None)
        return FileChange(path, title, changes) if changes else None
    return FileChange(path, title, (whole_file_change("changed"),))
