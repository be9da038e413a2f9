"""Parts of a service's reply: JSON objects, cleaned text, names of the form `owner/name`."""

from __future__ import annotations

import json
import re
from typing import Any

_MAX_LENGTH = 500
FULL_NAME = r"[A-Za-z0-9][\w.-]*/(?!\.{1,2}(?:/|$))[\w.-]+"
"""Pattern of `owner/name`, as repositories and models are called; `..` is neither."""


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


def full_name(value: Any) -> str:
    """`value` if it has the form `owner/name`, else empty text."""
    return value if isinstance(value, str) and re.fullmatch(FULL_NAME, value, re.ASCII) else ""
