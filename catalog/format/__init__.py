"""`catalog fmt`: keys in the model's order and the house style, without touching comments or meaning."""

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
from catalog.format.order import has_sorted_keys, sort_keys
from catalog.format.style import is_styled, restyle
from catalog.load.records import Definition
from catalog.load.tree import InvalidYaml, Tree
from catalog.model.columns import references
from catalog.model.node import Node
from catalog.settings import SurveySettings

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*$", re.MULTILINE)
_UNTIDY = re.compile(r"[^\S\n]\n|\n{3}|\A\s|(?<!\n)\Z|\n\n\Z")
_FAR_COMMENT = re.compile(r"(\A|[^\s]) {3,}#")


@dataclass(frozen=True, slots=True)
class Formatted:
    """What became of one file: its text, or the reason why it was left alone."""

    text: str
    problem: Problem | None = None


def survey_files(definition: Definition, more: Mapping[str, type[BaseModel]]) -> Iterator[tuple[Path, Node]]:
    """Every file of the survey that a model describes, with that model; `more` names further ones in data/."""
    yield definition.project.settings, Node.of(SurveySettings)
    for name, model in more.items():
        if (definition.project.data / f"{name}.yml").is_file():
            yield definition.project.data / f"{name}.yml", Node.of(model)
    for name, entry in references(definition.model).items():
        yield definition.project.data / f"{name}.yml", Node.of_vocabulary(entry)
    record = Node.of(definition.model)
    for file in definition.files():
        yield file, record


def format_yaml(file: Path, content: bytes, at: Node, *, style: bool = True) -> Formatted:
    """The file in canonical order and style; a file that cannot be read, or not without loss, stays as it is.

    `file` is what messages call it. Without `style`, keys are put in order and nothing else.
    """
    try:
        tree = Tree(file, content)
    except InvalidYaml as error:
        return Formatted(content.decode(errors="replace"), error.problem)
    if tree.problems:
        return Formatted(tree.text, tree.problems[0])
    try:
        text = _rewritten(tree, at) if style else sort_keys(tree.text, at)
        kept = text == tree.text or _is_kept(tree, Tree(file, text.encode()))
    except (InvalidYaml, YAMLError):
        kept = False
    if not kept:
        message = "the file cannot be put in order without losing a comment or changing a value"
        hint = "move comments out of { } and [ ], onto lines of their own"
        return Formatted(tree.text, Problem(file, 0, 0, "", message, hint, "format"))
    return Formatted(text)


def _rewritten(tree: Tree, at: Node) -> str:
    tree = _again(tree, _tidy_lines(tree))
    if not has_sorted_keys(tree, at):
        tree = _again(tree, sort_keys(tree.text, at))
    if is_styled(tree, at):
        return tree.text
    tree = _again(tree, restyle(tree, at))
    tree = _again(tree, _with_near_comments(tree))
    return sort_keys(_tidy_lines(tree), at)


def _again(tree: Tree, text: str) -> Tree:
    return tree if text == tree.text else Tree(tree.file, text.encode())


def _is_kept(before: Tree, after: Tree) -> bool:
    same = json.dumps(before.data, sort_keys=True) == json.dumps(after.data, sort_keys=True)
    return same and _comments(before) == _comments(after)


def _comments(tree: Tree) -> list[str]:
    """Every comment of the file, sorted: they may move, not change."""
    found = _COMMENT.findall("\n".join(text for text, is_text in _pieces(tree) if not is_text))
    return sorted(comment.rstrip() for comment in found)


def _with_near_comments(tree: Tree) -> str:
    """Two blanks before a comment behind a value: its old column means nothing once the line has changed."""
    pieces = (text if is_text else _FAR_COMMENT.sub(r"\1  #", text) for text, is_text in _pieces(tree))
    return "".join(pieces)


def _pieces(tree: Tree) -> Iterator[tuple[str, bool]]:
    """The file cut into what stands between the scalars (False) and the scalars (True)."""
    at = 0
    for start, end in sorted((node.start_mark.index, node.end_mark.index) for node in scalars(tree)):
        yield tree.text[at:start], False
        yield tree.text[start:end], True
        at = end
    yield tree.text[at:], False


def scalars(tree: Tree) -> Iterator[Any]:
    """Every single value of a file, and every key, as parsed."""
    pending = [tree.root]
    while pending:
        node = pending.pop()
        if node.id == "scalar":
            yield node
        elif node.id == "mapping":
            pending += [part for pair in node.value for part in pair]
        else:
            pending += node.value


def _tidy_lines(tree: Tree) -> str:
    """No blanks at line ends, no more than one empty line, one line end at the end; text over several lines is kept."""
    if not _UNTIDY.search(tree.text):
        return tree.text
    kept = {line for node in scalars(tree) for line in range(node.start_mark.line, node.end_mark.line)}
    lines: list[str] = []
    for number, line in enumerate(tree.text.replace("\r\n", "\n").split("\n")):
        tidy = line if number in kept else line.rstrip()
        if tidy or number in kept or (lines and lines[-1]):
            lines.append(tidy)
    return "\n".join(lines).strip("\n") + "\n"
