"""How a value says no: one sentence for the contributor, and a hint with what would be right."""

from __future__ import annotations

from pydantic_core import PydanticCustomError


def invalid(message: str, hint: str = "") -> PydanticCustomError:
    """An error that pydantic collects with its place; `message` and `hint` reach the reader unchanged."""
    return PydanticCustomError("refused", "{message}", {"message": message, "hint": hint})
