"""Earlier releases of the catalogue: JSON exports, read back into records of today's class.

`data/archive/2026-11-22.json` is the export of that day. Fields that today's class does not have are left out and
listed, so that an old release never stops a build.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from catalog.catalog import Catalog
from catalog.errors import DataError, Problem
from catalog.load.messages import dotted
from catalog.load.partial import without_errors
from catalog.model.columns import references
from catalog.paths import ARCHIVE, Project
from catalog.values import Amount, Bound, Entry, Record, Vocabularies

LARGEST = 50_000_000
"""Bytes of one export; more is a mistake."""


@dataclass(frozen=True, slots=True)
class Release:
    """The catalogue of one day."""

    day: date
    catalog: Catalog
    unread: tuple[str, ...]
    """Records and fields that today's class cannot read, as `slug: path`."""


def release_path(project: Project, day: date) -> Path:
    """Return the file that holds the export of a day."""
    return project.data / ARCHIVE / f"{day.isoformat()}.json"


def read_releases(catalog: Catalog) -> tuple[Release, ...]:
    """Return every release, newest first.

    Raises:
        DataError: a file is not named after its day, or is not an export.
    """
    files = sorted((catalog.project.data / ARCHIVE).glob("*.json"), reverse=True)
    return tuple(_release(catalog, file) for file in files)


def _release(catalog: Catalog, file: Path) -> Release:
    shown = catalog.project.display_path(file)
    try:
        day = date.fromisoformat(file.stem)
    except ValueError:
        raise _error(shown, f"{file.stem!r} is not a date", "name the file like 2026-11-22.json") from None
    document = _document(file, shown)
    vocabularies = _vocabularies(catalog, document)
    results = [_record(catalog.model, raw, vocabularies) for raw in document["records"]]
    records = tuple(record for record, _ in results if record)
    unread = tuple(path for _, paths in results for path in paths)
    return Release(day, replace(catalog, records=records, vocabularies=vocabularies), unread)


def _document(file: Path, shown: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > LARGEST:
            raise _error(shown, f"the file is larger than {LARGEST:,} bytes", "write one export per file")
        document = json.loads(file.read_bytes())
    except OSError as error:
        raise _error(shown, f"the file cannot be read: {error.strerror}", "check its permissions") from error
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        raise _error(shown, "not valid JSON", _ADVICE, line, column) from error
    if not (isinstance(document, dict) and isinstance(document.get("records"), list)):
        raise _error(shown, "not an export: `records` is missing", _ADVICE)
    return document


_ADVICE = "take the file from the release, or remove it; `catalog archive --keep` writes a new one"


def _error(shown: Path, message: str, hint: str, line: int = 0, column: int = 0) -> DataError:
    return DataError([Problem(shown, line, column, "", message, hint, "archive")])


def _vocabularies(catalog: Catalog, document: Mapping[str, Any]) -> Vocabularies:
    """The entries of that day; today's where the export does not have them."""
    survey = document.get("survey")
    exported = survey.get("vocabularies") if isinstance(survey, dict) else None
    exported = exported if isinstance(exported, dict) else {}
    classes = references(catalog.model)
    return {
        name: {**entries, **dict(_entries(classes[name], exported.get(name)))}
        for name, entries in catalog.vocabularies.items()
    }


def _entries(entry_class: type[Entry], exported: Any) -> Iterator[tuple[str, Entry]]:
    for key, raw in exported.items() if isinstance(exported, dict) else ():
        try:
            yield key, entry_class.model_validate(yaml_data(raw))
        except ValidationError:
            continue  # An entry that today's class cannot hold: today's entry is used instead.


def _record(model: type[Record], raw: Any, vocabularies: Vocabularies) -> tuple[Record | None, list[str]]:
    """The record as far as it can be read, and the paths that cannot."""

    def read(data: Any) -> Record:
        return model.model_validate(data, context={"vocabularies": vocabularies})

    data = yaml_data(raw)
    slug = str(raw.get("slug", "?") if isinstance(raw, dict) else "?")[:80]
    try:
        return read(data), []
    except ValidationError as error:
        rest = without_errors(data, read, error, {}) if isinstance(data, dict) else None
    if rest is None:
        return None, [slug]
    return rest[0], [f"{slug}: {dotted(path)}" for path in sorted(rest[1], key=str)]


def yaml_data(node: Any) -> Any:
    """Return a part of an export as it is written in YAML: the inverse of `catalog.exports.json`."""
    if isinstance(node, list):
        return [yaml_data(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "value" not in node:
        return {key: yaml_data(item) for key, item in node.items()}
    data = {key: yaml_data(item) for key, item in node.items() if key not in ("blank", "bound")}
    if node.get("blank"):
        data["value"] = node["blank"]
    elif node.get("bound") in list(Bound) and isinstance(node["value"], int | float):
        data["value"] = str(Amount(node["value"], Bound(node["bound"])))
    return data["value"] if data.keys() == {"value"} else data
