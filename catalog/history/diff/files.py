"""Compares vocabularies and settings as plain data: they need no model to be told apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalog.history.diff.changes import Change, Note


def changed_file(before: Any, after: Any, *, words: bool) -> tuple[Change, ...]:
    """What differs between two mappings; with `words`, each key is a word with an entry of its own."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return () if before == after else (whole_file("changed"),)
    return tuple(_words(before, after) if words else _keys("", before, after))


def whole_file(what: str) -> Change:
    """A file that was `added`, `removed` or `changed`."""
    return Change("", "", notes=(Note("file", what),))


def _words(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    added = tuple(_word(key, after[key]) for key in after if key not in before)
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


def _word(key: str, entry: Any) -> str:
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
            yield Change(path, label, before=_said(old), after=_said(new))
        else:
            what = "added" if old is None else "removed" if new is None else "changed"
            yield Change(path, label, notes=(Note("entry", what),))


def _is_scalar(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _is_list(value: Any) -> bool:
    """A list of plain values, or nothing."""
    return value is None or (isinstance(value, list) and all(map(_is_scalar, value)))


def _said(value: Any) -> str:
    return "none" if value is None else str(value)
