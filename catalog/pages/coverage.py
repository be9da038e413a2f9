"""How complete and how well sourced the catalogue is: by field and by record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from catalog.catalog import Catalog
from catalog.model.columns import Column
from catalog.model.node import facts
from catalog.values import Blank, Fact, Grade, Record


@dataclass(frozen=True, slots=True)
class FieldCoverage:
    """One field in all records: in how many it is known, and how its facts are sourced."""

    column: Column
    known: int
    sourced: int
    primary: int
    contested: int


@dataclass(frozen=True, slots=True)
class RecordCoverage:
    """One record: how many of the columns shown first it has, and how all of its facts are sourced."""

    record: Record
    known: int
    sourced: int
    primary: int
    missing: tuple[str, ...]


def by_field(catalog: Catalog) -> list[FieldCoverage]:
    """Every field of the record model, in its order."""
    return [_field(catalog, column) for column in catalog.columns if "." in column.path or column.group == column.label]


def _field(catalog: Catalog, column: Column) -> FieldCoverage:
    by_record = [column.facts(record) for record in catalog.records]
    known = [fact for facts in by_record for fact in facts if _known(fact)]
    return FieldCoverage(
        column,
        known=sum(any(map(_known, facts)) for facts in by_record),
        sourced=sum(bool(fact.source) for fact in known),
        primary=sum(fact.verified is Grade.PRIMARY for fact in known),
        contested=sum(bool(fact.instead) for fact in known),
    )


def by_record(catalog: Catalog) -> list[RecordCoverage]:
    """Every record, the least complete first."""
    return sorted(
        (_record(record, catalog.shown) for record in catalog.records), key=lambda line: (line.known, line.sourced)
    )


def _record(record: Record, columns: Sequence[Column]) -> RecordCoverage:
    missing = [column.label for column in columns if not any(map(_known, column.facts(record)))]
    known = [fact for _, fact in facts(record)]
    return RecordCoverage(
        record,
        known=len(columns) - len(missing),
        sourced=sum(bool(fact.source) for fact in known),
        primary=sum(fact.verified is Grade.PRIMARY for fact in known),
        missing=tuple(missing[:4]),
    )


def _known(fact: Fact[Any]) -> bool:
    return fact.blank is not Blank.NOT_CHECKED


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
