"""The data by which the scripts filter, count and sort: one array per column, an item for each model of each row.

A record without variants is one model; of the others only those that count are in the data.

Its form may change at any time, unlike that of `catalog.exports`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from catalog.catalog import Catalog
from catalog.charts.marks import BLANK_STYLE, MARKER_STYLES, marker_path
from catalog.model.columns import Column
from catalog.pages import compare
from catalog.pages.cells import by_variant, fact_text, variants_text
from catalog.pages.render import data_script
from catalog.settings.query import blank_of, filter_keys
from catalog.values import Blank, Bound, Model, Record

T = TypeVar("T")
_BOUNDS = [Bound.EXACT, Bound.AT_LEAST, Bound.ABOUT, Bound.AT_MOST]
_EPOCH = date(1970, 1, 1).toordinal()
_FORM_ONLY = ("meanings", "many", "blank_counts")


def payload(catalog: Catalog) -> dict[str, Any]:
    """The data of table and charts: what the form shows of it, and what the scripts read."""
    range_filters = (range_filter(catalog, column) for column in catalog.columns if is_range(column))
    ranges = list(filter(None, range_filters))
    _qualify_labels(catalog, ranges)
    return {
        "one": catalog.settings.one,
        "many": catalog.settings.many,
        "most": compare.MOST,
        "moved": {former: record.slug for record in catalog.newest_first for former in record.formerly},
        "axes": _axes(catalog, ranges),
        "slugs": [record.slug for record in catalog.newest_first],
        "names": [record.name for record in catalog.newest_first],
        "variants": _variants(catalog),
        "columns": [column.path for column in catalog.shown],
        "sort": {column.path: sort_keys(catalog, column) for column in catalog.shown},
        "facets": [facet_filter(catalog, column) for column in catalog.facets if not is_range(column)],
        "ranges": ranges,
        "looks": [[style.css_colour, marker_path(style)] for style in (*MARKER_STYLES, BLANK_STYLE)],
    }


def _models(catalog: Catalog) -> list[Model]:
    """The models by which records are filtered and sorted: those of each row together."""
    return [model for record in catalog.newest_first for model in record.counted_models]


def _variants(catalog: Catalog) -> list[tuple[int, list[str]]]:
    """The rows of several models, each with their names; that of what the record says of no variant is empty."""
    rows = ((row, record.counted_models) for row, record in enumerate(catalog.newest_first))
    return [(row, [model.name for model in models]) for row, models in rows if len(models) > 1]


def _count_records(catalog: Catalog, keys: Iterable[Iterable[T]]) -> Counter[T]:
    """Of the keys of each model: how many records have them."""
    found = {(model.record.slug, key) for model, own in zip(_models(catalog), keys, strict=True) for key in own}
    return Counter(key for _, key in found)


def script_payload(data: Mapping[str, Any]) -> dict[str, Any]:
    """The part of the payload that the scripts read; the rest is in the form already."""
    fields = {name: [_without(field, _FORM_ONLY) for field in data[name]] for name in ("facets", "ranges")}
    return {**data, **fields}


def _without(field: Mapping[str, Any], keys: Collection[str]) -> dict[str, Any]:
    return {key: value for key, value in field.items() if key not in keys}


def _qualify_labels(catalog: Catalog, ranges: Sequence[dict[str, Any]]) -> None:
    """Put the name of their part before the labels of fields whose label another, less deep field has, too."""
    labels: set[str] = set()
    for field in sorted(ranges, key=lambda field: field["path"].count(".")):
        column = catalog.by_path[field["path"]]
        if column.label in labels:
            field["label"] = f"{column.group}: {column.label}"
        labels.add(column.label)


def _axes(catalog: Catalog, ranges: Sequence[dict[str, Any]]) -> dict[str, str]:
    """The axes of the custom chart at first: the date, and what the survey's charts show."""
    paths = [field["path"] for field in ranges]
    charted = [getattr(chart, name, "") for chart in catalog.settings.charts for name in ("y", "x")]
    x = catalog.settings.newest if catalog.settings.newest in paths else next(iter(paths), "")
    y = next((path for path in (*charted, *paths) if path in paths and path != x), x)
    facets = [getattr(chart, name, "") for chart in catalog.settings.charts for name in ("colour", "lane")]
    return {"x": x, "y": y, "colour": next(filter(None, facets), "")}


def is_range(column: Column) -> bool:
    """Return True for a column that readers filter by number or date instead of by words."""
    return bool(column.show.scale)


def range_filter(catalog: Catalog, column: Column) -> dict[str, Any] | None:
    """One filter by number or date; None if no record has a value.

    A row is the index of its blank, or pairs: of an amount the number and the index of its bound, of a date the
    first and the last day it can mean, in days since 1970-01-01.
    """
    rows = [_pairs(column, model.facts) for model in _models(catalog)]
    if all(isinstance(row, Blank) for row in rows):
        return None
    blanks = [blank for blank in Blank if blank in rows]
    counts = _count_records(catalog, ([row] if isinstance(row, Blank) else [] for row in rows))
    return {
        "path": column.path,
        "label": column.label,
        "unit": column.unit,
        "kind": "date" if column.type.is_date else "amount",
        "scale": column.show.scale,
        "blanks": [blank.value for blank in blanks],
        "blank_counts": [counts[blank] for blank in blanks],
        "rows": [blanks.index(row) if isinstance(row, Blank) else row for row in rows],
    }


def _pairs(column: Column, facts: Record) -> list[float] | Blank:
    pairs = [end for fact in column.facts(facts) for value in fact.values for end in _pair(column, value)]
    return pairs or blank_of(column, facts)


def _pair(column: Column, value: Any) -> tuple[float, float]:
    low, high = column.type.bounds(value)
    if column.type.is_date:
        return int(low) - _EPOCH, int(high) - _EPOCH
    return int(low) if low.is_integer() else low, _BOUNDS.index(column.type.bound(value))


def sort_keys(catalog: Catalog, column: Column) -> list[Any]:
    """One key per model, None if no value is known: such rows come last in either direction."""
    return [_sort_key(catalog, column, model.facts) for model in _models(catalog)]


def _sort_key(catalog: Catalog, column: Column, facts: Record) -> Any:
    first = next(iter(catalog.values(column, facts)), None)
    if first is None:
        return None
    entry = catalog.entry(column, first)
    return entry.name.casefold() if entry else column.type.sort_key(first)


def facet_filter(catalog: Catalog, column: Column) -> dict[str, Any]:
    """The options of one filter, most used first and blanks last, and which of them each model has."""
    rows = [filter_keys(column, model.facts) for model in _models(catalog)]
    counts = _count_records(catalog, rows)
    blanks = [blank.value for blank in Blank if blank.value in counts]
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
        "many": any(len(keys_of_row) > 1 for keys_of_row in rows),
        "rows": [[index[key] for key in keys_of_row] for keys_of_row in rows],
    }


def _order(catalog: Catalog, column: Column) -> Callable[[str, int], Any]:
    """The sort key of an option: closed lists keep their own order, others begin with the most frequent."""
    words = list(column.type.words)
    if words:
        return lambda key, count: (words.index(key), count)
    return lambda key, count: (-count, _label(catalog, column, key).casefold())


def _label(catalog: Catalog, column: Column, key: str) -> str:
    entry = catalog.entry(column, key)
    return entry.name if entry else key


def _meaning(catalog: Catalog, column: Column, key: str) -> str:
    if key in {blank.value for blank in Blank}:
        return Blank(key).meaning
    entry = catalog.entry(column, key)
    return entry.meaning if entry else column.type.words.get(key, "")


def texts(catalog: Catalog, column: Column) -> list[str]:
    """One line of text per row, for columns that are loaded when a reader chooses them."""
    return [_text(catalog, column, record) for record in catalog.newest_first]


def _text(catalog: Catalog, column: Column, record: Record) -> str:
    facts = by_variant(column, record, lambda fact: fact_text(catalog, column, fact))
    most = len(record.counted_models)
    return "; ".join(f"{text} ({variants_text(names, most)})" if names else text for text, names in facts)


def extra_columns(catalog: Catalog) -> str:
    """The columns the table does not show at first, as a script that is loaded when a reader chooses one."""
    more = {
        column.path: {
            "label": column.label,
            "texts": texts(catalog, column),
            "sort": sort_keys(catalog, column),
        }
        for column in catalog.columns
        if column not in catalog.shown
    }
    return data_script(more)
