"""Parts of a service's reply: JSON objects and cleaned text."""

from __future__ import annotations

import json
from typing import Any

_MAX_LENGTH = 500


def json_object(body: bytes) -> dict[str, Any] | None:
    """The JSON object that `body` holds; None if it holds anything else."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def clean_text(value: Any, max_length: int = _MAX_LENGTH) -> str:
    """`value` as one line of printable characters; empty if it is not text.

    Titles arrive broken over lines, and invisible characters must not reach a record or a terminal.
    """
    words = " ".join(value.split()) if isinstance(value, str) else ""
    return "".join(letter for letter in words if letter.isprintable())[:max_length].strip()
