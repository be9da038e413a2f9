"""The comments of a YAML file with their places, and the scalars between which they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalog.load.tree import Tree

_COMMENT = re.compile(r"#.*")
_ONLY_PUNCTUATION = re.compile(r"[\s\-?:,\[\]{}]*")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, from its first `#` to the end of the line; a `#` inside it begins no other."""

    text: str
    start: int
    """Index in the text of the file, as `end`."""
    end: int
    column: int
    spaces: int
    """Number of blanks before it."""
    is_behind: bool
    """Whether a key or a value stands before it on its line."""


def comments(tree: Tree) -> Iterator[Comment]:
    """Yield every comment in the order of the file, except behind the `|` or `>` of a block scalar."""
    for start, end in _gaps(tree):
        for match in _COMMENT.finditer(tree.text, start, end):
            yield _comment(tree.text, match.start(), match[0].rstrip())


def _comment(file_text: str, start: int, text: str) -> Comment:
    line_start = file_text.rfind("\n", 0, start) + 1
    before = file_text[line_start:start]
    spaces = len(before) - len(before.rstrip())
    is_behind = not _ONLY_PUNCTUATION.fullmatch(before)
    return Comment(text, start, start + len(text), start - line_start, spaces, is_behind)


def _gaps(tree: Tree) -> Iterator[tuple[int, int]]:
    """Yield start and end of the text between two scalars: blanks, punctuation and comments."""
    index = 0
    for start, end in sorted((node.start_mark.index, node.end_mark.index) for node in scalars(tree)):
        yield index, start
        index = end
    yield index, len(tree.text)


def scalars(tree: Tree) -> Iterator[Any]:
    """Yield the node of every key and single value."""
    pending = [tree.root]
    while pending:
        node = pending.pop()
        if node.id == "scalar":
            yield node
        elif node.id == "mapping":
            pending += [child for pair in node.value for child in pair]
        else:
            pending += node.value
