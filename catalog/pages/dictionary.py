"""The cells of a column, each distinct one once: table, filters and sorting read the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from catalog.escape import as_html
from catalog.exports import each
from catalog.model.columns import NOTHING, Column, reader
from catalog.pages.cells import VALUE, ValueWriter, with_variants
from catalog.pages.render import filled
from catalog.pages.variants import UNNAMED
from catalog.values import UNCHECKED, Fact, Record

_MARKS = str.maketrans({mark: chr(place) for place, mark in enumerate(" _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$", 1)})
"""Punctuation, before digits and letters, in the order of Unicode's collation."""

_AT_ONCE = 50
"""Records of which all columns are read before the next."""


@dataclass(frozen=True)
class Dictionary:
    """What models say of a column, each distinct entry once, in the order by which tables sort.

    An entry is items, one a fact: the place of a value in `values`, times the number of `dresses`, plus the place of
    what is around it there: its marks, and whether it is well sourced; `VALUE` stands for the value. Of an entry there
    are the `facts` of a model that has it, and its place: the same for equals, None where nothing is known. `sourced`
    are the places by facts that are well sourced alone.
    """

    column: Column
    values: Sequence[Markup]
    dresses: Sequence[Markup]
    entries: Sequence[tuple[int, ...]]
    facts: Sequence[Sequence[Fact[Any]]]
    places: Sequence[int | None]
    sourced: Sequence[int | None]
    codes: Sequence[int]
    """Model → entry."""
    unknown: int
    """The item of what nobody has checked; -1 without one."""

    @cached_property
    def items(self) -> dict[int, Markup]:
        """Each item as HTML."""
        parts = {item: divmod(item, len(self.dresses)) for entry in self.entries for item in entry}
        return {
            item: as_html(str.replace(self.dresses[dress], VALUE, self.values[value]))
            for item, (value, dress) in parts.items()
        }

    @cached_property
    def texts(self) -> list[Markup]:
        """Each entry as the HTML of a cell of a record that is one model."""
        return [first_part([self.items[item] for item in items]) for items in self.entries]

    def cell(self, first: int, names: Sequence[str]) -> str:
        """The cell of a record whose models have these names, and the first of them is `first`."""
        if len(names) == 1:
            return self.texts[self.codes[first]]
        own: dict[int, list[str]] = {}
        for model, name in enumerate(names, first):
            for item in self.entries[self.codes[model]]:
                own.setdefault(item, []).append(name or UNNAMED)
        if len(own) > 1:
            own.pop(self.unknown, None)
        most = len(names)
        return first_part(
            [with_variants(self.items[item], held if len(held) < most else (), most) for item, held in own.items()]
        )


def first_part(parts: Sequence[Markup]) -> Markup:
    """The first of several parts of a cell, and how many more there are."""
    first, *rest = parts
    return filled('{}<span class="others">+{}</span>', first, len(rest)) if rest else first


def dictionaries(write: ValueWriter, columns: Iterable[Column], records: Sequence[Record]) -> dict[str, Dictionary]:
    """Path → dictionary of each column, made in one pass over the records.

    All columns of a few records are read before the next: the other way round, a processor waits for memory. What was
    read of them is forgotten then.
    """
    collectors = [_Collector(write, column) for column in columns]
    read = reader([collector.column for collector in collectors])
    for start in range(0, len(records), _AT_ONCE):
        models = [
            (record, read(own)) for record in each(records[start : start + _AT_ONCE]) for own in _models_of(record)
        ]
        of_models = [record for record, _ in models]
        for collector, *facts in zip(collectors, *(own for _, own in models), strict=True):
            collector.add(of_models, facts)
    return {collector.column.path: collector.dictionary() for collector in collectors}


def _models_of(record: Record) -> list[Record]:
    """What holds for each of the models that count."""
    models = record.counted_models
    return [record] if len(models) == 1 else [model.facts for model in models]


class _Collector:
    """Collects what models say of one column."""

    def __init__(self, write: ValueWriter, column: Column) -> None:
        self.write, self.column = write, column
        self._codes: list[int] = []
        self._known: dict[Hashable, int] = {}
        """Whatever an entry depends on → its code."""
        self._items: list[tuple[tuple[Markup, Markup], ...]] = []
        self._samples: list[Sequence[Fact[Any]]] = []
        self._values: dict[Hashable, Markup] = {}
        """Value or blank → its HTML."""
        self._dresses: dict[Hashable, Markup] = {}
        """Marks, whether it is well sourced, and where its evidence is → what is around a value."""
        self._sort_keys: dict[Hashable, Any] = {}
        """Value → its place in their order."""

    def add(self, records: Iterable[Record], facts: Iterable[Sequence[Fact[Any]]]) -> None:
        """Take the next models, with the record of each and its facts."""
        known, codes, today = self._known, self._codes, self.write.today
        for record, own in zip(records, facts, strict=True):
            # Of most fields nothing was checked; of most others there is one fact.
            key = None if own is NOTHING else _signature(own[0]) if len(own) == 1 else tuple(map(_signature, own))
            if today:
                key = key, self.write.evidence(self.column, record)
            code = known.get(key)
            if code is None:
                code = known[key] = len(known)
                self._items.append(tuple(dict.fromkeys(self._item(record, fact) for fact in own)))
                self._samples.append(own)
            codes.append(code)

    def _item(self, record: Record, fact: Fact[Any]) -> tuple[Markup, Markup]:
        value = self._values.get((fact.value, fact.blank))
        if value is None:
            value = self._values[fact.value, fact.blank] = self.write.values(self.column, fact)
        key = fact.marks, fact.is_well_sourced, self.write.today and self.write.evidence(self.column, record)
        dress = self._dresses.get(key)
        if dress is None:
            dress = self._dresses[key] = self.write.dress(self.column, record, fact)
        return value, dress

    def dictionary(self) -> Dictionary:
        """The dictionary of all models taken."""
        keys, sourced = ([self._sort_key(facts, well=well) for facts in self._samples] for well in (False, True))
        order = sorted(
            range(len(keys)), key=lambda code: ((1,) if keys[code] is None else (0, keys[code]), self._items[code])
        )
        moved = {code: place for place, code in enumerate(order)}
        place_of = ranks([*keys, *sourced])
        values = _index(value for code in order for value, _ in self._items[code])
        dresses = _index(dress for code in order for _, dress in self._items[code])
        blank = self.write.values(self.column, UNCHECKED)
        entries = [
            tuple(values[value] * len(dresses) + dresses[dress] for value, dress in self._items[code]) for code in order
        ]
        return Dictionary(
            self.column,
            list(values),
            list(dresses),
            entries,
            [self._samples[code] for code in order],
            [place_of[keys[code]] for code in order],
            [place_of[sourced[code]] for code in order],
            [moved[code] for code in self._codes],
            values[blank] * len(dresses) + dresses[VALUE] if blank in values else -1,
        )

    def _sort_key(self, facts: Sequence[Fact[Any]], *, well: bool) -> Any:
        """A number or a text, None if no value is known: such rows come last in either direction."""
        first = next((fact.values[0] for fact in facts if fact.values and (not well or fact.is_well_sourced)), None)
        if first is None:
            return None
        if first not in self._sort_keys:
            entry = self.write.catalog.entry(self.column, first)
            key = entry.name if entry else self.column.type.sort_key(first)
            self._sort_keys[first] = collated(key) if isinstance(key, str) else key
        return self._sort_keys[first]


def ranks(keys: Iterable[Any]) -> dict[Any, int | None]:
    """Key → its place in their order; None has none."""
    known = sorted(set(keys) - {None})
    return {key: place for place, key in enumerate(known)} | {None: None}


def _index(texts: Iterable[Markup]) -> dict[Markup, int]:
    return {text: place for place, text in enumerate(dict.fromkeys(texts))}


def _signature(fact: Fact[Any]) -> Hashable:
    return fact.value, fact.blank, fact.certain, fact.verified, not fact.instead, fact.is_well_sourced


def collated(text: str) -> tuple[str, str]:
    """The order of a text in lists of any language: by its letters first, then by their accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = letters if letters.isascii() else "".join(c for c in letters if not unicodedata.combining(c))
    return plain.translate(_MARKS), letters
