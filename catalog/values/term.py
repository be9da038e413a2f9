"""Closed lists: words contributors may write, each with its meaning."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from catalog.values.invalid import invalid


class Term(StrEnum):
    """Base of a closed list; a member is declared as `NAME = "word", "What the word means."`."""

    meaning: str

    def __new__(cls, word: str, meaning: str) -> Self:
        """Keep the meaning beside the word."""
        member = str.__new__(cls, word)
        member._value_, member.meaning = word, meaning
        return member

    @classmethod
    def read(cls, raw: Any) -> Self:
        """The member whose word is `raw`.

        Raises:
            PydanticCustomError: no such word; the hint gives the nearest and all that are allowed.
        """
        member = cls._value2member_map_.get(raw) if isinstance(raw, str) else None
        if member is None:
            if not isinstance(raw, str):
                raise invalid(f"found {_named(raw)} where one word belongs", cls.advice(_only(raw)))
            raise invalid(f"found {repr(raw)[:60]}, which is not one of the allowed words", cls.advice(raw))
        return member  # type: ignore[return-value]

    @classmethod
    def advice(cls, raw: Any) -> str:
        """The nearest guess, then the allowed words."""
        words = ", ".join(member.value for member in cls)
        return f"{guess(raw, [member.value for member in cls])}allowed: {words}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"oneOf": [{"const": member.value, "description": member.meaning} for member in cls]}


def _named(raw: Any) -> str:
    return {list: "a list", dict: "a mapping", bool: str(raw).lower()}.get(type(raw), f"the number {raw}")


def _only(raw: Any) -> Any:
    """The one item of a list of one."""
    return raw[0] if isinstance(raw, list) and len(raw) == 1 else raw


def guess(raw: Any, choices: list[str]) -> str:
    """`did you mean X? ` when one of the choices is near, else nothing."""
    found = nearest(raw, choices)
    return f"did you mean `{found}`? " if found else ""


def nearest(raw: Any, choices: list[str]) -> str:
    """The choice that is spelt most like `raw`; empty when none is near."""
    if not isinstance(raw, str) or not choices:
        return ""
    found = process.extractOne(raw[:100], choices, scorer=fuzz.ratio, processor=default_process, score_cutoff=60)
    return found[0] if found else ""
