"""Reads any record model back: every fact it declares becomes a `Column`.

Table, facets, chart axes, exports, field guide, editor schemas and the empty record are made from columns,
so that declaring a field once is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from catalog.values import (
    UNCHECKED,
    Amount,
    ArxivId,
    Entry,
    Fact,
    Link,
    Measurement,
    Part,
    Record,
    RecordRef,
    Ref,
    Show,
    Term,
    When,
)
from catalog.values.fact import FactOf


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
    return tuple(_walk(model, (), ""))


@cache
def measurements(model: type[Record]) -> dict[str, type[Measurement]]:
    """Top-level fields of `model` that hold lists of measurements."""
    found = {name: _part(info.annotation) for name, info in model.model_fields.items()}
    return {name: part for name, part in found.items() if part and issubclass(part, Measurement)}


def grouped(found: Sequence[Column]) -> list[tuple[str, list[Column]]]:
    """Fields under their groups, in their order; those that stand alone come first, under one heading."""
    parted = [(group, list(members)) for group, members in groupby(found, key=lambda column: column.group)]
    alone = [members[0] for group, members in parted if [column.label for column in members] == [group]]
    rest = [(group, members) for group, members in parted if [column.label for column in members] != [group]]
    return [("General", alone), *rest] if alone else rest


@cache
def references(model: type[Record]) -> dict[str, type[Entry]]:
    """Vocabulary name → entry class, for every vocabulary `model` refers to."""
    marks = [column.entry for column in columns(model) if column.entry]
    for measured in measurements(model).values():
        marks += [mark.entry for info in measured.model_fields.values() for mark in info.metadata if _is_ref(mark)]
    return {entry.vocabulary: entry for entry in marks}


def _is_ref(mark: object) -> bool:
    return isinstance(mark, Ref)


def _walk(model: type[BaseModel], above: tuple[str, ...], group: str) -> Iterator[Column]:
    for name, info in model.model_fields.items():
        steps = (*above, name)
        fact = next((mark for mark in info.metadata if isinstance(mark, FactOf)), None)
        part = _part(info.annotation)
        if fact:
            yield _column(steps, info, fact.inner, group)
        elif part and not issubclass(part, Measurement):
            yield from _walk(part, steps, group or _show(steps, info).label)


def _part(annotation: Any) -> type[Part] | None:
    """The part class of `P` or `tuple[P, ...]`."""
    if get_origin(annotation) is tuple:
        annotation = get_args(annotation)[0]
    return annotation if isinstance(annotation, type) and issubclass(annotation, Part) else None


def _show(steps: Sequence[str], info: FieldInfo) -> Show:
    shows = [mark for mark in info.metadata if isinstance(mark, Show)]
    if len(shows) != 1:
        raise TypeError(f"{'.'.join(steps)} needs exactly one Show, found {len(shows)}")
    return shows[0]


def _column(steps: tuple[str, ...], info: FieldInfo, inner: Any, group: str) -> Column:
    show = _show(steps, info)
    several = get_origin(inner) is tuple
    if several:
        inner = get_args(inner)[0]
    kind, term, entry = _kind(steps, inner)
    return Column(
        path=".".join(steps),
        group=group or show.label,
        show=show,
        kind=kind,
        many=several,
        description=info.description or "",
        examples=tuple(info.examples or ()),
        read=_reader(steps),
        term=term,
        entry=entry,
    )


def _kind(steps: Sequence[str], inner: Any) -> tuple[Kind, type[Term] | None, type[Entry] | None]:
    if get_origin(inner) is Annotated:
        base, *marks = get_args(inner)
        ref = next((mark for mark in marks if isinstance(mark, Ref)), None)
        return (Kind.REF, None, ref.entry) if ref else (_KINDS[base], None, None)
    if isinstance(inner, type) and issubclass(inner, Term):
        return Kind.TERM, inner, None
    if inner in _KINDS:
        return _KINDS[inner], None, None
    raise TypeError(f"{'.'.join(steps)}: no kind of column for {inner}")


def _reader(steps: tuple[str, ...]) -> Read:
    """A function that collects the facts at `steps`, going through every item of a list."""
    first, *rest = steps

    def read(node: Any) -> tuple[Fact[Any], ...]:
        found = getattr(node, first)
        if not rest:
            return (found,)
        items = found if isinstance(found, tuple) else (found,)
        return tuple(fact for item in items for fact in below(item))

    below = _reader(tuple(rest)) if rest else read
    return read


def facts(node: Any, above: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Fact[Any]]]:
    """Every fact of a record (or a part of it) that was written down, with its path."""
    for name in type(node).model_fields:
        if name not in node.model_fields_set:
            continue
        found = getattr(node, name)
        if isinstance(found, Fact):
            yield (*above, name), found
        elif isinstance(found, Part):
            yield from facts(found, (*above, name))
        elif isinstance(found, tuple):
            for index, item in enumerate(found):
                if isinstance(item, Part):
                    yield from facts(item, (*above, name, index))
