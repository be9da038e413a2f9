"""Parts of a service's reply: JSON, cleaned text, days."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

_MAX_LENGTH = 500
_MAX_TEXTS = 1000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)", re.ASCII)
_MAX_SECONDS = 253_402_300_799  # 9999-12-31


def json_object(body: bytes) -> dict[str, Any] | None:
    """The JSON object that `body` holds; None if it holds anything else."""
    content = _json(body)
    return content if isinstance(content, dict) else None


def json_objects(body: bytes) -> list[dict[str, Any]] | None:
    """The JSON objects of the list that `body` holds; None if it holds no list."""
    content = _json(body)
    return [item for item in content if isinstance(item, dict)] if isinstance(content, list) else None


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def clean_text(value: Any, max_length: int = _MAX_LENGTH) -> str:
    """`value` as one line of printable characters; empty if it is not text.

    Titles arrive broken over lines, and invisible characters must not reach a record or a terminal.
    """
    words = " ".join(value.split()) if isinstance(value, str) else ""
    return "".join(letter for letter in words if letter.isprintable())[:max_length].strip()


def clean_texts(values: Any) -> tuple[str, ...]:
    """The texts of a list, or one text alone, cleaned, each once, without empty ones."""
    texts = values[:_MAX_TEXTS] if isinstance(values, list) else [values]
    return tuple(dict.fromkeys(filter(None, map(clean_text, texts))))


def member(reply: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The object that a reply has under a name; an empty one if it has none."""
    value = reply.get(name)
    return value if isinstance(value, Mapping) else {}


def read_day(value: Any) -> str:
    """The day of an ISO date or of seconds since 1970 as YYYY-MM-DD, in UTC; empty if it is neither."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MAX_SECONDS:
        return datetime.fromtimestamp(value, UTC).date().isoformat()
    match = _DAY.match(value.strip()) if isinstance(value, str) else None
    try:
        return date.fromisoformat(match[0]).isoformat() if match else ""
    except ValueError:
        return ""
