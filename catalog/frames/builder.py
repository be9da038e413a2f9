"""A data frame that is being made, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from catalog.catalog import Catalog
from catalog.values import Blank, Fact, Grade, Record, ValueType
from catalog.values.text import SEPARATOR

EMPTY_LIST, DIFFERS = "empty list", "differs"
WHY_EMPTY = [*Blank, EMPTY_LIST, DIFFERS]
"""Why a cell holds no value: the blanks, a list that is known to be empty, and several that differ."""
BESIDE = ("label", "currency")
"""What JSON has beside a value that its own column cannot hold; of several values, in their order."""
_GRADES = [grade.value for grade in Grade]

Values = tuple[Any, ...]
"""The different values that a row has of one field."""


@dataclass(frozen=True, slots=True)
class FrameBuilder:
    """Collects the columns of a frame, with their labels and units."""

    columns: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, cells: Iterable[Any], dtype: Any = "string", label: str = "", unit: str = "") -> None:
        """Add a column; empty texts are missing."""
        self.columns[name] = pd.array([None if cell == "" else cell for cell in cells], dtype=dtype)
        self.labels.update({name: label} if label else {})
        self.units.update({name: unit} if unit else {})

    def add_words(self, name: str, words: Sequence[str], cells: Sequence[str | None], label: str = "") -> None:
        """Add a column of words from a list; what else is found, as several words in one cell, comes behind them."""
        others = sorted({cell for cell in cells if cell}.difference(words))
        self.add(name, cells, pd.CategoricalDtype(pd.Index([*words, *others], dtype="str")), label)

    def add_field(self, about: Field, rows: Sequence[Values], empty: Sequence[str | None] = ()) -> None:
        """Add the columns of a field that has these values in each row; `empty` says why a cell is to be empty."""
        self._add_values(about, rows, empty)
        for key in [key for key in BESIDE if key in about.type.json_keys]:
            told = [[about.type.beside(value).get(key, "") for value in values] for values in rows]
            self.add(f"{about.name}.{key}", (SEPARATOR.join(texts) if any(texts) else "" for texts in told))

    def _add_values(self, about: Field, rows: Sequence[Values], empty: Sequence[str | None]) -> None:
        scalar, dtype = about.type.scalar, about.type.dtype
        if about.is_text:
            texts = [SEPARATOR.join([str(scalar(value)) for value in values]) if values else None for values in rows]
            if about.words is None:
                self.add(about.name, texts, dtype, about.label, about.unit)
            else:
                self.add_words(about.name, about.words, texts, about.label)
            return
        reasons = empty or [None] * len(rows)
        pairs = zip(rows, reasons, strict=True)
        cells = [scalar(values[0]) if len(values) == 1 and reason is None else None for values, reason in pairs]
        self.add(about.name, cells, dtype, about.label, about.unit)
        if about.type.scales:
            intervals = [_interval(about.type, values) if values else (None, None) for values in rows]
            for index, end in enumerate(("low", "high")):
                name = f"{about.name}.{end}"
                self.add(name, [ends[index] for ends in intervals], dtype, unit=about.unit)

    def add_evidence(self, facts: Sequence[tuple[Record, Fact[Any]]]) -> None:
        """Add the columns of blanks and of the evidence."""
        self.add_words("blank", WHY_EMPTY, [fact.blank or (None if fact.values else EMPTY_LIST) for _, fact in facts])
        self.add("source", (fact.source for _, fact in facts))
        self.add("where", (fact.where for _, fact in facts))
        self.add_words("verified", _GRADES, [fact.verified and fact.verified.value for _, fact in facts])
        self.add("certain", (fact.certain for _, fact in facts), "boolean")
        self.add("note", (fact.note for _, fact in facts))
        self.add("url", (_url(record, fact) for record, fact in facts))

    def frame(self) -> pd.DataFrame:
        """Return the frame."""
        frame = pd.DataFrame(self.columns)
        frame.attrs = {"units": self.units, "labels": self.labels}
        return frame


class Field(NamedTuple):
    """A field as a column of a frame; `words` are those of its list, None where any may come."""

    name: str
    type: ValueType[Any]
    words: Sequence[str] | None
    label: str
    unit: str

    @property
    def is_text(self) -> bool:
        """Whether several values may stand behind each other in a cell."""
        return self.words is not None or self.type.dtype in {"string", "category"}


def words_of(catalog: Catalog, value_type: ValueType[Any]) -> Sequence[str] | None:
    """Return the words of a type's list, in its order; None for a type without one."""
    if value_type.entry:
        return list(catalog.vocabularies.get(value_type.entry.vocabulary, {}))
    return list(value_type.words) or None


def _interval(value_type: ValueType[Any], values: Values) -> tuple[Any, Any]:
    """Return the least and the greatest scalar that some values may mean; None where one of them has no limit."""
    if len(values) == 1:
        return value_type.interval(values[0])
    lows, highs = zip(*map(value_type.interval, values), strict=True)
    return None if None in lows else min(lows), None if None in highs else max(highs)


def _url(record: Record, fact: Fact[Any]) -> str:
    source = record.sources.get(fact.source)
    return source.url or "" if source else ""
