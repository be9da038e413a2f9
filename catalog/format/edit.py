"""Edits single values of a YAML file; comments, quotes and order of the rest stay."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise, takewhile
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, ScalarString

from catalog.format.flow import is_plain_text
from catalog.format.roundtrip import round_trip

_LINE_END = re.compile(r"\r?\n")


def parse_yaml(text: str) -> CommentedMap:
    """Return the file as a mapping that keeps comments and styles; every scalar is text."""
    return round_trip().load(text) or CommentedMap()


def dump_yaml(content: CommentedMap) -> str:
    """Return the text of a mapping from `parse_yaml`."""
    out = io.StringIO()
    round_trip().dump(content, out)
    return out.getvalue()


def to_node(value: Any) -> Any:
    """Return plain data as a value for a mapping from `parse_yaml`, with quotes around text that is not plainly text.

    Text with a style of its own (`PlainScalarString`) keeps it.
    """
    if isinstance(value, bool):  # YAML's true and false, before str() writes Python's
        return "true" if value else "false"
    if isinstance(value, CommentedMap | CommentedSeq):
        return value
    if isinstance(value, Mapping):
        mapping = CommentedMap((key, to_node(item)) for key, item in value.items())
        return _on_one_line(mapping) if all(map(_fits_on_one_line, mapping.values())) else mapping
    if isinstance(value, list | tuple):
        items = CommentedSeq(map(to_node, value))
        return _on_one_line(items) if not any(isinstance(item, CommentedMap) for item in items) else items
    if isinstance(value, ScalarString):
        return value
    text = str(value)
    return text if is_plain_text(text) else DoubleQuotedScalarString(text)


def _on_one_line(content: Any) -> Any:
    content.fa.set_flow_style()
    return content


def _fits_on_one_line(value: Any) -> bool:
    """Return whether a value is a scalar or a list of scalars."""
    return not isinstance(value, CommentedMap | CommentedSeq) or value.fa.flow_style() is True


def get_at(content: Any, path: Sequence[str | int]) -> Any:
    """Return the value at `path`, or None."""
    for step in path:
        if isinstance(step, int):
            content = content[step] if isinstance(content, list) and step < len(content) else None
        else:
            content = content.get(step) if isinstance(content, dict) else None
    return content


def set_at(content: CommentedMap, path: Sequence[str | int], value: Any) -> None:
    """Set the value at `path`; create missing mappings and lists, and append where an index is past the end."""
    parent: Any = content
    for step, next_step in pairwise(path):
        if get_at(parent, [step]) is None:
            child: Any = CommentedSeq() if isinstance(next_step, int) else CommentedMap()
            if isinstance(step, int):
                parent.append(child)
            else:
                parent[step] = child
        parent = parent[min(step, len(parent) - 1)] if isinstance(step, int) else parent[step]
    last = path[-1]
    if isinstance(last, int) and last >= len(parent):
        parent.append(to_node(value))
    else:
        parent[last] = to_node(value)


def remove_at(content: CommentedMap, path: Sequence[str | int]) -> None:
    """Remove the key or item at `path`, and the mappings above it that are then empty."""
    parent, last = get_at(content, path[:-1]), path[-1]
    if parent is None or get_at(parent, [last]) is None:
        return
    del parent[last]
    if not parent and len(path) > 1:
        remove_at(content, path[:-1])


def insert_at(content: CommentedMap, path: Sequence[str | int], value: Any) -> None:
    """Put a value into the list above `path`, before the item that is there."""
    get_at(content, path[:-1]).insert(path[-1], to_node(value))


def edit_text(text: str, path: Sequence[str | int], value: Any) -> str:
    """Return the text of a file with the value at `path` set; only the lines of its top-level key change."""
    return _edited(text, str(path[0]), lambda content: set_at(content, path, value))


def wrap_text(text: str, path: Sequence[str | int], key: str, others: Mapping[str, Any]) -> str:
    """Return the text of a file with the value at `path` under a key beside others; comments within the value stay."""
    return _edited(text, str(path[0]), lambda content: set_at(content, path, {key: get_at(content, path), **others}))


def remove_text(text: str, path: Sequence[str | int]) -> str:
    """Return the text of a file without what is at `path`; only the lines of its top-level key change."""
    return _edited(text, str(path[0]), lambda content: remove_at(content, path))


def insert_text(text: str, path: Sequence[str | int], value: Any) -> str:
    """Return the text of a file with a value put into a list; only the lines of its top-level key change."""
    return _edited(text, str(path[0]), lambda content: insert_at(content, path, value))


def _edited(text: str, key: str, edit: Callable[[CommentedMap], None]) -> str:
    whole = parse_yaml(text)
    edit(whole)
    lines = text.splitlines(keepends=True)
    start, end = _lines_of(key, lines)
    try:
        block = parse_yaml("".join(lines[start:end]))
        edit(block)
        edited = "".join([*lines[:start], dump_yaml(block) if block else "", *lines[end:]])
        is_same = parse_yaml(edited) == whole
    except YAMLError:  # an alias of another key, or a flow that is continued in the first column
        is_same = False
    edited = edited if is_same else dump_yaml(whole)
    return _LINE_END.sub("\r\n", edited) if text.count("\n") == text.count("\r\n") else edited


def _lines_of(key: str, lines: Sequence[str]) -> tuple[int, int]:
    """First line of a top-level key and the line after its last; comments and blank lines below are not its own."""
    start = next((number for number, line in enumerate(lines) if line.startswith(f"{key}:")), len(lines))
    below = list(takewhile(lambda line: line[:1] in " -#\r\n", lines[start + 1 :]))
    while below and below[-1][:1] in "#\r\n":
        below.pop()
    return start, min(start + 1 + len(below), len(lines))
