"""Compares a file before and after formatting: no comment may be lost and no value change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from catalog.errors import Problem
from catalog.format.comments import comments
from catalog.load.tree import Tree

Path = tuple[str | int, ...]


def find_loss(before: Tree, after: Tree) -> Problem | None:
    """Return the first place of `before` that `after` does not have as it was; None if nothing is lost."""
    return _lost_comment(before, after) or _changed_value(before, after)


def _lost_comment(before: Tree, after: Tree) -> Problem | None:
    written = Counter(comment.text for comment in comments(after))
    for comment in comments(before):
        if not written[comment.text]:
            line = before.text.count("\n", 0, comment.start) + 1
            message = "formatting would lose this comment"
            hint = "move it to a line of its own, above the key that it is about"
            return Problem(before.file, line, comment.column + 1, "", message, hint, "format")
        written[comment.text] -= 1
    return None


def _changed_value(before: Tree, after: Tree) -> Problem | None:
    path = next(_differences(before.data, after.data, ()), None)
    if path is None:
        return None
    field = ".".join(map(str, path))
    hint = 'write the value on one line, with quotes around text: "…"'
    return Problem(before.file, *before.position(path), field, "formatting would change this value", hint, "format")


def _differences(before: Any, after: Any, path: Path) -> Iterator[Path]:
    """Yield the path of every value of `before` that `after` has not, and of what `after` has more."""
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        for key, item in before.items():
            yield from _differences(item, after[key], (*path, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, item in enumerate(before):
            yield from _differences(item, after[index], (*path, index))
    elif type(before) is not type(after) or before != after:
        yield path
