"""Walks a parsed YAML file beside the tree of its model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from catalog.model.node import Node

Path = tuple[str | int, ...]


def places(root: yaml.Node, at: Node, path: Path = ()) -> Iterator[tuple[Any, Node, Path]]:
    """Every node of a parsed file with its place in the model and its path, outer ones first."""
    yield root, at, path
    for step, inner, place in _below(root, at):
        yield from places(inner, place, (*path, step))


def collections(root: yaml.Node, at: Node) -> Iterator[tuple[Any, Node]]:
    """Every mapping and list of a parsed file that holds something, with its place, outer ones first."""
    for node, place, _ in places(root, at):
        if node.value and not isinstance(node, yaml.ScalarNode):
            yield node, place


def _below(root: yaml.Node, at: Node) -> Iterator[tuple[str | int, Any, Node]]:
    if isinstance(root, yaml.MappingNode):
        present = present_keys(root)
        for key, value in root.value:
            if isinstance(key, yaml.ScalarNode):
                yield key.value, value, at.below(key.value, present)
    elif isinstance(root, yaml.SequenceNode):
        for index, item in enumerate(root.value):
            yield index, item, at.below(index)


def present_keys(node: yaml.MappingNode) -> list[str]:
    """The keys of a mapping as they stand, those that are collections left out."""
    return [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
