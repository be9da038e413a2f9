"""Parts of a service's reply: JSON, cleaned text, days."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from catalog.escape import INVISIBLE

_MAX_LENGTH = 500
_HIDDEN = re.compile(INVISIBLE)
_MAX_ERROR = 200
_MAX_TEXTS = 1000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)", re.ASCII)
_GARBLED = re.compile(
    "[\\u00c2-\\u00f4][\\u0080-\\u009f\\u00a1-\\u00ac\\u00ae-\\u00b3\\u00b5\\u00b6\\u00b8-\\u00bf"
    "\\u0152-\\u0192\\u02c6\\u02dc\\u201a\\u201e\\u2020-\\u2026\\u2030-\\u203a\\u20ac\\u2122]|\\u00c3[\\u00a0\\u00ad\\u00b4]|\\ufffd"
)
"""The first byte of a letter in UTF-8 and a further one, read as Latin-1 or Windows-1252; or the mark for a lost one.

Blanks, points and apostrophes are left out of the further ones: they follow letters in names.
"""
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
    seen = "".join(letter for letter in words if letter.isprintable())
    return (seen if seen.isascii() else _HIDDEN.sub("", seen))[:max_length].strip()


def clean_texts(values: Any) -> tuple[str, ...]:
    """The texts of a list, or one text alone, cleaned, each once, without empty ones."""
    texts = values[:_MAX_TEXTS] if isinstance(values, list) else [values]
    return tuple(dict.fromkeys(filter(None, map(clean_text, texts))))


def read_names(names: Iterable[Any]) -> tuple[str, ...]:
    """The names of people, cleaned; those whose letters were read in a wrong charset are read in the right one.

    None at all where that is impossible for one of them: a list without it, or with it, would be wrong.
    """
    repaired = [_repaired(name) for name in names if isinstance(name, str)]
    return () if None in repaired else tuple(filter(None, map(clean_text, repaired)))


def _repaired(text: str) -> str | None:
    """`text` with `ü` for `Ã¼`; None where it is garbled in another way.

    What is UTF-8 when it is written in another charset is hardly anything else.
    """
    is_garbled = bool(_GARBLED.search(text))
    for charset in ("latin-1", "cp1252") if is_garbled else ("latin-1",):
        try:
            return text.encode(charset).decode()
        except UnicodeError:
            continue
    return None if is_garbled else text


def read_error(body: bytes) -> str:
    """What an answer in JSON says of an error, without its full stop; empty if it says nothing."""
    reply = json_object(body) or {}
    texts = (clean_text(reply.get(name), _MAX_ERROR) for name in ("message", "Message", "error"))
    return next(filter(None, texts), "").rstrip(".")


def member(reply: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The object that a reply has under a name; an empty one if it has none."""
    value = reply.get(name)
    return value if isinstance(value, Mapping) else {}


def read_count(value: Any) -> int:
    """`value` if it is a whole number from 0 on, else -1."""
    return value if type(value) is int and value >= 0 else -1


def read_day(value: Any) -> str:
    """The day of an ISO date or of seconds since 1970 as YYYY-MM-DD, in UTC; empty if it is neither."""
    if 0 < read_count(value) <= _MAX_SECONDS:
        return datetime.fromtimestamp(value, UTC).date().isoformat()
    match = _DAY.match(value.strip()) if isinstance(value, str) else None
    try:
        return date.fromisoformat(match[0]).isoformat() if match else ""
    except ValueError:
        return ""
