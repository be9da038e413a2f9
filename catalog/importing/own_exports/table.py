"""Gives the cells of the tool's own spreadsheets back what stands in columns beside them.

`released` with `released.low` and `released.high` is a date of month or year precision, or a number with a bound;
`price.currency` is the currency of `price`, and `links.label` has the texts of `links`.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from catalog.importing.source_table import SourceCell
from catalog.importing.table import Table
from catalog.values.text import SEPARATOR

_LOW, _HIGH, _CURRENCY, _LABEL = ".low", ".high", ".currency", ".label"
_Row = tuple[SourceCell, ...]
_Tell = Callable[[str, str], str]
"""From a text and that beside it to the text with it."""


def with_bounds(table: Table) -> Table:
    """Return a table in which each value says what the columns beside it add; others stay as they are."""
    at = {heading: index for index, heading in enumerate(table.headings)}
    bounded = [
        (index, at[f"{heading}{_LOW}"], at[f"{heading}{_HIGH}"])
        for heading, index in at.items()
        if f"{heading}{_LOW}" in at and f"{heading}{_HIGH}" in at
    ]
    told = [
        (index, at[f"{heading}{ending}"], tell)
        for heading, index in at.items()
        for ending, tell in ((_CURRENCY, _with_currency), (_LABEL, _with_labels))
        if f"{heading}{ending}" in at
    ]
    return replace(table, rows=tuple(_row(row, bounded, told) for row in table.rows)) if bounded or told else table


def _row(row: _Row, bounded: list[tuple[int, int, int]], told: Sequence[tuple[int, int, _Tell]]) -> _Row:
    texts = {index: _bounded(row[index].text, row[low].text, row[high].text) for index, low, high in bounded}
    for index, beside, tell in told:
        texts[index] = tell(texts.get(index, row[index].text), row[beside].text)
    cells = list(row)
    for index, text in texts.items():
        if text != row[index].text:
            cells[index] = replace(row[index], text=text, raw=None)
    return tuple(cells)


def _with_currency(amount: str, currency: str) -> str:
    return f"{amount} {currency}" if amount and currency else amount


def _with_labels(links: str, labels: str) -> str:
    """Each link with its text, where as many stand in both cells."""
    addresses, texts = links.split(SEPARATOR), labels.split(SEPARATOR)
    if not labels or len(addresses) != len(texts):
        return links
    pairs = zip(addresses, texts, strict=True)
    return SEPARATOR.join(f"[{label}]({link})" if label else link for link, label in pairs)


def _bounded(value: str, low: str, high: str) -> str:
    """A value with what its limits say; a word for a missing value stays."""
    first, last = _day(low), _day(high)
    if first and last:
        return _period(value, first, last)
    if not _is_number(value) or low == high == value:
        return value
    if not low and not high:
        return f"~{value}"
    if not low or not high:
        return f"{'>=' if low else '<='} {low or high}"
    return value if low == high else f"{low} to {high}"


def _period(value: str, first: date, last: date) -> str:
    is_month = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if _day(value) != first or first == last or not is_month or first.year != last.year:
        return value
    if first.month == last.month:
        return f"{first:%Y-%m}"
    return f"{first:%Y}" if (first.month, last.month) == (1, 12) else value


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
