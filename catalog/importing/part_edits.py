"""The edits of a list of parts that make it follow a cell with a list of mappings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from catalog.format.edit import edit_text, get_at, insert_text

Told = tuple[str, Any, Any]
"""Path, what was there, what is there now."""


def follow_parts(
    text: str, data: Mapping[str, Any], path: Sequence[str], items: Sequence[Mapping[str, Any]]
) -> tuple[str, list[Told]]:
    """Return the text of a record in which a list has the fields of the table's items, and what was changed.

    Items are told apart by their first field, those with the same one by their order. What a person wrote with
    evidence stays, and so do items that the table does not have.
    """
    there = get_at(data, path)
    dotted = ".".join(path)
    if not isinstance(there, list):
        return edit_text(text, tuple(path), [dict(item) for item in items]), [(dotted, None, f"{len(items)} entries")]
    told: list[Told] = []
    before_keys = _keys(there)
    known = list(before_keys)
    for position, (item, key) in enumerate(zip(items, _keys(items), strict=True)):
        if key not in known:
            at = min(position, len(known))
            text = _put(text, (*path, at), dict(item), is_new=at == len(known))
            known.insert(at, key)
            told.append((f"{dotted}.{at}", None, key[0]))
            continue
        at = known.index(key)
        index = before_keys.index(key) if key in before_keys else None
        before = there[index] if index is not None and isinstance(there[index], Mapping) else {}
        for name, value in item.items():
            old = before.get(name)
            is_by_hand = isinstance(old, Mapping) and "source" in old
            if old != value and str(old) != str(value) and not is_by_hand:
                text = edit_text(text, (*path, at, name), value)
                told.append((f"{dotted}.{at}.{name}", old, value))
    return text, told


def _put(text: str, path: tuple[str | int, ...], item: Any, *, is_new: bool) -> str:
    return edit_text(text, path, item) if is_new else insert_text(text, path, item)


def _keys(items: Sequence[Any]) -> list[tuple[str, int]]:
    """What tells each item apart: the value of its first field, and how many before it have the same."""
    counts: Counter[str] = Counter()
    keys = []
    for item in items:
        first = _first(item)
        keys.append((first, counts[first]))
        counts[first] += 1
    return keys


def _first(item: Any) -> str:
    """What tells an item apart: the value of its first field."""
    value = next(iter(item.values()), "") if isinstance(item, Mapping) else item
    return str(value.get("value")) if isinstance(value, Mapping) else str(value)
