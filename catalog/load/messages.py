"""Translates pydantic's errors into messages for contributors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError

from catalog.errors import MAX_PROBLEMS, Problem, more_problems
from catalog.escape import INVISIBLE, described_character
from catalog.load.tree import Tree
from catalog.model.node import Node
from catalog.values import Blank, guess, nearest, slugged
from catalog.values.fact import EVIDENCE
from catalog.values.invalid import described

_EXTRA = {"extra_forbidden", "unexpected_keyword_argument"}
_ABOUT_CHARACTERS = {"invalid", "literal_error", "string_pattern_mismatch"}
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
    "int_from_float": "a whole number",
    "float_type": "a number",
}
_LIMITS = {
    "greater_than": ("gt", "greater than"),
    "greater_than_equal": ("ge", "of at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "of at most"),
}
"""pydantic's error → where it keeps the limit of a number, and how to name it."""


def validation_problems(
    tree: Tree, model: type[BaseModel], error: ValidationError, above: Sequence[str | int] = ()
) -> Iterator[Problem]:
    """One problem for each of pydantic's errors, at the place in the file that caused it; of very many, the first."""
    root = Node.of(model)
    items = error.errors(include_url=False)[: MAX_PROBLEMS + 1]
    data = tree.data
    for step in above:
        data = data[step]
    extra = [item["loc"] for item in items if item["type"] in _EXTRA]
    misspelt = {(*loc[:-1], nearest(str(loc[-1]), _keys_at(root, loc[:-1]))) for loc in extra}
    for item in items[:MAX_PROBLEMS]:
        kind, loc = item["type"], item["loc"]
        if kind == "missing" and loc in misspelt:
            continue
        if kind == "too_short" and len(item["input"]) >= item["ctx"]["min_length"]:
            continue  # an item of it is wrong, which is an error of its own
        if kind in _EXTRA and loc[-1] in _keys_at(root, loc[:-1]):
            continue  # evidence without its value: that the value is missing is an error of its own
        steps, _ = _place(root, loc)
        path = [*above, *steps]
        about_key = kind in _EXTRA or path[-1:] == [_KEY]
        if path[-1:] == [_KEY]:
            path.pop()
        if kind == "union_tag_invalid":
            path.append(_discriminator(item))
        message, hint = _message(root, data, item)
        line, column = tree.position(path, key=about_key)
        yield Problem(tree.file, line, column, dotted(path, whole=kind in _EXTRA), message, hint)
    if len(items) > MAX_PROBLEMS:
        yield more_problems(tree.file)


def with_yaml_problems(tree: Tree, invalid: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems of YAML and those of the model, one for each place.

    What the model says of a value that YAML has a problem with would only follow from that. Of `yes` and `no` without
    quotes, however, the model knows what belongs there.
    """
    places = {(problem.line, problem.column) for problem in tree.problems}
    better: dict[tuple[int, int], Problem] = {}
    others = []
    for problem in invalid:
        place = problem.line, problem.column
        if place not in places and place not in tree.damaged:
            others.append(problem)
        elif place in tree.flags:
            better[place] = problem
    return (*(_better(tree, problem, better) for problem in tree.problems), *others)


def _better(tree: Tree, problem: Problem, better: Mapping[tuple[int, int], Problem]) -> Problem:
    place = problem.line, problem.column
    if place not in better:
        return problem
    is_flag = "true or false" in better[place].message
    return replace(problem, hint=f"write {tree.flags[place]}") if is_flag else better[place]


def _key_hint(root: Node, data: Any, path: Sequence[str | int]) -> str:
    """Which key a misspelt one stands for, unless the mapping has that key already."""
    likely = nearest(str(path[-1]), _keys_at(root, path[:-1]))
    for step in path[:-1]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            continue  # a step of pydantic's own
    is_free = likely and not (isinstance(data, dict) and likely in data)
    return f"did you mean `{likely}`? " if is_free else ""


def dotted(path: Sequence[str | int], *, whole: bool = False) -> str:
    """The path as contributors write it: the `value` of a fact is the fact, unless `whole` is wanted."""
    pairs = zip(path, ["", *path], strict=False)
    steps = [step for step, before in pairs if whole or step != "value" or not before or isinstance(before, int)]
    return ".".join(map(str, steps))


def _message(root: Node, data: Any, item: Any) -> tuple[str, str]:
    """What is wrong, and a hint."""
    kind, loc, value = item["type"], item["loc"], item["input"]
    invisible = re.search(INVISIBLE, value) if isinstance(value, str) and kind in _ABOUT_CHARACTERS else None
    if invisible:
        return f"found {described_character(invisible[0])} inside the text", "remove it; no screen shows it"
    if kind == "invalid":
        return item["ctx"]["message"], item["ctx"]["hint"]
    if kind in _EXTRA:
        allowed = _keys_at(root, loc[:-1])
        likely = _group_hint(root, loc) or _key_hint(root, data, loc)
        hint = f"{likely}allowed here: {', '.join(allowed)}" if allowed else "remove it"
        return f"unknown key `{loc[-1]}`", hint
    if kind == "missing":
        return _missing(loc[-1])
    if kind in _EXPECTED:
        return f"found {described(value)} where {_EXPECTED[kind]} belongs", _replacement(_EXPECTED[kind], value)
    if kind.startswith("union_tag"):
        return _tag_message(root, item)
    if kind == "literal_error":
        words = re.findall(r"'([^']*)'", item["ctx"]["expected"])
        return f"found {described(value)}, which is not allowed here", _allowed(value, words)
    return _text_message(kind, item)


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


def _text_message(kind: str, item: Any) -> tuple[str, str]:
    value = item["input"]
    if kind == "string_too_short":
        return "found empty text", _filled(item["loc"])
    if kind == "string_too_long":
        return f"the text is longer than {item['ctx']['max_length']} characters", "shorten it"
    if kind == "string_pattern_mismatch":
        better = slugged(str(value)[:80]) or "a-name-2.0"
        hint = f"use lower-case letters and digits with single hyphens or dots between: `{better}`"
        return f"found {str(value)[:60]!r}, which cannot be part of an address", hint
    if kind in _LIMITS:
        key, words = _LIMITS[kind]
        limit = f"a number {words} {item['ctx'][key]:g}"
        return f"found {described(value)} where {limit} belongs", f"write {limit}"
    if kind == "too_short":
        return _too_short(value, item["ctx"]["min_length"])
    if kind == "too_long" and item["loc"][-1] != "instead":
        return f"the list is longer than {item['ctx']['max_length']}", "shorten it"
    if kind == "too_long":
        return "`instead` cannot be nested", "list all rivals of a value side by side under its `instead`"
    return f"{item['msg'][0].lower()}{item['msg'][1:]}", ""


def _missing(step: str | int) -> tuple[str, str]:
    """What to say of a key, or of the item of a list, that is not there."""
    if isinstance(step, str):
        return f"the key `{step}` is missing", f"add `{step}:`"
    return f"the list has {step} {'item' if step == 1 else 'items'} and needs more", "write all of them"


def _too_short(value: Any, least: int) -> tuple[str, str]:
    if isinstance(value, dict):
        return "found an empty mapping", "write at least one `key: value` line, indented below"
    if value:
        return "found a list that is too short", f"write at least {least} items"
    return "found an empty list", f"write at least {least}, as in [first]"


def _filled(path: Sequence[str | int]) -> str:
    """What to do about empty text."""
    keys = [step for step in path if step != "value"]
    if keys[-1] == "where":
        return "name the section, table, page or file"
    if len(path) == 1:
        return "write something, or remove the line"
    return f"write something, or remove `{keys[-1]}`" if isinstance(keys[-1], str) else "write something, or remove it"


def _replacement(expected: str, value: Any) -> str:
    """What to write instead of `value`."""
    if value is None:
        return "write it, or remove the line"
    if expected == "text":
        return "write one line of text" if isinstance(value, (list, dict)) else "put it in quotes"
    if expected == "a list":
        return _as_list(value)
    if expected == "a mapping":
        colon = re.fullmatch(r"([\w-]+):([^\s/]\S*)", value) if isinstance(value, str) else None
        if colon:
            return f"write a blank behind the colon: `{colon[1]}: {colon[2]}`"
        if value in list(Blank):
            return f"a group of fields cannot be `{value}`; write it at each field, or remove the line"
        return "write `key: value` lines" + (", without `- `" if isinstance(value, list) else ", indented below")
    return "write true or false, without quotes" if expected == "true or false" else "write digits"


def _as_list(value: Any) -> str:
    """How to write `value` as a list."""
    start = str(next(iter(value), "")) if isinstance(value, dict) else str(value)
    if re.match(r"[-*\u2013\u2014\u2022]", start):
        return "begin each item with a hyphen and a blank: `- `"
    if isinstance(value, dict):
        return "begin each item with `- `"
    items = re.split(r"\s*[,;]\s*", str(value).strip("[]"))
    return (
        f"write [{', '.join(items)}]"
        if all(re.fullmatch(r"[\w .-]{1,40}", item) for item in items)
        else "write [first, second]"
    )


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
