"""One answer of a form becomes a fact with its evidence."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from ruamel.yaml.scalarstring import PlainScalarString

from catalog.model.columns import Column
from catalog.values import Grade, Vocabularies, folded
from catalog.values.fact import WRITABLE_BLANKS
from catalog.values.slug import SLUG

_LONGEST_KEY = 40
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,9})?[KMBT]?\+?|\d{4}-\d\d(?:-\d\d)?", re.ASCII)


def source_key(url: str, taken: Collection[str]) -> str:
    """A short key for a document, from its host: `arxiv`, `github`, `github-2`."""
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        host = ""
    labels = [label for label in host.removeprefix("www.").split(".") if SLUG.fullmatch(label)]
    base = (labels[-2] if len(labels) > 1 else "source")[: _LONGEST_KEY - 4].rstrip("-")
    return next(key for key in (base, *(f"{base}-{n}" for n in range(2, 1000))) if key not in taken and key != "survey")


def fact(column: Column, answer: str, sources: Collection[str], grade: Grade | None, words: Vocabularies) -> Any:
    """What is written for `answer`: the value with its source, place and grade.

    The answer is `VALUE`, `VALUE | PLACE` or `VALUE | SOURCE: PLACE`; the first source counts where none is named.
    """
    text, _, place = answer.partition("|")
    source, where = _place(place.strip(), sources)
    made = {"value": value(column, text, words), "source": source, "where": where}
    if grade and (where or grade is not Grade.PRIMARY):
        made["verified"] = grade.value
    return {key: item for key, item in made.items() if item != ""}


def _place(text: str, sources: Collection[str]) -> tuple[str, str]:
    named, colon, where = text.partition(":")
    first = next(iter(sources), "")
    return (named, where.strip()) if colon and named in sources else (first, text)


def value(column: Column, text: str, words: Vocabularies) -> Any:
    """The answer as the field's type is written; what does not fit stays as it is, for the check to explain."""
    text = _unquoted(text.strip())
    if text in WRITABLE_BLANKS:
        return text
    if column.many:
        return [_one(column, part, words) for part in parts(text, commas=not column.type.has_commas)]
    return _one(column, text, words)


def _unquoted(text: str) -> str:
    """People copy the quotes of the examples too."""
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'`" else text


def parts(text: str, *, commas: bool = False) -> list[str]:
    """Several values of one answer."""
    return [part.strip() for part in re.split(r"[;\n,]" if commas else r"[;\n]", text) if part.strip()]


def _one(column: Column, text: str, words: Vocabularies) -> Any:
    if column.type.scales and _NUMBER.fullmatch(text):
        return PlainScalarString(text)
    spellings = column.type.spellings(words)
    if folded(text) in spellings:
        return column.type.yaml(spellings[folded(text)])
    return " ".join(text.split())
