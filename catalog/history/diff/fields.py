"""Compares two records, or two parts of them, field by field as the model declares them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import BaseModel

from catalog.history.diff.changes import Change, Note
from catalog.history.diff.evidence import evidence_notes
from catalog.history.diff.pairing import is_reordered, pair_items, qualifiers
from catalog.model.columns import columns
from catalog.model.node import Node, written_facts
from catalog.values import Fact, Measurement, Part, Record, Source, short

Names = Mapping[str, Mapping[str, str]]
"""Vocabulary → key → the name readers know."""


@dataclass(frozen=True, slots=True)
class Comparer:
    """Compares records of one model."""

    model: type[Record]
    names: Names

    def changes(self, old: Record, new: Record) -> tuple[Change, ...]:
        """Return every field that differs, in the order of declaration; slugs are left to the caller."""
        changes = self._parts(Node.of(self.model), old, new, "")
        return tuple(change for change in changes if change.path not in ("slug", "formerly"))

    def _parts(self, part: Node, old: BaseModel, new: BaseModel, owner: str) -> Iterator[Change]:
        """What differs between two parts; `owner` names the item of a list that both belong to."""
        for name, field in part.children.items():
            before, after = getattr(old, name), getattr(new, name)
            if before == after:
                continue
            item = "" if part.is_list and name == _naming_field(part) else owner
            if field.fact:
                label = "" if part.measurement and name == "value" else _label(field)
                yield self._fact(
                    field, Change(field.path, label, item, notes=tuple(evidence_notes(before, after))), before, after
                )
            elif field.part and field.is_list:
                yield from self._lists(field, item, before, after)
            elif field.part:
                yield from self._parts(field, before, after, item)
            elif isinstance(after, dict):
                yield _mapping(field, before, after)
            else:
                yield Change(field.path, _label(field), item, self._text(field, before), self._text(field, after))

    def _fact(self, field: Node, change: Change, old: Fact[Any], new: Fact[Any]) -> Change:
        if (old.value, old.blank) == (new.value, new.blank):
            return replace(change, evidence=True)
        if isinstance(old.value, tuple) and isinstance(new.value, tuple):
            return self._several(field, change, old.value, new.value)
        return replace(change, before=self._claim(field, old), after=self._claim(field, new))

    def _several(self, field: Node, change: Change, old: tuple[Any, ...], new: tuple[Any, ...]) -> Change:
        added = tuple(self._word(field, value) for value in new if value not in old)
        removed = tuple(self._word(field, value) for value in old if value not in new)
        if not added and not removed:
            return replace(change, notes=(Note("order", "changed"), *change.notes))
        return replace(change, added=added, removed=removed)

    def _lists(self, part: Node, item: str, old: tuple[Part, ...], new: tuple[Part, ...]) -> Iterator[Change]:
        pairs = list(pair_items(old, new))
        added = tuple(self._introduction(part, after) for before, after in pairs if before is None and after)
        removed = tuple(self._item_name(part, before) for before, after in pairs if after is None and before)
        order = (Note("order", "changed"),) if is_reordered(old, pairs) else ()
        if added or removed or order:
            yield Change(part.path, _label(part), item, added=added, removed=removed, notes=order)
        for before, after in pairs:
            if before is not None and after is not None and before != after:
                name = " of ".join(filter(None, (self._item_name(part, after), item)))
                yield from self._parts(part, before, after, name)

    def _item_name(self, part: Node, item: Part) -> str:
        """What an item is called: the test set and split of a measurement, the first field of any other part."""
        names = type(item).comparable if isinstance(item, Measurement) else [_naming_field(part)]
        words = []
        for name in names:
            field, value = part.children[name], getattr(item, name)
            words.append(self._values(field, value) if isinstance(value, Fact) else self._text(field, value))
        variants = [item.variant] if isinstance(item, Measurement) else qualifiers(item)
        more = ", ".join(filter(None, variants))
        return " ".join(filter(None, (*words, f"({more})" if more else "")))

    def _introduction(self, part: Node, item: Part) -> str:
        """A new item's name, with the number of a measurement."""
        name = self._item_name(part, item)
        return f"{name}: {self._claim(part, item.value)}" if isinstance(item, Measurement) else name

    def _claim(self, field: Node, fact: Fact[Any]) -> str:
        return self._values(field, fact) + ("" if fact.certain else " (?)")

    def _values(self, field: Node, fact: Fact[Any]) -> str:
        if fact.blank is not None:
            return fact.blank.value
        return ", ".join(self._word(field, value) for value in fact.values) or "none"

    def _text(self, field: Node, value: Any) -> str:
        if isinstance(value, tuple):
            return ", ".join(self._word(field, part) for part in value)
        return "" if value in (None, "") else self._word(field, value)

    def _word(self, field: Node, value: Any) -> str:
        if field.entry:
            return self.names.get(field.entry.vocabulary, {}).get(value, str(value))
        return short(value, _units(self.model).get(field.path, ""))


@cache
def _units(model: type[Record]) -> dict[str, str]:
    """Path → unit, for the fields that are columns; numbers of measurements are shown without."""
    return {column.path: column.show.unit for column in columns(model)}


def _label(field: Node) -> str:
    return field.show.label if field.show else field.path.replace("_", " ").replace(".", " ")


def _naming_field(part: Node) -> str:
    """The field that says what an item of a list is; none for measurements, which have several."""
    return "" if part.measurement else next(iter(part.children))


def _mapping(field: Node, old: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    """Keys added, removed, or given another value."""
    added = tuple(f"{key} ({_source(new[key])})" for key in new if key not in old)
    removed = tuple(key for key in old if key not in new)
    changed = tuple(Note(key, "changed") for key in new if key in old and old[key] != new[key])
    return Change(field.path, _label(field), added=added, removed=removed, notes=changed)


def _source(value: Any) -> str:
    return str(value.url or value.title) if isinstance(value, Source) else short(value)


def count_facts(record: Record) -> tuple[int, int, int]:
    """Return how many facts a record states, how many were read in the source itself, how many name no source."""
    stated = [fact for _, fact in written_facts(record)]
    primary = sum(fact.verified == "primary" for fact in stated)
    return len(stated), primary, sum(not fact.source for fact in stated)
