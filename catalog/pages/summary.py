"""The numbers and words at the top of a record's page, each with its label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.model.columns import Column
from catalog.pages.cells import link_to, mark_sign
from catalog.pages.ranks import Rank, Ranks
from catalog.pages.render import filled, html_joined
from catalog.pages.signs import lettered_sign, word_sign
from catalog.settings.display import ShownColumn, SummaryValue
from catalog.settings.folded import Folded
from catalog.values import Fact, Record

_MOST_WORDS = 2
"""Words that are shown; of more there is the number."""
_MOST_VALUES = 6
"""Values where the settings choose none."""


@dataclass(frozen=True, slots=True)
class SummaryCell:
    """A labelled value: `path` names the field it is from, `below` is small print."""

    label: str
    path: str
    value: Markup
    marks: Markup
    below: Markup
    is_blank: bool


def summary(catalog: Catalog, record: Record, places: Ranks) -> Iterator[SummaryCell]:
    """Yield the values of a record in the order of the survey's settings; without these, the first that are known."""
    values: Iterable[SummaryValue] = catalog.display.summary
    if not catalog.settings.summary:
        known = (value for value in values if any(_known(shown.column, record) for shown in value.of))
        values = islice(known, _MOST_VALUES)
    for value in values:
        yield _cell(catalog, record, value, places)


def _cell(catalog: Catalog, record: Record, value: SummaryValue, places: Ranks) -> SummaryCell:
    column = next((shown.column for shown in value.of if _known(shown.column, record)), value.of[0].column)
    facts = _known(column, record)
    place = places.of_measure(column.path)
    below = [_below(catalog, record, shown) for shown in value.below]
    if not facts:
        blank = column.facts(record)[0].blank
        return SummaryCell(value.label, column.path, filled("{}", blank), Markup(""), _dots(below), is_blank=True)
    if place:
        facts, below = [place.fact], [_place(catalog, place), *below]
    text = filled("{}", _text(catalog, column, facts))
    below = [each for each in below if not each.endswith(f": {text}")]
    if not column.type.is_number:
        text = _unbroken(text)
    return SummaryCell(value.label, column.path, text, _marks(column, record, facts), _dots(below), is_blank=False)


def _known(column: Column, record: Record) -> list[Fact[Any]]:
    return [fact for fact in column.facts(record) if fact.values]


def _text(catalog: Catalog, column: Column, facts: Sequence[Fact[Any]]) -> str:
    """A range of numbers, or the words."""
    values = list(dict.fromkeys(value for fact in facts for value in fact.values))
    unit = column.show.unit
    if column.type.is_number:
        ordered = sorted(values, key=column.type.sort_key)
        ends = dict.fromkeys((catalog.short(column, ordered[0], unit), catalog.short(column, ordered[-1], unit)))
        return " to ".join(ends)
    words = [catalog.short_name(column, value) for value in values]
    return ", ".join(words) if len(words) <= _MOST_WORDS else f"{words[0]} and {len(words) - 1} more"


def _unbroken(text: Markup) -> Markup:
    """Lines end between words that a comma parts, and inside of one only where it is wider than its place."""
    *first, last = text.split(", ")
    return Markup(" ").join(filled("<bdi>{}</bdi>", word) for word in [*(word + "," for word in first), last])


def _marks(column: Column, record: Record, facts: Sequence[Fact[Any]]) -> Markup:
    """The signs of the marks of all facts, as a link to their evidence."""
    marks = tuple(dict.fromkeys(mark for fact in facts for mark in fact.marks))
    if not marks:
        return Markup("")
    signs, words = html_joined(map(mark_sign, marks)), ", ".join(marks)
    link = '<a class="marks" href="{}">{}<span class="vh">{}: evidence for {}</span></a>'
    return filled(link, link_to(column, record) or "#results", signs, words, column.label)


def _place(catalog: Catalog, place: Rank) -> Markup:
    """Who measured, and the rank: `authors · 25 of 32`."""
    who = [filled("{} {}", word_sign(catalog, word), text) for word, (text, _, _) in place.apart]
    return _dots([*who, filled("{}", place.rank)])


def _below(catalog: Catalog, record: Record, shown: ShownColumn) -> Markup:
    """Small print: `Flour: Rye 1150`, or the signs of a folded set; empty where nothing is known."""
    if shown.folded:
        return html_joined(_letters(catalog, record, shown.folded))
    facts = _known(shown.column, record)
    return filled("{}: {}", shown.head, _text(catalog, shown.column, facts)) if facts else Markup("")


def _letters(catalog: Catalog, record: Record, folded: Folded) -> Iterator[Markup]:
    for member in folded.members:
        words = {value for fact in member.column.facts(record) for value in fact.values}
        if len(words) == 1:
            yield lettered_sign(catalog, member.letter, member.label, words.pop())


def _dots(parts: Sequence[Markup]) -> Markup:
    return html_joined(filter(None, parts), " · ")
