"""Translates pydantic's errors into messages for contributors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from catalog.errors import Problem
from catalog.load.tree import Tree
from catalog.model.node import Node
from catalog.values import Blank, guess, nearest, slugged
from catalog.values.fact import EVIDENCE
from catalog.values.invalid import described

_EXTRA = {"extra_forbidden", "unexpected_keyword_argument"}
_KEY = "[key]"
"""pydantic's last step where the key of a mapping is wrong, not its value."""

_EXPECTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "int_type": "a whole number",
}


def validation_problems(
    tree: Tree, model: type[BaseModel], error: ValidationError, above: Sequence[str | int] = ()
) -> Iterator[Problem]:
    """One problem for each of pydantic's errors, at the place in the file that caused it."""
    root = Node.of(model)
    items = error.errors(include_url=False)
    misspelt = {(*item["loc"][:-1], _likely_key(root, item["loc"])) for item in items if item["type"] in _EXTRA}
    for item in items:
        kind = item["type"]
        if kind == "missing" and item["loc"] in misspelt:
            continue
        steps, _ = _place(root, item["loc"])
        path = [*above, *steps]
        about_key = kind in _EXTRA or path[-1:] == [_KEY]
        if path[-1:] == [_KEY]:
            path.pop()
        if kind == "union_tag_invalid":
            path.append(_discriminator(item))
        message, hint = _message(root, item)
        line, column = tree.position(path, key=about_key)
        yield Problem(tree.file, line, column, dotted(path, whole=kind in _EXTRA), message, hint)


def _likely_key(root: Node, path: Sequence[str | int]) -> str:
    """The key that a misspelt one probably stands for: that it is missing needs no second message."""
    return nearest(str(path[-1]), _keys_at(root, path[:-1]))


def dotted(path: Sequence[str | int], *, whole: bool = False) -> str:
    """The path as contributors write it: the `value` of a fact is the fact, unless `whole` is wanted."""
    pairs = zip(path, ["", *path], strict=False)
    steps = [step for step, before in pairs if whole or step != "value" or not before or isinstance(before, int)]
    return ".".join(map(str, steps))


def _message(root: Node, item: Any) -> tuple[str, str]:
    """What is wrong, and a hint."""
    kind, loc, value = item["type"], item["loc"], item["input"]
    if kind == "invalid":
        return item["ctx"]["message"], item["ctx"]["hint"]
    if kind in _EXTRA:
        allowed = _keys_at(root, loc[:-1])
        likely = _group_hint(root, loc) or guess(str(loc[-1]), allowed)
        hint = f"{likely}allowed here: {', '.join(allowed)}" if allowed else "remove it"
        return f"unknown key `{loc[-1]}`", hint
    if kind == "missing":
        return f"the key `{loc[-1]}` is missing", f"add `{loc[-1]}:`"
    if kind in _EXPECTED:
        return f"found {described(value)} where {_EXPECTED[kind]} belongs", _replacement(_EXPECTED[kind], value)
    if kind.startswith("union_tag"):
        return _tag_message(root, item)
    if kind == "literal_error":
        words = re.findall(r"'([^']*)'", item["ctx"]["expected"])
        return f"found {described(value)}, which is not allowed here", _allowed(value, words)
    return _text_message(kind, item, value)


def _group_hint(root: Node, loc: Sequence[str | int]) -> str:
    """Where a key belongs that stands outside its group (`arxiv`, `paper.arxiv`)."""
    group, dot, key = str(loc[-1]).rpartition(".")
    groups = [group] if dot else _keys_at(root, loc[:-1])
    homes = [name for name in groups if key in _keys_at(root, [*loc[:-1], name]) and key not in ("value", *EVIDENCE)]
    return f"write it under `{homes[0]}:`, indented by two spaces; " if len(homes) == 1 else ""


def _discriminator(item: Any) -> str:
    """The key that says which of several mappings this is."""
    return str(item["ctx"]["discriminator"]).strip("'")


def _tag_message(root: Node, item: Any) -> tuple[str, str]:
    name = _discriminator(item)
    _, union = _place(root, item["loc"])
    words = [word for choice in union.choices for word in _literals(choice, name)]
    if item["type"] == "union_tag_not_found":
        return f"the key `{name}` is missing", f"add `{name}:`, one of {', '.join(words)}"
    tag = item["ctx"]["tag"]
    return f"there is no {name} {tag[:60]!r}", _allowed(tag, words)


def _text_message(kind: str, item: Any, value: Any) -> tuple[str, str]:
    if kind == "string_too_short":
        return "found empty text", "write something, or remove the line"
    if kind == "string_too_long":
        return f"the text is longer than {item['ctx']['max_length']} characters", "shorten it"
    if kind == "string_pattern_mismatch":
        better = slugged(str(value)[:80]) or "a-name-2.0"
        hint = f"use lower-case letters and digits with single hyphens or dots between: `{better}`"
        return f"found {str(value)[:60]!r}, which cannot be part of an address", hint
    if kind == "too_long":
        return "`instead` cannot be nested", "list all rivals of a value side by side under its `instead`"
    return f"{item['msg'][0].lower()}{item['msg'][1:]}", ""


def _replacement(expected: str, value: Any) -> str:
    """What to write instead of `value`."""
    if value is None:
        return "write it, or remove the line"
    if expected == "text":
        return "write one line of text" if isinstance(value, (list, dict)) else "put it in quotes"
    if expected == "a list":
        if isinstance(value, dict):
            return "begin each item with `- `"
        return f"write [{value}]" if re.fullmatch(r"[\w .-]{1,40}", str(value)) else "write [first, second]"
    if expected == "a mapping":
        if value in list(Blank):
            return f"a group of fields cannot be `{value}`; write it at each field, or remove the line"
        return "write `key: value` lines" + (", without `- `" if isinstance(value, list) else ", indented below")
    return "write true or false, without quotes" if expected == "true or false" else "write digits"


def _allowed(value: Any, words: Sequence[str]) -> str:
    return f"{guess(value, list(words))}allowed: {', '.join(words)}"


def _keys_at(root: Node, path: Sequence[str | int]) -> list[str]:
    """The keys allowed in the mapping at `path`, in the order of declaration."""
    _, place = _place(root, path)
    if place.fact:
        return ["value", *EVIDENCE]
    evidence = EVIDENCE if place.measurement else ()
    return [] if place.item else [*place.children, *evidence]


def _place(root: Node, path: Sequence[str | int]) -> tuple[list[str | int], Node]:
    """The steps of pydantic's `path` that stand in the file, and what may stand where they lead."""
    place = root
    steps: list[str | int] = []
    for step in path:
        if place.choices:
            # Which choice was tried is pydantic's own step; the file says it by a key.
            place = next((choice for choice in place.choices if step in _literals(choice)), Node())
        else:
            steps.append(step)
            place = place.below(step)
    return steps, place


def _literals(choice: Node, field: str = "") -> list[str]:
    """The words by which a choice is told from the others: the literals of its fields, or of one of them."""
    return [word for name, child in choice.children.items() if field in ("", name) for word in child.literals]
