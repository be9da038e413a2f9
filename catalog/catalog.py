"""The catalogue: the validated records of a survey, with indexes over them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from catalog.load.records import Definition
from catalog.model.columns import Column, measurements
from catalog.model.node import written_facts
from catalog.values import UNCHECKED, Entry, Fact, Grade, Measurement, Record

_EVERY_MARK = {mark for grade in Grade for mark in Fact(verified=grade, certain=False, instead=(UNCHECKED,)).marks}


@dataclass(frozen=True)
class Catalog(Definition):
    """A survey with its records; immutable, and every record is valid."""

    records: tuple[Record, ...] = ()

    @cached_property
    def by_slug(self) -> Mapping[str, Record]:
        """Slug → record."""
        return {record.slug: record for record in self.records}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Slug → the place of the record among all."""
        return {record.slug: place for place, record in enumerate(self.records)}

    @cached_property
    def former_slugs(self) -> Mapping[str, str]:
        """Former slug → present slug."""
        return {former: record.slug for record in self.records for former in record.formerly}

    @cached_property
    def by_path(self) -> Mapping[str, Column]:
        """Path → column."""
        return {column.path: column for column in self.columns}

    @cached_property
    def shown(self) -> tuple[Column, ...]:
        """The columns that the table shows first."""
        return self.display.presets[0].fields

    @cached_property
    def newest(self) -> Column | None:
        """The date by which the newest records come first; None where the survey has none."""
        return self.by_path.get(self.settings.newest)

    @cached_property
    def newest_first(self) -> tuple[Record, ...]:
        """The records, newest first, those of one day by name; undated ones last."""

        def place(record: Record) -> tuple[float, str]:
            dates = self.values(column, record) if column else ()
            return -column.type.bounds(dates[0])[1] if column and dates else math.inf, record.name.casefold()

        column = self.newest
        return tuple(sorted(self.records, key=place))

    @cached_property
    def has_evidence(self) -> bool:
        """Whether any fact says where it is from, how it was read, or that it is in doubt."""
        return any(
            fact.source or fact.where or fact.verified or fact.instead or not fact.certain
            for record in self.records
            for _, fact in written_facts(record)
        )

    @cached_property
    def marks(self) -> frozenset[str]:
        """The marks that any fact has."""
        found: set[str] = set()
        for record in self.records if self.has_evidence else ():
            found.update(*(fact.marks for _, fact in written_facts(record)))
            if found == _EVERY_MARK:
                break
        return frozenset(found)

    def values(self, column: Column, record: Record) -> tuple[Any, ...]:
        """The distinct values of a column in a record, in order; empty if all are blank."""
        return tuple(dict.fromkeys(value for fact in column.facts(record) for value in fact.values))

    def entry(self, column: Column, key: str) -> Entry | None:
        """The vocabulary entry that `key` refers to, if the column has a vocabulary with that entry."""
        return self.vocabularies[column.entry.vocabulary].get(key) if column.entry else None

    def short(self, column: Column, value: Any, unit: str = "") -> str:
        """A value for a table cell; a word of a vocabulary by its name."""
        entry = self.entry(column, value)
        return entry.name if entry else column.type.short(value, unit)

    def short_name(self, column: Column, value: Any, unit: str = "") -> str:
        """A value for a narrow place; a word of a vocabulary by its short name, if it has one."""
        entry = self.entry(column, value)
        return entry.short_name if entry else column.type.short(value, unit)

    def long(self, column: Column, value: Any) -> str:
        """A value for a sentence, with the field's unit; a word of a vocabulary by its name."""
        entry = self.entry(column, value)
        return entry.name if entry else column.type.long(value, column.show.unit)

    def records_by_value(self, column: Column) -> Mapping[str, tuple[Record, ...]]:
        """Value → the records that have it."""
        index: defaultdict[str, list[Record]] = defaultdict(list)
        for record in self.records:
            for value in self.values(column, record):
                index[str(value)].append(record)
        return {value: tuple(records) for value, records in index.items()}

    @cached_property
    def referrers(self) -> Mapping[str, list[tuple[Column, list[Record]]]]:
        """Slug → the records that refer to it, by the column in which they do."""
        index: dict[str, dict[str, list[Record]]] = {}
        for column in self.columns:
            if column.type.is_record:
                for slug, records in self.records_by_value(column).items():
                    index.setdefault(slug, {})[column.path] = list(records)
        return {slug: [(self.by_path[path], r) for path, r in fields.items()] for slug, fields in index.items()}

    @cached_property
    def word_uses(self) -> Counter[str]:
        """Word of a closed list → the number of columns whose list has it."""
        return Counter(word for column in self.columns for word in column.type.words)

    @cached_property
    def facets(self) -> tuple[Column, ...]:
        """The columns that readers can filter by."""
        return tuple(column for column in self.columns if column.show.facet)

    def measurements_of(self, record: Record) -> tuple[Measurement, ...]:
        """The measurements of a record."""
        fields = measurements(self.model)
        return tuple(item for name in fields for item in getattr(record, name))
