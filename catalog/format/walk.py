"""Walks the nodes of a YAML file together with the nodes of its model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from catalog.model.node import Node

Path = tuple[str | int, ...]


def walk(node: yaml.Node, model: Node, path: Path = ()) -> Iterator[tuple[Any, Node, Path]]:
    """Yield each node with its model node and its path, parents before children."""
    yield node, model, path
    for step, child, child_model in _children(node, model):
        yield from walk(child, child_model, (*path, step))


def _children(node: yaml.Node, model: Node) -> Iterator[tuple[str | int, Any, Node]]:
    if isinstance(node, yaml.MappingNode):
        keys = scalar_keys(node)
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield key.value, value, model.below(key.value, keys)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield index, item, model.below(index)


def scalar_keys(node: yaml.MappingNode) -> list[str]:
    """Return the keys of a mapping in file order, without keys that are lists or mappings."""
    return [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
