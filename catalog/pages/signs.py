"""Signs of words: small drawings that a survey declares, which every page has once and uses by reference."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.pages.render import filled

_SYMBOL = '<symbol id="{}" viewBox="0 0 16 16">{}{}</symbol>'
_USE = '<svg class="icon tone-{}" aria-hidden="true"><use href="#{}"/></svg>'


def word_sign(catalog: Catalog, word: Any) -> Markup:
    """The sign of a word, in its tone; empty if the survey declares none. The word itself belongs beside it."""
    found = next((sign for sign in catalog.settings.signs if sign.word == word), None)
    return filled(_USE, found.tone, _ident(found.word)) if found else Markup("")


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
    return Markup("").join(filled(_SYMBOL, *parts) for parts in drawn)


def _ident(word: str) -> str:
    return "s-" + re.sub(r"[^a-z0-9]+", "-", word.lower())
