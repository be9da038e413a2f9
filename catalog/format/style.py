"""The house style: one fact a line, parts as blocks, two spaces to a level; rewritten by ruamel.yaml."""

from __future__ import annotations

import io
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import FoldedScalarString
from ruamel.yaml.tag import Tag

from catalog.format.walk import collections, present_keys
from catalog.load.tree import Tree
from catalog.model.node import Node

_NEVER_WRAP = 1 << 30
_TEXT = Tag(suffix="tag:yaml.org,2002:str")
Place = tuple[int, int]


def is_styled(tree: Tree, model: Node) -> bool:
    """Whether the file already is as `restyle` would write it."""
    if any(node.flow_style and _is_block(node, at) for node, at in collections(tree.root, model)):
        return False
    return _is_placed(tree.text, tree.root, 0)


def restyle(tree: Tree, model: Node) -> str:
    """The file in the house style; the caller makes sure that nothing was lost."""
    tree = Tree(tree.file, _with_comments_above(tree, model).encode())
    yml = round_trip()
    content = yml.load(tree.text)
    _make_blocks(content, {_place(node) for node, at in collections(tree.root, model) if _is_block(node, at)})
    out = io.StringIO()
    yml.dump(content, out)
    return out.getvalue()


def _with_comments_above(tree: Tree, model: Node) -> str:
    """A comment behind braces that are about to open into lines goes above them."""
    lines = tree.text.split("\n")
    definition = [node for node, at in collections(tree.root, model) if node.flow_style and _is_block(node, at)]
    moved: dict[int, str] = {}
    for node in definition:
        end = node.end_mark
        rest = lines[end.line][end.column :]
        if rest.lstrip().startswith("#"):
            lines[end.line] = lines[end.line][: end.column]
            moved[node.start_mark.line] = rest.strip()
    for line in sorted(moved, reverse=True):
        indent = len(lines[line]) - len(lines[line].lstrip())
        lines.insert(line, " " * indent + moved[line])
    return "\n".join(lines)


def round_trip() -> YAML:
    """A reader and writer that keeps comments, quotes and line breaks, and takes every scalar for text."""
    yml = YAML(typ="rt", pure=True)
    yml.Resolver, yml.Constructor = _TextOnly, _KeepsBreaks
    yml.preserve_quotes = True
    yml.width = _NEVER_WRAP
    yml.indent(mapping=2, sequence=4, offset=2)
    return yml


def _is_block(node: Any, at: Node) -> bool:
    """Whether a collection has a line for every item: parts, contested facts, whatever was broken by hand."""
    if not node.flow_style or node.start_mark.line != node.end_mark.line:
        return True
    if isinstance(node, yaml.MappingNode):
        return at.is_block(present_keys(node))
    holds_mappings = any(isinstance(item, yaml.MappingNode) for item in node.value)
    return holds_mappings and at.item is not None and bool(at.item.keys())


def _has_items(node: Any) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.value)


def _place(node: Any) -> Place:
    return node.start_mark.line, node.start_mark.column


def _is_placed(text: str, node: Any, column: int) -> bool:
    """Whether a node that should begin at `column` has everything inside in its column and with one space between."""
    if not _has_items(node):
        return True
    if node.flow_style:
        return _is_one_line(text, node)
    if node.start_mark.column != column:
        return False
    if isinstance(node, yaml.SequenceNode):
        return all(_is_item(text, item, column) for item in node.value)
    return all(key.start_mark.column == column and _is_value(text, key, value, column) for key, value in node.value)


def _is_item(text: str, item: Any, column: int) -> bool:
    dash = text[item.start_mark.index - 2 : item.start_mark.index]
    return item.start_mark.column == column + 2 and dash in ("- ", "  ") and _is_placed(text, item, column + 2)


def _is_value(text: str, key: Any, value: Any, column: int) -> bool:
    if _has_items(value) and not value.flow_style:
        return _is_placed(text, value, column + 2)
    start = key.end_mark.index
    between = text[start : value.start_mark.index]
    return between in (": ", ":") and _is_placed(text, value, column)


def _is_one_line(text: str, node: Any) -> bool:
    """`{a: 1, b: [2, 3]}` and nothing looser."""
    if node.start_mark.line != node.end_mark.line:
        return False
    at = node.start_mark.index + 1
    pairs = node.value if isinstance(node, yaml.MappingNode) else [(item,) for item in node.value]
    for index, pair in enumerate(pairs):
        for gap, part in zip((", " if index else "", ": "), pair, strict=False):
            if text[at : part.start_mark.index] != gap:
                return False
            if _has_items(part) and not _is_one_line(text, part):
                return False
            at = part.end_mark.index
    return bool(at + 1 == node.end_mark.index)


class _TextOnly(VersionedResolver):
    """Plain text stays text: what it means is for the model to say, and nothing is rounded on the way."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        return _TEXT if kind is ScalarNode else super().resolve(kind, value, implicit)


class _KeepsBreaks(RoundTripConstructor):
    """Text that was broken over several lines stays broken there, as a folded block."""

    def construct_scalar(self, node: Any) -> Any:
        made = super().construct_scalar(node)
        first, last = node.start_mark, node.end_mark
        if node.style in ("|", ">") or first.line == last.line or not isinstance(made, str):
            return made
        raw = first.buffer[first.pointer : last.pointer].strip("'\"")
        lines = [line.strip() for line in raw.splitlines()]
        if " ".join(lines) != made or not all(lines):
            return made
        folded = FoldedScalarString(made)
        folded.fold_pos = [len(" ".join(lines[:count])) for count in range(1, len(lines))]
        return folded


def _make_blocks(node: Any, blocks: set[Place]) -> None:
    if not isinstance(node, (CommentedMap, CommentedSeq)):
        return
    if node:
        if (node.lc.line, node.lc.col) in blocks:
            node.fa.set_block_style()
        else:
            node.fa.set_flow_style()
    for item in node.values() if isinstance(node, CommentedMap) else node:
        _make_blocks(item, blocks)
