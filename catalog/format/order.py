"""Puts the keys of every mapping into the model's order by moving text, so that nothing else changes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from catalog.format.walk import collections, places, present_keys
from catalog.load.tree import Tree
from catalog.model.node import Node


def sort_keys(text: str, model: Node) -> str:
    """`text` with every mapping's keys in the model's order; unknown keys come last, as they stood.

    Comments above a key and at its end move with it. What begins the file stays there.
    """
    while (moved := _one_moved(text, model)) != text:
        text = moved
    return text


def _one_moved(text: str, model: Node) -> str:
    """`text` with the first mapping that is out of order put right."""
    tree = Tree(Path(), text.encode())
    for node, at, path in places(tree.root, model):
        if isinstance(node, yaml.MappingNode):
            wanted = _wanted(node, at)
            if wanted != list(range(len(wanted))):
                moved = _flow_moved(text, node, wanted) if node.flow_style else _block_moved(text, node, wanted, path)
                if moved != text:
                    return moved
    return text


def _wanted(node: yaml.MappingNode, at: Node) -> list[int]:
    """The positions of the entries in the order in which they should stand."""
    present = present_keys(node)
    rank = {key: index for index, key in enumerate(at.keys(present))}
    return sorted(range(len(present)), key=lambda index: rank.get(present[index], len(rank)))


def has_sorted_keys(tree: Tree, model: Node) -> bool:
    """Whether all keys stand in the model's order."""
    for node, at in collections(tree.root, model):
        if isinstance(node, yaml.MappingNode):
            wanted = _wanted(node, at)
            if wanted != sorted(wanted):
                return False
    return True


def _flow_moved(text: str, node: yaml.MappingNode, wanted: list[int]) -> str:
    """Exchange the entries of `{…}`, leaving what stands between them; comments inside forbid it."""
    start, end = node.start_mark.index, node.end_mark.index
    spans = [(key.start_mark.index, value.end_mark.index) for key, value in node.value]
    between = [text[before[1] : after[0]] for before, after in pairwise(spans)]
    if any("#" in gap for gap in [*between, text[start : spans[0][0]], text[spans[-1][1] : end]]):
        return text
    entries = [text[slice(*spans[index])] for index in wanted]
    middle = "".join(gap + entry for gap, entry in zip(["", *between], entries, strict=True))
    return text[: spans[0][0]] + middle + text[spans[-1][1] :]


def _block_moved(text: str, node: yaml.MappingNode, wanted: list[int], path: tuple[object, ...]) -> str:
    """Exchange whole lines; a dash before the first key stays where it is."""
    lines = text.split("\n")
    column = node.value[0][0].start_mark.column
    first = node.value[0][0].start_mark.line
    prefix = lines[first][:column]
    lines[first] = " " * column + lines[first][column:]
    starts = [_start(lines, node, index, top=not path) for index in range(len(wanted))]
    stop = _content_end(node.value[-1][1]) + 1
    while stop < len(lines) and _is_comment(lines[stop]) and _indent(lines[stop]) > column:
        stop += 1
    ends = [*starts[1:], stop]
    chunks = [lines[start:end] for start, end in zip(starts, ends, strict=True)]
    while not chunks[wanted[0]][0].strip():
        chunks[0].insert(0, chunks[wanted[0]].pop(0))
    moved = [line for index in wanted for line in chunks[index]]
    if prefix.strip():
        at = next(index for index, line in enumerate(moved) if line.strip() and not _is_comment(line))
        moved[at] = prefix + moved[at][column:]
    return "\n".join([*lines[: starts[0]], *moved, *lines[stop:]])


def _start(lines: list[str], node: Any, index: int, *, top: bool) -> int:
    """The line where an entry begins: that of the first comment that belongs to its key."""
    key = node.value[index][0].start_mark
    start = int(key.line)
    if index:
        floor = _content_end(node.value[index - 1][1]) + 1
        while start > floor and (_is_comment(lines[start - 1]) or not lines[start - 1].strip()):
            start -= 1
        while start < key.line and _is_comment(lines[start]) and _indent(lines[start]) > key.column:
            start += 1
        return start
    while start > 0 and _is_comment(lines[start - 1]) and _indent(lines[start - 1]) >= key.column:
        start -= 1
    return int(key.line) if top and start == 0 else start


def _content_end(node: Any) -> int:
    """The last line with content of a node; libyaml ends blocks only where the next thing begins."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        first, last = int(node.start_mark.line), node.end_mark
        return max(first, int(last.line) - int(last.column == 0))
    last = node.value[-1]
    return _content_end(last[1] if isinstance(node, yaml.MappingNode) else last)


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
