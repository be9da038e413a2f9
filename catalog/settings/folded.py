"""Fields with the same words that are shown as one, in signs."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.model.columns import Column
from catalog.settings.presentation import Tone


@dataclass(frozen=True)
class WordSign:
    """The sign of one word: `line` and `fill` are SVG path data in a square of 16; both are empty where none is drawn.

    `label` is a short word for it, `meaning` its sentence.
    """

    word: str
    label: str
    meaning: str
    tone: Tone = "plain"
    line: str = ""
    fill: str = ""


@dataclass(frozen=True)
class Member:
    """One field of a folded set."""

    column: Column
    letter: str
    label: str


@dataclass(frozen=True)
class Folded:
    """Fields with the same words, shown as signs in one column and filtered in one matrix: members by signs."""

    key: str
    label: str
    members: tuple[Member, ...]
    signs: tuple[WordSign, ...]

    def sign(self, word: str) -> WordSign:
        """Return the sign of a word of the list."""
        return next(sign for sign in self.signs if sign.word == word)
