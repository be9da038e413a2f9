"""How complete and how well sourced the catalogue is: by field and by record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import floor
from typing import Any

from catalog.catalog import Catalog
from catalog.exports import each
from catalog.model.columns import NOTHING, Column, group_columns, reader
from catalog.model.node import WrittenFact, written_facts
from catalog.values import SURVEY, Blank, Fact, Grade, Record

Steps = tuple[str | int, ...]
"""Where a file says something: fields, and places in lists."""
WrittenBySlug = Mapping[str, Sequence[WrittenFact]]
"""Slug → every fact that the file gives."""


@dataclass(slots=True)
class FieldCoverage:
    """One field in all records: of how many it is asked, in how many it is known, and how its facts are sourced."""

    column: Column
    asked: int
    known: int = 0
    sourced: int = 0
    primary: int = 0
    contested: int = 0

    def add(self, facts: Sequence[Fact[Any]]) -> None:
        """Add the known facts of one more record."""
        self.known += 1
        for fact in facts:
            self.sourced += bool(fact.source)
            self.primary += fact.verified is Grade.PRIMARY
            self.contested += bool(fact.instead)


@dataclass(frozen=True, slots=True)
class GroupCoverage:
    """Fields of a group in one record: how many are asked, and which of them have not been checked."""

    label: str
    asked: int
    missing: tuple[str, ...]

    @property
    def share(self) -> int | None:
        """The known ones, in per cent; never 100 while one is missing; None where nothing is asked."""
        known = self.asked - len(self.missing)
        return floor(100 * known / self.asked) if self.asked else None


@dataclass(frozen=True, slots=True)
class RecordCoverage:
    """One record: which of its fields are known, group by group, and how all of its facts are sourced."""

    record: Record
    groups: tuple[GroupCoverage, ...]
    sourced: int
    primary: int

    @property
    def whole(self) -> GroupCoverage:
        """All groups together."""
        missing = tuple(label for group in self.groups for label in group.missing)
        return GroupCoverage("All", sum(group.asked for group in self.groups), missing)


def written_by_slug(catalog: Catalog) -> WrittenBySlug:
    """The facts of every record; those at one place of two records have one path, which takes half the memory."""
    paths: dict[Steps, Steps] = {}
    return {
        record.slug: [(paths.setdefault(path, path), fact) for path, fact in written_facts(record)]
        for record in catalog.records
    }


def coverage(catalog: Catalog, written: WrittenBySlug) -> tuple[list[FieldCoverage], list[RecordCoverage]]:
    """The coverage of every field, in their order, and of every record, the least complete first.

    A field applies to all records, or to those of the original table if no other source says anything of it. What
    follows from other fields is not asked.
    """
    counted = _Coverage(catalog, written)
    records = [counted.add(record) for record in each(catalog.records)]
    return [*counted.fields.values()], sorted(records, key=lambda line: (line.whole.share or 0, line.sourced))


class _Coverage:
    """Counts the coverage of fields while records are added."""

    def __init__(self, catalog: Catalog, written: WrittenBySlug) -> None:
        self._catalog, self._given = catalog, written
        self._only_original = _only_original(self._given.values())
        self._originals = {
            slug for slug, given in self._given.items() if any(fact.source == SURVEY for _, fact in given)
        }
        columns = [column for column in catalog.columns if "." in column.path or column.group == column.label]
        self._read = reader(columns)
        self.fields = {column.path: FieldCoverage(column, self._asked(column)) for column in columns}
        places = {column.path: place for place, column in enumerate(columns)}
        self._groups = [
            (label, members, [places[column.path] for column in members])
            for label, members in group_columns([column for column in columns if not column.derived])
        ]
        self._made: dict[tuple[str, bool, tuple[bool, ...]], GroupCoverage] = {}
        """What many records have in common."""

    def _asked(self, column: Column) -> int:
        """Of how many records a field is asked."""
        return len(self._originals) if column.path in self._only_original else len(self._catalog.records)

    def add(self, record: Record) -> RecordCoverage:
        """Count the fields of one more record, and return its own coverage."""
        given, is_original, is_known = self._given[record.slug], record.slug in self._originals, []
        for field, facts in zip(self.fields.values(), self._read(record), strict=True):
            known = () if facts is NOTHING else [fact for fact in facts if fact.blank is not Blank.NOT_CHECKED]
            is_known.append(bool(known))
            if known:
                field.add(known)
        return RecordCoverage(
            record,
            tuple([self._group(group, is_known, is_original=is_original) for group in self._groups]),
            sourced=sum(bool(fact.source) for _, fact in given),
            primary=sum(fact.verified is Grade.PRIMARY for _, fact in given),
        )

    def _group(
        self, group: tuple[str, Sequence[Column], Sequence[int]], is_known: Sequence[bool], *, is_original: bool
    ) -> GroupCoverage:
        label, members, places = group
        known = tuple([is_known[place] for place in places])
        made = self._made.get((label, is_original, known))
        if made is None:
            left_out = () if is_original else self._only_original
            asked = [(column, has) for column, has in zip(members, known, strict=True) if column.path not in left_out]
            missing = tuple([column.label for column, has in asked if not has])
            made = self._made[label, is_original, known] = GroupCoverage(label, len(asked), missing)
        return made


def _only_original(given: Iterable[Sequence[tuple[Steps, Fact[Any]]]]) -> set[str]:
    """The paths of the fields of which all facts are the original table's."""
    sources = defaultdict[str, set[str]](set)
    for said in given:
        for steps, fact in said:
            sources[_path(steps)].add(fact.source)
    return {path for path, found in sources.items() if found == {SURVEY}}


@cache
def _path(steps: Steps) -> str:
    """The path of the column in which a fact stands."""
    return ".".join(step for step in steps if isinstance(step, str))


def counts(catalog: Catalog) -> dict[str, int]:
    """The figures of the home page: records, facts with a source, the percentage of primary ones, measurements."""
    sourced = [fact for record in catalog.records for _, fact in written_facts(record) if fact.source]
    primary = sum(fact.verified is Grade.PRIMARY for fact in sourced)
    return {
        "records": len(catalog.records),
        "facts": len(sourced),
        "primary_share": round(100 * primary / len(sourced)) if sourced else 0,
        "measured": sum(len(catalog.measurements_of(record)) for record in catalog.records),
    }
