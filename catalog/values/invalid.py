"""The error of a value that cannot be read: one sentence for the contributor, and a hint with what would be right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic_core import PydanticCustomError


def invalid(message: str, hint: str = "") -> PydanticCustomError:
    """An error that pydantic collects with its place; `message` and `hint` reach the reader unchanged."""
    return PydanticCustomError("invalid", "{message}", {"message": message, "hint": hint})


def is_valid(read: Callable[[Any], Any], raw: Any) -> bool:
    """Return whether `raw` would be accepted: no hint proposes what is refused."""
    try:
        read(raw)
    except PydanticCustomError:
        return False
    return True


def described(raw: Any) -> str:
    """What stands in the file, in words: `the text 'x'`, `the number 3`, `a list`, `nothing`."""
    if isinstance(raw, str):
        return f"the text {raw[:40]!r}"
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, (int, float)):
        return f"the number {raw}"
    if isinstance(raw, (list, tuple)):
        return "a list"
    return {dict: "a mapping", type(None): "nothing"}.get(type(raw), type(raw).__name__)
