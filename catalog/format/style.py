"""The house style: one line for each fact, blocks for parts, two spaces for each level; written by ruamel.yaml."""

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

from catalog.format.walk import scalar_keys, walk_collections
from catalog.load.tree import Tree
from catalog.model.node import Node

_NEVER_WRAP = 1 << 30
"""A line width that no text reaches: ruamel.yaml would break longer lines."""
_TEXT = Tag(suffix="tag:yaml.org,2002:str")
Position = tuple[int, int]
"""Line and column from 0, in PyYAML and ruamel.yaml alike."""


def is_styled(tree: Tree, model: Node) -> bool:
    """Return whether `restyle` would change nothing; much faster than restyling."""
    if any(node.flow_style and _is_block(node, child) for node, child in walk_collections(tree.root, model)):
        return False
    return _is_regular(tree.text, tree.root, 0)


def restyle(tree: Tree, model: Node) -> str:
    """Return the file in the house style; callers check that nothing is lost."""
    tree = Tree(tree.file, _with_comments_above(tree, model).encode())
    yml = round_trip()
    content = yml.load(tree.text)
    _set_styles(
        content, {_position(node) for node, child in walk_collections(tree.root, model) if _is_block(node, child)}
    )
    out = io.StringIO()
    yml.dump(content, out)
    return out.getvalue()


def _with_comments_above(tree: Tree, model: Node) -> str:
    """Return the text with comments behind braces that become blocks moved to the line above."""
    lines = tree.text.split("\n")
    new_blocks = [
        node for node, child in walk_collections(tree.root, model) if node.flow_style and _is_block(node, child)
    ]
    comments: dict[int, str] = {}
    for node in new_blocks:
        end = node.end_mark
        rest = lines[end.line][end.column :]
        if rest.lstrip().startswith("#"):
            lines[end.line] = lines[end.line][: end.column]
            comments[node.start_mark.line] = rest.strip()
    for line in sorted(comments, reverse=True):
        indent = len(lines[line]) - len(lines[line].lstrip())
        lines.insert(line, " " * indent + comments[line])
    return "\n".join(lines)


def round_trip() -> YAML:
    """Return a reader and writer that keeps comments, quotes and line breaks and reads every scalar as text."""
    yml = YAML(typ="rt", pure=True)
    yml.Resolver, yml.Constructor = _TextResolver, _LineBreakConstructor
    yml.preserve_quotes = True
    yml.width = _NEVER_WRAP
    yml.indent(mapping=2, sequence=4, offset=2)
    return yml


def _is_block(node: Any, model: Node) -> bool:
    """Return whether every item has its own line: in parts, contested facts, and what has several lines already."""
    if not node.flow_style or node.start_mark.line != node.end_mark.line:
        return True
    if isinstance(node, yaml.MappingNode):
        return model.is_block(scalar_keys(node))
    has_mappings = any(isinstance(item, yaml.MappingNode) for item in node.value)
    return has_mappings and model.item is not None and bool(model.item.allowed_keys())


def _has_items(node: Any) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.value)


def _position(node: Any) -> Position:
    return node.start_mark.line, node.start_mark.column


def _is_regular(text: str, node: Any, column: int) -> bool:
    """Return whether a node that belongs at `column` has the indentation and spacing of the house style throughout."""
    if not _has_items(node):
        return True
    if node.flow_style:
        return _is_one_line(text, node)
    if node.start_mark.column != column:
        return False
    if isinstance(node, yaml.SequenceNode):
        return all(_is_regular_item(text, item, column) for item in node.value)
    return all(
        key.start_mark.column == column and _is_regular_value(text, key, value, column) for key, value in node.value
    )


def _is_regular_item(text: str, item: Any, column: int) -> bool:
    # Two spaces if the dash is on a line above, where a comment may follow it.
    dash = text[item.start_mark.index - 2 : item.start_mark.index]
    return item.start_mark.column == column + 2 and dash in ("- ", "  ") and _is_regular(text, item, column + 2)


def _is_regular_value(text: str, key: Any, value: Any, column: int) -> bool:
    if _has_items(value) and not value.flow_style:
        return _is_regular(text, value, column + 2)
    gap = text[key.end_mark.index : value.start_mark.index]
    return gap in (": ", ":") and _is_regular(text, value, column)


def _is_one_line(text: str, node: Any) -> bool:
    """Return whether a flow collection is on one line and spaced like `{a: 1, b: [2, 3]}`."""
    if node.start_mark.line != node.end_mark.line:
        return False
    index = node.start_mark.index + 1
    entries = node.value if isinstance(node, yaml.MappingNode) else [(item,) for item in node.value]
    for number, entry in enumerate(entries):
        for gap, part in zip((", " if number else "", ": "), entry, strict=False):
            if text[index : part.start_mark.index] != gap:
                return False
            if _has_items(part) and not _is_one_line(text, part):
                return False
            index = part.end_mark.index
    return bool(index + 1 == node.end_mark.index)


class _TextResolver(VersionedResolver):
    """Resolves every scalar as text, so that no number or date is rewritten."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        return _TEXT if kind is ScalarNode else super().resolve(kind, value, implicit)


class _LineBreakConstructor(RoundTripConstructor):
    """Reads text that stands on several lines as a folded block with the same line breaks."""

    def construct_scalar(self, node: Any) -> Any:
        text = super().construct_scalar(node)
        first, last = node.start_mark, node.end_mark
        if node.style in ("|", ">") or first.line == last.line or not isinstance(text, str):
            return text
        raw = first.buffer[first.pointer : last.pointer].strip("'\"")
        lines = [line.strip() for line in raw.splitlines()]
        # Only where folding the lines gives the text again: not with escapes, doubled quotes or paragraphs.
        if " ".join(lines) != text or not all(lines):
            return text
        folded = FoldedScalarString(text)
        folded.fold_pos = [len(" ".join(lines[:count])) for count in range(1, len(lines))]
        return folded


def _set_styles(content: Any, blocks: set[Position]) -> None:
    """Make the collections at the positions `blocks` blocks and all others flow."""
    if not isinstance(content, (CommentedMap, CommentedSeq)):
        return
    if content:
        if (content.lc.line, content.lc.col) in blocks:
            content.fa.set_block_style()
        else:
            content.fa.set_flow_style()
    for item in content.values() if isinstance(content, CommentedMap) else content:
        _set_styles(item, blocks)
