"""What the page of a record prints: every field with its evidence, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from operator import attrgetter
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.model.columns import Column
from catalog.model.node import Node, facts, field_values
from catalog.pages.cells import MARKS, ValueWriter, anchor, fact_text, mark_sign
from catalog.pages.drawings import Drawing, drawings
from catalog.pages.measurements import MeasurementRow
from catalog.pages.render import filled, html_ids, html_joined
from catalog.pages.variants import Said, said, variant_keys, variant_names
from catalog.values import SURVEY, Blank, Fact, Model, Part, Record, Source, Variant

_REFERENCE = '<a class="ref" href="#source-{}" aria-label="source {}">[{}]</a> '
_TAG = ' <span class="tag tag-{}" title="{}">{} {}</span>'
_ROW = '<div class="row" id="{}"><dt title="{}">{}</dt><dd>{}</dd></div>\n'
_IDS = ("at-a-glance", "results", "named-by", "sources", "history")
"""Anchors of the sections that the template adds."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A list of parts: one line per item, one column per field that any item has."""

    title: str
    heads: tuple[str, ...]
    columns: tuple[Column, ...]
    lines: tuple[tuple[tuple[str, ...], tuple[Fact[Any], ...]], ...]


@dataclass
class RecordSection:
    """The fields under one heading: those to show, and the labels of those that have not been checked."""

    title: str
    ident: str
    known: list[Column] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)


@dataclass(frozen=True)
class RecordView:
    """Everything the template of a record's page prints; `root` leads to the site's root."""

    catalog: Catalog
    record: Record
    root: str

    @cached_property
    def write(self) -> ValueWriter:
        """Writes values for this page."""
        return ValueWriter(self.catalog, self.root)

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """Name → key in addresses, for every variant."""
        return variant_keys(self.record)

    @cached_property
    def drawings(self) -> Sequence[Drawing]:
        """The drawings of its models, each once."""
        return drawings(self.catalog, self.record, self.keys)

    @cached_property
    def claims(self) -> Mapping[str, Sequence[Said]]:
        """Path → what the record says of a field, even if only a blank; without fields that have not been checked."""
        claims = ((path, said(column, self.record)) for path, column in self.catalog.by_path.items())
        return {path: items for path, items in claims if items}

    @cached_property
    def sections(self) -> list[RecordSection]:
        """The parts of the record in the order of its class."""
        first = RecordSection("At a glance", "at-a-glance")
        sections = [first]
        node = Node.of(type(self.record))
        for child in (*node.children.values(), *node.derived.values()):
            if child.fact:
                self._add(first, child)
            elif child.show and child.part and not child.measurement:
                sections.append(self._section(child))
        return [section for section in sections if section.known or section.grids]

    def _section(self, part: Node) -> RecordSection:
        section = RecordSection(part.label, self._idents[part.path])
        if part.is_list:
            section.grids += self._grids(part)
            return section
        for child in (*part.children.values(), *part.derived.values()):
            if child.fact:
                self._add(section, child)
            elif child.is_list and child.part:
                section.grids += self._grids(child)
        return section

    @cached_property
    def _idents(self) -> Mapping[str, str]:
        """Path of a part → the anchor of its section on the page, beside those that the template has."""
        parts = [child for child, _ in field_values(self.record) if child.show and child.part]
        return html_ids({part.path: part.label for part in parts}, _IDS)

    def _add(self, section: RecordSection, field: Node) -> None:
        column = self.catalog.by_path[field.path]
        if field.path in self.claims:
            section.known.append(column)
        else:
            section.unchecked.append(column.label)

    def _lists(self, part: Node) -> list[tuple[str, tuple[Part, ...]]]:
        """The lists of parts that models of the record have, each once with the names of its variants."""
        if part.part and issubclass(part.part, Variant):
            return [("", getattr(self.record, part.name))]
        lists: dict[int, tuple[tuple[Part, ...], list[Model]]] = {}
        for model in self.record.all_models:
            items = attrgetter(part.path)(model.facts)
            lists.setdefault(id(items), (items, []))[1].append(model)
        return [(variant_names(models), items) for items, models in lists.values()]

    def _grids(self, part: Node) -> Iterator[Grid]:
        """The one grid of the lists of parts at a place; none where they are empty."""
        lists = self._lists(part)
        owners = [names for names, items in lists for _ in items]
        items = [item for _, items in lists for item in items]
        if not items:
            return
        texts = [
            field
            for field in part.children.values()
            if isinstance(getattr(items[0], field.name), str) and any(getattr(item, field.name) for item in items)
        ]
        paths = [field.path for field in part.children.values() if field.fact and field.path in self.catalog.by_path]
        facts = {path: tuple(map(attrgetter(path.removeprefix(f"{part.path}.")), items)) for path in paths}
        shown = [path for path in paths if any(fact.blank is not Blank.NOT_CHECKED for fact in facts[path])]
        heads = tuple(field.label for field in texts)
        words = [tuple(str(getattr(item, field.name)) for field in texts) for item in items]
        if any(owners):
            heads = ("Variant", *heads)
            words = [(owner or "all", *own) for owner, own in zip(owners, words, strict=True)]
        lines = tuple((own, tuple(facts[path][index] for path in shown)) for index, own in enumerate(words))
        yield Grid(part.label, heads, tuple(self.catalog.by_path[path] for path in shown), lines)

    @cached_property
    def measurements(self) -> list[tuple[str, list[MeasurementRow]]]:
        """The measurements of the models that count, without heading; then those of the others, to be unfolded."""
        counted = {model.name for model in self.record.counted_models}
        items = self.catalog.measurements_of(self.record)
        rows = [MeasurementRow(self.catalog, self.record, item) for item in items]
        main = [row for row in rows if row.item.variant in counted]
        aside = [row for row in rows if row.item.variant not in counted]
        groups = [("", main), (f"{len(aside)} of siblings and ablations", aside)]
        return [(title, group) for title, group in groups if group]

    @cached_property
    def sources(self) -> dict[str, tuple[int, Source | None]]:
        """Source key → its number on the page and the source; the original survey is last, if it is cited."""
        numbered: dict[str, tuple[int, Source | None]] = {
            key: (number, source) for number, (key, source) in enumerate(self.record.sources.items(), 1)
        }
        if any(claim.source == SURVEY for claim in self._claims()):
            numbered[SURVEY] = (len(numbered) + 1, None)
        return numbered

    def _claims(self) -> Iterator[Fact[Any]]:
        for _, fact in facts(self.record):
            yield fact
            yield from fact.instead

    @cached_property
    def links(self) -> list[tuple[str, str]]:
        """The first address of each field of links: label and URL."""
        links = []
        for column in self.catalog.columns:
            if column.type.base_address is not None:
                values = self.catalog.values(column, self.record)
                links += [(column.label, column.type.address(value)) for value in values[:1]]
        return links

    @cached_property
    def keywords(self) -> list[str]:
        """The words by which the site's search finds the record."""
        columns = [column for column in self.catalog.columns if column.type.is_keyword or column.show.unique]
        texts = (
            fact_text(self.catalog, column, fact)
            for column in columns
            if column.path in self.claims
            for fact in column.facts(self.record)
            if fact.value
        )
        return list(dict.fromkeys(texts))

    @property
    def referring(self) -> Sequence[tuple[Column, list[Record]]]:
        """Records that name this one, by the field in which they do."""
        return self.catalog.referrers.get(self.record.slug, ())

    @property
    def edit_url(self) -> str:
        """The page where the record's file is edited; empty without a repository."""
        return edit_url(self.catalog, self.record)

    @property
    def report_url(self) -> str:
        """The form for a new issue about this record; empty without a repository."""
        survey = self.catalog.settings
        if not survey.repository:
            return ""
        answers = {
            "template": "correction.yml",
            "title": f"Correction: {self.record.name}",
            "record": self.record.slug,
        }
        return f"{survey.repository}/issues/new?{urlencode(answers, quote_via=quote)}"

    def rows(self, section: RecordSection) -> Markup:
        """The fields of a section that are to be shown, as HTML."""
        return html_joined(map(self._row, section.known))

    def _row(self, column: Column) -> Markup:
        facts = html_joined(self.fact(column, item.fact, item.variants) for item in self.claims[column.path])
        return filled(_ROW, anchor(column), column.description, column.label, facts)

    def fact(self, column: Column, fact: Fact[Any], variants: str = "") -> Markup:
        """A fact as HTML, with its evidence and its rivals; `variants` are those it holds for."""
        unit = "" if fact.blank or column.show.unit in ("", "%") else f" {column.show.unit}"
        return filled(
            '<div class="fact">{}<span class="value">{}{}</span>\n{}\n{}</div>\n',
            filled('<span class="variant"><bdi>{}</bdi></span> ', variants) if variants else "",
            self.write.values(column, fact),
            unit,
            self.evidence(fact),
            self._rivals(column, fact) if fact.instead else "",
        )

    def _rivals(self, column: Column, fact: Fact[Any]) -> Markup:
        items = [
            filled('<li><span class="value">{}</span>{}</li>\n', self.write.values(column, rival), self.evidence(rival))
            for rival in fact.instead
        ]
        return filled('<ul class="rivals" aria-label="Other claims">\n{}</ul>\n', html_joined(items))

    def evidence(self, fact: Fact[Any]) -> Markup:
        """Where a fact comes from, its marks and its note, as HTML."""
        if not (fact.source or fact.verified or fact.note or fact.instead or not fact.certain):
            return Markup("")
        return filled(
            '<div class="evidence">\n{}{}{}{}</div>\n',
            self._references[fact.source],
            filled("<bdi>{}</bdi>", fact.where) if fact.where else "",
            _tags(fact.marks),
            filled('<span class="note"><bdi>{}</bdi></span>', fact.note) if fact.note else "",
        )

    @cached_property
    def _references(self) -> Mapping[str, Markup]:
        """Source key → a link to the source on this page; nothing for a fact without one."""
        links = {key: filled(_REFERENCE, key, number, number) for key, (number, _) in self.sources.items()}
        return {"": Markup(""), **links}


@cache
def _tags(marks: tuple[str, ...]) -> Markup:
    return html_joined(filled(_TAG, mark, MARKS[mark][1], mark_sign(mark), mark) for mark in marks)


def edit_url(catalog: Catalog, record: Record) -> str:
    """The page where a record's file is edited; empty without a repository."""
    survey = catalog.settings
    return f"{survey.repository}/edit/main/data/{survey.folder}/{record.slug}.yml" if survey.repository else ""
