"""Rules about one record: nothing is said twice, and nothing in two ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from catalog.errors import Finding, Severity
from catalog.model.node import Node, Path
from catalog.rules.context import RecordContext
from catalog.services.works import work_at
from catalog.values import UNCHECKED, Fact, Measurement, Part, When, folded, short, type_of


def a_list_names_each_thing_once(context: RecordContext) -> Iterator[Finding]:
    """No list has the same value twice; two people may have one name."""
    for path, fact in context.fact_lists:
        if len(fact.values) > 1:
            severity: Severity = "warning" if _is_text(context, path) else "error"
            for index, value in _repeated(map(_identity, fact.values)):
                message = f"{value!r} stands in this list twice"
                yield Finding((*path, "value", index), message, "remove one of them", severity=severity)
    for index, slug in _repeated((context.record.slug, *context.record.formerly)):
        message = f"`{slug}` is the slug of this record already"
        yield Finding(("formerly", index - 1), message, "remove it: `formerly` lists other slugs, each once")


def _repeated(values: Iterable[str]) -> Iterator[tuple[int, str]]:
    seen = set()
    for index, value in enumerate(values):
        if value in seen:
            yield index, value
        seen.add(value)


def _identity(value: Any) -> str:
    """What two spellings of one value have in common."""
    value_type = type_of(value)
    address = value_type.address(value)
    return (work_at(address) or address) if address else folded(str(value))


def no_list_is_empty(context: RecordContext) -> Iterator[Finding]:
    """A list that is written has an item; an empty one of texts, or with a source, says that there are none."""
    empty = [path for path, _, items in context.part_lists if not items]
    empty += [
        path for path, fact in context.fact_lists if fact.value == () and not (fact.source or _is_text(context, path))
    ]
    for path in empty:
        hint = "remove the line if nobody looked; {value: [], source: …, where: …} says that there are none"
        yield Finding(path, "an empty list says nothing", hint, severity="warning")


def _is_text(context: RecordContext, path: Path) -> bool:
    """Whether the list at `path` is one of free texts."""
    return context.field(path) in context.survey.free_texts


def no_item_is_listed_twice(context: RecordContext) -> Iterator[Finding]:
    """No two items of a list of parts are alike in everything but their evidence."""
    for path, field, items in context.part_lists:
        if field.measurement or len(items) == 1:
            continue
        seen: dict[Any, int] = {}
        for index, item in enumerate(items):
            first = seen.setdefault(_content(item), index)
            if first != index:
                message = f"the same as item {first + 1} of this list, on line {context.line((*path, first))}"
                yield Finding((*path, index), message, "remove one of them, or say what is different")


def _content(part: Part) -> Any:
    values = vars(part)
    return tuple([_plain(values[name]) for name in Node.of(type(part)).children])


def _plain(value: Any) -> Any:
    if value.__class__ is Fact:
        return value.blank if value is UNCHECKED else _said(value)
    if value.__class__ is tuple:
        return tuple(map(_plain, value))
    is_part = value.__class__ is not str and isinstance(value, Part)
    return _content(value) if is_part else " ".join(str(value).split())


def _said(fact: Fact[Any]) -> Any:
    """What a claim says, whatever its evidence; capitals count."""
    return fact.blank, tuple([" ".join(str(item).split()) for item in fact.values])


def a_rival_says_something_else_and_who_says_it(context: RecordContext) -> Iterator[Finding]:
    """Every rival under `instead` names its source, and differs from the value and the other rivals."""
    for path, fact in context.contested:
        claims = [(_said(fact), "")]
        for index, rival in enumerate(fact.instead):
            at = (*path, "instead", index)
            if not rival.source:
                hint = "write {value: …, source: …}: readers must know who disagrees"
                yield Finding(at, "a rival without a source", hint, severity="warning")
            if _said(rival) == claims[0][0]:
                hint = "remove it: under `instead` stands what disagrees with the value"
                yield Finding(at, f"the rival is equal to the value, {_short(rival)}", hint)
            elif (_said(rival), rival.source) in claims:
                yield Finding(at, "the same rival of the same source twice", "remove one of them")
            claims.append((_said(rival), rival.source))


def _short(fact: Fact[Any]) -> str:
    """The value of a claim, or its blank, for a message."""
    return ", ".join(short(value) for value in fact.values)[:60] or str(fact.blank or "an empty list")


def nothing_is_measured_twice(context: RecordContext) -> Iterator[Finding]:
    """No two measurements have the same conditions and date."""
    for path, field, items in context.part_lists:
        if not field.measurement or len(items) == 1:
            continue
        groups: dict[Any, list[tuple[int, Measurement]]] = {}
        for index, item in enumerate(items):
            if isinstance(item, Measurement):
                groups.setdefault(_conditions(item), []).append((index, item))
        for group in groups.values():
            yield from _conflicts(context, path, field, group)


_DATED = ("value", "published", "as_of")
"""Fields of a measurement that do not say how it was measured."""


def _conditions(item: Measurement) -> Any:
    values = vars(item)
    return tuple([_plain(values[name]) for name in Node.of(type(item)).children if name not in _DATED])


def _conflicts(
    context: RecordContext, path: Path, field: Node, group: list[tuple[int, Measurement]]
) -> Iterator[Finding]:
    for position, (index, item) in enumerate(group):
        other = next((pair for pair in group[:position] if _is_of_one_time(pair[1], item)), None)
        if other:
            line = context.line((*path, other[0]))
            yield _conflict((*path, index), field, item.value, other[1].value, line)


def _is_of_one_time(one: Measurement, other: Measurement) -> bool:
    return _overlap(one.as_of, other.as_of) and _overlap(one.published, other.published)


def _overlap(one: When | None, other: When | None) -> bool:
    return one is None or other is None or (one.first <= other.last and other.first <= one.last)


def _conflict(at: Path, field: Node, fact: Fact[Any], other: Fact[Any], line: int) -> Finding:
    is_same_source = fact.source == other.source
    if _said(fact) == _said(other):
        message = f"the measurement on line {line} again: same conditions, same value"
        return Finding(at, message, "remove one of them", severity="error" if is_same_source else "warning")
    conditions = [name for name in field.children if name not in _DATED]
    is_same_place = is_same_source and (fact.where, fact.note) == (other.where, other.note)
    message = f"the same conditions as on line {line}, but another value ({_short(other)} there)"
    hint = f"keep the right one, or say what differs: {', '.join(conditions)}, published or as_of"
    return Finding((*at, "value"), message, hint, severity="error" if is_same_place else "warning")
