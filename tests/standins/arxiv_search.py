"""arXiv's language of queries: fields, phrases, AND, OR, ANDNOT, parentheses and ranges of dates."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.standins.world import Paper

Test = Callable[[Paper], bool]
_TOKEN = re.compile(r'\s*(\(|\)|ANDNOT\b|AND\b|OR\b|\w+:\[[^\]]*\]|\w+:"[^"]*"|\w+:[^\s()]+|"[^"]*"|[^\s()]+)')
_FIELDS: dict[str, Callable[[Paper], str]] = {
    "ti": lambda paper: paper.title,
    "au": lambda paper: " ; ".join(paper.authors),
    "abs": lambda paper: paper.abstract,
    "co": lambda paper: paper.comment,
    "jr": lambda paper: paper.journal,
    "all": lambda paper: " ; ".join([paper.title, *paper.authors, paper.abstract, paper.comment, paper.journal]),
}


class BadQueryError(ValueError):
    """The query is not in the language."""


def paper_test(query: str) -> Test:
    """Whether a paper matches the query."""
    if not query.isascii():
        raise BadQueryError(query)
    tokens = [match[1] for match in _TOKEN.finditer(query.strip())]
    test, left = _alternatives(tokens)
    if left:
        raise BadQueryError(query)
    return test


def _alternatives(tokens: list[str]) -> tuple[Test, list[str]]:
    test, left = _together(tokens)
    while left and left[0] == "OR":
        other, left = _together(left[1:])
        test = _either(test, other)
    return test, left


def _together(tokens: list[str]) -> tuple[Test, list[str]]:
    test, left = _one(tokens)
    while left and left[0] in {"AND", "ANDNOT"}:
        word = left[0]
        other, left = _one(left[1:])
        test = _both(test, other, wanted=word == "AND")
    return test, left


def _one(tokens: list[str]) -> tuple[Test, list[str]]:
    if not tokens or tokens[0] in {")", "AND", "OR", "ANDNOT"}:
        raise BadQueryError("a term is missing")
    if tokens[0] != "(":
        return _term(tokens[0]), tokens[1:]
    test, left = _alternatives(tokens[1:])
    if not left or left[0] != ")":
        raise BadQueryError("unbalanced parentheses")
    return test, left[1:]


def _either(one: Test, other: Test) -> Test:
    return lambda paper: one(paper) or other(paper)


def _both(one: Test, other: Test, *, wanted: bool) -> Test:
    return lambda paper: one(paper) and other(paper) is wanted


def _term(token: str) -> Test:
    name, _, text = token.partition(":") if ":" in token else ("all", "", token)
    if name in {"submittedDate", "lastUpdatedDate"}:
        return _range(name, text)
    words = text.strip('"').casefold()
    if name == "cat":
        return lambda paper: any(words.strip("*") == category.casefold() for category in paper.categories)
    if name not in _FIELDS:
        raise BadQueryError(f"there is no field {name}")
    pattern = re.compile(r"(?<!\w)" + r"\W+".join(map(re.escape, re.findall(r"\w+", words))) + r"(?!\w)")
    return lambda paper: bool(pattern.search(_FIELDS[name](paper).casefold()))


def _range(name: str, text: str) -> Test:
    match = re.fullmatch(r"\[(\d{8})\d{0,6} TO (\d{8})\d{0,6}\]", text)
    if not match:
        raise BadQueryError(text)
    first, last = match.groups()

    def test(paper: Paper) -> bool:
        day = paper.submitted if name == "submittedDate" else paper.updated or paper.submitted
        return first <= day.replace("-", "") <= last

    return test
