"""Slugs for the rows of a table: whatever their names are, each row gets one of its own."""

# ruff: noqa: RUF001 - letters of several scripts stand beside each other here

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from catalog.values import slugged
from catalog.values.slug import MAX_LENGTH

_CYRILLIC = (
    "а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh"
    " щ=shch ъ= ы=y ь= э=e ю=yu я=ya і=i ї=yi є=ye ґ=g"
)
_GREEK = "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o"
_LATIN = "ß=ss æ=ae œ=oe ø=o đ=d ð=d ł=l þ=th \u0131=i"
_LETTERS = dict(pair.split("=") for pair in f"{_CYRILLIC} {_GREEK} {_LATIN}".split())
_SPOKEN = re.compile(r"(?:HIRAGANA|KATAKANA) LETTER (?:SMALL )?(\w+)|HANGUL SYLLABLE (\w+)")
_NAMED = re.compile(
    r"(?:HEBREW|ARABIC|ARMENIAN CAPITAL|ARMENIAN SMALL|GEORGIAN|THAI CHARACTER|DEVANAGARI)\s(?:LETTER )?(\w)"
)
_SIGNS = str.maketrans({"+": " plus ", "#": " sharp ", "&": " and ", "@": " at "})


def transliterated(name: str) -> str:
    """Return a name in Latin letters, as far as the names of its letters tell them."""
    return "".join(map(_letter, unicodedata.normalize("NFC", name)))


def _letter(letter: str) -> str:
    known = _LETTERS.get(letter.lower(), _LETTERS.get(unicodedata.normalize("NFD", letter.lower())[0]))
    if letter.isascii() or known is not None or not letter.isalpha():
        return letter if known is None else known
    if unicodedata.normalize("NFKD", letter)[:1].isascii():
        return letter
    name = unicodedata.name(letter, "")
    spoken = _SPOKEN.match(name)
    if spoken:
        return (spoken[1] or spoken[2]).lower()
    named = _NAMED.match(name)
    return named[1].lower() if named else letter


def slug_of(name: str) -> str:
    """Return the slug that a name gives, in whatever script it is; empty where nothing is left."""
    return slugged(transliterated(name))


def own_slugs(names: Sequence[str], given: Sequence[str]) -> list[str]:
    """Return a slug for each row: the one it was `given`, or that of its name, made different from all others.

    Names that differ only in signs (`C`, `C++`) are told apart by these; what is equal is numbered in its order.
    """
    wanted = [slug or slug_of(name) for name, slug in zip(names, given, strict=True)]
    counts = Counter(wanted)
    for index, name in enumerate(names):
        spelt = slug_of(name.translate(_SIGNS))
        if counts[wanted[index]] > 1 and not given[index] and spelt != wanted[index] and not counts[spelt]:
            counts[wanted[index]] -= 1
            counts[spelt] += 1
            wanted[index] = spelt
    taken: set[str] = set()
    free = set(wanted)
    slugs = []
    for number, slug in enumerate(wanted, 1):
        own = slug or _numbered(f"row-{number}", free | taken)
        own = own if own not in taken else _numbered(own, free | taken)
        taken.add(own)
        slugs.append(own)
    return slugs


def _numbered(slug: str, others: set[str]) -> str:
    """The slug itself, or with the first number behind it that makes it new."""
    number, own = 1, slug
    while own in others:
        number += 1
        own = f"{slug[: MAX_LENGTH - len(str(number)) - 1].rstrip('-.')}-{number}"
    return own
