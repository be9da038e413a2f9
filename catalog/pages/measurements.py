"""Measurements as rows of tables: on the page of their record, and on leaderboards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.model.node import Node
from catalog.pages.cells import MARKS, mark_sign, source_title, source_url
from catalog.pages.render import filled, html_joined
from catalog.values import Measurement, Record, short, type_of


@dataclass(frozen=True)
class MeasurementRow:
    """One measurement of a record."""

    catalog: Catalog
    record: Record
    item: Measurement

    @property
    def text(self) -> str:
        """The number, or the blank."""
        fact = self.item.value
        return short(fact.value) if fact.value else str(fact.blank)

    @property
    def order(self) -> tuple[bool, float]:
        """Sorts the best first, and those without a number last."""
        value = self.item.value.value
        sign = 1 if type(self.item).best == "lowest" else -1
        return (value is None, sign * value.number if value else 0.0)

    @property
    def apart(self) -> tuple[str, ...]:
        """The values that it shares with all measurements it may compete with."""
        return tuple(str(getattr(self.item, name)) for name in type(self.item).apart)

    @property
    def apart_words(self) -> list[tuple[Any, tuple[str, str, str]]]:
        """The same with their text, meaning and path."""
        return [(getattr(self.item, name), self.field(name)) for name in type(self.item).apart]

    @property
    def apart_heads(self) -> list[str]:
        """What readers call these fields."""
        fields = Node.of(type(self.item)).children
        return [fields[name].label for name in type(self.item).apart]

    @property
    def apart_title(self) -> str:
        """The same for readers: `Run by: authors`."""
        fields = Node.of(type(self.item)).children
        words = ((fields[name].label, self.field(name)[0]) for name in type(self.item).apart)
        return ", ".join(f"{label}: {text or 'not stated'}" for label, text in words)

    @property
    def marks(self) -> Markup:
        """Its evidence marks."""
        return html_joined(
            filled(' <span title="{}">{}<span class="vh">{}</span></span>', MARKS[mark][1], mark_sign(mark), mark)
            for mark in self.item.value.marks
        )

    @property
    def fields(self) -> dict[str, tuple[str, str, str]]:
        """Field of the survey's own → text, meaning, and path of its page; empty what it has not; no conditions."""
        return {name: self.field(name) for name in _own_names(type(self.item))}

    @property
    def measured(self) -> list[tuple[str, str, str]]:
        """What was measured on what: the fields that make it comparable, or all that do not keep it apart."""
        model = type(self.item)
        names = model.comparable or [name for name in _own_names(model) if name not in model.apart]
        return [words for words in map(self.field, names) if words[0]]

    @property
    def details(self) -> list[str]:
        """What else is known of it, in words: `decoding: beam 4`, `published 2024-02`."""
        rest = ((label, self.field(name)[0]) for name, label in _other_fields(type(self.item)))
        days = (("published", self.item.published), ("read", self.item.as_of))
        texts = [self.conditions, *[f"{label}: {text}" for label, text in rest if text]]
        return [*filter(None, texts), *[f"{label} {short(day)}" for label, day in days if day]]

    @property
    def unit(self) -> str:
        """The unit of its number."""
        show = self._value.show
        return show.unit if show else ""

    @property
    def better(self) -> str:
        """`lower` or `higher`."""
        return "lower" if type(self.item).best == "lowest" else "higher"

    @property
    def value_label(self) -> str:
        """What readers call the number."""
        return self._value.label

    @property
    def _value(self) -> Node:
        return Node.of(type(self.item)).children["value"]

    @property
    def identity(self) -> int:
        """Tells its measurement from all others."""
        return id(self.item)

    @cached_property
    def conditions(self) -> str:
        """How it was measured, in words: `decoding: beam 4; chunk: 0.64 seconds`; empty where nothing is known."""
        texts = ((label, self.field(name)[0], unit) for name, label, unit in _conditions(type(self.item)))
        return "; ".join([f"{label}: {text} {unit}".rstrip() for label, text, unit in texts if text])

    def field(self, name: str) -> tuple[str, str, str]:
        """One of the `fields`."""
        value = getattr(self.item, name)
        vocabulary = _vocabularies(type(self.item))[name]
        if vocabulary:
            entry = self.catalog.vocabularies[vocabulary].get(value)
            return (entry.name, entry.meaning, f"{vocabulary}/{value}/") if entry else (str(value), "", "")
        text = "" if value is None else short(value)
        return text, type_of(value).words.get(text, ""), ""

    @property
    def source(self) -> str:
        """How pages call its source."""
        return source_title(self.catalog, self.record, self.item.value.source)

    @property
    def url(self) -> str:
        """The address of its source."""
        return source_url(self.record, self.item.value.source)


@cache
def _own_names(model: type[Measurement]) -> list[str]:
    """The fields of the survey's own, without conditions."""
    without = {*Node.of(Measurement).children, *model.conditions}
    return [name for name in Node.of(model).children if name not in without]


@cache
def _other_fields(model: type[Measurement]) -> list[tuple[str, str]]:
    """The fields that are neither conditions nor columns of tables, with their labels within a sentence."""
    names, fields = _own_names(model), Node.of(model).children
    shown = {*model.comparable, *model.apart} if model.comparable else {*names}
    return [(name, fields[name].label.lower()) for name in names if name not in shown]


@cache
def _conditions(model: type[Measurement]) -> list[tuple[str, str, str]]:
    """The conditions, with their labels within a sentence and their units."""
    fields = [Node.of(model).children[name] for name in model.conditions]
    return [(field.name, field.label.lower(), field.show.unit if field.show else "") for field in fields]


@cache
def _vocabularies(model: type[Measurement]) -> Mapping[str, str]:
    """Field → the vocabulary whose keys it has; empty where it has other values."""
    return {name: node.entry.vocabulary if node.entry else "" for name, node in Node.of(model).children.items()}
