"""How complete and how well sourced the catalogue is: by field and by record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from catalog.catalog import Catalog
from catalog.model.columns import Column
from catalog.model.node import facts
from catalog.values import Blank, Fact, Grade, Record

Steps = tuple[str | int, ...]
"""Where a file says something: fields, and places in lists."""


@dataclass(slots=True)
class FieldCoverage:
    """One field in all records: in how many it is known, and how its facts are sourced."""

    column: Column
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
class RecordCoverage:
    """One record: how many of the columns shown first it has, and how all of its facts are sourced."""

    record: Record
    known: int
    sourced: int
    primary: int
    missing: tuple[str, ...]


def coverage(catalog: Catalog) -> tuple[list[FieldCoverage], list[RecordCoverage]]:
    """The coverage of every field, in their order, and of every record, the least complete first."""
    fields = {
        column.path: FieldCoverage(column)
        for column in catalog.columns
        if "." in column.path or column.group == column.label
    }
    records = [_record(catalog, record, fields) for record in catalog.records]
    return [*fields.values()], sorted(records, key=lambda line: (line.known, line.sourced))


def _record(catalog: Catalog, record: Record, fields: Mapping[str, FieldCoverage]) -> RecordCoverage:
    """The coverage of a record, whose facts are added to the `fields`."""
    given = list(facts(record))
    known = _known(catalog, record, given)
    for path in known.keys() & fields.keys():
        fields[path].add(known[path])
    missing = [column.label for column in catalog.shown if column.path not in known]
    return RecordCoverage(
        record,
        known=len(catalog.shown) - len(missing),
        sourced=sum(bool(fact.source) for _, fact in given),
        primary=sum(fact.verified is Grade.PRIMARY for _, fact in given),
        missing=tuple(missing[:4]),
    )


def _known(catalog: Catalog, record: Record, given: Iterable[tuple[Steps, Fact[Any]]]) -> Mapping[str, list[Fact[Any]]]:
    """Path → facts, for every column of which a record has any: those `given`, and computed ones."""
    known: defaultdict[str, list[Fact[Any]]] = defaultdict(list)
    is_plain = record.all_models[0].facts is record
    for steps, fact in given if is_plain else ():
        known[_path(steps)].append(fact)
    for column in catalog.columns:
        if column.derived or not is_plain:
            known[column.path] = [fact for fact in column.facts(record) if fact.blank is not Blank.NOT_CHECKED]
    return {path: found for path, found in known.items() if found}


@cache
def _path(steps: Steps) -> str:
    """The path of the column in which a fact stands."""
    return ".".join(step for step in steps if isinstance(step, str))


def counts(catalog: Catalog) -> dict[str, int]:
    """The figures of the home page: records, facts with a source, the percentage of primary ones, measurements."""
    sourced = [fact for record in catalog.records for _, fact in facts(record) if fact.source]
    primary = sum(fact.verified is Grade.PRIMARY for fact in sourced)
    return {
        "records": len(catalog.records),
        "facts": len(sourced),
        "primary_share": round(100 * primary / len(sourced)) if sourced else 0,
        "measured": sum(len(catalog.measurements_of(record)) for record in catalog.records),
    }
