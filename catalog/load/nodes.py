"""libyaml's parser, and what is asked of the nodes and texts it has read."""

from __future__ import annotations

from operator import is_
from typing import Any

import yaml
from yaml._yaml import CParser

from catalog.load.scalars import shown_key

PLAIN, QUOTED, COLLECTION = "plain", "quoted", "collection"
"""Tags of nodes, where the file has none of its own."""


class Parser(CParser):
    """libyaml's parser; a node's tag says only whether it is plain text, quoted text or a collection."""

    def resolve(self, kind: type, value: Any, implicit: Any) -> str:  # noqa: ARG002
        """Return the tag of a node without one."""
        if kind is not yaml.ScalarNode:
            return COLLECTION
        return PLAIN if implicit[0] else QUOTED

    descend_resolver, ascend_resolver = is_, bool
    """Do nothing, as fast as C can, at the begin and the end of every node: no tag depends on its path."""


def child_nodes(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """Return the key and value nodes of one step; for an item of a list, the item twice."""
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            key = pair[0].value
            if key == step or (not (key.__class__ is str and key.isascii()) and shown_key(pair[0]) == step):
                return pair  # type: ignore[no-any-return]
        return None
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def greatest_depth(text: str) -> int:
    """Return an upper bound of the nesting of `text`: two levels a bracket, two a column of its longest line."""
    return 2 * (text.count("[") + text.count("{") + max(map(len, text.splitlines())))


def location_after(text: str) -> tuple[int, int]:
    """Return line and column, from 1, of what follows `text`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1


def tag_name(node: Any) -> str:
    """Return the tag of a node as a file writes it."""
    return str(node.tag).replace("tag:yaml.org,2002:", "!!")[:60]
