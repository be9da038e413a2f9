"""Sorts the keys of mappings into the order of the model by moving text, so that every other character stays.

ruamel.yaml cannot do this: it writes the whole file anew, and attaches a comment above a key to the key before it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import yaml

from catalog.format.parsed import parsed
from catalog.format.scalars import keeps_empty_lines
from catalog.format.walk import scalar_keys, walk
from catalog.model.node import Node


def order_keys(text: str, model: Node) -> str:
    """Return `text` with the keys of every mapping in the order of `model`; unknown keys come last, in file order.

    Comments above a key and inside its value move with it; comments at the start of the file stay.
    """
    # One mapping at a time: moving text changes the positions of all nodes.
    while (changed := _sort_first_unsorted(text, model)) != text:
        text = changed
    return text


def _sort_first_unsorted(text: str, model: Node) -> str:
    """Return `text` with the first mapping sorted whose keys are not, and can be."""
    tree = parsed(text)
    for node, node_model, path in walk(tree.root, model):
        if isinstance(node, yaml.MappingNode):
            order = _order(node, node_model)
            if order != sorted(order):
                changed = _sort_flow(text, node, order) if node.flow_style else _sort_block(text, node, order, path)
                if changed != text:
                    return changed
    return text


def _order(node: yaml.MappingNode, model: Node) -> list[int]:
    """Return the indices of the entries in the order of the model."""
    keys = scalar_keys(node)
    ranks = {key: rank for rank, key in enumerate(model.allowed_keys(keys))}
    return sorted(range(len(keys)), key=lambda index: ranks.get(keys[index], len(ranks)))


def _sort_flow(text: str, node: yaml.MappingNode, order: list[int]) -> str:
    """Reorder the entries of `{…}` and leave the text between them; with comments inside, return `text`."""
    start, end = node.start_mark.index, node.end_mark.index
    spans = [(key.start_mark.index, value.end_mark.index) for key, value in node.value]
    gaps = [text[before[1] : after[0]] for before, after in pairwise(spans)]
    if any("#" in gap for gap in [*gaps, text[start : spans[0][0]], text[spans[-1][1] : end]]):
        return text
    entries = [text[slice(*spans[index])] for index in order]
    middle = "".join(gap + entry for gap, entry in zip(["", *gaps], entries, strict=True))
    return text[: spans[0][0]] + middle + text[spans[-1][1] :]


def _sort_block(text: str, node: yaml.MappingNode, order: list[int], path: tuple[object, ...]) -> str:
    """Reorder the entries of a block mapping by moving whole lines."""
    lines = text.split("\n")
    first_key = node.value[0][0].start_mark
    # In a list, `- ` precedes the first key. It is not part of the entry and goes before the new first key.
    prefix = lines[first_key.line][: first_key.column]
    lines[first_key.line] = " " * first_key.column + lines[first_key.line][first_key.column :]
    starts = [first_line(lines, node, index, is_root=not path) for index in range(len(order))]
    # `+ 1`: `last_line` is inclusive, `end` is not. Comments indented more than the keys are inside the last value.
    end = last_line(node.value[-1][1]) + 1
    while end < len(lines) and _is_comment(lines[end]) and _indent(lines[end]) > first_key.column:
        end += 1
    entries = [lines[start:stop] for start, stop in zip(starts, [*starts[1:], end], strict=True)]
    # Empty lines separate an entry from the one before; the new first entry leaves them to the former first.
    while not entries[order[0]][0].strip():
        entries[0].insert(0, entries[order[0]].pop(0))
    values = [node.value[index][1] for index in order]
    parts = _separated([*(entries[index] for index in order), lines[end:]], values, text)
    sorted_lines = [line for part in parts[:-1] for line in part]
    if prefix.strip():
        key_line = next(index for index, line in enumerate(sorted_lines) if line.strip() and not _is_comment(line))
        sorted_lines[key_line] = prefix + sorted_lines[key_line][first_key.column :]
    return "\n".join([*lines[: starts[0]], *sorted_lines, *parts[-1]])


def _separated(parts: list[list[str]], values: list[Any], text: str) -> list[list[str]]:
    """Return `parts` without empty lines where they would become part of the text above, which is one of `values`."""
    for index, value in enumerate(values, 1):
        if keeps_empty_lines(_last_leaf(value), text):
            while len(parts[index]) > 1 and not parts[index][0].strip():
                parts[index] = parts[index][1:]
    return parts


def _last_leaf(node: Any) -> Any:
    """Return the last scalar or the last braces or brackets of a node."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node


def first_line(lines: list[str], node: Any, index: int, *, is_root: bool) -> int:
    """Return the first line of an entry: its key's, or that of the first comment that belongs to the key."""
    key = node.value[index][0].start_mark
    line = int(key.line)
    if index:
        # Comments between two entries belong to the second, unless they are indented more than the keys.
        start = last_line(node.value[index - 1][1]) + 1
        inner = (number for number in range(start, line) if _is_comment(lines[number]))
        return max((number + 1 for number in inner if _indent(lines[number]) > key.column), default=start)
    while line > 0 and _is_comment(lines[line - 1]) and _indent(lines[line - 1]) >= key.column:
        line -= 1
    # Comments that reach up to the start of the file are about the file.
    return int(key.line) if is_root and line == 0 else line


def last_line(node: Any) -> int:
    """Return the last line with content of a node.

    The end mark of a block is where the next node starts; that of a scalar may be column 0 of the line after it.
    """
    leaf = _last_leaf(node)
    first, end = int(leaf.start_mark.line), leaf.end_mark
    return max(first, int(end.line) - int(end.column == 0))


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
