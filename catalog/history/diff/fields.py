"""Compares two records, or two parts of them, field by field as the model declares them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from catalog.history.diff.changes import Change, Note
from catalog.history.diff.evidence import notes
from catalog.history.diff.pairing import moved, pairs, qualifiers
from catalog.model.columns import columns, facts
from catalog.values import Amount, Entry, Fact, Measurement, Part, Record, Ref, Show, Source, short

Names = Mapping[str, Mapping[str, str]]
"""Vocabulary → key → the name readers know."""


@dataclass(frozen=True, slots=True)
class _Field:
    """How one field is called and its values are worded."""

    path: str
    label: str
    unit: str = ""
    entry: type[Entry] | None = None


@dataclass(frozen=True, slots=True)
class Comparer:
    """Compares records of one model."""

    model: type[Record]
    names: Names

    def changes(self, old: Record, new: Record) -> tuple[Change, ...]:
        """Every field that differs, in the order of declaration; slugs are left to the caller."""
        return tuple(change for change in self._parts(old, new, "", "") if change.path not in ("slug", "formerly"))

    def _parts(self, old: BaseModel, new: BaseModel, above: str, owner: str, named_by: str = "") -> Iterator[Change]:
        """`owner` is the item of a list that both belong to, `named_by` the field that gives it its name."""
        for name, info in type(new).model_fields.items():
            before, after = getattr(old, name), getattr(new, name)
            if before == after:
                continue
            item = "" if name == named_by else owner
            field = self._field(f"{above}{name}", info)
            if isinstance(new, Measurement) and name == "value":
                field = replace(field, label="")
            if isinstance(after, Part):
                yield from self._parts(before, after, f"{above}{name}.", item)
            elif isinstance(after, Fact):
                yield self._fact(field, item, before, after)
            elif any(isinstance(part, Part) for part in (*_items(before), *_items(after))):
                yield from self._lists(field, item, before, after)
            elif isinstance(after, dict):
                yield _mapping(field, before, after)
            else:
                yield Change(field.path, field.label, item, self._plain(field, before), self._plain(field, after))

    def _field(self, path: str, info: FieldInfo) -> _Field:
        column = next((column for column in columns(self.model) if column.path == path), None)
        if column:
            return _Field(path, column.label, column.show.unit, column.entry)
        show = next((mark for mark in info.metadata if isinstance(mark, Show)), None)
        ref = next((mark for mark in info.metadata if isinstance(mark, Ref)), None)
        return _Field(
            path, show.label if show else path.replace("_", " ").replace(".", " "), entry=ref.entry if ref else None
        )

    def _fact(self, field: _Field, item: str, old: Fact[Any], new: Fact[Any]) -> Change:
        change = Change(field.path, field.label, item, notes=tuple(notes(old, new)))
        if (old.value, old.blank) == (new.value, new.blank):
            return replace(change, evidence=True)
        if isinstance(old.value, tuple) and isinstance(new.value, tuple):
            return self._several(change, field, old.value, new.value)
        return replace(change, before=self._shown(field, old), after=self._shown(field, new))

    def _several(self, change: Change, field: _Field, old: tuple[Any, ...], new: tuple[Any, ...]) -> Change:
        added = tuple(self._word(field, value) for value in new if value not in old)
        removed = tuple(self._word(field, value) for value in old if value not in new)
        if not added and not removed:
            return replace(change, notes=(Note("order", "changed"), *change.notes))
        return replace(change, added=added, removed=removed)

    def _lists(self, field: _Field, item: str, old: tuple[Part, ...], new: tuple[Part, ...]) -> Iterator[Change]:
        pairing = list(pairs(old, new))
        added = tuple(self._introduced(field, after) for before, after in pairing if before is None and after)
        removed = tuple(self._called(field, before) for before, after in pairing if after is None and before)
        order = (Note("order", "changed"),) if moved(old, pairing) else ()
        if added or removed or order:
            yield Change(field.path, field.label, item, added=added, removed=removed, notes=order)
        for before, after in pairing:
            if before is not None and after is not None and before != after:
                name = " of ".join(filter(None, (self._called(field, after), item)))
                yield from self._parts(before, after, f"{field.path}.", name, _named_by(after))

    def _called(self, field: _Field, part: Part) -> str:
        """What an item is: the test set and split of a measurement, the first field of any other part."""
        names = type(part).comparable if isinstance(part, Measurement) else [_named_by(part)]
        words = []
        for name in names:
            inner = self._field(f"{field.path}.{name}", type(part).model_fields[name])
            value = getattr(part, name)
            words.append(self._values(inner, value) if isinstance(value, Fact) else self._plain(inner, value))
        variants = [part.variant] if isinstance(part, Measurement) else qualifiers(part)
        more = ", ".join(filter(None, variants))
        return " ".join(filter(None, (*words, f"({more})" if more else "")))

    def _introduced(self, field: _Field, part: Part) -> str:
        called = self._called(field, part)
        return f"{called}: {self._shown(field, part.value)}" if isinstance(part, Measurement) else called

    def _shown(self, field: _Field, fact: Fact[Any]) -> str:
        return self._values(field, fact) + ("" if fact.certain else " (?)")

    def _values(self, field: _Field, fact: Fact[Any]) -> str:
        if fact.blank is not None:
            return fact.blank.value
        values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
        return ", ".join(self._word(field, value) for value in values) or "none"

    def _plain(self, field: _Field, value: Any) -> str:
        if isinstance(value, tuple):
            return ", ".join(self._word(field, part) for part in value)
        return "" if value in (None, "") else self._word(field, value)

    def _word(self, field: _Field, value: Any) -> str:
        if field.entry:
            return self.names.get(field.entry.vocabulary, {}).get(value, str(value))
        unit = f" {field.unit}" if field.unit and isinstance(value, Amount) else ""
        return short(value) + unit


def _named_by(part: Part) -> str:
    """The field that says what an item of a list is."""
    return "" if isinstance(part, Measurement) else next(iter(type(part).model_fields))


def _items(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else ()


def _mapping(field: _Field, old: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    """Keys added, removed, or given another value."""
    added = tuple(f"{key} ({_about(new[key])})" for key in new if key not in old)
    removed = tuple(key for key in old if key not in new)
    changed = tuple(Note(key, "changed") for key in new if key in old and old[key] != new[key])
    return Change(field.path, field.label, added=added, removed=removed, notes=changed)


def _about(value: Any) -> str:
    return str(value.url or value.title) if isinstance(value, Source) else short(value)


def weight(record: Record) -> tuple[int, int, int]:
    """How many facts a record states, how many were read in the source itself, how many name no source."""
    found = [fact for _, fact in facts(record)]
    primary = sum(fact.verified == "primary" for fact in found)
    return len(found), primary, sum(not fact.source for fact in found)
