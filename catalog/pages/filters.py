"""The filters of a table: by words, each with its count, and by number or date.

`values` has what each entry of a column's dictionary is to the filter, for the scripts; the form prints the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, TypeVar

from catalog.catalog import Catalog
from catalog.charts import scales
from catalog.model.columns import Column
from catalog.pages.dictionary import Dictionary
from catalog.settings.keys import keys_of, known_values, reason_of
from catalog.values import NOT_WELL_SOURCED, Blank, Bound, Fact
from catalog.values.digits import whole_or_float
from catalog.values.when import EPOCH

T = TypeVar("T")
_BOUNDS = [Bound.EXACT, Bound.AT_LEAST, Bound.ABOUT, Bound.AT_MOST]
_REASONS = {blank.value: blank.meaning for blank in Blank} | {
    NOT_WELL_SOURCED: "There is a value, of which only well-sourced ones are asked for."
}
"""Why there is no value, with the meaning."""


def is_range(column: Column) -> bool:
    """Return True for a column that readers filter by number or date instead of by words."""
    return bool(column.show.scale)


def _counts(dictionary: Dictionary, keys: Sequence[Iterable[str]], rows: Sequence[slice]) -> Counter[str]:
    """Of the keys of each entry: how many rows have them; a row is its models."""
    counts: Counter[str] = Counter()
    for codes, times in Counter([tuple(dictionary.codes[row]) for row in rows]).items():
        for key in dict.fromkeys(key for code in codes for key in keys[code]):
            counts[key] += times
    return counts


def range_filter(dictionary: Dictionary, rows: Sequence[slice], *, has_evidence: bool = True) -> dict[str, Any] | None:
    """One filter by number or date; None if no record has a value.

    An entry is the index of its blank, or pairs: of an amount the number and the index of its bound, of a span both
    ends, of a date the first and the last day it can mean, in days since 1970-01-01. `sourced` is the same of
    well-sourced facts alone, if the survey `has_evidence`; `ends` and `ticks` are those of the scale along which it is
    filtered, `step` is that of a linear one.
    """
    column = dictionary.column
    values, sourced = _all_and_sourced(partial(_pairs, column), dictionary, has_evidence=has_evidence)
    if all(isinstance(value, str) for value in values):
        return None
    blanks = [reason for reason in _REASONS if reason in (*values, *sourced)]
    counts = _counts(dictionary, [[value] if isinstance(value, str) else [] for value in values], rows)
    return {
        "path": column.path,
        "label": column.label,
        "unit": column.unit,
        "kind": "date" if column.type.is_date else "span" if column.type.has_ends else "amount",
        "scale": column.show.scale,
        **_scale(column, [value for value in values if not isinstance(value, str)]),
        "blanks": blanks,
        "blank_counts": [counts[blank] for blank in blanks],
        "values": [blanks.index(value) if isinstance(value, str) else value for value in values],
        "sourced": [blanks.index(value) if isinstance(value, str) else value for value in sourced],
    }


def _all_and_sourced(read: Callable[..., T], dictionary: Dictionary, *, has_evidence: bool) -> tuple[list[T], list[T]]:
    """What is read of each entry: of all facts, and of well-sourced ones alone."""
    values = [read(facts) for facts in dictionary.facts]
    pairs = zip(dictionary.facts, values, strict=True) if has_evidence else ()
    sourced = [
        value if all(fact.is_well_sourced for fact in facts) else read(facts, well=True) for facts, value in pairs
    ]
    return values, sourced if has_evidence else values


def _pairs(column: Column, facts: Sequence[Fact[Any]], *, well: bool = False) -> list[float] | str:
    pairs = [end for value in known_values(facts, well=well) for end in _pair(column, value)]
    return pairs or reason_of(column, facts, well=well)


def _pair(column: Column, value: Any) -> tuple[float, float]:
    low, high = column.type.bounds(value)
    if column.type.is_date:
        return int(low) - EPOCH, int(high) - EPOCH
    if not column.type.has_ends:
        return whole_or_float(low), _BOUNDS.index(column.type.bound(value))
    bound = column.type.bound(value)
    low, high = (-_ENDLESS if bound is Bound.AT_MOST else low), (_ENDLESS if bound is Bound.AT_LEAST else high)
    return whole_or_float(low), whole_or_float(high)


_ENDLESS = 1e300
"""The end of a span without one, for JSON has no infinity."""


_LENGTH = 800
"""Of the axis of the reader's own chart, in user units: so many ticks have room."""


def _scale(column: Column, pairs: Sequence[Sequence[float]]) -> dict[str, Any]:
    """The round ends of a scale around all values, its ticks, and its step where it is linear.

    A few dates that are far off may be left out.
    """
    since = EPOCH if column.type.is_date else 0
    firsts, lasts = ([value + since for own in pairs for value in own[first::2]] for first in (0, 1))
    if column.type.is_date:
        scale = scales.most_time(firsts, lasts, 0, _LENGTH)
    else:
        ends = [end for end in (*firsts, *(lasts if column.type.has_ends else ())) if abs(end) < _ENDLESS]
        scale = (scales.log if column.show.scale == "log" else scales.linear)(ends, 0, _LENGTH)
    return {
        "ends": [scale.low - since, scale.high - since],
        "step": scale.ticks[1].at - scale.ticks[0].at if scale.kind == "linear" else 0,
        "ticks": [[tick.at - since, tick.label] for tick in scale.ticks if tick.label],
    }


def facet_filter(catalog: Catalog, dictionary: Dictionary, rows: Sequence[slice]) -> dict[str, Any]:
    """The options of one filter, most used first and blanks last; an entry is those of them that it has.

    `sourced` is the same of well-sourced facts alone.
    """
    column = dictionary.column
    values, sourced = _all_and_sourced(partial(keys_of, column), dictionary, has_evidence=catalog.has_evidence)
    counts = _counts(dictionary, values, rows)
    found = {key for own in (*values, *sourced) for key in own}
    blanks = [reason for reason in _REASONS if reason in found]
    order = _order(catalog, column, [value for facts in dictionary.facts for value in known_values(facts)])
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
        "many": any(len(own) > 1 for own in values),
        "values": [[index[key] for key in own] for own in values],
        "sourced": [[index[key] for key in own] for own in sourced],
    }


def _order(catalog: Catalog, column: Column, values: Sequence[Any]) -> Callable[[str, int], Any]:
    """The sort key of an option: lists and versions keep their own order, others begin with the most frequent."""
    words = list(column.type.words)
    if words:
        return lambda key, count: (words.index(key), count)
    natural = {column.type.category(value): column.type.sort_key(value) for value in values}
    if not column.type.choices and not any(isinstance(key, str) for key in natural.values()):
        return lambda key, _: (natural[key], key)
    return lambda key, count: (-count, _label(catalog, column, key).casefold())


def _label(catalog: Catalog, column: Column, key: str) -> str:
    entry = catalog.entry(column, key)
    return entry.name if entry else key


def _meaning(catalog: Catalog, column: Column, key: str) -> str:
    if key in _REASONS:
        return _REASONS[key]
    entry = catalog.entry(column, key)
    return entry.meaning if entry else column.type.words.get(key, "")
