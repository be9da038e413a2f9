"""Facts with their evidence as rows of three columns: what, the value with its note, and where that is from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.model.columns import Column
from catalog.model.node import WrittenFact, written_facts
from catalog.pages.cells import ValueWriter, about, anchor, mark_text, source_title
from catalog.pages.changed_sources import ChangedSource
from catalog.pages.render import NO_HTML, filled, html_joined
from catalog.pages.signs import tinted_word
from catalog.values import SURVEY, Fact, Record, Source

Labelled = tuple[str, Fact[Any]]
"""A fact, and the variants or the item of a list that it is about; empty where it is about all."""

_HEAD = '<div class="row" id="{}"><dt title="{}">{}</dt>\n'
_FACT = '<dd class="fact{}"><div>{}<{} class="value">{}{}</{}>{}{}</div>{}</dd>\n'
_ORIGIN = '<div class="from">{}{}<span>{}{}</span></div>'
_REFERENCE = '<a class="ref" href="#source-{}" title="{}" aria-label="source {}">{}</a>'
_OWNER = '<span class="variant"><bdi>{}</bdi></span> '
_ROW_END = Markup("</div>\n")
_OR = Markup('<span class="or">or</span> ')


@dataclass(frozen=True)
class EvidenceWriter:
    """Writes the facts of one record; `root` leads to the site's root.

    `changed` has the sources that changed after they were read, by key: a fact that rests on one has a mark.
    """

    catalog: Catalog
    record: Record
    root: str
    changed: Mapping[str, ChangedSource] = field(default_factory=dict)

    @cached_property
    def write(self) -> ValueWriter:
        """Writes values for this page."""
        return ValueWriter(self.catalog, self.root, is_page=True)

    @cached_property
    def sources(self) -> dict[str, tuple[int, Source | None]]:
        """Source key → its number on the page and the source; the original survey is last, if it is cited."""
        numbered: dict[str, tuple[int, Source | None]] = {
            key: (number, source) for number, (key, source) in enumerate(self.record.sources.items(), 1)
        }
        if any(claim.source == SURVEY for claim in self.claims()):
            numbered[SURVEY] = (len(numbered) + 1, None)
        return numbered

    @property
    def table(self) -> str:
        """How the page calls the table that the record was made of."""
        return source_title(self.catalog, self.record, SURVEY)

    @cached_property
    def facts(self) -> list[WrittenFact]:
        """Every fact that the file gives."""
        return written_facts(self.record)

    def claims(self) -> Iterator[Fact[Any]]:
        """The same, and their rivals."""
        for _, fact in self.facts:
            yield fact
            yield from fact.instead

    def row(self, column: Column, said: Iterable[Labelled]) -> Markup:
        """A field with all that is said of it."""
        head = _row_head(anchor(column), column.label, column.description)
        facts = (part for label, fact in said for part in self._fact(column, fact, label))
        return html_joined([head, *facts, _ROW_END])

    def _fact(self, column: Column, fact: Fact[Any], label: str) -> list[Markup]:
        """A fact, and its rivals beneath."""
        owner = filled(_OWNER, label) if label else NO_HTML
        rivals = [self._claim(column, rival, _OR, " rival") for rival in fact.instead]
        return [self._claim(column, fact, owner, ""), *rivals]

    def _claim(self, column: Column, fact: Fact[Any], owner: str, kind: str) -> Markup:
        tag = "div" if column.type.is_prose else "span"
        unit = "" if fact.blank or column.show.unit in ("", "%") else f" {column.show.unit}"
        contested = filled(" {}", mark_text("contested", self.root)) if fact.instead else NO_HTML
        note, origin = self.note(fact), self.origin(fact)
        return filled(_FACT, kind, owner, tag, self._value(column, fact), unit, tag, contested, note, origin)

    def cell(self, column: Column, fact: Fact[Any]) -> Markup:
        """A fact with its rivals in a cell of a table, whose head has the unit."""
        parts = [self._cell(column, fact), *(self._cell(column, rival, "or ") for rival in fact.instead)]
        return html_joined(parts, "<br>")

    def _cell(self, column: Column, fact: Fact[Any], before: str = "") -> Markup:
        html = about(self.write.values(column, fact), self.record.slug, self.record.name)
        marks = html_joined([filled(" {}", mark) for mark in self._marks(fact, fact.marks)])
        reference = self._references.get(fact.source, NO_HTML)
        place = filled(' <small class="place"><bdi>{}</bdi></small>', fact.where) if fact.where else NO_HTML
        return filled("{}{}{} {}{}{}", before, html, marks, reference, place, self.note(fact))

    def _value(self, column: Column, fact: Fact[Any]) -> Markup:
        """The value of a fact; a word that has a sign, with it."""
        signed = tinted_word(self.catalog, fact.value) if column.type.words and fact.value is not None else NO_HTML
        return about(signed or self.write.values(column, fact), self.record.slug, self.record.name)

    def origin(self, fact: Fact[Any]) -> Markup:
        """Where a fact comes from: source, place, and how it was read; empty where nothing of it is known."""
        marks = self._marks(fact, [mark for mark in fact.marks if mark != "contested"])
        if not (fact.source or fact.where or marks):
            return NO_HTML
        reference = self._references.get(fact.source, NO_HTML)
        place = filled("<bdi>{}</bdi> ", fact.where) if fact.where else NO_HTML
        return filled(_ORIGIN, reference, " " if reference else "", place, html_joined(marks, " "))

    def _marks(self, fact: Fact[Any], marks: Iterable[str]) -> list[Markup]:
        """These marks in words, and one if the source of the fact changed after it was read."""
        changed = self.changed.get(fact.source)
        return [*(mark_text(mark, self.root) for mark in marks), *([changed.mark] if changed else [])]

    @cached_property
    def _references(self) -> Mapping[str, Markup]:
        """Source key → a link to the source on this page."""
        return {
            key: filled(_REFERENCE, key, source_title(self.catalog, self.record, key), number, number)
            for key, (number, _) in self.sources.items()
        }

    @staticmethod
    def note(fact: Fact[Any]) -> Markup:
        """What a reader must know to use a value."""
        return filled('<p class="remarked"><bdi>{}</bdi></p>', fact.note) if fact.note else NO_HTML


@lru_cache(4096)
def _row_head(ident: str, label: str, description: str) -> Markup:
    """What a row begins with, on the page of every record."""
    return filled(_HEAD, ident, description, label)
