"""Reads from a catalogue what charts plot: one number or date a record, its categories, and words for both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalog.catalog import Catalog
from catalog.charts.chart import LeftOut
from catalog.model.columns import Column
from catalog.values import Blank, Bound, Fact, Record


@dataclass(frozen=True, slots=True)
class Category:
    """A value of a facet, or the blank in its place."""

    key: str
    label: str
    blank: Blank | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """A record's position on the axis of a column: the number, or the first and the last day a date can mean."""

    record: Record
    column: Column
    fact: Fact[Any]
    value: Any
    low: float
    high: float

    @property
    def bound(self) -> Bound:
        """How the number bounds the true one."""
        return self.column.type.bound(self.value)

    @property
    def middle(self) -> float:
        """The number, or the middle of the days a date can mean."""
        return (self.low + self.high) / 2

    @property
    def attribute(self) -> str:
        """The value for a script: a number, or a date as it is written."""
        return self.column.type.csv(self.value) if self.column.type.is_date else repr(self.low)


def position_of(column: Column, record: Record) -> Position | None:
    """Return a record's position on an axis; None where it has no value."""
    fact = fact_of(column, record)
    if not fact.values:
        return None
    value = _extreme(column, fact)
    return Position(record, column, fact, value, *column.type.bounds(value))


def fact_of(column: Column, record: Record) -> Fact[Any]:
    """Return the one fact of a field that a chart shows: the largest number, earliest date or else first blank."""
    facts = column.facts(record)
    known = [fact for fact in facts if fact.values]
    return min(known, key=lambda fact: _rank_of_value(column, _extreme(column, fact))) if known else facts[0]


def _extreme(column: Column, fact: Fact[Any]) -> Any:
    """The one of a fact's values that a chart shows."""
    return min(fact.values, key=lambda value: _rank_of_value(column, value))


def _rank_of_value(column: Column, value: Any) -> float:
    low, _ = column.type.bounds(value)
    return low if column.type.is_date else -low


def positions(catalog: Catalog, column: Column) -> list[Position]:
    """Return the positions of the records that have a value, in the catalogue's order."""
    return [position for record in catalog.records if (position := position_of(column, record))]


def left_out(catalog: Catalog, columns: Iterable[Column]) -> tuple[LeftOut, ...]:
    """Return the records without a value in one of the columns, by column and blank."""
    groups = []
    for column in dict.fromkeys(columns):
        for blank in Blank:
            missing = tuple(record for record in catalog.records if fact_of(column, record).blank is blank)
            if missing:
                groups.append(LeftOut(column.label, blank, missing))
    return tuple(groups)


def fact_label(catalog: Catalog, column: Column, fact: Fact[Any]) -> str:
    """Return a fact's value and what makes it doubtful."""
    if fact.blank is not None:
        return str(fact.blank)
    marks = f" ({', '.join(fact.marks)})" if fact.marks else ""
    return ", ".join(catalog.long(column, value) for value in fact.values) + marks


def categories(catalog: Catalog, column: Column, record: Record) -> tuple[Category, ...]:
    """Return every value of a facet in a record, or the blank in its place; dates count by year."""
    known = catalog.values(column, record)
    if known:
        return tuple(dict.fromkeys(_category(catalog, column, value) for value in known))
    blank = column.facts(record)[0].blank or Blank.NOT_REPORTED
    return (Category(blank, blank, blank),)


def _category(catalog: Catalog, column: Column, value: Any) -> Category:
    entry, key = catalog.entry(column, value), column.type.category(value)
    return Category(key, entry.name if entry else key)


def sorted_categories(catalog: Catalog, column: Column) -> list[Category]:
    """Return every category of a facet: a closed list in its own order, other words by frequency, blanks last."""
    counts: dict[Category, int] = {}
    for record in catalog.records:
        for category in categories(catalog, column, record):
            counts[category] = counts.get(category, 0) + 1
    order = list(column.type.words)
    return sorted(counts, key=lambda category: _rank(category, order, counts[category]))


def _rank(category: Category, order: list[str], count: int) -> tuple[int, int, str]:
    if category.blank is not None:
        return 2, list(Blank).index(category.blank), ""
    if category.key in order:
        return 0, order.index(category.key), ""
    if category.key.isdigit():
        return 1, int(category.key), ""
    return 1, -count, category.label.casefold()


def names(records: Iterable[Record]) -> str:
    """Return the names for a cell of a table."""
    return ", ".join(record.name for record in records)
