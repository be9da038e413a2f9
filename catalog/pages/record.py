"""One record's page: every field with its evidence, part by part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any
from urllib.parse import quote, urlencode

from catalog.catalog import Catalog
from catalog.model.columns import Column
from catalog.model.node import Node, field_values
from catalog.pages.cells import Writer, anchor, fact_text
from catalog.values import SURVEY, Blank, Fact, Measurement, Part, Record, Source, short, type_of


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field and its facts."""

    column: Column
    facts: tuple[Fact[Any], ...]

    @property
    def known(self) -> bool:
        """Something was written down, if only that nothing is reported."""
        return any(fact.blank is not Blank.NOT_CHECKED for fact in self.facts)


@dataclass(frozen=True, slots=True)
class Grid:
    """A list of parts: one line an item, one column a field that any item has."""

    title: str
    heads: tuple[str, ...]
    columns: tuple[Column, ...]
    lines: tuple[tuple[tuple[str, ...], tuple[Fact[Any], ...]], ...]


@dataclass
class Section:
    """What a page says under one heading."""

    title: str
    rows: list[FieldRow] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)

    @cached_property
    def ident(self) -> str:
        """Its anchor on the page."""
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")

    @cached_property
    def known(self) -> list[FieldRow]:
        """The fields to show."""
        return [row for row in self.rows if row.known]

    @cached_property
    def unchecked(self) -> list[Column]:
        """The fields nobody has looked at."""
        return [row.column for row in self.rows if not row.known]


@dataclass(frozen=True)
class RecordView:
    """Everything the template of a record's page prints."""

    catalog: Catalog
    record: Record
    root: str

    @cached_property
    def write(self) -> Writer:
        """Writes values for this page."""
        return Writer(self.catalog, self.root)

    @cached_property
    def sections(self) -> list[Section]:
        """The parts of the record in the order of its class."""
        first = Section("At a glance")
        sections = [first]
        for child, value in field_values(self.record):
            if child.fact:
                first.rows.append(self._row(child, value))
            elif child.show and child.part and not child.measurement:
                sections.append(self._section(child, value))
        return [section for section in sections if section.rows or section.grids]

    def _section(self, part: Node, value: Any) -> Section:
        section = Section(part.label)
        if part.is_list:
            section.grids += self._grids(part, value)
            return section
        for child in part.children.values():
            inner = getattr(value, child.name)
            if child.fact:
                section.rows.append(self._row(child, inner))
            elif child.is_list and child.part:
                section.grids += self._grids(child, inner)
        return section

    def _row(self, field: Node, fact: Fact[Any]) -> FieldRow:
        return FieldRow(self.catalog.by_path[field.path], (fact,))

    def _grids(self, part: Node, items: Sequence[Part]) -> Iterator[Grid]:
        """The one grid of a list of parts; none for an empty list."""
        if not items:
            return
        texts = [
            field
            for field in part.children.values()
            if isinstance(getattr(items[0], field.name), str) and any(getattr(item, field.name) for item in items)
        ]
        paths = [path for path in self.catalog.by_path if path.startswith(f"{part.path}.")]
        facts = {path: tuple(map(attrgetter(path.removeprefix(f"{part.path}.")), items)) for path in paths}
        shown = [path for path in paths if any(fact.blank is not Blank.NOT_CHECKED for fact in facts[path])]
        lines = tuple(
            (tuple(str(getattr(item, field.name)) for field in texts), tuple(facts[path][index] for path in shown))
            for index, item in enumerate(items)
        )
        heads = tuple(field.label for field in texts)
        yield Grid(part.label, heads, tuple(self.catalog.by_path[path] for path in shown), lines)

    @cached_property
    def measured(self) -> list[dict[str, Any]]:
        """The measurements: what was measured, the fact, and who says so."""
        return [self._measurement(item) for item in self.catalog.measurements_of(self.record)]

    def _measurement(self, item: Measurement) -> dict[str, Any]:
        names = [field.name for field, _ in field_values(item) if field.name not in Node.of(Measurement).children]
        words = {name: measured_word(self.catalog, item, name) for name in names}
        return {"words": words, "item": item, "fact": item.value}

    @cached_property
    def sources(self) -> dict[str, tuple[int, Source | None]]:
        """Source key → its number on the page and the source; the survey last, where it is cited."""
        numbered: dict[str, tuple[int, Source | None]] = {
            key: (number, source) for number, (key, source) in enumerate(self.record.sources.items(), 1)
        }
        if any(claim.source == SURVEY for claim in self._claims()):
            numbered[SURVEY] = (len(numbered) + 1, None)
        return numbered

    def _claims(self) -> Iterator[Fact[Any]]:
        for column in self.catalog.columns:
            for fact in column.facts(self.record):
                yield fact
                yield from fact.instead

    @cached_property
    def links(self) -> list[tuple[str, str]]:
        """The addresses readers come for: label and URL."""
        made = []
        for column in self.catalog.columns:
            if column.type.base_address is not None:
                values = self.catalog.values(column, self.record)
                made += [(column.label, column.type.address(value)) for value in values[:1]]
        return made

    @cached_property
    def keywords(self) -> list[str]:
        """The words by which the site's search finds the record."""
        shown = [column for column in self.catalog.columns if column.type.is_keyword or column.show.unique]
        found = (
            fact_text(self.catalog, column, fact)
            for column in shown
            for fact in column.facts(self.record)
            if fact.value
        )
        return list(dict.fromkeys(found))

    @property
    def referring(self) -> Sequence[tuple[Column, list[Record]]]:
        """Records that name this one, by the field in which they do."""
        return self.catalog.referrers.get(self.record.slug, ())

    @property
    def edit_url(self) -> str:
        """Where the record's file is edited."""
        survey = self.catalog.settings
        path = f"data/{survey.folder}/{self.record.slug}.yml"
        return f"{survey.repository}/edit/main/{path}" if survey.repository else ""

    @property
    def report_url(self) -> str:
        """A new issue that already says which record is meant."""
        survey = self.catalog.settings
        if not survey.repository:
            return ""
        asked = {
            "template": "correction.yml",
            "title": f"Correction: {self.record.name}",
            "record": self.record.slug,
        }
        return f"{survey.repository}/issues/new?{urlencode(asked, quote_via=quote)}"

    def anchor(self, column: Column) -> str:
        """The id of a field on this page."""
        return anchor(column)


def measured_word(catalog: Catalog, item: Measurement, name: str) -> tuple[str, str, str]:
    """What one field of a measurement says: text, meaning, and the part of an address where there is a page."""
    value = getattr(item, name)
    words = Node.of(type(item)).children[name].entry
    if words:
        entry = catalog.vocabularies[words.vocabulary].get(value)
        url = f"{words.vocabulary}/{value}/"
        return (entry.name, entry.meaning, url) if entry else (str(value), "", "")
    text = "" if value is None else short(value)
    return text, type_of(value).words.get(text, ""), ""
