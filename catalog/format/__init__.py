"""Formats YAML files: keys in the order of the model and the house style; no comment is lost and no value changes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from ruamel.yaml.error import YAMLError

from catalog.errors import Problem
from catalog.format.order import has_sorted_keys, order_keys
from catalog.format.style import is_styled, restyle
from catalog.load.records import Definition
from catalog.load.tree import InvalidYaml, Tree
from catalog.model.columns import references
from catalog.model.node import Node
from catalog.settings import SurveySettings

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*$", re.MULTILINE)
_UNTIDY = re.compile(r"[^\S\n]\n|\n{3}|\A\s|(?<!\n)\Z|\n\n\Z")
"""Matches unless every line is tidy: a blank at a line end, two empty lines, an empty line at the start or end."""
_FAR_COMMENT = re.compile(r"(\A|[^\s]) {3,}#")


@dataclass(frozen=True, slots=True)
class FormatResult:
    """The formatted text, or the text as it was with the reason why it could not be formatted."""

    text: str
    problem: Problem | None = None


def survey_files(definition: Definition, more: Mapping[str, type[BaseModel]]) -> Iterator[tuple[Path, Node]]:
    """Yield the files of settings, vocabularies, records and `more` (name in data/ → model), each with its model."""
    yield definition.project.settings, Node.of(SurveySettings)
    for name, model in more.items():
        if (definition.project.data / f"{name}.yml").is_file():
            yield definition.project.data / f"{name}.yml", Node.of(model)
    for name, entry in references(definition.model).items():
        yield definition.project.data / f"{name}.yml", Node.of_vocabulary(entry)
    record = Node.of(definition.model)
    for file in definition.files():
        yield file, record


def format_yaml(file: Path, content: bytes, model: Node, *, style: bool = True) -> FormatResult:
    """Return the text with keys in the order of `model` and, with `style`, in the house style.

    A file that cannot be read, or not be rewritten without loss, is returned unchanged with a problem; `file` is its
    name in messages.
    """
    try:
        tree = Tree(file, content)
    except InvalidYaml as error:
        return FormatResult(content.decode(errors="replace"), error.problem)
    if tree.problems:
        return FormatResult(tree.text, tree.problems[0])
    try:
        text = _format(tree, model) if style else order_keys(tree.text, model)
        lossless = text == tree.text or _is_lossless(tree, Tree(file, text.encode()))
    except (InvalidYaml, YAMLError):
        lossless = False
    if not lossless:
        message = "the file cannot be formatted without losing a comment or changing a value"
        hint = "move comments out of { } and [ ], onto lines of their own"
        return FormatResult(tree.text, Problem(file, 0, 0, "", message, hint, "format"))
    return FormatResult(text)


def _format(tree: Tree, model: Node) -> str:
    tree = _reparse(tree, _tidy_lines(tree))
    if not has_sorted_keys(tree, model):
        tree = _reparse(tree, order_keys(tree.text, model))
    if is_styled(tree, model):
        return tree.text
    tree = _reparse(tree, restyle(tree, model))
    tree = _reparse(tree, _with_near_comments(tree))
    # Again, because keys in braces with a comment can only be sorted once each has a line of its own.
    return order_keys(_tidy_lines(tree), model)


def _reparse(tree: Tree, text: str) -> Tree:
    return tree if text == tree.text else Tree(tree.file, text.encode())


def _is_lossless(before: Tree, after: Tree) -> bool:
    same_data = json.dumps(before.data, sort_keys=True) == json.dumps(after.data, sort_keys=True)
    return same_data and _comments(before) == _comments(after)


def _comments(tree: Tree) -> list[str]:
    """Return every comment of the file, sorted, since formatting may move comments."""
    comments = _COMMENT.findall("\n".join(text for text, is_scalar in _segments(tree) if not is_scalar))
    return sorted(comment.rstrip() for comment in comments)


def _with_near_comments(tree: Tree) -> str:
    """Return the text with two spaces before each comment behind a value: ruamel.yaml keeps its former column."""
    segments = (text if is_scalar else _FAR_COMMENT.sub(r"\1  #", text) for text, is_scalar in _segments(tree))
    return "".join(segments)


def _segments(tree: Tree) -> Iterator[tuple[str, bool]]:
    """Split the text into scalars (True) and what is between them (False)."""
    index = 0
    for start, end in sorted((node.start_mark.index, node.end_mark.index) for node in scalars(tree)):
        yield tree.text[index:start], False
        yield tree.text[start:end], True
        index = end
    yield tree.text[index:], False


def scalars(tree: Tree) -> Iterator[Any]:
    """Yield the node of every key and single value."""
    pending = [tree.root]
    while pending:
        node = pending.pop()
        if node.id == "scalar":
            yield node
        elif node.id == "mapping":
            pending += [child for pair in node.value for child in pair]
        else:
            pending += node.value


def _tidy_lines(tree: Tree) -> str:
    """Return the text without blanks at line ends and double empty lines, except inside text of several lines."""
    if not _UNTIDY.search(tree.text):
        return tree.text
    inside_text = {line for node in scalars(tree) for line in range(node.start_mark.line, node.end_mark.line)}
    lines: list[str] = []
    for number, line in enumerate(tree.text.replace("\r\n", "\n").split("\n")):
        tidy = line if number in inside_text else line.rstrip()
        if tidy or number in inside_text or (lines and lines[-1]):
            lines.append(tidy)
    return "\n".join(lines).strip("\n") + "\n"
