"""Earlier releases of the catalogue: JSON exports, read back into records of today's class.

`data/archive/2026-11-22.json` is the export of that day. Fields that today's class does not have are left out and
listed, so that an old release never stops a build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from catalog.catalog import Catalog
from catalog.errors import DataError, Problem, UnreadableFileError
from catalog.load.exported import exported_record, read_document, yaml_data
from catalog.load.messages import dotted
from catalog.load.partial import without_errors
from catalog.load.records import Definition
from catalog.model.columns import references
from catalog.model.node import Node
from catalog.paths import ARCHIVE, LARGEST, Project
from catalog.values import Entry, Record, Vocabularies


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


def archive_problems(definition: Definition) -> Iterator[Problem]:
    """Yield what is wrong with the exports of earlier days; fields that today's class does not have are right."""
    for file in sorted((definition.project.data / ARCHIVE).glob("*.json")):
        shown = definition.project.display_path(file)
        try:
            day, document = _day(file, shown), _document(file, shown)
        except DataError as error:
            yield from error.problems
        else:
            if day > datetime.now(tz=UTC).date() + timedelta(days=1):
                hint = "name the file after the day of the export"
                yield Problem(shown, 0, 0, "", f"the day {day} is yet to come", hint, "archive")
            if _is_of_another_survey(definition, document):
                yield Problem(shown, 0, 0, "survey", "the export of another survey", _ADVICE, "archive")


def _is_of_another_survey(definition: Definition, document: Mapping[str, Any]) -> bool:
    """Whether an export calls its survey otherwise in every way, or none of its records has a field of this one's."""
    settings, about = definition.settings, document.get("survey")
    about = about if isinstance(about, dict) else {}
    names = (("title", settings.title), ("address", settings.address), ("repository", settings.repository))
    same = [about[key] == value for key, value in names if value and about.get(key)]
    common = Node.of(Record).children.keys()
    own = Node.of(definition.model).children.keys() - common
    records = [record for record in document["records"] if isinstance(record, dict)]
    shares = [bool(own & record.keys()) for record in records if record.keys() - common]
    return bool(same and not any(same)) or bool(shares and not any(shares))


def _release(catalog: Catalog, file: Path) -> Release:
    shown = catalog.project.display_path(file)
    day, document = _day(file, shown), _document(file, shown)
    vocabularies = _vocabularies(catalog, document)
    results = [_record(catalog.model, raw, vocabularies) for raw in document["records"]]
    records = tuple(record for record, _ in results if record)
    unread = tuple(path for _, paths in results for path in paths)
    return Release(day, replace(catalog, records=records, vocabularies=vocabularies), unread)


def _day(file: Path, shown: Path) -> date:
    try:
        day = date.fromisoformat(file.stem)
    except ValueError:
        day = None
    # Python reads `20261122` and `2026-W48-4` as days, too.
    if day is None or day.isoformat() != file.stem:
        raise _error(shown, f"{file.stem!r} is not a date", "name the file like 2026-11-22.json")
    return day


def _document(file: Path, shown: Path) -> dict[str, Any]:
    try:
        return read_document(file, LARGEST)
    except UnreadableFileError as error:
        raise _error(shown, error.message, error.hint) from error
    except LookupError as error:
        raise _error(shown, str(error), _ADVICE) from error
    except ValueError as error:
        line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        raise _error(shown, "not valid JSON", _ADVICE, line, column) from error


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
            yield key, entry_class.model_validate(yaml_data(raw, Node.of(entry_class)))
        except ValidationError:
            continue  # An entry that today's class cannot hold: today's entry is used instead.


def _record(model: type[Record], raw: Any, vocabularies: Vocabularies) -> tuple[Record | None, list[str]]:
    """The record as far as it can be read, and the paths that cannot."""

    def read(data: Any) -> Record:
        return model.model_validate(data, context={"vocabularies": vocabularies})

    data = exported_record(raw, model)
    slug = str(raw.get("slug", "?") if isinstance(raw, dict) else "?")[:80]
    try:
        return read(data), []
    except ValidationError as error:
        rest = without_errors(data, read, error, {}) if isinstance(data, dict) else None
    if rest is None:
        return None, [slug]
    return rest[0], [f"{slug}: {dotted(path)}" for path in sorted(rest[1], key=str)]
