"""What arXiv is asked for: categories and, where that leaves nothing out, words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.settings.watch import Watch
from catalog.watch.news.words import number_changed

MAX_QUERY = 3000
"""Characters of a query; the addresses that hold longer ones are refused by some servers on the way."""
_PLAIN = re.compile(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*")


def arxiv_query(watch: Watch) -> str:
    """The `search_query` of arXiv's API, without dates; empty where no category is watched.

    The service's search is coarse, so that the words are looked for again in what it answers: here they only make the
    answer shorter. A group with a word that it cannot be asked for, or that makes the query too long, is left out.
    """
    if not watch.categories:
        return ""
    query = _any_of([f"cat:{category}" for category in watch.categories])
    for group in (*watch.words.all, *([watch.words.any] if watch.words.any else [])):
        if not all(_PLAIN.fullmatch(word) for word in group):
            continue
        longer = f"{query} AND {_any_of([term for word in group for term in _terms(word)])}"
        query = longer if len(longer) <= MAX_QUERY else query
    return query


def _any_of(terms: Sequence[str]) -> str:
    return terms[0] if len(terms) == 1 else f"({' OR '.join(terms)})"


def _terms(word: str) -> list[str]:
    """The word for one and for many, in title and abstract; with hyphens also as people write it without."""
    plain = word.replace("-", " ")
    forms = [plain, number_changed(plain), *([word.replace("-", "")] if "-" in word else [])]
    quoted = [f'"{form}"' if " " in form else form for form in dict.fromkeys(forms)]
    return [f"{field}:{form}" for field in ("ti", "abs") for form in quoted]
