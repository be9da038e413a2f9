"""Brings records up to date with a table that was imported before: what came from the table follows it.

A fact is the table's as long as its `where` names the column and the row; any other was made by hand, and stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from catalog.errors import Problem, SetupError
from catalog.importing.record_edits import FieldChange, RecordEdits
from catalog.importing.results import COLUMN_OF_ROW, Imported, ImportedRow
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

    @property
    def is_empty(self) -> bool:
        """Whether the records are as the table has them."""
        return not self.texts

    def write(self) -> None:
        """Write the files."""
        for path, text in self.texts.items():
            write_file(path, text)


def plan_update(definition: Definition, imported: Imported) -> Update:
    """Return what must change so that the records follow the table.

    Raises:
        SetupError: a record file that the table changes cannot be read.
    """
    records = _records(definition)
    known = {slug: loaded for loaded in records for slug in _slugs(loaded)}
    texts: dict[Path, str] = {}
    new: list[Path] = []
    changes: list[FieldChange] = []
    notices: list[Problem] = []
    for row in imported.rows:
        loaded = known.get(row.slug)
        if loaded is None:
            path = definition.folder / f"{row.slug}.yml"
            texts[path] = row_yaml(definition, row)
            new.append(path)
            continue
        path = definition.project.root / loaded.file
        edits = RecordEdits(definition, imported.table, loaded, row)
        text = edits.apply()
        notices += edits.notices
        if text != edits.before:
            texts[path] = text
            changes += edits.changes
    rows = {row.slug for row in imported.rows}
    notices += _gone(definition, records, rows, _columns(imported.rows))
    unchanged = len(imported.rows) - len(texts)
    return Update(texts, tuple(new), tuple(changes), unchanged, tuple(sorted(notices)))


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
    definition: Definition, records: Sequence[LoadedFile[Record]], rows: set[str], columns: frozenset[str]
) -> Iterator[Problem]:
    """Tell of records with facts from the table, of which it has no row any more."""
    for loaded in records:
        value = loaded.value or loaded.partial
        if value is None or rows & set(_slugs(loaded)):
            continue
        places = [fact.where for column in definition.columns for fact in column.facts(value)]
        if any(COLUMN_OF_ROW in place and place.partition(COLUMN_OF_ROW)[0] in columns for place in places):
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
