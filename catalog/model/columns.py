"""The columns of a record model: one for every fact it declares.

Table, filters, chart axes, exports, field guide and issue forms are made from columns, so that declaring a field once
is enough.
"""

from __future__ import annotations

import builtins
import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from catalog.model.node import FieldError, Node
from catalog.values import UNCHECKED, Blank, Entry, Fact, Measurement, Model, Record, Show, ValueType, Variant
from catalog.values.show import AxisScale

Read = Callable[[Record], tuple[Fact[Any], ...]]

NOTHING: tuple[Fact[Any], ...] = (UNCHECKED,)
"""The facts of a field of which nothing was checked, as most are: one tuple for all of them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a record model.

    `path` is dotted (`size.height`) and has no step for the index of a list (`doors.width`).
    `group` is the label of the top-level part it belongs to, or its own label.
    `many` says that one fact may have several values, `derived` that no file has the field: it follows from others;
    `direct` that to `read` it is to look up its path, which is as fast as to remember it.
    """

    path: str
    group: str
    show: Show
    type: ValueType[Any]
    many: bool
    description: str
    examples: tuple[Any, ...] = dataclasses.field(compare=False)
    read: Read
    derived: bool = False
    direct: bool = False

    @property
    def label(self) -> str:
        """Heading of the column."""
        return self.show.label

    @property
    def unit(self) -> str:
        """The unit of the numbers that are plotted and exported."""
        return self.show.unit or self.type.unit or ""

    @property
    def scale(self) -> AxisScale | None:
        """The axis it is usually drawn on; None where it has none."""
        return self.show.scale or next(iter(self.type.scales), None)

    @property
    def entry(self) -> builtins.type[Entry] | None:
        """The vocabulary its values are keys of."""
        return self.type.entry

    def facts(self, record: Record) -> tuple[Fact[Any], ...]:
        """Return every fact of this field in `record`, each once; `NOTHING` where there is none.

        A record with variants has the facts of all that count. Of one variant, ask with the `facts` of its model.
        """
        if self.direct and record.is_one_model:
            return self.read(record)
        cache = record.derived_facts if self.derived else record.fact_cache
        facts = cache.get(self.path)
        if facts is None:
            facts = cache[self.path] = self._read(record)
        return facts

    def _read(self, record: Record) -> tuple[Fact[Any], ...]:
        if record.is_one_model:
            return _of_one(self, record)
        return _together(self.facts(model.facts) for model in record.counted_models)


def _of_one(column: Column, record: Record) -> tuple[Fact[Any], ...]:
    """What a record that is one model says of a field."""
    own = column.read(record) or NOTHING
    return NOTHING if own[0] is UNCHECKED and len(own) == 1 else own


def _together(said: Iterable[tuple[Fact[Any], ...]]) -> tuple[Fact[Any], ...]:
    """What several models say of one field, each fact once."""
    facts: list[Fact[Any]] = []
    for own in said:
        if own is not NOTHING:
            facts += [fact for fact in own if fact not in facts]
    return tuple([fact for fact in facts if fact.blank is not Blank.NOT_CHECKED]) or NOTHING


GENERAL = "General"
"""Heading of the columns that belong to no group."""


@cache
def columns(model: type[Record]) -> tuple[Column, ...]:
    """Return the columns of `model`, in the order of declaration.

    Raises:
        FieldError: a fact field without exactly one `Show`, of no type of values, or presented as its type cannot be.
    """
    return tuple(_columns(Node.of(model), ""))


@cache
def measurements(model: type[Record]) -> dict[str, Node]:
    """Return name → field, for every top-level list of measurements of `model`."""
    return {name: field for name, field in Node.of(model).children.items() if field.measurement}


def measured_fields(model: type[Record]) -> dict[str, Node]:
    """Return what `measurements` does; for a class without any, under no name what every measurement has."""
    return measurements(model) or {"": Node.of(Measurement)}


def group_columns(columns: Sequence[Column]) -> list[tuple[str, list[Column]]]:
    """Return the columns under their groups, in their order; those without a group come first, under `GENERAL`."""
    groups = [(group, list(members)) for group, members in groupby(columns, key=lambda column: column.group)]
    alone = [members[0] for group, members in groups if [column.label for column in members] == [group]]
    rest = [(group, members) for group, members in groups if [column.label for column in members] != [group]]
    return [(GENERAL, alone), *rest] if alone else rest


@cache
def references(model: type[Record]) -> dict[str, type[Entry]]:
    """Return vocabulary name → entry class, for every vocabulary `model` refers to."""
    conditions = [field for part in measurements(model).values() for field in part.children.values()]
    entries = [column.entry for column in columns(model)] + [field.entry for field in conditions]
    return {entry.vocabulary: entry for entry in entries if entry}


_PLAIN = frozenset({*Node.of(Record).children, *Node.of(Variant).children, "variant"})
"""Fields that are no facts, and have places of their own."""


def _columns(part: Node, group: str, without: Collection[str] = (), *, in_list: bool = False) -> Iterator[Column]:
    """The columns of a part, `in_list` of those in a list; a variant adds only what a record cannot say itself."""
    for field in part.children.values():
        if field.name in without:
            continue
        if field.part and issubclass(field.part, Variant):
            said = {*part.children, *part.derived} - {"scope"}
            yield from _columns(field, group or _show(field).label, said, in_list=True)
        elif field.fact:
            yield _column(field, group, in_list=in_list)
        elif field.part and not field.measurement:
            yield from _columns(field, group or _show(field).label, in_list=in_list or field.is_list)
        elif not field.part and field.name not in _PLAIN:
            raise FieldError(f"{field.path}: no page and no table would show a plain value; write `Fact[…]`")
    for field in part.derived.values():
        if field.name not in without:
            yield replace(_column(field, group, in_list=in_list), derived=True, direct=False)


def _show(field: Node) -> Show:
    if field.show is None:
        raise FieldError(f"{field.path} needs exactly one Show, found 0")
    return field.show


def _column(field: Node, group: str, *, in_list: bool) -> Column:
    show, value_type = _show(field), field.single.value_type
    if value_type is None:
        raise FieldError(f"{field.path}: what the fact holds is not a type of values")
    _require_fit(field.path, show, value_type)
    return Column(
        path=field.path,
        group=group or show.label,
        show=show,
        type=value_type,
        many=field.value.is_list,
        description=field.description,
        examples=field.examples,
        read=_reader_of_lists(field.path.split(".")) if in_list else _reader(field.path),
        direct=not in_list,
    )


def _require_fit(path: str, show: Show, value_type: ValueType[Any]) -> None:
    """Raise FieldError where a field is to be presented in a way its type cannot be."""
    for _, message, hint in misfits(show, value_type, _in_python):
        raise FieldError(f"{path}: {message}; {hint}" if hint else f"{path}: {message}")


def _in_python(setting: str, value: object) -> str:
    return f'{setting}="{value}"' if isinstance(value, str) else f"{setting}={value}"


def misfits(
    show: Show, value_type: ValueType[Any], written: Callable[[str, object], str]
) -> Iterator[tuple[str, str, str]]:
    """Yield each setting of `show` that the type of a field cannot follow, with what is wrong and what to do.

    `written` gives a setting with its value as it stands where the field is declared.
    """
    fits = {
        "scale": not show.scale or show.scale in value_type.scales,
        "facet": not show.facet or value_type.facet,
        "plausible": not show.plausible or value_type.is_number,
        "whole": not show.whole or value_type.is_number,
        "earlier": not show.earlier or value_type.is_record,
        "unit": not show.unit or value_type.unit is None,
    }
    fitting = " or ".join(written("scale", scale) for scale in value_type.scales)
    hints = {
        "scale": f"write {fitting}" if fitting else "it cannot be drawn on an axis",
        "facet": "it cannot be filtered by",
    }
    for setting in (name for name, does_fit in fits.items() if not does_fit):
        message = f'{written(setting, getattr(show, setting))} does not fit the type "{value_type.name}"'
        yield setting, message, hints.get(setting, "")


def reader(columns: Sequence[Column]) -> Callable[[Record], list[tuple[Fact[Any], ...]]]:
    """Return what reads `Column.facts` of all these at once, far faster than one by one."""
    direct = [column for column in columns if column.direct]
    others = [column for column in columns if not column.direct]
    # Of one path alone it would return no tuple.
    look_up = attrgetter("slug", "name", *(column.path for column in direct))
    order = [[*direct, *others].index(column) for column in columns]

    def read_model(record: Record) -> list[tuple[Fact[Any], ...]]:
        _, _, *facts = look_up(record)
        said = [NOTHING if fact is UNCHECKED else (fact,) for fact in facts]
        said += [column.facts(record) if column.derived else _of_one(column, record) for column in others]
        return [said[place] for place in order]

    def read(record: Record) -> list[tuple[Fact[Any], ...]]:
        if record.is_one_model:
            return read_model(record)
        return list(map(_together, zip(*(read_model(model.facts) for model in record.counted_models), strict=True)))

    return read


def model_reader(columns: Sequence[Column]) -> Callable[[Model], list[tuple[Fact[Any], ...]]]:
    """Return what reads the facts that hold for one model of a record, and what its variant says of itself."""
    read = reader(columns)
    of_variants = [(place, column) for place, column in enumerate(columns) if column.path.startswith("variants.")]

    def read_model(model: Model) -> list[tuple[Fact[Any], ...]]:
        facts = read(model.facts)
        if model.variant is not None:
            alone = model.record.model_copy(update={"variants": (model.variant,)})
            for place, column in of_variants:
                facts[place] = column.read(alone)
        return facts

    return read_model


def _reader(path: str) -> Read:
    """A function that returns the fact at a path that leads through no list."""
    look_up = attrgetter(path)

    def read(record: Record) -> tuple[Fact[Any], ...]:
        fact: Fact[Any] = look_up(record)
        return NOTHING if fact is UNCHECKED else (fact,)

    return read


def _reader_of_lists(steps: Sequence[str]) -> Read:
    """A function that collects the facts at `steps`, from every item of a list."""
    first, *rest = steps
    if not rest:
        return lambda part: (getattr(part, first),)
    read_below = _reader_of_lists(rest)

    def read(part: Any) -> tuple[Fact[Any], ...]:
        value = getattr(part, first)
        if not isinstance(value, tuple):
            return read_below(value)
        return tuple([fact for item in value for fact in read_below(item)])

    return read
