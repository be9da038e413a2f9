"""What a table said when it was last read: `data/NAME.imported.json`.

By it an update tells changes of the table from those that people made in the records.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from catalog.errors import DataError, Problem, UnreadableFileError
from catalog.importing.results import COLUMN_OF_ROW, CellState, Imported, ImportedRow
from catalog.importing.write import written_fact
from catalog.load.records import Definition
from catalog.model.columns import Column
from catalog.paths import Project, file_content, write_file
from catalog.values import SURVEY

LOCK = ".imported.json"
MAPPING = ".mapping.yml"
_MAX_BYTES = 50_000_000
_HINT = "take it from the version before, or delete it: then values count as made by hand where their evidence says so"


class LockedRow(BaseModel):
    """One row as it was read. A fact is its value alone, or a mapping with what else it says."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    row: str = ""
    """What the evidence calls the row, where that is not the name."""
    facts: dict[str, Any] = {}
    parts: dict[str, list[dict[str, Any]]] = {}

    def fact(self, path: str, columns: Mapping[str, str]) -> dict[str, Any] | None:
        """Return the fact of a field as YAML had it, with the address of its source in place of the key."""
        if path not in self.facts:
            return None
        packed = self.facts[path]
        fact = {"source": SURVEY, "where": f"{columns.get(path, '')}{COLUMN_OF_ROW}{self.row or self.name}"}
        return fact | (packed if isinstance(packed, dict) else {"value": packed})


class Lock(BaseModel):
    """The rows by the slugs of their records, and the columns by the paths of the fields that they feed."""

    model_config = ConfigDict(extra="forbid", strict=True)

    columns: dict[str, str]
    records: dict[str, LockedRow]


def lock_of(mapping: Path) -> Path:
    """Return the file that belongs to a mapping in `data/`."""
    return mapping.with_name(f"{mapping.name.removesuffix(MAPPING)}{LOCK}")


def read_lock(project: Project, file: Path) -> Lock | None:
    """Return what a table said last time; None without the file.

    Raises:
        DataError: the file is damaged.
    """
    if not file.exists():
        return None
    try:
        return Lock.model_validate_json(file_content(file, _MAX_BYTES))
    except UnreadableFileError as error:
        message, hint = error.message, error.hint
    except ValidationError:
        message, hint = "this is not what an import writes about its table", _HINT
    raise DataError([Problem(project.display_path(file), 0, 0, "", message, hint, "imported")])


def lock_problems(definition: Definition) -> Iterator[Problem]:
    """Yield a problem for each of these files that is damaged."""
    for file in sorted(definition.project.data.glob(f"*{LOCK}")):
        try:
            read_lock(definition.project, file)
        except DataError as error:
            yield from error.problems


def locked(definition: Definition, imported: Imported, before: Lock | None = None) -> Lock:
    """Return what a table says; of cells that cannot be read, and of rows that are gone, what it said before."""
    columns = {column.path: column for column in definition.columns}
    places = {
        field.path: cell.place.partition(COLUMN_OF_ROW)[0]
        for row in imported.rows
        for cell in row.cells
        for field in cell.fields
    }
    known = before.records if before else {}
    rows = {row.slug: _row(row, columns, known.get(row.slug)) for row in imported.rows}
    return Lock(columns=(before.columns if before else {}) | places, records=known | rows)


def write_lock(file: Path, lock: Lock) -> None:
    """Write the file: one line a record, sorted."""
    rows = [
        f"  {_json(slug)}: {_json(row.model_dump(exclude_defaults=True))}" for slug, row in sorted(lock.records.items())
    ]
    columns = _json(dict(sorted(lock.columns.items())))
    records = "{\n" + ",\n".join(rows) + "\n }" if rows else "{}"
    write_file(file, f'{{\n "columns": {columns},\n "records": {records}\n}}\n')


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _row(row: ImportedRow, columns: Mapping[str, Column], before: LockedRow | None) -> LockedRow:
    unread = [cell for cell in row.cells if cell.state is CellState.NOT_UNDERSTOOD]
    facts: dict[str, Any] = {}
    parts: dict[str, list[dict[str, Any]]] = {}
    if before:
        facts |= {field.path: before.facts[field.path] for cell in unread for field in cell.fields
                  if field.path in before.facts}  # fmt: skip
        known = {path for cell in unread for path in (*cell.parts, *(text.path for text in cell.unread))}
        parts |= {path: items for path, items in before.parts.items() if any(f"{at}.".startswith(f"{path}.")
                  for at in known)}  # fmt: skip
    facts |= {path: _packed(told_fact(row, columns[path])) for path in row.facts}
    parts |= {path: told_parts(row, path) for path in row.parts if path not in parts}
    label = next((cell.place.partition(COLUMN_OF_ROW)[2] for cell in row.cells if cell.place), row.name)
    return LockedRow(
        name=row.name,
        row="" if label == row.name else label,
        facts=dict(sorted(facts.items())),
        parts=dict(sorted(parts.items())),
    )


def told_fact(row: ImportedRow, column: Column) -> dict[str, Any]:
    """Return a fact of a row as YAML has it, with the address of its source in place of the key."""
    return _with_address(row, written_fact(column, row.facts[column.path]))


def told_parts(row: ImportedRow, path: str) -> list[dict[str, Any]]:
    """Return a list of parts of a row as YAML has it, with addresses in place of the keys of sources."""
    items = row.parts[path]
    told = [{key: _with_address(row, value) if isinstance(value, dict) else value for key, value in item.items()}
            for item in items]  # fmt: skip
    plain: list[dict[str, Any]] = json.loads(_json(told))
    return plain


def _with_address(row: ImportedRow, fact: dict[str, Any]) -> dict[str, Any]:
    address = row.sources.get(str(fact.get("source", "")))
    return fact | {"source": address} if address else fact


def _packed(fact: dict[str, Any]) -> Any:
    rest = {key: value for key, value in fact.items() if key != "where" and (key, value) != ("source", SURVEY)}
    return fact["value"] if len(rest) == 1 and not isinstance(fact["value"], dict) else rest
