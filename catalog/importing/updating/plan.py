"""Brings records up to date with a table that was imported before: what came from the table follows it.

A file in `data/` keeps what the table said last time: by it changes of the table are told from those of people, which
stay. Without it a fact is the table's as long as its `where` names the column.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from catalog.errors import Problem, SetupError
from catalog.importing.results import COLUMN_OF_ROW, Imported, ImportedRow
from catalog.importing.updating.lock import Lock, locked, read_lock, write_lock
from catalog.importing.updating.record_edits import FieldChange, RecordEdits
from catalog.importing.write import row_yaml
from catalog.load.records import Definition, LoadedFile
from catalog.paths import write_file
from catalog.values import Record


@dataclass(frozen=True)
class Update:
    """What an update does: files with their new texts, and what it changes in them.

    `notices` tell of what it leaves alone: values made by hand, and records whose row is gone.
    """

    texts: dict[Path, str] = field(default_factory=dict)
    new: tuple[Path, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    unchanged: int = 0
    notices: tuple[Problem, ...] = ()
    lock: Lock | None = None
    lock_file: Path | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the records are as the table has them."""
        return not self.texts

    def write(self) -> None:
        """Write the files."""
        for path, text in self.texts.items():
            write_file(path, text)
        if self.lock and self.lock_file:
            write_lock(self.lock_file, self.lock)


def plan_update(definition: Definition, imported: Imported, lock_file: Path) -> Update:
    """Return what must change so that the records follow the table; `lock_file` has what it said last time.

    Raises:
        SetupError: a record file that the table changes cannot be read.
        DataError: the lock file is damaged.
    """
    lock = read_lock(definition.project, lock_file)
    records = _records(definition)
    known = {slug: loaded for loaded in records for slug in _slugs(loaded)}
    texts: dict[Path, str] = {}
    new: list[Path] = []
    changes: list[FieldChange] = []
    notices = [] if lock else _without_lock(definition, imported, lock_file, known)
    for row in imported.rows:
        loaded = known.get(row.slug)
        if loaded is None and lock and row.slug in lock.records:
            notices.append(_deleted(definition, imported, row, lock_file))
        elif loaded is None:
            path = definition.folder / f"{row.slug}.yml"
            texts[path] = row_yaml(definition, row)
            new.append(path)
        else:
            edits = RecordEdits(definition, imported.table, loaded, row, lock)
            text = edits.apply()
            notices += edits.notices
            if text != edits.before:
                texts[definition.project.root / loaded.file] = text
                changes += edits.changes
    rows = {row.slug for row in imported.rows}
    notices += _gone(definition, records, rows, _columns(imported.rows), lock)
    unchanged = len(imported.rows) - len(texts)
    found = locked(definition, imported, lock)
    found.records = {slug: said for slug, said in found.records.items() if slug in rows or slug in known}
    return Update(texts, tuple(new), tuple(changes), unchanged, tuple(sorted(notices)), found, lock_file)


def _without_lock(definition: Definition, imported: Imported, file: Path, known: Container[str]) -> list[Problem]:
    """Tell that it is not known what the table said last time, where there are records of it."""
    if not any(row.slug in known for row in imported.rows):
        return []
    shown = definition.project.display_path(file)
    message = "there is no such file, so what the table said last time is not known"
    hint = "this once, values with the table as their evidence follow it, even where people changed them"
    return [Problem(shown, 0, 0, "", message, hint, "update", "notice")]


def _deleted(definition: Definition, imported: Imported, row: ImportedRow, file: Path) -> Problem:
    message = f"the record {row.slug!r} was deleted by hand, and is not written again"
    hint = f"to have it again, remove its line from {definition.project.display_path(file)}"
    return replace(imported.table.problem(row.cells[0].source, message, hint, "", "update"), severity="notice")


def _records(definition: Definition) -> list[LoadedFile[Record]]:
    """The records that there are, read as far as they can be."""
    try:
        return list(definition.read_all())
    except SetupError:
        if definition.folder.is_dir():
            raise
        return []  # a new survey has no folder yet


def _slugs(loaded: LoadedFile[Record]) -> Iterator[str]:
    yield loaded.file.stem
    value = loaded.value or loaded.partial
    yield from value.formerly if value else ()


def _columns(rows: Sequence[ImportedRow]) -> frozenset[str]:
    """What the columns of the table are called where facts say that they came from there."""
    return frozenset(cell.place.partition(COLUMN_OF_ROW)[0] for row in rows for cell in row.cells if cell.place)


def _gone(
    definition: Definition,
    records: Sequence[LoadedFile[Record]],
    rows: set[str],
    columns: frozenset[str],
    lock: Lock | None,
) -> Iterator[Problem]:
    """Tell of records with facts from the table, of which it has no row any more."""
    for loaded in records:
        value = loaded.value or loaded.partial
        if value is None or rows & set(_slugs(loaded)):
            continue
        places = [fact.where for column in definition.columns for fact in column.facts(value)]
        is_of_table = (
            any(COLUMN_OF_ROW in place and place.partition(COLUMN_OF_ROW)[0] in columns for place in places)
            if lock is None
            else not lock.records.keys().isdisjoint(_slugs(loaded))
        )
        if is_of_table:
            message = f"the table has no row of {value.name!r} any more; the record is kept"
            problem = Problem(loaded.file, 0, 0, "", message, "delete the file if it should go too", "update")
            yield replace(problem, severity="notice")


def remembered_mapping(folder: Path, name: str) -> Path:
    """Return where the mapping of a table is kept from one update to the next."""
    return folder / f"{name}.mapping.yml"


def update_as_json(update: Update, root: Path) -> Mapping[str, object]:
    """Return an update for programs: paths are relative to `root`."""
    return {
        "new": [str(path.relative_to(root)) for path in update.new],
        "changes": [
            {"file": str(change.file), "field": change.path, "was": change.was, "is": change.now}
            for change in update.changes
        ],
        "unchanged": update.unchanged,
    }
