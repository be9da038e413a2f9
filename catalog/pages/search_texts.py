"""What the search reads of records: everything that a field says, under the label of that field."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from enum import IntEnum
from functools import cache
from itertools import chain, starmap
from typing import Any, NamedTuple

from catalog.catalog import Catalog
from catalog.exports import each
from catalog.model.columns import NOTHING, Column, reader
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
    said = _Reader(catalog)
    rows = [said.texts(record) for record in each(catalog.newest_first)]
    texts = list(said.found)
    fields: dict[str, list[int]] = {}
    for number in sorted(range(len(texts)), key=lambda number: texts[number].kind):
        fields.setdefault(texts[number].title, []).append(number)
    places = {number: place for place, number in enumerate(chain.from_iterable(fields.values()))}
    return {
        "fields": [[title, [texts[number].text for number in numbers]] for title, numbers in fields.items()],
        "records": [sorted(map(places.__getitem__, row)) for row in rows],
    }


def other_names(entry: Entry, key: str) -> tuple[str, ...]:
    """What a word of a vocabulary is called, unless that is part of its name but for signs and capitals."""
    names = {_letters(name): name for name in (key, entry.short_name, *entry.aliases)}
    return tuple(name for letters, name in names.items() if letters not in _letters(entry.name))


def _letters(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())


class _Reader:
    """Reads the texts of records as numbers: `found` has all texts by them."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.found: dict[_Text, int] = {}
        measures = {measure.key for measure in catalog.settings.measures}
        columns = [column for column in catalog.columns if column.path not in measures]
        self._columns = [_ColumnTexts(self, column) for column in columns]
        self._read = reader(columns)
        self._written: dict[Hashable, str] = {}
        """What was measured, in words: many records say the same."""

    def number(self, kind: _Kind, label: str, text: str) -> int:
        """The number of a text."""
        return self.found.setdefault(_Text(kind, label, text), len(self.found))

    def texts(self, record: Record) -> set[int]:
        """Everything that a record says, in all its models, those that do not count included."""
        texts: set[int] = set()
        models = [self._read(model.facts) for model in record.all_models]
        for column, *said in zip(self._columns, *models, strict=True):
            for facts in said:
                if facts is not NOTHING:
                    column.add(texts, facts)
        for item in self.catalog.measurements_of(record):
            texts.update(self._of_measurement(record, item))
        texts.update(starmap(self.number, _of_parts(record)))
        return texts

    def _of_measurement(self, record: Record, item: Measurement) -> Iterator[int]:
        row, label = MeasurementRow(self.catalog, record, item), _label(type(record), type(item))
        key = (type(item), *(getattr(item, name) for name in _names(type(item))))
        words = self._written.get(key)
        if words is None:
            words = self._written[key] = self._measured(row)
        yield self.number(_Kind.VALUE, label, f"{words} {row.text}")
        for rival in item.value.instead:
            if rival.value:
                yield self.number(_Kind.RIVAL, label, f"{words} {short(rival.value)}")
        yield from starmap(self.number, _notes(label, item.value))

    def _measured(self, row: MeasurementRow) -> str:
        """What was measured on what and how, with the other names of words."""
        words = " ".join(filter(None, (text for text, _, _ in row.fields.values())))
        others: list[str] = []
        for name, node in Node.of(type(row.item)).children.items():
            key = getattr(row.item, name)
            entry = self.catalog.vocabularies[node.entry.vocabulary].get(key) if node.entry else None
            others += other_names(entry, key) if entry else ()
        return " ".join(filter(None, (_with_names(words, others), row.conditions)))


class _ColumnTexts:
    """The texts of one column; what many records say is written once."""

    def __init__(self, texts: _Reader, column: Column) -> None:
        self.reader, self.column = texts, column
        self._numbers: dict[tuple[_Kind, Any], tuple[int, ...]] = {}

    def add(self, texts: set[int], facts: Iterable[Fact[Any]]) -> None:
        """Add the numbers of what facts say."""
        for fact in facts:
            for value in fact.values:
                texts.update(self._of_value(_Kind.VALUE, value))
            for rival in fact.instead:
                for value in rival.values:
                    texts.update(self._of_value(_Kind.RIVAL, value))
            if not self.column.derived and (fact.note or fact.instead):
                texts.update(starmap(self.reader.number, _notes(self.column.label, fact)))

    def _of_value(self, kind: _Kind, value: Any) -> tuple[int, ...]:
        numbers = self._numbers.get((kind, value))
        if numbers is None:
            is_no = self.column.type.raw(value) is False
            numbers = () if is_no else (self.reader.number(kind, self.column.label, self._written(value)),)
            self._numbers[kind, value] = numbers
        return numbers

    def _written(self, value: Any) -> str:
        """A value as readers may write it; of a question only that it is answered with yes."""
        catalog, column = self.reader.catalog, self.column
        if column.type.raw(value) is True:
            return column.label
        entry = catalog.entry(column, value)
        if entry:
            return _with_names(entry.name, other_names(entry, value))
        if column.type.is_record and value in catalog.by_slug:
            name = catalog.by_slug[value].name
            return _with_names(name, () if _letters(value) in _letters(name) else (value,))
        brief, full = catalog.short(column, value), catalog.long(column, value)
        return _with_names(full, (brief,) if brief not in full else ())


@cache
def _names(measurement: type[Measurement]) -> tuple[str, ...]:
    """The fields that a class of measurements adds."""
    return tuple(name for name in Node.of(measurement).children if name not in Node.of(Measurement).children)


@cache
def _label(record: type[Record], measurement: type[Measurement]) -> str:
    return next(node.label for node in Node.of(record).children.values() if node.measurement is measurement)


def _notes(label: str, fact: Fact[Any]) -> Iterator[tuple[_Kind, str, str]]:
    return ((_Kind.NOTE, label, claim.note) for claim in (fact, *fact.instead) if claim.note)


def _of_parts(record: Record) -> Iterator[tuple[_Kind, str, str]]:
    """What is no fact: names of variants and of other parts in lists, remark, former addresses, sources."""
    for _, node, parts in WrittenFields.of(record).part_lists:
        if not node.measurement:
            texts = (getattr(part, name) for part in parts for name in node.children)
            yield from ((_Kind.VALUE, node.label, text) for text in texts if isinstance(text, str) and text)
    yield from ((_Kind.VALUE, "Former address", slug) for slug in record.formerly)
    if record.remark:
        yield (_Kind.BESIDE, "Remark", record.remark)
    for source in record.sources.values():
        yield (_Kind.BESIDE, "Sources", " ".join(filter(None, (source.title, str(source.url or "")))))


def _with_names(name: str, others: Sequence[str]) -> str:
    return f"{name} ({', '.join(others)})" if others else name
