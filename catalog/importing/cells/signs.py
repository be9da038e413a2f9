"""What signs and words mean in anybody's table: yes, no, partly, or that nothing is said."""

from __future__ import annotations

import re
from typing import Any, Literal

from catalog.values import Blank, folded
from catalog.values.fact import WRITABLE_BLANKS
from catalog.values.type import ValueType, Vocabularies

Answer = Literal["yes", "no", "partly"]

_WORDS: dict[Answer, str] = {
    "yes": "yes y true √ ✓ ✔ ☑ ✅ 🟢 🟩 👍 🆗 ⭕ supported full",
    "no": "no n false × ✗ ✘ ✖ ☐ ❌ ❎ ⛔ 🚫 🔴 🟥 👎 unsupported none",
    "partly": "partly partial partially ~ ± 🟡 🟨 🟠 ⚠ 🚧 limited some mixed",
}
_ANSWERS: dict[str, Answer] = {word: answer for answer, words in _WORDS.items() for word in words.split()}
_CERTAIN = frozenset({"yes", "y", "true", "no", "n", "false", "partly", "partial", "partially"})
"""The words that mean an answer in any column; the others only where an answer is expected. All signs do."""

SHORTCODES = {
    "white_check_mark": "✅",
    "heavy_check_mark": "✔",
    "ballot_box_with_check": "☑",
    "x": "❌",
    "heavy_multiplication_x": "✖",
    "negative_squared_cross_mark": "❎",
    "no_entry": "⛔",
    "no_entry_sign": "🚫",
    "green_circle": "🟢",
    "red_circle": "🔴",
    "yellow_circle": "🟡",
    "orange_circle": "🟠",
    "warning": "⚠",
    "+1": "👍",
    "thumbsup": "👍",
    "-1": "👎",
    "thumbsdown": "👎",
    "question": "❓",
    "grey_question": "❓",
}
"""Names of emojis between colons → the sign; others are decoration."""

_NOTHING_WORDS = (
    "unknown|tbd|tba|tbc|todo|none given|not given|not known|not stated|not specified|unspecified|undisclosed"
    "|not checked|not available|nan|null|#n/a|?|??|???|❓|❔|⚪|⬜|.|...|…"
    "|-|--|---|\u2010|\u2011|\u2012|\u2013|\u2014|\u2015|\u2212"
)
_NOTHING_SAID = frozenset(_NOTHING_WORDS.split("|"))
_AMBIGUOUS = frozenset({"n/a", "na", "n.a.", "n.a", "n / a", "n-a"})
"""Not available, not applicable, no answer: nobody knows which."""
_VARIATION = re.compile("[\ufe0e\ufe0f]")


def _plain(text: str) -> str:
    return folded(_VARIATION.sub("", text))


def blank_for(text: str) -> Blank | None:
    """Return the blank that `text` names in the tool's own words; None where it is none."""
    return WRITABLE_BLANKS.get(folded(text))


def says_nothing(text: str) -> bool:
    """Whether `text` is a way to leave a cell open."""
    return _plain(text) in _NOTHING_SAID or is_ambiguous(text)


def is_ambiguous(text: str) -> bool:
    """Whether `text` leaves a cell open in a word of two meanings: `N/A`."""
    return _plain(text) in _AMBIGUOUS


def answer(text: str, *, expected: bool = True) -> Answer | None:
    """Return the answer that `text` means; where none is `expected`, only what can mean nothing else."""
    word = _plain(text)
    found = _ANSWERS.get(word)
    return found if expected or not word.isascii() or word in _CERTAIN else None


def answer_as(value_type: ValueType[Any], text: str, vocabularies: Vocabularies) -> Any:
    """Return the value of a type that means the same answer as `text`; None where there is not exactly one."""
    wanted = answer(text)
    values: list[Any] = []
    for name, value in value_type.spellings(vocabularies) if wanted else ():
        if answer(name) == wanted and value not in values:
            values.append(value)
    return values[0] if len(values) == 1 else None
