"""What the table's script needs to filter, count and sort: one array a column, in the order of the rows.

This is the page's own data and may change any day; `catalog.exports` is what keeps its shape.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from catalog.catalog import Catalog
from catalog.fields import Column, Kind, values
from catalog.pages.cells import plain
from catalog.values import Amount, Blank, Record, When, short

_BLANKS = [Blank.NOT_REPORTED, Blank.NOT_APPLICABLE, Blank.NOT_CHECKED]


def payload(catalog: Catalog, records: Sequence[Record], shown: Sequence[Column]) -> dict[str, Any]:
    """The data of the table's script."""
    return {
        "one": catalog.survey.one,
        "many": catalog.survey.many,
        "slugs": [record.slug for record in records],
        "names": [record.name for record in records],
        "columns": [_about(column) for column in shown],
        "sort": {column.path: sort_keys(catalog, column, records) for column in shown},
        "facets": [facet(catalog, column, records) for column in catalog.facets],
    }


def _about(column: Column) -> dict[str, Any]:
    return {"path": column.path, "label": column.label, "kind": column.kind.name.lower()}


def sort_keys(catalog: Catalog, column: Column, records: Sequence[Record]) -> list[Any]:
    """One key a row, null where nothing is known: such rows come last in either direction."""
    return [_sort_key(catalog, column, record) for record in records]


def _sort_key(catalog: Catalog, column: Column, record: Record) -> Any:
    known = catalog.values(column, record)
    if not known:
        return None
    first = known[0]
    if isinstance(first, Amount):
        return first.number
    if isinstance(first, When):
        return ordinal(first)
    if isinstance(first, bool):
        return int(first)
    entry = catalog.entry(column, str(first))
    return (entry.name if entry else short(first)).casefold()


def ordinal(when: When) -> int:
    """Days since 1 January 1970 of the middle of what a date may mean."""
    return (when.first.toordinal() + when.last.toordinal()) // 2 - date(1970, 1, 1).toordinal()


def facet(catalog: Catalog, column: Column, records: Sequence[Record]) -> dict[str, Any]:
    """The options of one filter, most used first and blanks last, and which of them each row has."""
    rows = [_keys(column, record) for record in records]
    counts = Counter(key for keys in rows for key in keys)
    blanks = [blank.value for blank in _BLANKS if blank.value in counts]
    order = _order(catalog, column)
    keys = sorted((key for key in counts if key not in blanks), key=lambda key: order(key, counts[key])) + blanks
    index = {key: position for position, key in enumerate(keys)}
    return {
        "path": column.path,
        "label": column.label,
        "keys": keys,
        "labels": [_label(catalog, column, key) for key in keys],
        "meanings": [_meaning(catalog, column, key) for key in keys],
        "counts": [counts[key] for key in keys],
        "blanks": len(blanks),
        "rows": [[index[key] for key in found] for found in rows],
    }


def _keys(column: Column, record: Record) -> list[str]:
    found: dict[str, None] = {}
    for fact in column.facts(record):
        if fact.blank:
            found[fact.blank.value] = None
        for value in values(fact):
            found[short(value)] = None
    if len(found) > 1:
        found.pop(Blank.NOT_CHECKED.value, None)
    return list(found)


def _order(catalog: Catalog, column: Column) -> Callable[[str, int], Any]:
    """Closed lists keep their own order; open ones put what is frequent first."""
    if column.term:
        members = [member.value for member in column.term]
        return lambda key, count: (members.index(key), count)
    return lambda key, count: (-count, _label(catalog, column, key).casefold())


def _label(catalog: Catalog, column: Column, key: str) -> str:
    entry = catalog.entry(column, key)
    return entry.name if entry else key


def _meaning(catalog: Catalog, column: Column, key: str) -> str:
    if key in {blank.value for blank in _BLANKS}:
        return Blank(key).meaning
    entry = catalog.entry(column, key)
    if entry:
        return entry.meaning
    return column.term(key).meaning if column.term and column.kind is Kind.TERM else ""  # type: ignore[call-arg]


def texts(catalog: Catalog, column: Column, records: Sequence[Record]) -> list[str]:
    """One line of text a row, for columns that are not in the page until a reader asks for them."""
    return [
        "; ".join(dict.fromkeys(plain(catalog, column, fact) for fact in column.facts(record))) for record in records
    ]
