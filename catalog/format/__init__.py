"""Formats YAML files: keys in the order of the model and the house style; no comment is lost and no value changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from catalog.errors import Problem
from catalog.format.loss import find_loss
from catalog.format.order import order_keys
from catalog.format.parsed import parsed
from catalog.format.style import restyle
from catalog.load.records import Definition
from catalog.load.tree import InvalidYaml, Tree
from catalog.model.columns import references
from catalog.model.node import Node
from catalog.settings import SurveySettings

_LINE_BREAK = re.compile(r"\r\n?")


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
        if tree.problems:
            return FormatResult(tree.text, tree.problems[0])
        unix = _reparse(tree, _LINE_BREAK.sub("\n", tree.text))
        result = _format_tree(unix, model, style=style)
        return FormatResult(tree.text, result.problem) if result.text == unix.text and not style else result
    except InvalidYaml as error:
        return FormatResult(content.decode(errors="replace"), error.problem)


def _format_tree(tree: Tree, model: Node, *, style: bool) -> FormatResult:
    text = _styled(tree, model) if style else order_keys(tree.text, model)
    problem = None if text == tree.text else find_loss(tree, parsed(text))
    return FormatResult(tree.text, problem) if problem else FormatResult(text)


def _styled(tree: Tree, model: Node) -> str:
    text = restyle(tree, model)
    ordered = order_keys(text, model)
    # Again, for the empty lines and comments between keys that are now neighbours.
    return text if ordered == text else restyle(Tree(tree.file, ordered.encode()), model)


def _reparse(tree: Tree, text: str) -> Tree:
    return tree if text == tree.text else Tree(tree.file, text.encode())
