"""Rules about all records together.

Each first takes from a record what it needs, as words and places that can be kept between two runs; then it compares
what was taken from all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from catalog.errors import Finding, Problem
from catalog.load.records import Definition, LoadedFile
from catalog.model.columns import Kind, facts, values
from catalog.values import Record, RecordRef, guess


class Key(NamedTuple):
    """What a rule keeps of a record: a word, what it is about, and where it stands in the file."""

    about: str
    word: str
    line: int
    column: int
    field: str


class CrossRecordRule(Protocol):
    """A rule that needs more than one record."""

    def __init__(self, definition: Definition) -> None: ...

    def take(self, loaded: LoadedFile[Record], record: Record) -> Iterator[Key]:
        """What the rule needs of one record; depends on nothing but that record and the settings."""

    def see(self, file: Path, claims: Iterable[Key]) -> Iterator[Problem]:
        """What is already wrong between this record and those before it."""

    def finish(self) -> Iterator[Problem]:
        """What is wrong now that all are seen."""


def _claim(loaded: LoadedFile[Record], path: tuple[str | int, ...], about: str, word: str) -> Key:
    place = loaded.locate(Finding(path, ""))
    return Key(about, word, place.line, place.column, place.field)


def _problem(file: Path, claim: Key, message: str, hint: str, rule: str) -> Problem:
    return Problem(file, claim.line, claim.column, claim.field, message, hint, rule)


class SlugsAreUnique:
    """One address, one record: no slug is also another's, present or former."""

    def __init__(self, definition: Definition) -> None:  # noqa: ARG002
        self._owners: dict[str, Path] = {}

    def take(self, loaded: LoadedFile[Record], record: Record) -> Iterator[Key]:
        """The slugs, present and former."""
        yield _claim(loaded, ("slug",), "slug", record.slug)
        for index, slug in enumerate(record.formerly):
            yield _claim(loaded, ("formerly", index), "slug", slug)

    def see(self, file: Path, claims: Iterable[Key]) -> Iterator[Problem]:
        """Compare with the slugs so far."""
        for claim in claims:
            owner = self._owners.setdefault(claim.word, file)
            if owner != file:
                hint = "choose another slug, or delete one of the files"
                yield _problem(file, claim, f"the slug `{claim.word}` is also that of {owner}", hint, "unique")

    def finish(self) -> Iterator[Problem]:
        """Nothing waits for the end."""
        return iter(())


class MarkedValuesAreUnique:
    """Fields marked as unique differ between any two records."""

    def __init__(self, definition: Definition) -> None:
        self._columns = {column.path: column for column in definition.columns if column.show.unique}
        self._owners: dict[tuple[str, str], Path] = {}

    def take(self, loaded: LoadedFile[Record], record: Record) -> Iterator[Key]:
        """The values of the marked fields."""
        for path, column in self._columns.items():
            for value in (value for fact in column.facts(record) for value in values(fact)):
                yield _claim(loaded, tuple(path.split(".")), path, str(value))

    def see(self, file: Path, claims: Iterable[Key]) -> Iterator[Problem]:
        """Compare with the values so far."""
        for claim in claims:
            owner = self._owners.setdefault((claim.about, claim.word.casefold()), file)
            if owner != file:
                message = f"{self._columns[claim.about].label} {claim.word!r} is also in {owner}"
                hint = "one of the two has the wrong value, or both describe one thing"
                yield _problem(file, claim, message, hint, "unique")

    def finish(self) -> Iterator[Problem]:
        """Nothing waits for the end."""
        return iter(())


class RecordsReferredToExist:
    """A record that names another names one that is there."""

    def __init__(self, definition: Definition) -> None:
        self._has_references = any(column.kind is Kind.RECORD for column in definition.columns)
        # A record with faults of its own can still be referred to.
        self._known = [file.stem for file in definition.files()]
        self._wanted: list[tuple[Path, Key]] = []

    def take(self, loaded: LoadedFile[Record], record: Record) -> Iterator[Key]:
        """What the record is called, and the records it names."""
        for slug in (record.slug, *record.formerly):
            yield Key("is", slug, 0, 0, "")
        for path, fact in facts(record) if self._has_references else ():
            for index, slug in enumerate(values(fact)):
                if isinstance(slug, RecordRef):
                    about = "itself" if slug == record.slug else "another"
                    yield _claim(loaded, (*path, "value", index), about, slug)

    def see(self, file: Path, claims: Iterable[Key]) -> Iterator[Problem]:
        """Keep what is referred to; a record never refers to itself."""
        for claim in claims:
            if claim.about == "is":
                self._known.append(claim.word)
            elif claim.about == "itself":
                yield _problem(file, claim, "the record refers to itself", "remove it", "reference")
            else:
                self._wanted.append((file, claim))

    def finish(self) -> Iterator[Problem]:
        """The references that lead nowhere."""
        known = set(self._known)
        for file, claim in self._wanted:
            if claim.word not in known:
                hint = f"{guess(claim.word, self._known)}write the slug of a record, which is its file's name"
                yield _problem(file, claim, f"there is no record `{claim.word}`", hint, "reference")


ACROSS: tuple[type[CrossRecordRule], ...] = (SlugsAreUnique, MarkedValuesAreUnique, RecordsReferredToExist)
