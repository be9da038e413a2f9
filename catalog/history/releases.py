"""The catalogue as it stood: archived exports, read back into records of today's class.

`data/archive/2026-11-22.json` is the JSON export of that day, kept for good. What today's class does not know any
more is left out and told, so that an old archive never stops a build.
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
from catalog.paths import Project
from catalog.values import Amount, Bound, Entry, Record, Vocabularies

FOLDER = "archive"
"""Below `data/`: one export a release."""

LARGEST = 50_000_000
"""Bytes of one archived export; more is a mistake."""


@dataclass(frozen=True, slots=True)
class Release:
    """The catalogue of one day."""

    day: date
    catalog: Catalog
    unread: tuple[str, ...]
    """Records and fields that today's class cannot read, as `slug: path`."""


def release_path(project: Project, day: date) -> Path:
    """Where the export of a day is kept."""
    return project.data / FOLDER / f"{day.isoformat()}.json"


def read_releases(catalog: Catalog) -> tuple[Release, ...]:
    """Every archived day, newest first.

    Raises:
        DataError: a file is not named by its day, or is no export.
    """
    files = sorted((catalog.project.data / FOLDER).glob("*.json"), reverse=True)
    return tuple(_past(catalog, file) for file in files)


def _past(catalog: Catalog, file: Path) -> Release:
    shown = catalog.project.display_path(file)
    try:
        day = date.fromisoformat(file.stem)
    except ValueError:
        raise _refused(shown, f"{file.stem!r} is no day", "name it like 2026-11-22.json") from None
    document = _document(file, shown)
    vocabularies = _vocabularies(catalog, document)
    found = [_record(catalog.model, raw, vocabularies) for raw in document["records"]]
    records = tuple(record for record, _ in found if record)
    unread = tuple(line for _, lines in found for line in lines)
    return Release(day, replace(catalog, records=records, vocabularies=vocabularies), unread)


def _document(file: Path, shown: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > LARGEST:
            raise _refused(shown, f"is larger than {LARGEST:,} bytes", "keep one export a file")
        document = json.loads(file.read_bytes())
    except OSError as error:
        raise _refused(shown, f"cannot be read: {error.strerror}", "check its rights") from error
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        raise _refused(shown, "is no JSON", _ADVICE, line, column) from error
    if not (isinstance(document, dict) and isinstance(document.get("records"), list)):
        raise _refused(shown, "is no export: `records` is missing", _ADVICE)
    return document


_ADVICE = "take the file from the release, or remove it; `catalog archive --keep` writes a new one"


def _refused(shown: Path, message: str, hint: str, line: int = 0, column: int = 0) -> DataError:
    return DataError([Problem(shown, line, column, "", message, hint, "archive")])


def _vocabularies(catalog: Catalog, document: Mapping[str, Any]) -> Vocabularies:
    """The words of that day; today's where the archive does not have them."""
    told = document.get("survey")
    archived = told.get("vocabularies") if isinstance(told, dict) else None
    then: Mapping[str, Any] = archived if isinstance(archived, dict) else {}
    kinds = references(catalog.model)
    return {
        name: {**entries, **dict(_entries(kinds[name], then.get(name)))}
        for name, entries in catalog.vocabularies.items()
    }


def _entries(kind: type[Entry], told: Any) -> Iterator[tuple[str, Entry]]:
    for key, raw in told.items() if isinstance(told, dict) else ():
        try:
            yield key, kind.model_validate(written(raw))
        except ValidationError:
            continue  # the word has changed its form: today's stands in for it


def _record(model: type[Record], raw: Any, vocabularies: Vocabularies) -> tuple[Record | None, list[str]]:
    def read(data: Any) -> Record:
        return model.model_validate(data, context={"vocabularies": vocabularies})

    data = written(raw)
    slug = str(raw.get("slug", "?") if isinstance(raw, dict) else "?")[:80]
    try:
        return read(data), []
    except ValidationError as error:
        rest = without_errors(data, read, error, {}) if isinstance(data, dict) else None
    if rest is None:
        return None, [slug]
    return rest[0], [f"{slug}: {dotted(path)}" for path in sorted(rest[1], key=str)]


def written(node: Any) -> Any:
    """A part of an export as it would stand in YAML: the opposite of `catalog.exports.json`."""
    if isinstance(node, list):
        return [written(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "value" not in node:
        return {key: written(item) for key, item in node.items()}
    made = {key: written(item) for key, item in node.items() if key not in ("blank", "bound")}
    if node.get("blank"):
        made["value"] = node["blank"]
    elif node.get("bound") in list(Bound) and isinstance(node["value"], int | float):
        made["value"] = Amount(node["value"], Bound(node["bound"])).written
    return made["value"] if made.keys() == {"value"} else made
