"""Reads from a catalogue what charts plot: one number or date a model, its categories, and words for both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from catalog.catalog import Catalog
from catalog.charts.missing import LeftOut
from catalog.charts.subjects import Shown, Subject, subjects_by
from catalog.model.columns import Column
from catalog.values import Blank, Bound, Fact, Record


@dataclass(frozen=True, slots=True)
class Category:
    """A value of a facet, or the blank in its place."""

    key: str
    label: str
    blank: Blank | None = None
    tone: str = ""
    """The colour that the survey gives the word."""


@dataclass(frozen=True, slots=True)
class Position:
    """A mark's position on the axis of a column.

    It reaches from `low` to `high`, the first and the last day that a date can mean, both ends of a range, or the least
    and the largest of several numbers; the mark itself stands in the `middle` of the one `value` that is shown.
    """

    subject: Subject
    column: Column
    fact: Fact[Any]
    value: Any
    low: float
    high: float
    middle: float

    @property
    def record(self) -> Record:
        """The record that the mark is about."""
        return self.subject.record

    @property
    def bound(self) -> Bound:
        """How the number bounds the true one."""
        return self.column.type.bound(self.value)

    @property
    def attribute(self) -> str:
        """The value for a script: a number, or a date as it is written."""
        return self.column.type.csv(self.value) if self.column.type.is_date else repr(self.middle)


def position_of(column: Column, subject: Subject) -> Position:
    """Return the position on an axis of a subject that has a value."""
    fact = fact_of(column, subject.facts)
    value = _extreme(column, fact)
    low, high = column.type.bounds(value)
    middle = low + (high - low) / 2
    if len(fact.values) > 1 and not column.type.is_date:
        low = min(column.type.bounds(each)[0] for each in fact.values)
    return Position(subject, column, fact, value, low, high, middle)


def fact_of(column: Column, record: Record) -> Fact[Any]:
    """Return the one fact of a field that a chart shows: the largest number, earliest date or else first blank."""
    facts = column.facts(record)
    if len(facts) == 1:
        return facts[0]
    known = [fact for fact in facts if fact.values]
    return min(known, key=lambda fact: _rank_of_value(column, _extreme(column, fact))) if known else facts[0]


def _extreme(column: Column, fact: Fact[Any]) -> Any:
    """The one of a fact's values that a chart shows."""
    if len(fact.values) == 1:
        return fact.values[0]
    return min(fact.values, key=lambda value: _rank_of_value(column, value))


def _rank_of_value(column: Column, value: Any) -> float:
    low, high = column.type.bounds(value)
    return low if column.type.is_date else -high


def positions(catalog: Catalog, column: Column, among: Sequence[Record] | None = None) -> list[Position]:
    """Return the positions of the records that have a value, in the catalogue's order; apart for models that differ.

    Where it is known `among` which records these are, the others are not asked.
    """
    return [
        position_of(column, subject)
        for record in (catalog.records if among is None else among)
        for subject in subjects_by(record, [column], partial(claimed, [column])).values()
    ]


def claimed(columns: Sequence[Column], facts: Record) -> list[tuple[Any, ...]]:
    """Return what a mark says of a model, as the one key of its subject; none where it lacks one of the values."""
    own = [fact_of(column, facts) for column in columns]
    return [tuple((fact.value, fact.marks) for fact in own)] if all(fact.values for fact in own) else []


def left_out(catalog: Catalog, columns: Iterable[Column]) -> tuple[LeftOut, ...]:
    """Return the records and variants without a value in one of the columns, by column and blank."""
    groups: dict[tuple[str, Blank], list[Subject]] = {}
    for column in dict.fromkeys(columns):
        groups |= {(column.path, blank): [] for blank in Blank}
        for record in catalog.records:
            for blank, subject in subjects_by(record, [column], partial(_blanks, column)).items():
                groups[column.path, blank].append(subject)
    return tuple(
        LeftOut(catalog.by_path[path].label, blank, tuple(group)) for (path, blank), group in groups.items() if group
    )


def _blanks(column: Column, facts: Record) -> list[Blank]:
    """The blank that a chart shows, if it is one."""
    blank = fact_of(column, facts).blank
    return [blank] if blank else []


def fact_label(catalog: Catalog, column: Column, fact: Fact[Any]) -> str:
    """Return a fact's value and what makes it doubtful."""
    if fact.blank is not None:
        return str(fact.blank)
    marks = f" ({', '.join(fact.marks)})" if fact.marks else ""
    return ", ".join(catalog.long(column, value) for value in fact.values) + marks


def column_facts(*columns: Column) -> Shown:
    """Return what reads the one fact of each column that a chart shows."""
    return lambda facts: [fact_of(column, facts) for column in columns]


def category_facts(column: Column, facts: Record, category: Category) -> list[Fact[Any]]:
    """Return the facts by which a model is in a category."""
    return [fact for fact in column.facts(facts) if category.key in map(column.type.category, fact.values)]


Categories = Callable[[Record], tuple[Category, ...]]
"""Reads the categories of a facet in what holds for a model."""


def categories(catalog: Catalog, column: Column) -> Categories:
    """Return what reads every value of a facet in what holds for a model, or the blank in its place; dates by year.

    Models say few different things: the categories of each are made once.
    """
    made: dict[tuple[Any, ...], tuple[Category, ...]] = {}

    def read(facts: Record) -> tuple[Category, ...]:
        own = column.facts(facts)
        said = tuple([(fact.blank, fact.value) for fact in own])
        if said not in made:
            known = [_category(catalog, column, value) for fact in own for value in fact.values]
            blank = own[0].blank or Blank.NOT_REPORTED
            made[said] = tuple(dict.fromkeys(known)) or (Category(blank, blank, blank),)
        return made[said]

    return read


def _category(catalog: Catalog, column: Column, value: Any) -> Category:
    entry, key = catalog.entry(column, value), column.type.category(value)
    sign = catalog.settings.sign_of(key) if column.type.words else None
    return Category(key, entry.name if entry else key, tone=sign.tone if sign else "")


def sorted_categories(catalog: Catalog, column: Column) -> list[Category]:
    """Return every category of a facet: a closed list in its own order, other words by frequency, blanks last."""
    own = categories(catalog, column)
    counts: dict[Category, int] = {}
    for found, times in Counter(tuple(subjects_by(record, [column], own)) for record in catalog.records).items():
        counts |= {category: counts.get(category, 0) + times for category in found}
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


def names(subjects: Iterable[Subject]) -> str:
    """Return the names for a cell of a table."""
    return ", ".join(subject.name for subject in subjects)
