"""Characters that no reader sees, or that change what others look like: none belongs into the text of a survey."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from catalog.errors import Problem, Severity
from catalog.escape import described_character

_JOINERS = "\u200c\u200d"
"""Zero-width characters that words of many scripts, and emoji, are written with."""
_VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Signs around Arabic and Indic numbers, which Unicode counts among invisible characters."""
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters and marks without a shape."""
_VARIED = frozenset({"So", "Sm", "Lo", "Po", "Pd"})
"""Categories of characters that have several shapes, as emoji and Chinese characters have."""
_VIRAMA = 9
"""The combining class of signs that join Indic consonants."""
_TAG_BASE = "\U0001f3f4"
"""The black flag, which invisible letters make the flag of a region."""


class OddCharacter(NamedTuple):
    """A character that should not be in text, by its position there."""

    position: int
    message: str
    hint: str
    severity: Severity = "error"


def raw_problems(file: Path, text: str, others: Sequence[Problem]) -> Iterator[Problem]:
    """Yield each odd character of a file, comments included, once a line; not what is among `others` already."""
    if text.isascii():
        return
    located = {(problem.line, problem.column) for problem in others}
    for number, line in enumerate(text.split("\n"), 1):
        for odd in () if line.isascii() else odd_characters(line.rstrip("\r")):
            if (number, odd.position + 1) not in located:
                yield _problem(file, number, odd.position + 1, odd)


def escape_problems(file: Path, text: str, node: Any, value: str) -> Iterator[Problem]:
    """Yield the odd characters that a node of a file has by escapes, as in JSON."""
    start, end = node.start_mark, node.end_mark
    lines = "".join(text.split("\n")[start.line : end.line + 1])
    for odd in odd_characters(value):
        if value[odd.position] not in lines:
            yield _problem(file, start.line + 1, start.column + 1, odd)


def _problem(file: Path, line: int, column: int, odd: OddCharacter) -> Problem:
    return Problem(file, line, column, "", odd.message, odd.hint, "character", odd.severity)


def odd_characters(text: str) -> Iterator[OddCharacter]:
    """Yield each different character of `text` that should not be there, once; line breaks and tabs may be."""
    seen = set("\n\t")
    for position, character in enumerate(text):
        if character not in seen and _is_odd(text, position):
            seen.add(character)
            yield _described(position, character)


def _is_odd(text: str, position: int) -> bool:
    character = text[position]
    if character in _FILLERS:
        return True
    if "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return not _takes_variant(text[position - 1 : position])
    if not unicodedata.category(character).startswith("C") or character in _VISIBLE_FORMATS:
        return False
    if character in _JOINERS:
        return not _is_joint(text[:position], text[position + 1 : position + 2])
    if "\U000e0020" <= character <= "\U000e007f":
        return _TAG_BASE not in text[:position]
    return True


def _takes_variant(before: str) -> bool:
    """Whether a character has several shapes: symbols, digits of key caps, letters of scripts without capitals."""
    return bool(before) and (
        before in "0123456789#*©®" or unicodedata.category(before) in {"So", "Sm", "Lo", "Po", "Pd"}
    )


def _is_joint(before: str, after: str) -> bool:
    """Whether a zero-width joiner has a meaning between these: in emoji, Arabic and Indic scripts."""
    bare = before.rstrip("\ufe0f")[-1:]
    if bare and after and unicodedata.category(bare)[0] == "S" and unicodedata.category(after)[0] == "S":
        return True
    return any(
        character and (unicodedata.combining(character) == _VIRAMA or unicodedata.bidirectional(character) == "AL")
        for character in (_base(before), before[-1:], after)
    )


def _base(before: str) -> str:
    """The last character that is no mark on another."""
    return next((character for character in reversed(before[-4:]) if not unicodedata.combining(character)), "")


def _described(position: int, character: str) -> OddCharacter:
    name = described_character(character)
    if unicodedata.category(character) == "Cn" and not _is_noncharacter(character):
        message = f"the text contains U+{ord(character):04X}, which is no character of Unicode"
        hint = f"remove it, unless it is newer than Unicode {unicodedata.unidata_version}"
        return OddCharacter(position, message, hint, "warning")
    if unicodedata.category(character) == "Co":
        message = f"the text contains U+{ord(character):04X}, a private character that fonts show differently or not"
        return OddCharacter(position, message, "remove it, or write what it stands for")
    return OddCharacter(position, f"the text contains the invisible character {name}", "remove it")


def _is_noncharacter(character: str) -> bool:
    return "\ufdd0" <= character <= "\ufdef" or ord(character) & 0xFFFE == 0xFFFE
