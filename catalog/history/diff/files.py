"""Compares vocabularies and settings as plain data, without their models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalog.history.diff.changes import Change, Note


def file_changes(before: Any, after: Any, *, is_vocabulary: bool) -> tuple[Change, ...]:
    """Return what differs between two mappings; in a vocabulary, each key has an entry of its own."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return () if before == after else (whole_file_change("changed"),)
    return tuple(_entries(before, after) if is_vocabulary else _keys("", before, after))


def whole_file_change(what: str) -> Change:
    """Return the change of a file that was `added`, `removed` or `changed`."""
    return Change("", "", notes=(Note("file", what),))


def _entries(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    added = tuple(_entry_name(key, after[key]) for key in after if key not in before)
    removed = tuple(key for key in before if key not in after)
    if added or removed:
        yield Change("", "", added=added, removed=removed)
    for key, new in after.items():
        old = before.get(key, new)
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            yield from _keys(key, old, new)
        else:
            yield Change(key, key, notes=(Note("entry", "changed"),))


def _entry_name(key: str, entry: Any) -> str:
    name = entry.get("name") if isinstance(entry, dict) else None
    return f"{name} ({key})" if name and str(name) != key else key


def _keys(above: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        path, label = (f"{above}.{key}", f"{above}, {key}") if above else (key, key)
        if _is_list(old) and _is_list(new):
            added = tuple(str(item) for item in new or () if item not in (old or ()))
            removed = tuple(str(item) for item in old or () if item not in (new or ()))
            order = () if added or removed else (Note("order", "changed"),)
            yield Change(path, label, added=added, removed=removed, notes=order)
        elif _is_scalar(old) and _is_scalar(new):
            yield Change(path, label, before=_scalar_text(old), after=_scalar_text(new))
        else:
            what = "added" if old is None else "removed" if new is None else "changed"
            yield Change(path, label, notes=(Note("entry", what),))


def _is_scalar(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _is_list(value: Any) -> bool:
    """A list of plain values, or nothing."""
    return value is None or (isinstance(value, list) and all(map(_is_scalar, value)))


def _scalar_text(value: Any) -> str:
    return "none" if value is None else str(value)
