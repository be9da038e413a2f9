"""Compares the data of two moments: records by slug, vocabularies by key, anything else by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from catalog import settings
from catalog.errors import DataError, Finding, Problem, SetupError
from catalog.history.diff.changes import KINDS, Diff, FileChange, RecordChange, Unreadable
from catalog.history.diff.fields import Comparer, Names, weight
from catalog.history.diff.files import changed_file, whole_file
from catalog.history.diff.snapshots import Reader, Snapshot
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
class About:
    """What must be known of a survey to compare its records."""

    survey: SurveySettings
    model: type[Record]
    names: Names

    def holds(self, path: str) -> bool:
        """Whether a file is a record."""
        pure = PurePosixPath(path)
        return pure.suffix == ".yml" and str(pure.parent) == self.survey.folder


def about(*readers: Reader) -> About:
    """What the first of several moments says of the survey; a later one where it cannot be read.

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
            model = settings.record_class(loaded.value)
        except ImportError as error:
            problems.append(loaded.locate(Finding(("record",), str(error))))
            continue
        files = {f"{name}.yml": name for name in references(model)}
        contents = read(files)
        names = {name: _names(contents.get(file, b"")) for file, name in files.items()}
        return About(loaded.value, model, names)
    raise DataError(problems)


def _names(content: bytes) -> dict[str, str]:
    entries = _plain(content)
    if not isinstance(entries, dict):
        return {}
    return {key: str(entry["name"]) for key, entry in entries.items() if isinstance(entry, dict) and "name" in entry}


def _plain(content: bytes) -> Any:
    try:
        return Tree(Path(), content).data
    except InvalidYaml:
        return None


def between(base: Snapshot, head: Snapshot) -> Diff:
    """What changed from `base` to `head`; only files that differ are read.

    Raises:
        DataError: the settings of neither can be read.
    """
    paths = [path for path in sorted({*base.ids, *head.ids}) if base.ids.get(path) != head.ids.get(path)]
    if not base.ids and not head.ids:
        raise SetupError(f"there is no data/ in {base.label} or in {head.label}")
    return compare(about(head.read, base.read), base.read(paths), head.read(paths), base.label, head.label)


def compare(survey: About, before: Files, after: Files, base: str, head: str) -> Diff:
    """What changed from the files `before` to the files `after`, of which equal ones are left out."""
    unreadable: list[Unreadable] = []
    old = _records(survey, before, base, unreadable)
    new = _records(survey, after, head, unreadable)
    broken = {item.file for item in unreadable}
    records = sorted(_compared(survey, old, new, broken), key=lambda record: KINDS.index(record.kind))
    files = [path for path in sorted({*before, *after}) if not survey.holds(path) and not path.endswith(GENERATED)]
    others = tuple(_file(survey, path, before.get(path), after.get(path)) for path in files)
    one, many = survey.survey.one, survey.survey.many
    return Diff(base, head, one, many, tuple(records), tuple(filter(None, others)), tuple(unreadable))


def _records(survey: About, files: Files, moment: str, unreadable: list[Unreadable]) -> dict[str, Record]:
    """File → record; those that cannot be read are noted."""
    found = {}
    for path in filter(survey.holds, files):
        loaded: LoadedFile[Record] = read_content(Path("data", path), files[path], survey.model)
        if loaded.value is not None:
            found[path] = loaded.value
        else:
            first = loaded.problems[0]
            field = f"{first.field}: " if first.field else ""
            more = f" (and {len(loaded.problems) - 1} more)" if len(loaded.problems) > 1 else ""
            unreadable.append(Unreadable(moment, path, f"{first.location}: {field}{first.message}{more}"))
    return found


def _compared(
    survey: About, old: Mapping[str, Record], new: Mapping[str, Record], broken: set[str]
) -> Iterator[RecordChange]:
    """Records new, renamed, changed and removed; a file that is broken on one side is none of these."""
    comparer = Comparer(survey.model, survey.names)
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
        elif path not in broken:
            yield RecordChange("new", record.slug, record.name, facts=weight(record))
    for slug, (path, record) in before.items():
        if slug not in used and path not in broken:
            yield RecordChange("removed", slug, record.name)


def _file(survey: About, path: str, before: bytes | None, after: bytes | None) -> FileChange | None:
    """A vocabulary word by word, the settings key by key, any other file as a whole."""
    name = path.removesuffix(".yml")
    if before == after:
        return None
    entry = references(survey.model).get(name)
    title = entry.title if entry else "settings" if path == SETTINGS else path
    if before is None or after is None:
        return FileChange(path, title, (whole_file("added" if before is None else "removed"),))
    if entry or path == SETTINGS:
        changes = changed_file(_plain(before), _plain(after), words=entry is not None)
        return FileChange(path, title, changes) if changes else None
    return FileChange(path, title, (whole_file("changed"),))
