"""Every fact that a record model declares becomes a `Column`.

Table, facets, chart axes, exports, field guide, editor schemas and the empty record are made from columns,
so that declaring a field once is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import Any

from catalog.model.node import Node
from catalog.values import (
    UNCHECKED,
    Amount,
    ArxivId,
    Entry,
    Fact,
    Link,
    Record,
    RecordRef,
    Show,
    Term,
    When,
)


class Kind(StrEnum):
    """What a column's values are, and so how they are shown, sorted, filtered and plotted."""

    TEXT = "text"
    FLAG = "yes or no"
    AMOUNT = "number"
    DATE = "date"
    TERM = "word from a closed list"
    REF = "word from a vocabulary"
    LINK = "web address"
    ARXIV = "arXiv identifier"
    RECORD = "another record"


_KINDS: dict[type, Kind] = {
    bool: Kind.FLAG,
    Amount: Kind.AMOUNT,
    When: Kind.DATE,
    Link: Kind.LINK,
    ArxivId: Kind.ARXIV,
    RecordRef: Kind.RECORD,
    str: Kind.TEXT,
}

Read = Callable[[Record], tuple[Fact[Any], ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a record model.

    `path` is dotted (`hours.asr`) and passes through lists without an index (`encoders.name`).
    `group` is the label of the top-level part it belongs to, or its own label.
    `many` says that a record may hold several facts or several values in one fact.
    """

    path: str
    group: str
    show: Show
    kind: Kind
    many: bool
    description: str
    examples: tuple[Any, ...]
    read: Read
    term: type[Term] | None = None
    entry: type[Entry] | None = None

    @property
    def label(self) -> str:
        """Heading of the column."""
        return self.show.label

    def facts(self, record: Record) -> tuple[Fact[Any], ...]:
        """Every fact of this field in `record`; exactly one `not checked` where there is none."""
        known = record.facts_read
        found = known.get(self.path)
        if found is None:
            found = known[self.path] = self.read(record) or (UNCHECKED,)
        return found


def values(fact: Fact[Any]) -> tuple[Any, ...]:
    """The values of one fact: none for a blank, several for a list."""
    if fact.blank is not None:
        return ()
    return fact.value if isinstance(fact.value, tuple) else (fact.value,)


@cache
def columns(model: type[Record]) -> tuple[Column, ...]:
    """Every fact field of `model`, in the order of declaration.

    Raises:
        TypeError: a fact field without exactly one `Show`, or of a type that has no kind.
    """
    return tuple(_columns(Node.of(model), ""))


@cache
def measurements(model: type[Record]) -> dict[str, Node]:
    """Name → top-level field of `model` that holds measurements."""
    return {name: field for name, field in Node.of(model).children.items() if field.measurement}


def grouped(found: Sequence[Column]) -> list[tuple[str, list[Column]]]:
    """Fields under their groups, in their order; those that stand alone come first, under one heading."""
    parted = [(group, list(members)) for group, members in groupby(found, key=lambda column: column.group)]
    alone = [members[0] for group, members in parted if [column.label for column in members] == [group]]
    rest = [(group, members) for group, members in parted if [column.label for column in members] != [group]]
    return [("General", alone), *rest] if alone else rest


@cache
def references(model: type[Record]) -> dict[str, type[Entry]]:
    """Vocabulary name → entry class, for every vocabulary `model` refers to."""
    measured = [field for place in measurements(model).values() for field in place.children.values()]
    entries = [column.entry for column in columns(model)] + [field.entry for field in measured]
    return {entry.vocabulary: entry for entry in entries if entry}


def _columns(place: Node, group: str) -> Iterator[Column]:
    for field in place.children.values():
        if field.fact:
            yield _column(field, group)
        elif field.part and not field.measurement:
            yield from _columns(field, group or _show(field).label)


def _show(field: Node) -> Show:
    if field.show is None:
        raise TypeError(f"{field.path} needs exactly one Show, found 0")
    return field.show


def _column(field: Node, group: str) -> Column:
    show = _show(field)
    return Column(
        path=field.path,
        group=group or show.label,
        show=show,
        kind=_kind(field),
        many=field.value.is_list,
        description=field.description,
        examples=field.examples,
        read=_reader(field.path.split(".")),
        term=field.term,
        entry=field.entry,
    )


def _kind(field: Node) -> Kind:
    kind = Kind.REF if field.entry else Kind.TERM if field.term else _KINDS.get(field.single.type)
    if kind is None:
        raise TypeError(f"{field.path}: no kind of column for {field.single.type}")
    return kind


def _reader(steps: Sequence[str]) -> Read:
    """A function that collects the facts at `steps`, going through every item of a list."""
    first, *rest = steps

    def read(node: Any) -> tuple[Fact[Any], ...]:
        found = getattr(node, first)
        if not rest:
            return (found,)
        items = found if isinstance(found, tuple) else (found,)
        return tuple(fact for item in items for fact in below(item))

    below = _reader(rest) if rest else read
    return read
