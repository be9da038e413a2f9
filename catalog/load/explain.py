"""What pydantic found becomes sentences a contributor understands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from catalog.errors import Problem
from catalog.load.tree import Tree
from catalog.values import Fact, Measurement, guess
from catalog.values.fact import evidence_json_schema

_EVIDENCE = ["value", *evidence_json_schema(), "instead"]
_EXTRA = {"extra_forbidden", "unexpected_keyword_argument"}
_KINDS = {
    "string_type": ("text", "put it in quotes"),
    "bool_type": ("true or false", "write true or false, without quotes"),
    "tuple_type": ("a list", "write [first, second]"),
    "list_type": ("a list", "write [first, second]"),
    "dict_type": ("a mapping", "write `key: value` lines, indented below"),
    "model_type": ("a mapping", "write `key: value` lines, indented below"),
    "model_attributes_type": ("a mapping", "write `key: value` lines, indented below"),
    "int_type": ("a whole number", "write digits"),
}


def problems(
    tree: Tree, model: type[BaseModel], error: ValidationError, above: Sequence[str | int] = ()
) -> Iterator[Problem]:
    """One problem for each of pydantic's errors, at the place in the file that caused it."""
    for item in error.errors(include_url=False):
        path = (*above, *item["loc"])
        message, hint = _say(model, item)
        line, column = tree.position(path, key=item["type"] in _EXTRA)
        yield Problem(tree.file, line, column, _dotted(path, item["type"]), message, hint)


def _dotted(path: Sequence[str | int], kind: str) -> str:
    """The path as contributors write it: the `value` of a fact is the fact."""
    shown = path[:-1] if path and path[-1] == "value" and kind not in _EXTRA else path
    return ".".join(str(step) for step in shown)


def _say(model: type[BaseModel], item: Any) -> tuple[str, str]:
    kind, loc, found = item["type"], item["loc"], item["input"]
    if kind == "refused":
        return item["ctx"]["message"], item["ctx"]["hint"]
    if kind in _EXTRA:
        allowed = keys_at(model, loc[:-1])
        hint = f"{guess(str(loc[-1]), allowed)}allowed here: {', '.join(allowed)}" if allowed else "remove it"
        return f"unknown key `{loc[-1]}`", hint
    if kind == "missing":
        return f"the key `{loc[-1]}` is missing", f"add `{loc[-1]}:`"
    if kind in _KINDS:
        wanted, hint = _KINDS[kind]
        return f"found {_named(found)} where {wanted} belongs", hint
    return _text(kind, item, found)


def _text(kind: str, item: Any, found: Any) -> tuple[str, str]:
    if kind == "string_too_short":
        return "found empty text", "write something, or remove the line"
    if kind == "string_too_long":
        return f"the text is longer than {item['ctx']['max_length']} characters", "shorten it"
    if kind == "string_pattern_mismatch":
        return f"found {str(found)[:60]!r}", "use lower-case letters, digits, hyphens and dots, such as `qwen2.5-omni`"
    if kind == "too_long":
        return "found a rival inside a rival", "list all rivals of a value side by side under its `instead`"
    return f"{item['msg'][0].lower()}{item['msg'][1:]}", ""


def _named(found: Any) -> str:
    if isinstance(found, str):
        return f"the text {found[:40]!r}"
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, (int, float)):
        return f"the number {found}"
    return {list: "a list", dict: "a mapping", type(None): "nothing"}.get(type(found), type(found).__name__)


def keys_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys allowed in the mapping at `path` of a file read as `model`."""
    here: Any = model
    for step in path:
        if isinstance(step, int):
            continue
        if not (isinstance(here, type) and issubclass(here, BaseModel)):
            break
        info = here.model_fields.get(step)
        here = _inside(info.annotation) if info else None
    if here is Fact:
        return _EVIDENCE
    if isinstance(here, type) and issubclass(here, BaseModel):
        more = _EVIDENCE[1:] if issubclass(here, Measurement) else []
        return [*here.model_fields, *more]
    return []


def _inside(annotation: Any) -> Any:
    """The class a list, mapping or optional holds."""
    while get_origin(annotation) is not None:
        arguments = [item for item in get_args(annotation) if item not in (type(None), Ellipsis)]
        annotation = arguments[-1]
    return annotation
