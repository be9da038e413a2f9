"""The edits of a list of parts that make it follow a cell with a list of mappings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from catalog.format.edit import edit_text, get_at, insert_text, parse_yaml, remove_text
from catalog.importing.updating.merge import plain

Key = tuple[str, int]
Item = Mapping[str, Any]


class PartEdits:
    """Works out the edits of one list. Items are told apart by their first field, those with the same by their order.

    `base` is what the table said last time; where that is not known, what has a source was made by hand, and nothing
    is removed. Nor is it where the cell `is_whole` not: something in it could not be read.

    `told` are path, what was there and what is there now; `kept` the same for what people and the table changed, behind
    the steps that lead there.
    """

    def __init__(
        self, text: str, data: Item, path: Sequence[str], base: Sequence[Item] | None, *, is_whole: bool
    ) -> None:
        self._text, self._data, self._path = text, data, tuple(path)
        there = get_at(data, path)
        self._there = there if isinstance(there, list) else []
        self._before = None if base is None else dict(zip(_keys(base), base, strict=True))
        self._is_whole, self._may_remove = is_whole, is_whole and base is not None
        self.told: list[tuple[str, Any, Any]] = []
        self.kept: list[tuple[tuple[str | int, ...], str, Any, Any]] = []

    def apply(self, items: Sequence[Item]) -> str:
        """Return the text of the record in which the list follows the items of the table."""
        if not self._there and not self._before:
            return self._fill(items)
        ours = dict(zip(_keys(self._there), self._there, strict=True))
        theirs = dict(zip(_keys(items), items, strict=True))
        known = list(ours)
        for index, key in enumerate(ours):
            if key not in theirs and self._may_remove:
                self._drop(known, key, index, ours[key])
        for position, (key, item) in enumerate(theirs.items()):
            if key in ours:
                self._follow(known.index(key), list(ours).index(key), ours[key], key, item)
            elif self._before is not None and key in self._before:
                if plain(item) != plain(self._before[key]):
                    self.kept.append((self._path, self._dotted(), None, _told(item)))
            elif self._is_whole:  # else the item may be one of which the first field cannot be read
                at = min(position, len(known))
                self._insert(at, dict(item), is_last=at == len(known))
                known.insert(at, key)
                self.told.append((self._dotted(at), None, key[0]))
        return self._text

    def _fill(self, items: Sequence[Item]) -> str:
        if items and get_at(self._data, self._path) is None:
            self.told.append((self._dotted(), None, f"{len(items)} entries"))
            return edit_text(self._text, self._path, [dict(item) for item in items])
        for at, item in enumerate(items):
            self._insert(at, dict(item), is_last=True)
            self.told.append((self._dotted(at), None, _told(item)))
        return self._text

    def _follow(self, at: int, index: int, ours: Any, key: Key, item: Item) -> None:
        """Change the fields of one item; it stands at `at` by now, and stood at `index`."""
        ours = ours if isinstance(ours, Mapping) else {}
        before = self._before.get(key, {}) if self._before is not None else None
        for name in (*item, *(name for name in before or {} if name not in item and self._may_remove)):
            old, new = ours.get(name), item.get(name)
            if before is not None:
                was = before.get(name)
            else:
                was = old if not (isinstance(old, Mapping) and "source" in old) else new
            if plain(old) == plain(new) or plain(new) == plain(was):
                continue
            if plain(old) != plain(was):
                self.kept.append(((*self._path, index, name), self._dotted(at, name), _value(old), _value(new)))
                continue
            path: tuple[str | int, ...] = (*self._path, at, str(name))
            self._text = remove_text(self._text, path) if new is None else edit_text(self._text, path, new)
            self.told.append((self._dotted(at, name), old, new))

    def _drop(self, known: list[Key], key: Key, index: int, ours: Any) -> None:
        """Remove an item that the table has no more, unless people changed it, or made it."""
        before = (self._before or {}).get(key)
        if before is None:
            return
        if plain(ours) != plain(before):
            self.kept.append(((*self._path, index), self._dotted(index), key[0], None))
            return
        at = known.index(key)
        self._text = remove_text(self._text, (*self._path, at))
        known.pop(at)
        self.told.append((self._dotted(at), key[0], None))

    def _insert(self, at: int, item: dict[str, Any], *, is_last: bool) -> None:
        there = get_at(parse_yaml(self._text), self._path)
        edit = edit_text if is_last or not there else insert_text
        self._text = edit(self._text, (*self._path, at), item)

    def _dotted(self, *steps: str | int) -> str:
        return ".".join(map(str, (*self._path, *steps)))


def _told(item: Item) -> str:
    return _first(item)


def _value(there: Any) -> Any:
    return there.get("value") if isinstance(there, Mapping) else there


def _keys(items: Sequence[Any]) -> list[Key]:
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
    return str(plain(_value(value)))
