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
class FieldLine:
    """One field over all records."""

    column: Column
    known: int
    sourced: int
    primary: int
    contested: int


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record over the fields the survey shows first."""

    record: Record
    known: int
    sourced: int
    primary: int
    missing: tuple[str, ...]


def by_field(catalog: Catalog) -> list[FieldLine]:
    """Every field of the record model, in its order."""
    return [_field(catalog, column) for column in catalog.columns if "." in column.path or column.group == column.label]


def _field(catalog: Catalog, column: Column) -> FieldLine:
    found = [column.facts(record) for record in catalog.records]
    written = [fact for several in found for fact in several if _known(fact)]
    return FieldLine(
        column,
        known=sum(any(_known(fact) for fact in several) for several in found),
        sourced=sum(bool(fact.source) for fact in written),
        primary=sum(fact.verified is Grade.PRIMARY for fact in written),
        contested=sum(bool(fact.instead) for fact in written),
    )


def by_record(catalog: Catalog) -> list[RecordLine]:
    """Every record, the one that needs help most first."""
    shown = [catalog.by_path[path] for path in catalog.settings.columns]
    return sorted((_record(record, shown) for record in catalog.records), key=lambda line: (line.known, line.sourced))


def _record(record: Record, shown: Sequence[Column]) -> RecordLine:
    missing = [column.label for column in shown if not any(_known(fact) for fact in column.facts(record))]
    written = [fact for _, fact in facts(record)]
    return RecordLine(
        record,
        known=len(shown) - len(missing),
        sourced=sum(bool(fact.source) for fact in written),
        primary=sum(fact.verified is Grade.PRIMARY for fact in written),
        missing=tuple(missing[:4]),
    )


def _known(fact: Fact[Any]) -> bool:
    return fact.blank is not Blank.NOT_CHECKED


def counts(catalog: Catalog) -> dict[str, int]:
    """The figures of the home page: records, facts with a source, the share of primary ones, measurements."""
    sourced = [fact for record in catalog.records for _, fact in facts(record) if fact.source]
    primary = sum(fact.verified is Grade.PRIMARY for fact in sourced)
    return {
        "records": len(catalog.records),
        "facts": len(sourced),
        "primary_share": round(100 * primary / len(sourced)) if sourced else 0,
        "measured": sum(len(catalog.measurements_of(record)) for record in catalog.records),
    }
