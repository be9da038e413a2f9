"""The house style: one line for each fact, blocks for parts, two spaces for each level.

Every scalar is written with the characters it has in the file, every comment once, so that nothing can be lost.
"""

from __future__ import annotations

import re
from collections import deque
from itertools import takewhile
from typing import Any

import yaml

from catalog.format.comments import Comment, comments
from catalog.format.scalars import dump_scalar, end_of_text, is_block_scalar, is_multiline
from catalog.format.walk import scalar_keys
from catalog.load.tree import Tree
from catalog.model.node import Node

_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")


def restyle(tree: Tree, model: Node) -> str:
    """Return the file in the house style; keys keep their order."""
    if not _has_items(tree.root):
        return tree.text
    return _Writer(tree).text(tree.root, model)


def _has_items(node: Any) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.value)


def _is_block(node: Any, model: Node) -> bool:
    """Return whether every item has its own line: in parts, contested facts, and what has several lines already."""
    if not _has_items(node):
        return False
    if not node.flow_style or node.start_mark.line != node.end_mark.line:
        return True
    if isinstance(node, yaml.MappingNode):
        return model.is_block(scalar_keys(node))
    has_mappings = any(isinstance(item, yaml.MappingNode) for item in node.value)
    return has_mappings and model.item is not None and bool(model.item.allowed_keys())


class _Writer:
    """Writes keys, items and comments in the order of the file."""

    def __init__(self, tree: Tree) -> None:
        self._source = tree.text
        self._comments = deque(comments(tree))
        self._position = 0
        """Index behind what was written last."""
        self._lines: list[str] = []
        self._dashes = ""
        """What precedes the next entry on its line, if it is the first of an item."""
        self._levels: dict[int, int] = {}
        """Column in the file → indent here, of the blocks that end or begin before the next entry."""
        self._takes_comment = False
        """Whether a comment may be appended to the last line."""

    def text(self, root: Any, model: Node) -> str:
        """Return the whole file."""
        self._block(root, model, 0)
        self._write_comments(len(self._source), 0)
        return "\n".join(self._lines) + "\n"

    def _block(self, node: Any, model: Node, indent: int) -> None:
        keys = scalar_keys(node) if isinstance(node, yaml.MappingNode) else []
        for index, entry in enumerate(node.value):
            self._add_level(node, indent)
            if isinstance(node, yaml.MappingNode):
                key, value = entry
                self._entry(self._raw(key) + ":", key, value, model.below(key.value, keys), indent)
            else:
                self._item(entry, model.below(index), indent)
        if node.flow_style:
            self._write_comments(node.end_mark.index, indent)
        self._add_level(node, indent)

    def _add_level(self, node: Any, indent: int) -> None:
        if not node.flow_style:
            column = node.start_mark.column
            self._levels[column] = min(indent, self._levels.get(column, indent))

    def _item(self, item: Any, model: Node, indent: int) -> None:
        if not _is_block(item, model):
            self._entry("-", item, item, model, indent)
            return
        self._add_level(item, indent + 2)
        self._write_comments(item.start_mark.index, indent)
        self._move_comment_above(item, indent)
        self._dashes = (self._dashes or " " * indent) + "- "
        self._block(item, model, indent + 2)

    def _entry(self, head: str, start: Any, value: Any, model: Node, indent: int) -> None:
        """Write a key or a dash, which is `head`, and its value."""
        self._write_comments(start.start_mark.index, indent)
        if _is_block(value, model):
            self._move_comment_above(value, indent)
            self._write(start, indent, [head])
            self._block(value, model, indent + 2)
            return
        if is_multiline(value) and not is_block_scalar(value):
            self._move_comment_above(value, indent)
        self._move_comments_between(value, indent)
        lines = self._inline(value, indent)
        self._write(start, indent, [f"{head} {lines[0]}".rstrip(), *lines[1:]])
        self._takes_comment = not lines[0].startswith(("|", ">"))
        self._position = end_of_text(value, self._source)

    def _write(self, node: Any, indent: int, lines: list[str]) -> None:
        self._keep_empty_line(node.start_mark.index)
        first, *more = lines
        self._lines += [(self._dashes or " " * indent) + first, *more]
        self._dashes = ""
        self._levels.clear()
        self._takes_comment = True
        self._position = node.end_mark.index

    def _inline(self, value: Any, indent: int) -> list[str]:
        """Return the lines of a scalar, or the one line of a collection."""
        if isinstance(value, yaml.ScalarNode):
            return dump_scalar(value, self._source, indent)
        return [self._flow(value)]

    def _flow(self, node: Any) -> str:
        if isinstance(node, yaml.ScalarNode):
            return self._raw(node)
        if isinstance(node, yaml.SequenceNode):
            return "[" + ", ".join(map(self._flow, node.value)) + "]"
        return "{" + ", ".join(f"{self._raw(key)}: {self._flow(value)}" for key, value in node.value) + "}"

    def _raw(self, node: Any) -> str:
        return self._source[node.start_mark.index : node.end_mark.index]

    def _write_comments(self, end: int, indent: int) -> None:
        """Write the comments before `end`, each behind the last line or on its own."""
        while self._comments and self._comments[0].start < end:
            comment = self._comments.popleft()
            if comment.is_behind and self._takes_comment:
                self._lines[-1] += (" " if comment.spaces == 1 else "  ") + comment.text
                self._takes_comment = False
                self._position = max(self._position, comment.end)
            else:
                self._write_comment(comment, indent)

    def _write_comment(self, comment: Comment, indent: int, start: int | None = None) -> None:
        """Write a comment on a line of its own; it is moved to the place of `start`."""
        self._keep_empty_line(comment.start if start is None else start)
        self._lines.append(" " * self._indent(comment, indent) + comment.text)
        self._takes_comment = False
        self._position = max(self._position, comment.end)

    def _indent(self, comment: Comment, indent: int) -> int:
        """Return the indent of the innermost block that a comment can belong to.

        Lines that were made comments at the start of the line stay there, so that they can be made values again.
        """
        if comment.column == 0 and not comment.is_behind:
            return 0
        columns = [column for column in self._levels if column <= comment.column]
        if columns and not comment.is_behind:
            return self._levels[max(columns)]
        return min(self._levels.values(), default=indent)

    def _move_comment_above(self, value: Any, indent: int) -> None:
        """Write the comment behind a value before its key: the last line of the value cannot take it."""
        end = value.end_mark.index
        comment = next((comment for comment in self._comments if comment.start >= end), None)
        if comment and not self._source[end : comment.start].strip(" \t,"):
            self._comments.remove(comment)
            self._write_comment(comment, indent, value.start_mark.index)

    def _move_comments_between(self, value: Any, indent: int) -> None:
        """Write the comments between a key and its value before the key if they have a line of their own."""
        start = value.start_mark.index
        for comment in list(takewhile(lambda comment: comment.start < start, self._comments)):
            if not comment.is_behind or is_multiline(value):
                self._comments.remove(comment)
                self._write_comment(comment, indent)

    def _keep_empty_line(self, start: int) -> None:
        if self._lines and _EMPTY_LINE.search(self._source, self._position, start):
            self._lines.append("")
