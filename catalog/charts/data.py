"""Reads from a catalogue what charts plot: one number or date a record, its categories, and words for both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalog.catalog import Catalog
from catalog.charts.chart import LeftOut
from catalog.model.columns import Column
from catalog.values import Amount, Blank, Bound, Fact, Record, When


@dataclass(frozen=True, slots=True)
class Category:
    """A value of a facet, or the blank that stands for it."""

    key: str
    label: str
    blank: Blank | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands on an axis."""

    record: Record
    fact: Fact[Any]

    @property
    def first(self) -> float:
        """The number, or the first day the date can mean as an ordinal."""
        value: Any = self.fact.value
        return float(value.first.toordinal()) if isinstance(value, When) else float(value.number)

    @property
    def last(self) -> float:
        """The number, or the last day the date can mean."""
        value: Any = self.fact.value
        return float(value.last.toordinal()) if isinstance(value, When) else float(value.number)

    @property
    def bound(self) -> Bound:
        """What the number says about the true one."""
        return self.fact.value.bound if isinstance(self.fact.value, Amount) else Bound.EXACT

    @property
    def plain(self) -> str:
        """The value for a script."""
        value: Any = self.fact.value
        return str(value) if isinstance(value, When) else repr(value.number)


def fact_of(column: Column, record: Record) -> Fact[Any]:
    """The one fact a chart shows of a field: the largest number, the earliest date, else the first blank."""
    found = column.facts(record)
    known = [fact for fact in found if fact.blank is None]
    if not known:
        return found[0]
    return min(known, key=_rank_of_value)


def _rank_of_value(fact: Fact[Any]) -> float:
    value: Any = fact.value
    return -value.number if isinstance(value, Amount) else value.first.toordinal()


def places(catalog: Catalog, column: Column) -> list[Place]:
    """The records that have a value, in the catalogue's order."""
    found = (Place(record, fact_of(column, record)) for record in catalog.records)
    return [place for place in found if place.fact.blank is None]


def left_out(catalog: Catalog, columns: Iterable[Column]) -> tuple[LeftOut, ...]:
    """The records without a value in one of the columns, by column and reason."""
    found = []
    for column in dict.fromkeys(columns):
        for blank in Blank:
            missing = tuple(record for record in catalog.records if fact_of(column, record).blank is blank)
            if missing:
                found.append(LeftOut(column.label, blank, missing))
    return tuple(found)


def words(catalog: Catalog, column: Column, value: Any) -> str:
    """One value of a column, as a reader is told it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Amount):
        return value.words(column.show.unit)
    if isinstance(value, When):
        return value.words
    entry = catalog.entry(column, str(value))
    return entry.name if entry else str(value)


def fact_label(catalog: Catalog, column: Column, fact: Fact[Any]) -> str:
    """A fact's value and what makes it doubtful."""
    if fact.blank is not None:
        return str(fact.blank)
    marks = f" ({', '.join(fact.marks)})" if fact.marks else ""
    return words(catalog, column, fact.value) + marks


def categories(catalog: Catalog, column: Column, record: Record) -> tuple[Category, ...]:
    """Every value of a facet in a record; where there is none, the blank. Dates count by year."""
    found = catalog.values(column, record)
    if found:
        made = (_category(catalog, column, value) for value in found)
        return tuple(dict.fromkeys(made))
    blank = column.facts(record)[0].blank or Blank.NOT_REPORTED
    return (Category(blank, blank, blank),)


def _category(catalog: Catalog, column: Column, value: Any) -> Category:
    if isinstance(value, When):
        return Category(str(value.year), str(value.year))
    text = words(catalog, column, value)
    return Category(text if isinstance(value, bool) else str(value), text)


def sorted_categories(catalog: Catalog, column: Column) -> list[Category]:
    """Every category of a facet: a closed list in its own order, other words by frequency, blanks last."""
    counts: dict[Category, int] = {}
    for record in catalog.records:
        for category in categories(catalog, column, record):
            counts[category] = counts.get(category, 0) + 1
    order = [str(member) for member in column.term] if column.term else []
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
    """Names for a cell of a table."""
    return ", ".join(record.name for record in records)
