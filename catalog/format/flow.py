"""Writes plain data as one line of YAML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from catalog.load.tree import InvalidYaml, Tree


def dump_flow(value: Any) -> str:
    """Return `value` in flow style, `{a: 1, b: [x, "2"]}`; text that would not be read as text is quoted."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {dump_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(dump_flow, value)) + "]"
    if isinstance(value, bool | int | float):  # YAML writes these as JSON does
        return json.dumps(value)
    return _text(str(value))


def _text(text: str) -> str:
    try:
        unquoted = Tree(Path(), f"[{text}]".encode())
    except InvalidYaml:
        return json.dumps(text, ensure_ascii=False)
    # Records quote URLs in braces by convention.
    is_text = unquoted.data == [text] and not unquoted.problems and "//" not in text
    return text if is_text else json.dumps(text, ensure_ascii=False)
