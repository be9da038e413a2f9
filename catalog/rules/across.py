"""Rules about all records together; each sees every record once, then says what only the end can tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from catalog.errors import Finding, Problem
from catalog.fields import Kind, facts, values
from catalog.load.records import Loaded, Opened
from catalog.values import Record, RecordRef, guess


class Across(Protocol):
    """A rule that needs more than one record; it keeps places and words, never records."""

    def __init__(self, opened: Opened) -> None: ...

    def see(self, loaded: Loaded[Record], record: Record) -> Iterator[Problem]:
        """What is already wrong between this record and those before it."""

    def finish(self) -> Iterator[Problem]:
        """What is wrong now that all are seen."""


class SlugsAreUnique:
    """One address, one record: no slug is also another's, present or former."""

    def __init__(self, opened: Opened) -> None:  # noqa: ARG002
        self._owners: dict[str, str] = {}

    def see(self, loaded: Loaded[Record], record: Record) -> Iterator[Problem]:
        """Compare with the slugs so far."""
        for path, slug in [("slug", record.slug), *(("formerly", slug) for slug in record.formerly)]:
            owner = self._owners.setdefault(slug, str(loaded.file))
            if owner != str(loaded.file):
                hint = "choose another slug, or delete one of the files"
                yield loaded.place(Finding((path,), f"the slug `{slug}` is also that of {owner}", hint, "unique"))

    def finish(self) -> Iterator[Problem]:
        """Nothing waits for the end."""
        return iter(())


class MarkedValuesAreUnique:
    """Fields marked as unique differ between any two records."""

    def __init__(self, opened: Opened) -> None:
        self._columns = [column for column in opened.columns if column.show.unique]
        self._owners: dict[tuple[str, str], str] = {}

    def see(self, loaded: Loaded[Record], record: Record) -> Iterator[Problem]:
        """Compare with the values so far."""
        for column in self._columns:
            for value in (value for fact in column.facts(record) for value in values(fact)):
                owner = self._owners.setdefault((column.path, str(value).casefold()), str(loaded.file))
                if owner != str(loaded.file):
                    path = tuple(column.path.split("."))
                    message = f"{column.label} {str(value)!r} is also in {owner}"
                    hint = "one of the two has the wrong value, or both describe one thing"
                    yield loaded.place(Finding(path, message, hint, "unique"))

    def finish(self) -> Iterator[Problem]:
        """Nothing waits for the end."""
        return iter(())


class RecordsReferredToExist:
    """A record that names another names one that is there."""

    def __init__(self, opened: Opened) -> None:
        self._has_references = any(column.kind is Kind.RECORD for column in opened.columns)
        # A record with faults of its own can still be referred to.
        self._known = [file.stem for file in opened.files()]
        self._wanted: list[tuple[str, Problem]] = []

    def see(self, loaded: Loaded[Record], record: Record) -> Iterator[Problem]:
        """Keep what is referred to; a record never refers to itself."""
        self._known += [record.slug, *record.formerly]
        for path, fact in facts(record) if self._has_references else ():
            for index, slug in enumerate(values(fact)):
                if not isinstance(slug, RecordRef):
                    continue
                at = (*path, "value", index)
                if slug == record.slug:
                    yield loaded.place(Finding(at, "the record refers to itself", "remove it", "reference"))
                finding = Finding(at, f"there is no record `{slug}`", "", "reference")
                self._wanted.append((slug, loaded.place(finding)))

    def finish(self) -> Iterator[Problem]:
        """The references that lead nowhere."""
        known = set(self._known)
        for slug, problem in self._wanted:
            if slug not in known:
                hint = f"{guess(slug, self._known)}write the slug of a record, which is its file's name"
                yield replace(problem, hint=hint)


ACROSS: tuple[type[Across], ...] = (SlugsAreUnique, MarkedValuesAreUnique, RecordsReferredToExist)
