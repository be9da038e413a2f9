"""Words in texts: whole words, whatever their case, hyphens and number (one or many), in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from catalog.settings.watch import WatchedWords
from catalog.values.spelling import looks

MAX_TEXT = 20_000
"""Characters of a text that are looked at."""
_WORD = r"[a-z0-9\x80-\U0010ffff]+(?:\.\d+)*"
_TOKEN = re.compile(rf"{_WORD}|[!-/:-@\[-`{{-~]")
_COMPOUND = re.compile(rf"{_WORD}(?:-{_WORD})+")
_HYPHENS = re.compile(r"[_\u2010-\u2015\u2212-]+")
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")
"""Scripts without blanks between words, or whose words take endings: their letters are words of their own."""
_SINGULAR = frozenset({"alias", "atlas", "bias", "canvas", "lens", "news", "series", "species"})


def words_in(text: str) -> list[str]:
    """The words and signs of a text, without capitals; what is written with hyphens gives its parts."""
    return [_one(word) for word in _TOKEN.findall(_plain(text)) if word != "-"]


@lru_cache(8192)
def _one(word: str) -> str:
    """The word for one, if `word` is a regular English word for many."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")) or word in _SINGULAR:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]


def number_changed(words: str) -> str:
    """English words whose last is for many, or for one if it was for many: `class` ↔ `classes`."""
    before, blank, last = words.rpartition(" ")
    one = _one(last.lower())
    if one != last.lower():
        last = last[: len(one)] if last.lower().startswith(one) else last[:-3] + "y"
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        last = last[:-1] + "ies"
    else:
        last += "es" if last.endswith(("ch", "sh", "ss", "x")) else "s"
    return before + blank + last


def _plain(text: str) -> str:
    lowered = looks(text[:MAX_TEXT])
    if not lowered.isascii():
        lowered = "".join(letter if letter.isascii() else _spaced(letter) for letter in lowered)
    return _HYPHENS.sub("-", lowered)


@lru_cache(8192)
def _spaced(letter: str) -> str:
    """A letter with blanks around it where it is a word or a sign of its own."""
    if _HYPHENS.fullmatch(letter):
        return "-"
    is_part = unicodedata.category(letter)[0] in "LMN" and not unicodedata.name(letter, "").startswith(_UNSPACED)
    return letter if is_part else f" {letter} "


@dataclass(frozen=True, slots=True)
class WordsOfText:
    """A text, ready to be asked for words."""

    content: str

    @classmethod
    def of(cls, text: str) -> WordsOfText:
        """Read a text; `pre-trained` is there as two words and as one."""
        compounds = (_one(found.replace("-", "")) for found in _COMPOUND.findall(_plain(text)))
        return cls(f" {' '.join(words_in(text))}  {'  '.join(compounds)} ")

    def has(self, word: str) -> bool:
        """Whether a word or phrase is there, with blanks, hyphens or nothing between its parts."""
        wanted = words_in(word)
        return bool(wanted) and any(f" {joint.join(wanted)} " in self.content for joint in (" ", ""))


def matched(words: WatchedWords, text: str) -> tuple[str, ...] | None:
    """The words for which a text is news, as the survey writes them, each once; None if it is not."""
    content = WordsOfText.of(text)
    if _found(content, words.none):
        return None
    found = [_found(content, group) for group in (*words.all, *([words.any] if words.any else []))]
    return tuple(dict.fromkeys(word for group in found for word in group)) if all(found) else None


def _found(content: WordsOfText, words: Iterable[str]) -> list[str]:
    return [word for word in words if content.has(word)]
