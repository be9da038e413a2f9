"""Turns one answer of a form into YAML data: a value, or a fact with its evidence."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
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
    """Return a short key for a document, from its host: `arxiv`, `github`, `github-2`."""
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        host = ""
    labels = [label for label in host.removeprefix("www.").split(".") if SLUG.fullmatch(label)]
    base = (labels[-2] if len(labels) > 1 else "source")[: _LONGEST_KEY - 4].rstrip("-")
    return next(key for key in (base, *(f"{base}-{n}" for n in range(2, 1000))) if key not in taken and key != "survey")


def fact_data(column: Column, answer: str, sources: Collection[str], grade: Grade | None, words: Vocabularies) -> Any:
    """Return the data of `VALUE`, `VALUE | PLACE` or `VALUE | SOURCE: PLACE`; without a source, the first is meant."""
    text, _, place = answer.partition("|")
    source, colon, where = place.strip().partition(":")
    if not colon or source not in sources:
        source, where = next(iter(sources), ""), place
    return claim_data(column, text, {"source": source, "where": where.strip()}, grade, words)


def claim_data(
    column: Column, text: str, evidence: Mapping[str, str], grade: Grade | None, words: Vocabularies
) -> dict[str, Any]:
    """Return the data of a value with its evidence; only a claim with a place can be `primary`."""
    is_graded = grade and (evidence["where"] or grade is not Grade.PRIMARY)
    data = {
        "value": value_data(column, text, words),
        **evidence,
        "verified": grade.value if grade and is_graded else "",
    }
    return {key: item for key, item in data.items() if item != ""}


def value_data(column: Column, text: str, words: Vocabularies) -> Any:
    """Return the data of a value; text that the field's type does not know stays as it is, for the check to report."""
    text = _unquoted(text.strip())
    if text in WRITABLE_BLANKS:
        return text
    if column.many:
        return [_single(column, part, words) for part in split_values(text, commas=not column.type.has_commas)]
    return _single(column, text, words)


def _unquoted(text: str) -> str:
    """`text` without the quotes that people copy from the examples."""
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'`" else text


def split_values(text: str, *, commas: bool = False) -> list[str]:
    """Return the values of an answer that gives several."""
    return [part.strip() for part in re.split(r"[;\n,]" if commas else r"[;\n]", text) if part.strip()]


def _single(column: Column, text: str, words: Vocabularies) -> Any:
    if column.type.scales and _NUMBER.fullmatch(text):
        return PlainScalarString(text)
    spellings = column.type.spellings(words)
    if folded(text) in spellings:
        return column.type.yaml(spellings[folded(text)])
    return " ".join(text.split())
