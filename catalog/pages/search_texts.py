"""What the search reads of records: everything that a field says, under the label of that field."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from enum import IntEnum
from functools import cache
from typing import Any, NamedTuple

from catalog.catalog import Catalog
from catalog.exports import each
from catalog.model.columns import NOTHING, Column
from catalog.model.node import Node, WrittenFields
from catalog.pages.measurements import MeasurementRow
from catalog.values import Entry, Fact, Measurement, Record, short


class _Kind(IntEnum):
    """What a text is to its field; a match in the first is told before one in the others."""

    VALUE = 0
    RIVAL = 1
    NOTE = 2
    BESIDE = 3


class _Text(NamedTuple):
    """A text with the label under which readers know it."""

    kind: _Kind
    label: str
    text: str

    @property
    def title(self) -> str:
        """The label, and what the text is to the field."""
        return self.label + {_Kind.RIVAL: ", other claim", _Kind.NOTE: ", note"}.get(self.kind, "")


def search_data(catalog: Catalog) -> dict[str, Any]:
    """Titles of fields with their distinct texts; of each record, newest first, the places of its texts among all."""
    reader = _Reader(catalog)
    rows = [dict.fromkeys(reader.texts(record)) for record in each(catalog.newest_first)]
    found = sorted(dict.fromkeys(text for row in rows for text in row), key=lambda text: text.kind)
    fields: dict[str, list[_Text]] = {}
    for text in found:
        fields.setdefault(text.title, []).append(text)
    places = {text: place for place, text in enumerate(text for texts in fields.values() for text in texts)}
    return {
        "fields": [[title, [text.text for text in texts]] for title, texts in fields.items()],
        "records": [sorted(map(places.__getitem__, row)) for row in rows],
    }


def other_names(entry: Entry, key: str) -> tuple[str, ...]:
    """What a word of a vocabulary is called, unless that is part of its name but for signs and capitals."""
    names = {_letters(name): name for name in (key, entry.short_name, *entry.aliases)}
    return tuple(name for letters, name in names.items() if letters not in _letters(entry.name))


def _letters(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())


class _Reader:
    """Reads the texts of records; what many records say is written once."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        measures = {measure.key for measure in catalog.settings.measures}
        self._columns = [column for column in catalog.columns if column.path not in measures]
        self._written: dict[Hashable, Any] = {}

    def _once(self, key: Hashable, write: Callable[[], Any]) -> Any:
        if key not in self._written:
            self._written[key] = write()
        return self._written[key]

    def texts(self, record: Record) -> Iterator[_Text]:
        """Everything that a record says."""
        for column in self._columns:
            for fact in _facts(column, record):
                yield from self._of_fact(column, fact)
        for item in self.catalog.measurements_of(record):
            yield from self._of_measurement(record, item)
        yield from _of_parts(record)

    def _of_fact(self, column: Column, fact: Fact[Any]) -> Iterator[_Text]:
        for value in fact.values:
            yield from self._of_value(_Kind.VALUE, column, value)
        for rival in fact.instead:
            for value in rival.values:
                yield from self._of_value(_Kind.RIVAL, column, value)
        if not column.derived:
            yield from _notes(column.label, fact)

    def _of_value(self, kind: _Kind, column: Column, value: Any) -> Sequence[_Text]:
        """A value as readers may write it; of a question only that it is answered with yes."""
        if column.type.raw(value) is False:
            return ()
        text: _Text = self._once(
            (kind, column.path, value), lambda: _Text(kind, column.label, self._value(column, value))
        )
        return (text,)

    def _value(self, column: Column, value: Any) -> str:
        if column.type.raw(value) is True:
            return column.label
        entry = self.catalog.entry(column, value)
        if entry:
            return _with_names(entry.name, other_names(entry, value))
        if column.type.is_record and value in self.catalog.by_slug:
            name = self.catalog.by_slug[value].name
            return _with_names(name, () if _letters(value) in _letters(name) else (value,))
        brief, full = self.catalog.short(column, value), self.catalog.long(column, value)
        return _with_names(full, (brief,) if brief not in full else ())

    def _of_measurement(self, record: Record, item: Measurement) -> Iterator[_Text]:
        row, names = MeasurementRow(self.catalog, record, item), _names(type(item))
        label = _label(type(record), type(item))
        key = (type(item), *(getattr(item, name) for name in names))
        words = self._once(key, lambda: self._measured(row))
        yield _Text(_Kind.VALUE, label, f"{words} {row.text}")
        for rival in item.value.instead:
            if rival.value:
                yield _Text(_Kind.RIVAL, label, f"{words} {short(rival.value)}")
        yield from _notes(label, item.value)

    def _measured(self, row: MeasurementRow) -> str:
        """What was measured on what and how, with the other names of words."""
        words = " ".join(filter(None, (text for text, _, _ in row.fields.values())))
        others: list[str] = []
        for name, node in Node.of(type(row.item)).children.items():
            key = getattr(row.item, name)
            entry = self.catalog.vocabularies[node.entry.vocabulary].get(key) if node.entry else None
            others += other_names(entry, key) if entry else ()
        return " ".join(filter(None, (_with_names(words, others), row.conditions)))


@cache
def _names(measurement: type[Measurement]) -> tuple[str, ...]:
    """The fields that a class of measurements adds."""
    return tuple(name for name in Node.of(measurement).children if name not in Node.of(Measurement).children)


@cache
def _label(record: type[Record], measurement: type[Measurement]) -> str:
    return next(node.label for node in Node.of(record).children.values() if node.measurement is measurement)


def _facts(column: Column, record: Record) -> Iterator[Fact[Any]]:
    """The facts of a field in all models of a record, those that do not count included."""
    for model in record.all_models:
        facts = column.facts(model.facts)
        if facts is not NOTHING:
            yield from facts


def _notes(label: str, fact: Fact[Any]) -> Iterator[_Text]:
    return (_Text(_Kind.NOTE, label, claim.note) for claim in (fact, *fact.instead) if claim.note)


def _of_parts(record: Record) -> Iterator[_Text]:
    """What is no fact: names of variants and of other parts in lists, remark, former addresses, sources."""
    for _, node, parts in WrittenFields.of(record).part_lists:
        if not node.measurement:
            texts = (getattr(part, name) for part in parts for name in node.children)
            yield from (_Text(_Kind.VALUE, node.label, text) for text in texts if isinstance(text, str) and text)
    yield from (_Text(_Kind.VALUE, "Former address", slug) for slug in record.formerly)
    if record.remark:
        yield _Text(_Kind.BESIDE, "Remark", record.remark)
    for source in record.sources.values():
        yield _Text(_Kind.BESIDE, "Sources", " ".join(filter(None, (source.title, str(source.url or "")))))


def _with_names(name: str, others: Sequence[str]) -> str:
    return f"{name} ({', '.join(others)})" if others else name
