"""Facts as cells of a table: each on one line, numbers in the unit of their column, fields shown as one in signs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.model.columns import Column
from catalog.pages.cells import VALUE, ValueWriter, cell_kind
from catalog.pages.dictionary import Dictionary, ranks
from catalog.pages.labels import needs_label
from catalog.pages.render import filled, html_joined
from catalog.pages.signs import tone, word_sign
from catalog.settings.display import ShownColumn
from catalog.settings.folded import Folded, Member
from catalog.settings.keys import known_values
from catalog.values import Blank, Entry, Fact, Record

SIGNS = {Blank.NOT_REPORTED: "n/r", Blank.NOT_APPLICABLE: "n/a", Blank.NOT_CHECKED: "\N{EN DASH}"}
"""How a narrow cell shows a blank; title and screen readers have the words."""

_WHOLE, _LEAST = 1000, 0.01
"""From here on a number in another unit has no decimals, and from there on at most three."""
_DIGITS, _SHORT, _DATE, _LONG = 4, 8, 9, 22
"""Digits and letters that fit a narrow column, and one of dates; one of words longer than the last is one of texts."""


class CellWriter(ValueWriter):
    """Writes values for cells of one line."""

    def value(self, column: Column, value: Any) -> Markup:
        """A number with its decimals apart, a date by its month, anything else as elsewhere."""
        if column.type.is_number:
            whole, rest = self.number(column, value)
            apart = "{}{}" if column.many else '{}<span class="frac">{}</span>'
            html = f'<data class="num" value="{{}}" title="{{}}">{apart}</data>'
            return filled(html, column.type.scalar(value), self.catalog.long(column, value), whole, rest)
        if column.type.is_date:
            text = column.type.short(value)
            return filled('<time datetime="{}" title="{}">{}</time>', text, column.type.long(value), text[:7])
        return super().value(column, value)

    def number(self, column: Column, value: Any) -> tuple[str, str]:
        """A number in the unit of its column: what stands before the decimals, and these with their point."""
        shown = self.catalog.display.column(column.path)
        if shown.factor == 1:
            return _split(column.type.short(value))
        number = column.type.scalar(value) / shown.factor
        return _split(column.type.bound(value).sign + _three_digits(number))

    def entry_name(self, entry: Entry) -> str:
        """Entries have short names in cells."""
        return entry.short_name

    def blank(self, blank: Blank) -> Markup:
        """A blank as a sign, and as words for those who do not see it."""
        html = '<span class="blank" role="img" aria-label="{}" title="{}: {}">{}</span>'
        return filled(html, blank.value, blank.value, blank.meaning, SIGNS[blank])

    def dress(self, column: Column, record: Record, fact: Fact[Any]) -> Markup:
        """Marks stay in sight beside a text that has no room."""
        marks = self._marks(column, record, fact)
        fits = not marks or column.type.is_number
        text = VALUE + marks if fits else filled('<span class="marked"><span>{}</span>{}</span>', VALUE, marks)
        return text if fact.is_well_sourced else filled('<span class="poor">{}</span>', text)


def _three_digits(number: float) -> str:
    """Three digits, and no more than three decimals where these say enough: `9.34`, `0.082`."""
    if number >= _WHOLE:
        return f"{number:,.0f}"
    text = f"{number:.3g}"
    return f"{float(text):.3f}".rstrip("0").rstrip(".") if number >= _LEAST else text


def _split(text: str) -> tuple[str, str]:
    """`1.42` as `1` and `.42`; a text with a letter at its end stays whole."""
    whole, point, rest = text.partition(".")
    return (whole, point + rest) if rest.isdigit() else (text, "")


def folded_dictionary(catalog: Catalog, folded: Folded, own: Sequence[Dictionary]) -> Dictionary:
    """The dictionary of fields that are shown as one, from theirs: a value is a sign for each of them."""
    codes = list(zip(*(each.codes for each in own), strict=True))
    combined = sorted(
        dict.fromkeys(codes),
        key=lambda code: [_rank(each.places[part]) for each, part in zip(own, code, strict=True)],
    )
    index = {code: place for place, code in enumerate(combined)}
    values = [
        _signs(catalog, folded.members, [each.facts[part] for each, part in zip(own, code, strict=True)])
        for code in combined
    ]
    orders, sourced = (
        [_order([places[part] for places, part in zip(each, code, strict=True)]) for code in combined]
        for each in ([each.places for each in own], [each.sourced for each in own])
    )
    place_of = ranks([*orders, *sourced])
    return Dictionary(
        own[0].column,
        values,
        [VALUE],
        [(place,) for place in range(len(values))],
        [own[0].facts[code[0]] for code in combined],
        [place_of[order] for order in orders],
        [place_of[order] for order in sourced],
        [index[code] for code in codes],
        orders.index(None) if None in orders else -1,
    )


def _rank(place: int | None) -> tuple[bool, int]:
    return place is None, place or 0


def _order(places: Sequence[int | None]) -> tuple[tuple[bool, int], ...] | None:
    """The order of fields by their places; None where nothing is known of any."""
    return None if all(place is None for place in places) else tuple(map(_rank, places))


def _signs(catalog: Catalog, members: Sequence[Member], facts: Sequence[Sequence[Fact[Any]]]) -> Markup:
    """The signs of one model, in the order of the fields."""
    signs = html_joined(_sign(catalog, member, own) for member, own in zip(members, facts, strict=True))
    return filled('<span class="signs">{}</span>', signs)


def _sign(catalog: Catalog, member: Member, facts: Sequence[Fact[Any]]) -> Markup:
    """What a model says of a member, in its first word; all of them stand in the title."""
    fact, words = facts[0], [str(value) for value in dict.fromkeys(known_values(facts))]
    text = f"{member.label}: {', '.join(words) or (fact.blank or Blank.NOT_CHECKED).value}"
    drawn = (
        word_sign(catalog, words[0])
        if words
        else filled('<span class="blank">{}</span>', SIGNS[fact.blank or Blank.NOT_CHECKED])
    )
    tint = f" tone-{tone(catalog, words[0])}" if words and drawn else ""
    classes = f"{tint}{'' if fact.is_well_sourced else ' poor'}"
    html = '<span class="tinted{}" role="img" aria-label="{}" title="{}" data-letter="{}">{}</span>'
    return filled(html, classes, text, text, member.letter, drawn or words[0])


def column_head(shown: ShownColumn, css_class: str, *, newest: bool, sorts: bool, label: str) -> Markup:
    """The head of a column as HTML, with a button where it sorts; the table stands in the order of the newest.

    `label` is what cards call it, which have no heads of groups.
    """
    members = shown.folded.members if shown.folded else ()
    letters = html_joined(filled('<abbr title="{}">{}</abbr>', member.label, member.letter) for member in members)
    text = filled('<span class="signs">{}</span>', letters) if members else shown.head
    html = '<button type="button" data-sort="{}" data-label="{}">{}</button>'
    button = filled(html, shown.key, label, text) if sorts else text
    unit = filled(' <span class="unit">{}</span>', shown.unit) if shown.unit else ""
    title = shown.folded.label if shown.folded else shown.column.description
    order = Markup(' aria-sort="descending"') if newest else ""
    return filled('<th scope="col" class="{}" title="{}"{}>{}{}</th>', css_class, title, order, button, unit)


def column_class(write: CellWriter, shown: ShownColumn, dictionary: Dictionary) -> str:
    """The classes of a column's cells: what is in it, how wide it is, and how many decimals its numbers have."""
    if shown.folded:
        return f"k-signs s{min(len(shown.folded.members), 6)}"
    kind, column = cell_kind(shown.column), shown.column
    if kind == "k-date" or column.type.is_image:
        return (f"{kind} wide" if _head(shown) > _DATE else kind) or "k-picture"
    entries = [dict.fromkeys(known_values(facts)) for facts in dictionary.facts]
    if kind != "k-amount":
        words = [[len(write.catalog.short_name(column, value)) for value in values] for values in entries]
        own = _word_class(shown, [length for code in dictionary.codes for length in words[code]])
        return f"{own} k-named" if needs_label(write.catalog, column) and not own.startswith("k-text") else own
    numbers = [write.number(column, value) for values in entries for value in values]
    if column.many:
        return "k-amount f0 several"
    decimals = min(max([len(rest) for _, rest in numbers], default=0), 3)
    wide = _head(shown) > _SHORT or any(len(whole) > _DIGITS for whole, _ in numbers)
    return f"k-amount f{decimals}{' wide' if wide else ''}"


def _word_class(shown: ShownColumn, letters: Sequence[int]) -> str:
    """Most texts of a column fit it, each counted as often as it stands there; others are cut.

    Cards have no room for texts, but for what readers filter by.
    """
    lengths = sorted(letters) or [0]
    usual = lengths[len(lengths) * 3 // 4]
    if usual > _LONG:
        return f"k-text{' k-word' if shown.column.show.facet else ''}"
    return "k-tight k-word" if max(lengths[-1], _head(shown)) <= _SHORT else "k-word"


def _head(shown: ShownColumn) -> int:
    """Letters of a head, beside those of its unit."""
    return len(shown.head) + (len(shown.unit) + 1 if shown.unit else 0)
