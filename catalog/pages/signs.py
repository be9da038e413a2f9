"""Signs of words: small drawings that a survey declares, which every page has once and uses by reference."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.pages.render import NO_HTML, filled, html_joined

_SYMBOL = '<symbol id="{}" viewBox="0 0 16 16">{}{}</symbol>'
_USE = '<svg class="icon tone-{}" aria-hidden="true"><use href="#{}"/></svg>'
_NAMED = '<span class="tinted named tone-{}">{}{}</span>'
_LETTERED = (
    '<span class="tinted tone-{}" title="{}: {}"><b aria-hidden="true">{}</b>{}<span class="vh">{} {}. </span></span>'
)


def word_sign(catalog: Catalog, word: Any) -> Markup:
    """The sign of a word, in its tone; empty if the survey declares none. The word itself belongs beside it."""
    found = catalog.settings.sign_of(word)
    return _sign(found.word, found.tone) if found else NO_HTML


def tinted_word(catalog: Catalog, word: Any) -> Markup:
    """A word with its sign, on a tint; empty if the survey declares none."""
    sign = word_sign(catalog, word)
    return filled(_NAMED, tone(catalog, word), sign, word) if sign else NO_HTML


def lettered_sign(catalog: Catalog, letter: str, label: str, word: Any) -> Markup:
    """The sign of a word beside the letter of what it is said of; a dash where the word has none."""
    drawn = word_sign(catalog, word) or Markup('<span aria-hidden="true">&ndash;</span>')
    return filled(_LETTERED, tone(catalog, word), label, word, letter, drawn, label, word)


def tone(catalog: Catalog, word: Any) -> str:
    """The tone of a word's sign."""
    found = catalog.settings.sign_of(word)
    return found.tone if found else "plain"


@lru_cache(256)
def _sign(word: str, tone: str) -> Markup:
    return filled(_USE, tone, _ident(word))


def symbols(catalog: Catalog) -> Markup:
    """The drawings of all signs, for the sprite of every page."""
    drawn = (
        (
            _ident(sign.word),
            filled('<path d="{}"/>', sign.line) if sign.line else "",
            filled('<path d="{}" fill="currentColor" stroke="none"/>', sign.fill) if sign.fill else "",
        )
        for sign in catalog.settings.signs
    )
    return html_joined(filled(_SYMBOL, *parts) for parts in drawn)


def _ident(word: str) -> str:
    return "s-" + re.sub(r"[^a-z0-9]+", "-", word.lower())
