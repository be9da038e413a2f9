"""One fact as a reader sees it: value, marks, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.model.columns import Column
from catalog.pages.render import filled
from catalog.values import SURVEY, Blank, Fact, Grade, Record, site_name

MARKS = {
    "uncertain": ("?", "The source itself is in doubt."),
    "contested": ("vs", "Sources disagree; the other claims are listed."),
    "second-hand": ("2nd", "Read in somebody else's account of the source."),
    "derived": ("calc", "Computed or concluded, not a sentence of the authors."),
}
"""Mark → its sign and its meaning."""

BLANK_SIGNS = {Blank.NOT_REPORTED: "not reported", Blank.NOT_APPLICABLE: "not applicable", Blank.NOT_CHECKED: "—"}
"""How a table cell shows a blank; the words stay in the title and for screen readers."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes values as HTML for a page that is `root` below the site's root (`../`).

    `today` is given where `catalog` is an earlier one: what has no page any more is not linked.
    """

    catalog: Catalog
    root: str
    today: Catalog | None = None

    def value(self, column: Column, value: Any) -> Markup:
        """One value, with a link or its meaning where it has one."""
        value_type = column.type
        if column.entry:
            return self.entry(column, value)
        if value_type.is_record:
            return self.record(value)
        text = value_type.short(value)
        if value_type.is_number:
            tail = Markup("&nbsp;%") if column.show.unit == "%" else ""
            return filled('<span class="num" title="{}">{}{}</span>', self.catalog.long(column, value), text, tail)
        if value_type.is_date:
            return filled('<time datetime="{}" title="{}">{}</time>', text, value_type.long(value), text)
        if value_type.base_address is not None:
            return filled('<a href="{}" rel="noopener">{}</a>', value_type.address(value), value_type.title(value))
        meaning = value_type.words.get(value)
        return filled('<span title="{}">{}</span>', meaning, text) if meaning else filled("<bdi>{}</bdi>", text)

    def entry(self, column: Column, key: str) -> Markup:
        """A word of a vocabulary, linked to its page."""
        entry = self.catalog.entry(column, key)
        if entry is None or column.entry is None:
            return filled("<bdi>{}</bdi>", key)
        if self.today and self.today.entry(column, key) is None:
            return filled('<bdi title="{}">{}</bdi>', entry.meaning, entry.name)
        url = f"{self.root}{column.entry.vocabulary}/{key}/"
        return filled('<a href="{}" title="{}"><bdi>{}</bdi></a>', url, entry.meaning, entry.name)

    def record(self, slug: str) -> Markup:
        """Another record, linked to its page."""
        found = self.catalog.by_slug.get(slug)
        name = found.name if found else slug
        if not self._has_page(slug):
            return filled("<bdi>{}</bdi>", name)
        return filled('<a href="{}"><bdi>{}</bdi></a>', f"{self.root}{self.catalog.settings.folder}/{slug}/", name)

    def _has_page(self, slug: str) -> bool:
        return self.today is None or slug in self.today.by_slug or slug in self.today.former_slugs

    def values(self, column: Column, fact: Fact[Any]) -> Markup:
        """Every value of a fact, or its blank."""
        if fact.blank:
            return self.blank(fact.blank)
        shown = [self.value(column, value) for value in fact.values]
        return Markup(", ").join(shown) if shown else Markup('<span class="blank">none</span>')

    def blank(self, blank: Blank) -> Markup:
        """One of the three blanks, told apart by its text."""
        kind = blank.name.lower().replace("_", "-")
        if blank is Blank.NOT_CHECKED:
            return filled(
                '<span class="blank {}" title="{}: {}">{}<span class="vh">{}</span></span>',
                kind,
                blank.value,
                blank.meaning,
                BLANK_SIGNS[blank],
                blank.value,
            )
        return filled('<span class="blank {}" title="{}">{}</span>', kind, blank.meaning, BLANK_SIGNS[blank])

    def cell(self, column: Column, record: Record) -> Markup:
        """A table cell: every fact of the field, each with its marks."""
        return Markup("; ").join(dict.fromkeys(self._fact(column, record, fact) for fact in column.facts(record)))

    def _fact(self, column: Column, record: Record, fact: Fact[Any]) -> Markup:
        shown = self.values(column, fact) + self.marks(column, record, fact)
        return shown if fact.blank or well_sourced(fact) else filled('<span class="poor">{}</span>', shown)

    def marks(self, column: Column, record: Record, fact: Fact[Any]) -> Markup:
        """The signs a reader must see, as one link to the evidence."""
        if not fact.marks:
            return Markup("")
        signs = Markup("").join(
            filled('<span class="sign" aria-hidden="true">{}</span>', MARKS[mark][0]) for mark in fact.marks
        )
        if not self._has_page(record.slug):
            return filled('<span class="marks">{}<span class="vh">{}</span></span>', signs, ", ".join(fact.marks))
        url = f"{self.root}{self.catalog.settings.folder}/{record.slug}/#{anchor(column)}"
        label = f"{', '.join(fact.marks)}: evidence for {column.label} of {record.name}"
        return filled('<a class="marks" href="{}">{}<span class="vh">{}</span></a>', url, signs, label)


def well_sourced(fact: Fact[Any]) -> bool:
    """It has a source, was not read second-hand, and the source is in no doubt."""
    return bool(fact.source) and fact.source != SURVEY and fact.certain and fact.verified is not Grade.SECONDARY


def layout(column: Column) -> Markup:
    """The class attribute of a column's cells: numbers stand right, free text is wide."""
    name = "k-amount" if column.type.is_number else "k-text" if column.type.is_free_text else ""
    return filled(' class="{}"', name) if name else Markup("")


def anchor(column: Column) -> str:
    """The id of a field on a record's page."""
    return "f-" + column.path.replace(".", "-")


def claim(catalog: Catalog, record: Record, column: Column, fact: Fact[Any]) -> dict[str, Any]:
    """One fact as text, for the pop-up that shows its evidence."""
    source = record.sources.get(fact.source)
    title = "the original survey table" if fact.source == SURVEY else ""
    if source:
        title = source.title or site_name(source.url or "")
    made = {
        "value": fact_text(catalog, column, fact),
        "source": title,
        "url": str(source.url) if source and source.url else "",
        "where": fact.where,
        "grade": fact.verified.value if fact.verified else "",
        "note": fact.note,
        "marks": list(fact.marks),
        "instead": [claim(catalog, record, column, rival) for rival in fact.instead],
    }
    return {key: value for key, value in made.items() if value}


def fact_text(catalog: Catalog, column: Column, fact: Fact[Any]) -> str:
    """The values of a fact as one line of text."""
    if fact.blank:
        return fact.blank.value
    return ", ".join(catalog.long(column, value) for value in fact.values) or "none"
