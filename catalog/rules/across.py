"""Rules about all records together.

Each first extracts keys from a record, which can be cached between two runs; then it compares the keys of all records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from catalog.errors import Problem
from catalog.load.records import Definition
from catalog.rules.context import RecordContext
from catalog.rules.files import NamedFilesExist
from catalog.rules.keys import Key, key_at, problem_at
from catalog.rules.names import NamesDiffer
from catalog.rules.order import RecordsComeInOrder
from catalog.services.works import work_at
from catalog.values import guess, type_of
from catalog.values.spelling import looks, spelling


class CrossRecordRule(Protocol):
    """A rule that needs more than one record."""

    def __init__(self, definition: Definition) -> None: ...

    def extract(self, context: RecordContext) -> Iterator[Key]:
        """Yield what the rule compares; depends on nothing but this record and the settings."""

    def compare(self, file: Path, keys: Iterable[Key]) -> Iterator[Problem]:
        """Add the keys of a record; yield its conflicts with the records before it."""

    def finish(self) -> Iterator[Problem]:
        """Yield the problems that can only be known after the last record."""


class SlugsAreUnique:
    """Every slug, present or former, belongs to one record only."""

    def __init__(self, definition: Definition) -> None:  # noqa: ARG002
        self._owners: dict[str, tuple[Path, Key]] = {}

    def extract(self, context: RecordContext) -> Iterator[Key]:
        """Yield the slugs, present and former."""
        yield key_at(context.loaded, ("slug",), "slug", context.record.slug)
        for index, slug in enumerate(context.record.formerly):
            yield key_at(context.loaded, ("formerly", index), "slug", slug)

    def compare(self, file: Path, keys: Iterable[Key]) -> Iterator[Problem]:
        """Yield a problem for each slug that another record has."""
        for key in keys:
            owner, other = self._owners.setdefault(key.value, (file, key))
            if owner is not file:
                message = f"the slug `{key.value}` is also used in {owner}:{other.line}"
                yield problem_at(file, key, message, "choose another slug, or delete one of the files", "unique")

    def finish(self) -> Iterator[Problem]:
        """Yield nothing."""
        return iter(())


class UniqueFieldsDiffer:
    """No two records have the same value, or addresses of the same paper or page, in fields declared `unique`."""

    def __init__(self, definition: Definition) -> None:
        self._columns = {column.path: column for column in definition.columns if column.show.unique}
        self._owners: dict[str, tuple[Path, Key]] = {}

    def extract(self, context: RecordContext) -> Iterator[Key]:
        """Yield the values of the fields declared `unique`."""
        for column, fact in context.unique:
            at = tuple(column.path.split("."))
            for value in fact.values:
                yield key_at(context.loaded, at, f"{column.path} {_identity(column.path, value)}", str(value))

    def compare(self, file: Path, keys: Iterable[Key]) -> Iterator[Problem]:
        """Yield a problem for each value that another record has, however it is written."""
        for key in keys:
            path, _, identity = key.kind.partition(" ")
            owner, other = self._owners.setdefault(identity, (file, key))
            if owner is not file:
                message = f"{self._columns[path].label} {key.value!r} is also in {owner}:{other.line}"
                message += f", as {other.value!r}" if other.value.casefold() != key.value.casefold() else ""
                hint = "one of the two has the wrong value, or both describe the same thing"
                yield problem_at(file, key, message, hint, "unique")

    def finish(self) -> Iterator[Problem]:
        """Yield nothing."""
        return iter(())


def _identity(path: str, value: Any) -> str:
    """What all ways to write a value have in common: for an address the work it leads to, whatever the field."""
    address = type_of(value).address(value)
    return (work_at(address) if address else "") or f"{path} {looks(str(value))}"


class WordsAreSpeltAlike:
    """A filter shows one word once: no record spells it otherwise than another, in capitals or hyphens."""

    def __init__(self, definition: Definition) -> None:
        self._columns = [
            item for item in definition.columns if item.show.facet and item.type.is_free_text and not item.derived
        ]
        self._owners: dict[tuple[str, str], tuple[Path, Key]] = {}

    def extract(self, context: RecordContext) -> Iterator[Key]:
        """Yield the texts of fields that are filters."""
        for column in self._columns:
            for value in (value for fact in column.facts(context.record) for value in fact.values):
                yield key_at(context.loaded, tuple(column.path.split(".")), column.path, str(value))

    def compare(self, file: Path, keys: Iterable[Key]) -> Iterator[Problem]:
        """Yield a problem for each word that a record before this one spells otherwise."""
        for key in keys:
            owner, other = self._owners.setdefault((key.kind, spelling(key.value)), (file, key))
            if other.value != key.value:
                message = f"{key.value!r} is spelt {other.value!r} in {owner}:{other.line}: the filter lists both"
                hint = "spell it in one way in all records"
                yield problem_at(file, key, message, hint, "spelling", severity="warning")

    def finish(self) -> Iterator[Problem]:
        """Yield nothing."""
        return iter(())


class ReferencedRecordsExist:
    """Every record that is referred to exists."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._slugs: dict[str, None] = {}
        self._references: list[tuple[Path, Key]] = []

    def extract(self, context: RecordContext) -> Iterator[Key]:
        """Yield the slugs of the record, and the slugs it refers to."""
        slugs = (context.record.slug, *context.record.formerly)
        for slug in slugs:
            yield Key("slug", slug, 0, 0, "")
        for path, fact in context.facts_of(lambda kind: kind.is_record):
            for index, slug in enumerate(fact.values):
                kind = "itself" if slug in slugs else "another"
                yield key_at(context.loaded, (*path, "value", index), kind, slug)

    def compare(self, file: Path, keys: Iterable[Key]) -> Iterator[Problem]:
        """Yield a problem for a record that refers to itself."""
        for key in keys:
            if key.kind == "slug":
                self._slugs[key.value] = None
            elif key.kind == "itself":
                yield problem_at(file, key, "the record refers to itself", "remove it", "reference")
            else:
                self._references.append((file, key))

    def finish(self) -> Iterator[Problem]:
        """Yield a problem for each reference to a record that does not exist."""
        missing = [(file, key) for file, key in self._references if key.value not in self._slugs]
        # By file name: a record with errors of its own can still be referred to.
        slugs = {file.stem: None for file in self._definition.files()} | self._slugs if missing else {}
        for file, key in missing:
            if key.value not in slugs:
                others = [slug for slug in slugs if slug != file.stem]
                hint = f"{guess(key.value, others)}write the slug of a record, which is its file name"
                yield problem_at(file, key, f"there is no record `{key.value}`", hint, "reference")


ACROSS: tuple[type[CrossRecordRule], ...] = (
    SlugsAreUnique,
    NamesDiffer,
    UniqueFieldsDiffer,
    WordsAreSpeltAlike,
    ReferencedRecordsExist,
    NamedFilesExist,
    RecordsComeInOrder,
)
