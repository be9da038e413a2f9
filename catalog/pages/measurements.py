"""Measurements as rows of tables: on the page of their record, and on leaderboards."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.model.node import Node, field_values
from catalog.pages.cells import MARKS, source_title, source_url
from catalog.pages.render import filled
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
    def marks(self) -> Markup:
        """Its evidence marks."""
        return Markup("").join(
            filled(' <span class="sign" title="{}">{}<span class="vh">{}</span></span>', *reversed(MARKS[mark]), mark)
            for mark in self.item.value.marks
        )

    @property
    def fields(self) -> dict[str, tuple[str, str, str]]:
        """Field of the survey's own → text, meaning, and path of its page; empty what it has not; no conditions."""
        without = {*Node.of(Measurement).children, *type(self.item).conditions}
        names = (field.name for field, _ in field_values(self.item) if field.name not in without)
        return {name: self.field(name) for name in names}

    @property
    def has_conditions(self) -> bool:
        """Whether measurements of this kind have fields that say how they were made."""
        return bool(type(self.item).conditions)

    @property
    def conditions(self) -> str:
        """How it was measured, in words; empty where nothing is known."""
        fields = Node.of(type(self.item)).children
        texts = {name: self.field(name)[0] for name in type(self.item).conditions}
        return "; ".join(f"{fields[name].label.lower()}: {text}" for name, text in texts.items() if text)

    def field(self, name: str) -> tuple[str, str, str]:
        """One of the `fields`."""
        value = getattr(self.item, name)
        words = Node.of(type(self.item)).children[name].entry
        if words:
            entry = self.catalog.vocabularies[words.vocabulary].get(value)
            path = f"{words.vocabulary}/{value}/"
            return (entry.name, entry.meaning, path) if entry else (str(value), "", "")
        text = "" if value is None else short(value)
        return text, type_of(value).words.get(text, ""), ""

    @property
    def source(self) -> str:
        """How pages call its source."""
        return source_title(self.record, self.item.value)

    @property
    def url(self) -> str:
        """The address of its source."""
        return source_url(self.record, self.item.value)
