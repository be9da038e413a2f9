"""Scalars as they are written at another indent: their characters stay, the blanks before continued lines change."""

from __future__ import annotations

import re
from typing import Any

import yaml

_HEADER = re.compile(r"[|>][+\-\d]*")
"""How a block scalar begins: `|`, `>-`, `|2+`."""


def is_multiline(node: Any) -> bool:
    """Return whether a node is a scalar on several lines."""
    return isinstance(node, yaml.ScalarNode) and (is_block_scalar(node) or node.start_mark.line != node.end_mark.line)


def is_block_scalar(node: Any) -> bool:
    """Return whether a node is text below `|` or `>`."""
    return isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")


def end_of_text(node: Any, source: str) -> int:
    """Return the index behind a node; empty lines below a block scalar belong to it only if it says so with `+`."""
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    if is_block_scalar(node) and not keeps_empty_lines(node, source):
        return start + len(source[start:end].rstrip())
    return end


def keeps_empty_lines(node: Any, source: str) -> bool:
    """Return whether a node is a block scalar with `+`, to whose text empty lines below belong."""
    header = _HEADER.match(source, node.start_mark.index) if is_block_scalar(node) else None
    return header is not None and "+" in header[0]


def dump_scalar(node: Any, source: str, indent: int) -> list[str]:
    """Return the lines of a scalar whose key or dash is at `indent`; only those after the first are indented."""
    raw = source[node.start_mark.index : node.end_mark.index]
    if is_block_scalar(node):
        return _block_scalar(node, raw, indent)
    if not is_multiline(node):
        return [raw]
    first, *more = raw.split("\n")
    lines = [line.strip(" \t") for line in (raw[1:-1] if node.style in ("'", '"') else raw).split("\n")]
    # Only where folding the lines gives the text again: not with escapes, doubled quotes or paragraphs.
    if all(lines) and " ".join(lines) == node.value:
        return [">-", *_indented(lines, indent + 2)]
    return [first, *_indented([line.lstrip(" \t") for line in more], indent + 2)]


def _block_scalar(node: Any, raw: str, indent: int) -> list[str]:
    header, *lines = raw.split("\n")
    if raw.endswith("\n"):
        lines.pop()
    width = _indent_of_first(lines) - _indent_of_first(node.value.split("\n"))
    lines = [line[width:] for line in lines]
    while lines and not lines[-1] and "+" not in header.partition("#")[0]:
        lines.pop()
    return [_block_header(header, node.value, has_text=bool(lines)), *_indented(lines, indent + 2)]


def _block_header(header: str, value: str, *, has_text: bool) -> str:
    """Return the header of a block scalar for an indent of two; `-` where the text has no line end to keep."""
    if has_text and not value.endswith("\n"):
        header = _HEADER.sub(lambda match: match[0].strip("+-") + "-", header, count=1)
    return _HEADER.sub(lambda match: re.sub(r"\d", "2", match[0]), header, count=1).rstrip()


def _indent_of_first(lines: list[str]) -> int:
    """Return the number of spaces before the first line that is not blank."""
    line = next((line for line in lines if line.strip()), "")
    return len(line) - len(line.lstrip(" "))


def _indented(lines: list[str], indent: int) -> list[str]:
    return [" " * indent + line if line else "" for line in lines]
