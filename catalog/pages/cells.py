"""Facts as HTML: value, marks, evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from markupsafe import Markup, escape

from catalog.catalog import Catalog
from catalog.escape import as_html
from catalog.model.columns import Column, columns
from catalog.pages.render import filled, html_joined
from catalog.pages.variants import UNNAMED
from catalog.values import SURVEY, Blank, Entry, Fact, Record, site_name

T = TypeVar("T", bound=Hashable)
MARKS = {
    "uncertain": ("?", "The source itself is uncertain."),
    "contested": ("vs", "Sources disagree; the other claims are listed."),
    "second-hand": ("2nd", "Read in a secondary source."),
    "derived": ("calc", "Computed or inferred, not stated by the authors."),
}
"""Mark → its sign and its meaning."""
READ = "read in the source"
"""Of a fact whose source itself was read; marks tell how others are known."""
_DOUBTS = {"uncertain", "contested"}
"""Marks that a reader should not overlook; the others are quiet."""

BLANK_SIGNS = {Blank.NOT_REPORTED: "not reported", Blank.NOT_APPLICABLE: "not applicable", Blank.NOT_CHECKED: "—"}
"""How a table cell shows a blank; title and screen readers have the words."""

SLUG, NAME, VALUE = Markup("<slug>"), Markup("<name>"), Markup("<value>")
"""What stands for a record and a value in HTML that many share; any other `<` of a text is escaped."""


@dataclass(frozen=True, slots=True)
class ValueWriter:
    """Writes values as HTML for one page; `root` leads from there to the site's root (`../`).

    `today` is given if `catalog` is an earlier release: records and entries that no longer have a page are not linked.
    Only a page has room for the whole of long texts.
    """

    catalog: Catalog
    root: str
    today: Catalog | None = None
    is_page: bool = False

    def value(self, column: Column, value: Any) -> Markup:
        """A value, with a link to its page or its meaning as a title."""
        value_type = column.type
        if column.entry:
            return self.entry(column, value)
        if value_type.is_record:
            return self.record(value)
        html = value_type.html(value, self.root, is_page=self.is_page)
        if html is not None:
            return html
        text = value_type.short(value)
        if value_type.is_number:
            tail = Markup("&nbsp;%") if column.show.unit == "%" else ""
            return filled('<span class="num" title="{}">{}{}</span>', self.catalog.long(column, value), text, tail)
        if value_type.is_date:
            return filled('<time datetime="{}" title="{}">{}</time>', text, value_type.long(value), text)
        if value_type.address(value):
            return filled('<a href="{}" rel="noopener">{}</a>', value_type.address(value), value_type.title(value))
        meaning = value_type.words.get(value)
        return filled('<span title="{}">{}</span>', meaning, text) if meaning else filled("<bdi>{}</bdi>", text)

    def entry(self, column: Column, key: str) -> Markup:
        """An entry of a vocabulary, linked to its page."""
        entry = self.catalog.entry(column, key)
        if entry is None or column.entry is None:
            return filled("<bdi>{}</bdi>", key)
        name = self.entry_name(entry)
        if self.today and self.today.entry(column, key) is None:
            return filled('<bdi title="{}">{}</bdi>', entry.meaning, name)
        url = f"{self.root}{column.entry.vocabulary}/{key}/"
        return filled('<a href="{}" title="{}"><bdi>{}</bdi></a>', url, entry.meaning, name)

    def entry_name(self, entry: Entry) -> str:
        """What an entry is called here."""
        return entry.name

    def record(self, slug: str) -> Markup:
        """The name of a record, linked to its page."""
        record = self.catalog.by_slug.get(slug)
        return about(self.record_pattern(slug), slug, record.name if record else slug)

    def record_pattern(self, slug: str) -> Markup:
        """The same, with stand-ins for slug and name."""
        if not self._has_page(slug):
            return filled("<bdi>{}</bdi>", NAME)
        return filled('<a href="{}{}/{}/"><bdi>{}</bdi></a>', self.root, self.catalog.settings.folder, SLUG, NAME)

    def _has_page(self, slug: str) -> bool:
        return self.today is None or slug in self.today.by_slug or slug in self.today.former_slugs

    def values(self, column: Column, fact: Fact[Any]) -> Markup:
        """Every value of a fact, or its blank."""
        if fact.blank:
            return self.blank(fact.blank)
        texts = [self.value(column, value) for value in fact.values]
        if len(texts) == 1:
            return texts[0]
        return html_joined(texts, ", ") if texts else Markup('<span class="blank">none</span>')

    def blank(self, blank: Blank) -> Markup:
        """One of the three blanks; each has its own text."""
        return _blank(blank)

    def cell(self, column: Column, record: Record) -> Markup:
        """A table cell: every fact of the field, each with its marks and the variants it holds for."""
        most = len(record.counted_models)
        cells = by_variant(column, record, lambda fact: self._fact(column, record, fact))
        html = html_joined((with_variants(text, names, most) for text, names in cells), "; ")
        return about(html, record.slug, record.name)

    def _fact(self, column: Column, record: Record, fact: Fact[Any]) -> Markup:
        return self.dress(column, record, fact).replace(VALUE, self.values(column, fact))

    def dress(self, column: Column, record: Record, fact: Fact[Any]) -> Markup:
        """What is around the values of a fact in a cell, with stand-ins for them and the record."""
        text = VALUE + self._marks(column, record, fact)
        return text if fact.is_well_sourced else filled('<span class="poor">{}</span>', text)

    def marks(self, column: Column, record: Record, fact: Fact[Any]) -> Markup:
        """The signs of a fact's marks, as one link to its evidence."""
        return about(self._marks(column, record, fact), record.slug, record.name)

    def _marks(self, column: Column, record: Record, fact: Fact[Any]) -> Markup:
        if not fact.marks:
            return Markup("")
        signs = html_joined(map(mark_sign, fact.marks), " ")
        end = self.evidence(column, record)
        if end is None:
            return filled('<span class="marks" role="img" aria-label="{}">{}</span>', ", ".join(fact.marks), signs)
        # Readers who speak to the browser say what they see: the name of the link has the signs.
        seen = " ".join(MARKS[mark][0] for mark in fact.marks)
        label = filled("{}: {}: evidence for {} of {}", seen, ", ".join(fact.marks), column.label, NAME)
        url = filled("{}{}/{}/{}", self.root, self.catalog.settings.folder, SLUG, end)
        return filled('<a class="marks" href="{}" aria-label="{}">{}</a>', url, label, signs)

    def evidence(self, column: Column, record: Record) -> str | None:
        """Where the page of a record has a column, as `link_to` says; None without such a page."""
        shown = self.today.by_slug.get(record.slug, record) if self.today else record
        return link_to(column, shown) if self._has_page(record.slug) else None


@cache
def _blank(blank: Blank) -> Markup:
    css_class = blank.name.lower().replace("_", "-")
    if blank is not Blank.NOT_CHECKED:
        return filled('<span class="blank {}" title="{}">{}</span>', css_class, blank.meaning, BLANK_SIGNS[blank])
    html = '<span class="blank {}" title="{}: {}">{}<span class="vh">{}</span></span>'
    return filled(html, css_class, blank.value, blank.meaning, BLANK_SIGNS[blank], blank.value)


@cache
def mark_sign(mark: str) -> Markup:
    """The sign of a mark, which goes beside words that say the same."""
    css_class = "sign doubt" if mark in _DOUBTS else "sign"
    return filled('<span class="{}" aria-hidden="true">{}</span>', css_class, MARKS[mark][0])


_MARK = '<a class="marks" href="{}guide/#marks" data-explained="{}"><span class="{}">{}</span></a>'
_IN_WORDS = {"contested": "sources disagree"}


@cache
def mark_text(mark: str, root: str) -> Markup:
    """A mark in words, which explains itself and leads to the explanation of all; `root` leads to the site's root."""
    css_class = "sign doubt" if mark in _DOUBTS else "sign"
    return filled(_MARK, root, MARKS[mark][1], css_class, _IN_WORDS.get(mark, mark))


def about(html: str, slug: str, name: str) -> Markup:
    """HTML with a record in the place of its stand-ins."""
    named = str.replace(html, SLUG, escape(slug)) if SLUG in html else html
    return as_html(str.replace(named, NAME, escape(name)) if NAME in named else named)


_FEW_NAMES = 2
"""Variants that a table cell names; of more it gives the number."""


def by_variant(column: Column, record: Record, write: Callable[[Fact[Any]], T]) -> list[tuple[T, tuple[str, ...]]]:
    """Return every fact of a field as it is written, with the variants it holds for; none named where it is all.

    A variant of which nothing was checked is left out where something is known of others.
    """
    wanted, names = column.facts(record), defaultdict[T, dict[str, None]](dict)
    models = record.counted_models
    if len(models) == 1:
        return [(text, ()) for text in dict.fromkeys(map(write, wanted))]
    for model in models:
        for fact in column.facts(model.facts):
            if fact in wanted:
                names[write(fact)][model.name or UNNAMED] = None
    most = len(models)
    return [(text, () if len(own) == most else tuple(own)) for text, own in names.items()]


def with_variants(text: Markup, names: Sequence[str], most: int) -> Markup:
    """What holds for some of the variants of a record, with their names; it holds for all where there are none."""
    if not names:
        return text
    return filled('{} <span class="of" title="{}">({})</span>', text, ", ".join(names), variants_text(names, most))


def variants_text(names: Sequence[str], most: int) -> str:
    """Return a few names as they are, more as `3 of 5 variants`."""
    return ", ".join(names) if len(names) <= _FEW_NAMES else f"{len(names)} of {most} variants"


def cell_kind(column: Column) -> str:
    """The class of a column's cells: numbers are aligned right, dates are narrow, free text is wide."""
    kinds = {"k-amount": column.type.is_number, "k-date": column.type.is_date, "k-text": column.type.is_free_text}
    return next((name for name, fits in kinds.items() if fits), "")


def cell_class(column: Column) -> Markup:
    """The same as an attribute."""
    name = cell_kind(column)
    return filled(' class="{}"', name) if name else Markup("")


def anchor(column: Column) -> str:
    """The id of a field on a record's page."""
    return "f-" + column.path.replace(".", "-")


def link_to(column: Column, record: Record) -> str:
    """The end of an address that leads to a column on a record's page: `#f-hours`; empty if the page has none of it.

    A measure is among the measurements.
    """
    if all(fact.blank is Blank.NOT_CHECKED for fact in column.facts(record)):
        return ""
    return f"#{anchor(column)}" if column.path in _own_paths(type(record)) else "#results"


@cache
def _own_paths(model: type[Record]) -> frozenset[str]:
    """The paths of a record's own fields, without its measures."""
    return frozenset(column.path for column in columns(model))


def claim(
    catalog: Catalog, column: Column, fact: Fact[Any], cited: Callable[[Fact[Any]], Mapping[str, Any]]
) -> dict[str, Any]:
    """A fact as text, for the pop-up that shows its evidence; `cited` returns what that says of its source."""
    texts = {
        "value": fact_text(catalog, column, fact),
        **cited(fact),
        "where": fact.where,
        "note": fact.note,
        "marks": fact.marks,
        "instead": [claim(catalog, column, rival, cited) for rival in fact.instead],
    }
    return {key: value for key, value in texts.items() if value}


def source_title(catalog: Catalog, record: Record, key: str) -> str:
    """How pages call a source of a record, of facts by this key; empty if it has none."""
    if key == SURVEY:
        data = catalog.project.data
        return _table_title(data, data.stat().st_mtime_ns if data.is_dir() else 0)
    source = record.sources.get(key)
    return (source.title or site_name(source.url or "")) if source else ""


@lru_cache(8)
def _table_title(data: Path, _changed: int) -> str:
    """How pages call the table that records were made of: by its mapping, where that tells it."""
    stems = sorted(file.name.removesuffix(".mapping.yml") for file in data.glob("*.mapping.yml"))
    if not stems or "original-table" in stems:
        return "the original survey table"
    return f"the table {stems[0]}" if len(stems) == 1 else f"one of the tables {', '.join(stems)}"


def source_url(record: Record, key: str) -> str:
    """The address of such a source; empty if it has none."""
    source = record.sources.get(key)
    return str(source.url) if source and source.url else ""


def fact_text(catalog: Catalog, column: Column, fact: Fact[Any]) -> str:
    """The values of a fact as one line of text."""
    if fact.blank:
        return fact.blank.value
    return ", ".join([catalog.long(column, value) for value in fact.values]) or "none"
