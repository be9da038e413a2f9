"""Writes plain data as one line of YAML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from catalog.load.tree import InvalidYaml, Tree


def dump_flow(value: Any) -> str:
    """Return `value` in flow style, `{a: 1, b: [x, "2"]}`; text that would not be read as text is quoted."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {dump_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(dump_flow, value)) + "]"
    if isinstance(value, bool | int | float):  # YAML writes these as JSON does
        return json.dumps(value)
    text = str(value)
    return text if is_plain_text(text) else json.dumps(text, ensure_ascii=False)


def is_plain_text(text: str) -> bool:
    """Return whether `text` needs no quotes: it is read as this very text, also in brackets."""
    try:
        tree = Tree(Path(), f"[{text}]".encode())
    except InvalidYaml:
        return False
    # Records quote URLs in braces by convention; PyYAML's own parser ends a text in brackets at a question mark, and
    # its loader has a meaning of its own for an equals sign alone.
    return tree.data == [text] and not tree.problems and "//" not in text and "?" not in text and text != "="


def yaml_line(value: object) -> str:
    """Return a value as YAML on one line."""
    text = _dumped(value, is_unicode=True)
    # Some characters end a line in YAML but not in most editors: they are written as `\N`.
    return text if len(text.splitlines()) == 1 else _dumped(value, is_unicode=False)


def _dumped(value: object, *, is_unicode: bool) -> str:
    text = yaml.safe_dump(value, allow_unicode=is_unicode, default_flow_style=True, sort_keys=False, width=1_000_000)
    return str(text).strip(" \n").removesuffix("\n...").strip(" \n")
