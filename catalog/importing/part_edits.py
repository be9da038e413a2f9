"""The edits of a list of parts that make it follow a cell with a list of mappings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.format.edit import edit_text, get_at, insert_text

Told = tuple[str, Any, Any]
"""Path, what was there, what is there now."""


def follow_parts(
    text: str, data: Mapping[str, Any], path: Sequence[str], items: Sequence[Mapping[str, Any]]
) -> tuple[str, list[Told]]:
    """Return the text of a record in which a list has the fields of the table's items, and what was changed.

    Items are told apart by their first field. What a person wrote with evidence stays, and so do items that the table
    does not have.
    """
    there = get_at(data, path)
    dotted = ".".join(path)
    if not isinstance(there, list):
        return edit_text(text, tuple(path), [dict(item) for item in items]), [(dotted, None, f"{len(items)} entries")]
    told: list[Told] = []
    known = [_first(item) for item in there]
    for position, item in enumerate(items):
        key = _first(item)
        if key not in known:
            at = min(position, len(known))
            text = _put(text, (*path, at), dict(item), is_new=at == len(known))
            known.insert(at, key)
            told.append((f"{dotted}.{at}", None, key))
            continue
        at = known.index(key)
        index = next((number for number, other in enumerate(there) if _first(other) == key), None)
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


def _first(item: Any) -> str:
    """What tells an item apart: the value of its first field."""
    value = next(iter(item.values()), "") if isinstance(item, Mapping) else item
    return str(value.get("value")) if isinstance(value, Mapping) else str(value)
