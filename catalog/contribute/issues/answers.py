"""Turns one answer of a form into YAML data: values, each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from pydantic_core import PydanticCustomError
from ruamel.yaml.scalarstring import PlainScalarString

from catalog.errors import CatalogError, Severity
from catalog.load.scalars import Ambiguous, resolve
from catalog.model.columns import Column
from catalog.values import Grade, Vocabularies, folded
from catalog.values.fact import WRITABLE_BLANKS
from catalog.values.slug import SLUG

MOST_VALUES = 100
_LONGEST_KEY = 40
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,9})?[KMBT]?\+?|\d{4}-\d\d(?:-\d\d)?", re.ASCII)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))", re.ASCII)
_QUOTES = "\"'`“”"


class AnswerError(CatalogError):
    """An answer that can be understood in several ways, or in none; says what to write instead.

    `label` is that of the question, where it is not the one that is being read. A `notice` asks for no other answer.
    """

    def __init__(self, message: str, hint: str, label: str = "", severity: Severity = "error") -> None:
        self.hint = hint
        self.label = label
        self.severity = severity
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class GivenValue:
    """A value as it was written, and the place behind its bar: `rye | Section 3`."""

    text: str
    place: str = ""


def source_key(url: str, taken: Collection[str]) -> str:
    """Return a short key for a document, from its host: `arxiv`, `github`, `github-2`."""
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        host = ""
    labels = [label for label in host.removeprefix("www.").split(".") if SLUG.fullmatch(label)]
    base = (labels[-2] if len(labels) > 1 else "source")[: _LONGEST_KEY - 6].rstrip("-")
    keys = (f"{base}-{number}" if number > 1 else base for number in count(1))
    return next(key for key in keys if key not in taken and key != "survey")


def given_values(column: Column, answer: str, words: Vocabularies, *, several: bool) -> list[GivenValue]:
    """Return the values of an answer; values without a place share the next one: `a; b | Table 2; c | Table 3`.

    Raises:
        AnswerError: it is not clear what is a value and what its place.
    """
    if not several:
        return [_only_value(answer)]
    values: list[GivenValue] = []
    waiting: list[str] = []
    for part in split_values(answer):
        text, bar, place = part.partition("|")
        waiting += split_values(text, commas=not column.type.has_commas)
        if bar:
            values += [GivenValue(text, _one_place(place)) for text in waiting]
            waiting = []
    if values:
        _require_words(column, waiting, words)
    values += map(GivenValue, waiting)
    if len(values) > MOST_VALUES:
        raise AnswerError(f"found {len(values):,} values; the limit is {MOST_VALUES}", "give the most important ones")
    if not values:
        raise AnswerError("found a place without a value", "write the value before the bar: `value | Table 2`")
    return values


def _only_value(answer: str) -> GivenValue:
    text, _, place = answer.partition("|")
    if not text.strip():
        raise AnswerError("found a place without a value", "write the value before the bar: `value | Table 2`")
    return GivenValue(text.strip(), _one_place(place))


def _one_place(text: str) -> str:
    """`text` on one line, if it has no second bar."""
    if "|" in text:
        hint = "write `value | place`; this question takes one value, others separate their values with semicolons"
        raise AnswerError("found two bars where one value and its place belong", hint)
    return " ".join(text.split())


def _require_words(column: Column, texts: list[str], words: Vocabularies) -> None:
    """Behind a value with its place, only what is a word of the field's list is another value, not part of the place.

    Raises:
        AnswerError: it may be either.
    """
    unclear = [text for text in texts if len(column.type.meanings(text, words)) != 1]
    if unclear:
        message = f"is {unclear[0][:60]!r} another value, or does it belong to the place before it?"
        hint = "give each value its place: `a | Section 3; b | Section 4`; inside a place, use commas"
        raise AnswerError(message, hint)


def split_values(text: str, *, commas: bool = False) -> list[str]:
    """Return the values of an answer that gives several."""
    return [part.strip() for part in re.split(r"[;\n,]" if commas else r"[;\n]", text) if part.strip()]


def urls(text: str) -> list[str]:
    """Return the addresses of an answer, without the marks of a list around them."""
    return [part.lstrip("-*• ").strip("<>") for part in split_values(text)]


def fact_data(
    column: Column, values: list[GivenValue], sources: Collection[str], grade: Grade | None, words: Vocabularies
) -> dict[str, Any]:
    """Return the data of a fact with one value, or with several if the field takes them.

    A place may begin with the key of a source: `github: README`; else the first source is meant.

    Raises:
        AnswerError: the values come from different sources.
    """
    evidence = [_evidence(value.place, sources) for value in values]
    if len({source for source, _ in evidence}) > 1:
        hint = "give those of one source here, and the others under “Anything else”"
        raise AnswerError("the values come from different sources, but the field has one", hint)
    places = {where for _, where in evidence}
    where = places.pop() if len(places) == 1 else _places(values, evidence)
    text = "; ".join(value.text for value in values)
    return claim_data(column, text, {"source": evidence[0][0], "where": where}, grade, words)


def _evidence(place: str, sources: Collection[str]) -> tuple[str, str]:
    """Source and place of `PLACE` or `SOURCE: PLACE`."""
    source, colon, where = place.partition(":")
    return (source.strip(), where.strip()) if colon and source.strip() in sources else (next(iter(sources), ""), place)


def _places(values: list[GivenValue], evidence: list[tuple[str, str]]) -> str:
    """Which value stands where: `alibaba: title page; sjtu: footnote`."""
    pairs = zip(values, evidence, strict=True)
    return "; ".join(f"{value.text}: {where}" for value, (_, where) in pairs if where)


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
        parts = split_values(text, commas=not column.type.has_commas)
        return [_single(column, _unquoted(part), words) for part in parts]
    return _single(column, text, words)


def _unquoted(text: str) -> str:
    """`text` without the quotes that people copy from the examples."""
    while len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES and not set(text[1:-1]) & {text[0], text[-1]}:
        text = text[1:-1].strip()
    return text


def _single(column: Column, text: str, words: Vocabularies) -> Any:
    """One value as the type reads it from a table; a comma that may be a decimal point is left to the check."""
    text = " ".join(text.split())
    value: Any = text
    if not (column.type.scales and (_NUMBER.fullmatch(text) or "," in _THOUSANDS.sub("", text))):
        try:
            value = column.type.yaml(column.type.from_cell(text, column.show, words))
        except PydanticCustomError:
            return text
    is_number = column.type.scales and _NUMBER.fullmatch(str(value))
    return PlainScalarString(value) if is_number and not isinstance(resolve(str(value)), Ambiguous) else value


def same_value(column: Column, one: Any, other: Any, words: Vocabularies) -> bool:
    """Whether two values, or lists in any order, mean the same: `1.2K` and `1200`."""
    return _meanings(column, one, words) == _meanings(column, other, words)


def _meanings(column: Column, value: Any, words: Vocabularies) -> set[Any]:
    return set(_meaning(column, value, words))


def _meaning(column: Column, value: Any, words: Vocabularies) -> Iterator[Any]:
    for item in value if isinstance(value, list) else [value]:
        text = str(_single(column, str(item), words))
        try:
            yield column.type.from_cell(text, column.show, words)
        except PydanticCustomError:
            yield folded(text)
