"""When two spellings can only mean the same, and what to suggest where they may mean different things.

`Qwen2-7B`, `qwen2 7b` and `qwen2_7b` are one spelling; `qwen2.5-7b` is another word, however near it is. What is equal
may be corrected or read without asking; what is near is a question to a person.

The library that tells how near is imported when somebody misspelt something: it takes long and much memory.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

T = TypeVar("T")

_MIN_SIMILARITY = 60
"""Of 100; what is less alike is not worth suggesting."""

_MAX_LENGTH = 100
"""Longer text is no word; comparing it with every word would take long."""

_OTHER_MEANING = ("<compat> 0020", "<super>", "<sub>", "<circle>", "<square>", "<fraction>", "<vertical>")
"""Compatibility forms that say more than the characters they stand for: `²` may be a power or a footnote."""

_JOINT = re.compile(r"(?<=[^\W_])[\s_\u2010-\u2015\u2212-]+(?=[^\W_])")
_TOKEN = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+|[+*#^=<>]")
_SIZE = re.compile(
    r"x*(?:small|large)|x+[sl]?|base|big|medium|micro|mini|nano|tiny|huge|giant|max|plus|pro|lite|light|flash|turbo|ultra"
)
"""Words that tell the sizes and versions of one thing apart."""

_MIN_TYPO = 75
"""Of 100; `larg` is `large` with a letter lost, and not a word of its own."""


@lru_cache(65_536)
def spelling(text: str) -> str:
    """Return `text` as spellings are compared: without capitals, wide forms, and what joins words.

    Blanks, hyphens and underscores join words; digits, signs and letters count. Between two digits one hyphen stays,
    because `2-7` is not `27`.
    """
    plain = text if text.isascii() else _plain(text)
    return unicodedata.normalize("NFC", "".join(_JOINT.sub(_joint, plain.casefold()).split()))


def looks(text: str) -> str:
    """Return what texts have in common that look alike: neither case nor width nor what is invisible matters."""
    return " ".join(_plain(text).casefold().split())


def _plain(text: str) -> str:
    """Return `text` with ordinary letters and digits for wide ones and ligatures, and without invisible characters."""
    if text.isascii() and text.isprintable():
        return text
    chars = (char if unicodedata.decomposition(char).startswith(_OTHER_MEANING) else _compatible(char) for char in text)
    return unicodedata.normalize("NFC", "".join(chars))


def _compatible(char: str) -> str:
    return (
        ""
        if unicodedata.category(char) in {"Cf", "Cc", "Cn", "Co"} and not char.isspace()
        else unicodedata.normalize("NFKC", char)
    )


def _joint(match: re.Match[str]) -> str:
    before, after = match.string[match.start() - 1], match.string[match.end()]
    return "-" if before.isnumeric() and after.isnumeric() else ""


def same_spelling(text: str, spellings: Iterable[tuple[str, T]]) -> list[T]:
    """Return the different values that are spelt like `text`: one if it can mean nothing else."""
    wanted = spelling(text)
    values: list[T] = []
    for name, value in spellings:
        if spelling(name) == wanted and value not in values:
            values.append(value)
    return values


def is_another_version(one: str, other: str) -> bool:
    """Return whether two texts differ in digits, signs, single letters or words for a size."""
    left, right = _tokens(one), _tokens(other)
    pairs = ((left - right, right - left), (right - left, left - right))
    return any(_tells_versions_apart(token, others) for tokens, others in pairs for token in tokens)


def _tells_versions_apart(token: str, others: Iterable[str]) -> bool:
    """Whether a token of one text is a version, and no misspelt word of the other text, whose tokens are `others`."""
    if _SIZE.fullmatch(token):
        return all(_SIZE.fullmatch(other) or _likeness(token, other) < _MIN_TYPO for other in others)
    return not token.isalpha() or (len(token) == 1 and not others)


def _is_another_word(one: str, other: str) -> bool:
    """Return whether one text has all words of the other and more, or they differ in more than slips of the pen."""
    left, right = _tokens(one), _tokens(other)
    slips = max(2, min(len(one), len(other)) // 4)
    return (left != right and (left <= right or left >= right)) or slips_between(spelling(one), spelling(other)) > slips


def slips_between(one: str, other: str) -> int:
    """Return how many letters too many, missing, wrong or swapped make one text of the other."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    return OSA.distance(one, other)


def _likeness(one: str, other: str) -> float:
    from rapidfuzz import fuzz  # noqa: PLC0415

    return fuzz.ratio(one, other)


def _tokens(text: str) -> Counter[str]:
    return Counter(_TOKEN.findall(_plain(text).casefold()))


def suggest(raw: Any, spellings: Sequence[tuple[str, Any]]) -> str:
    """Return a question about what `raw` may mean, of values with their spellings; empty where nothing is near.

    ``did you mean `lora`? ``, or where digits, signs or sizes differ
    ``the nearest is `qwen2-7b` (another version?); ``.
    """
    if not isinstance(raw, str):
        return ""
    equal = [str(value) for value in same_spelling(raw[:_MAX_LENGTH], spellings) if value != raw]
    if equal:
        return f"did you mean {' or '.join(f'`{value}`' for value in equal)}? "
    others = [(name, value) for name, value in spellings if value != raw]
    name = nearest(raw, [name for name, _ in others])
    return _question(raw, name, dict(reversed(others))[name]) if name else ""


def _question(raw: str, name: str, value: Any) -> str:
    if is_another_version(raw, name):
        return f"the nearest is `{value}` (another version?); "
    if _is_another_word(raw, name):
        return f"the nearest is `{value}` (another one?); "
    return f"did you mean `{value}`? "


def guess(raw: Any, choices: Iterable[str]) -> str:
    """`did you mean X? ` when one of the choices is near, else nothing."""
    return suggest(raw, [(choice, choice) for choice in choices])


def nearest(raw: Any, choices: Sequence[str]) -> str:
    """Return the choice that is spelt most like `raw`; empty when none is near."""
    if not isinstance(raw, str) or not choices:
        return ""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415

    best = process.extractOne(
        raw[:_MAX_LENGTH], choices, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=_MIN_SIMILARITY
    )
    return best[0] if best else ""
