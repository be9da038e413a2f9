"""Closed lists: words contributors may write, each with its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Self

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from catalog.values.invalid import described, invalid
from catalog.values.show import Show
from catalog.values.text import folded
from catalog.values.type import Value, ValueType, Vocabularies


class Term(Value, StrEnum):
    """Base of a closed list; a member is declared as `NAME = "word", "What the word means."`."""

    meaning: str

    def __new__(cls, word: str, meaning: str) -> Self:
        """Keep the meaning beside the word."""
        member = str.__new__(cls, word)
        member._value_, member.meaning = word, meaning
        return member

    def __init_subclass__(cls) -> None:
        """Give every list a type of its own."""
        cls.type = TermType(cls)

    @classmethod
    def read(cls, raw: Any) -> Self:
        """Return the member whose word is `raw`.

        Raises:
            PydanticCustomError: no such word; the hint gives the nearest and all that are allowed.
        """
        member = cls._value2member_map_.get(raw) if isinstance(raw, str) else None
        if member is None:
            if not isinstance(raw, str):
                raise invalid(f"found {described(raw)} where one word belongs", cls._advice(_only(raw)))
            raise invalid(f"found {repr(raw)[:60]}, which is not one of the allowed words", cls._advice(raw))
        return member  # type: ignore[return-value]

    @classmethod
    def _advice(cls, raw: Any) -> str:
        """The nearest guess, then the allowed words."""
        words = [member.value for member in cls]
        return f"{guess(raw, words)}allowed: {', '.join(words)}"


class TermType(ValueType[Term]):
    """Words from one closed list."""

    name = "word from a closed list"
    is_keyword = True
    weight = 55

    def __init__(self, term: type[Term]) -> None:
        super().__init__(term)
        self._words = {member.value: member.meaning for member in term}
        self._spellings = {folded(member.value): member for member in term}
        self.example = next(iter(self._words), "")

    @property
    def words(self) -> Mapping[str, str]:
        """The list, in its own order."""
        return self._words

    def from_cell(self, text: str, show: Show, vocabularies: Vocabularies) -> Term:
        """The member whose word is `text` but for spacing and capitals."""
        return self._spellings.get(folded(text)) or self.read(text)

    def spellings(self, vocabularies: Vocabularies) -> Mapping[str, Term]:
        """The words themselves."""
        return self._spellings

    def json_schema(self) -> dict[str, Any]:
        """Each word with its meaning."""
        return {"oneOf": [{"const": word, "description": meaning} for word, meaning in self._words.items()]}


def _only(raw: Any) -> Any:
    """The one item of a list of one."""
    return raw[0] if isinstance(raw, list) and len(raw) == 1 else raw


def guess(raw: Any, choices: list[str]) -> str:
    """`did you mean X? ` when one of the choices is near, else nothing."""
    word = nearest(raw, choices)
    return f"did you mean `{word}`? " if word else ""


def nearest(raw: Any, choices: list[str]) -> str:
    """The choice that is spelt most like `raw`; empty when none is near."""
    if not isinstance(raw, str) or not choices:
        return ""
    best = process.extractOne(raw[:100], choices, scorer=fuzz.ratio, processor=default_process, score_cutoff=60)
    return best[0] if best else ""
