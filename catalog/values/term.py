"""Closed lists: words contributors may write, each with its meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Self

from catalog.values.invalid import described, invalid
from catalog.values.show import Show
from catalog.values.spelling import guess
from catalog.values.type import Value, ValueType, Vocabularies


class Term(Value, StrEnum):
    """Base of a closed list; a member is declared as `NAME = "word", "What the word means."`.

    A list that is ordered, `class Rating(Term, ordered=True)`, has its words from the least to the greatest, and is
    sorted so.
    """

    ordered: bool
    meaning: str

    def __new__(cls, word: str, meaning: str) -> Self:
        """Keep the meaning beside the word."""
        member = str.__new__(cls, word)
        member._value_, member.meaning = word, meaning
        return member

    def __init_subclass__(cls, *, ordered: bool = False) -> None:
        """Give every list a type of its own."""
        cls.ordered = ordered
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
                raise invalid(f"found {described(raw)} where one word belongs", cls._advice(raw))
            raise invalid(f"found {repr(raw)[:60]}, which is not one of the allowed words", cls._advice(raw))
        return member  # type: ignore[return-value]

    @classmethod
    def _advice(cls, raw: Any) -> str:
        """What to write instead, then the allowed words."""
        words = [member.value for member in cls]
        if type(raw) in (int, float) and str(raw) in words:
            return f'put it in quotes: "{raw}"; allowed: {", ".join(words)}'
        only = raw[0] if isinstance(raw, list) and len(raw) == 1 else raw
        likely = f"write `{only}` without brackets; " if only is not raw and only in words else guess(only, words)
        return f"{likely}allowed: {', '.join(words)}"


class TermType(ValueType[Term]):
    """Words from one closed list."""

    name = "word from a closed list"
    weight = 55
    dtype = "category"

    def __init__(self, term: type[Term]) -> None:
        super().__init__(term)
        self._words = {member.value: member.meaning for member in term}
        self._spellings = [(member.value, member) for member in term]
        self.example = next(iter(self._words), "")

    @property
    def words(self) -> Mapping[str, str]:
        """The list, in its own order."""
        return self._words

    def from_cell(self, text: str, show: Show, vocabularies: Vocabularies) -> Term:
        """The member whose word is spelt like `text`."""
        members = self.meanings(text, vocabularies)
        return members[0] if len(members) == 1 else self.read(text)

    def spellings(self, vocabularies: Vocabularies) -> Sequence[tuple[str, Term]]:
        """The words themselves."""
        return self._spellings

    def sort_key(self, value: Term) -> Any:
        """The place in an ordered list; else the word."""
        return list(self._words).index(value) if self._class.ordered else super().sort_key(value)

    def json_schema(self) -> dict[str, Any]:
        """Each word with its meaning."""
        return {"oneOf": [{"const": word, "description": meaning} for word, meaning in self._words.items()]}
