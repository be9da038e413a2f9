"""What pydantic found becomes sentences a contributor understands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from catalog.errors import Problem
from catalog.load.tree import Tree
from catalog.values import Blank, Fact, Measurement, guess
from catalog.values.fact import evidence_json_schema
from catalog.values.term import nearest

_EVIDENCE = ["value", *evidence_json_schema(), "instead"]
_EXTRA = {"extra_forbidden", "unexpected_keyword_argument"}
_KEY = "[key]"
"""pydantic's last step where the key of a mapping is wrong, not its value."""

_WANTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "int_type": "a whole number",
}


def problems(
    tree: Tree, model: type[BaseModel], error: ValidationError, above: Sequence[str | int] = ()
) -> Iterator[Problem]:
    """One problem for each of pydantic's errors, at the place in the file that caused it."""
    items = error.errors(include_url=False)
    misspelt = {(*item["loc"][:-1], _meant(model, item["loc"])) for item in items if item["type"] in _EXTRA}
    for item in items:
        kind = item["type"]
        if kind == "missing" and item["loc"] in misspelt:
            continue
        inner, _ = _walk(model, item["loc"])
        path = [*above, *inner]
        about_key = kind in _EXTRA or path[-1:] == [_KEY]
        if path[-1:] == [_KEY]:
            path.pop()
        if kind == "union_tag_invalid":
            path.append(item["ctx"]["discriminator"].strip("'"))
        message, hint = _say(model, item)
        line, column = tree.position(path, key=about_key)
        yield Problem(tree.file, line, column, dotted(path, whole=kind in _EXTRA), message, hint)


def _meant(model: type[BaseModel], path: Sequence[str | int]) -> str:
    """The key a misspelt one was probably meant to be: that it is missing needs no second message."""
    return nearest(str(path[-1]), keys_at(model, path[:-1]))


def dotted(path: Sequence[str | int], *, whole: bool = False) -> str:
    """The path as contributors write it: the `value` of a fact is the fact, unless `whole` is wanted."""
    pairs = zip(path, ["", *path], strict=False)
    kept = [step for step, before in pairs if whole or step != "value" or not before or isinstance(before, int)]
    return ".".join(map(str, kept))


def _say(model: type[BaseModel], item: Any) -> tuple[str, str]:
    kind, loc, found = item["type"], item["loc"], item["input"]
    if kind == "refused":
        return item["ctx"]["message"], item["ctx"]["hint"]
    if kind in _EXTRA:
        allowed = keys_at(model, loc[:-1])
        likely = _group(model, loc) or guess(str(loc[-1]), allowed)
        hint = f"{likely}allowed here: {', '.join(allowed)}" if allowed else "remove it"
        return f"unknown key `{loc[-1]}`", hint
    if kind == "missing":
        return f"the key `{loc[-1]}` is missing", f"add `{loc[-1]}:`"
    if kind in _WANTED:
        return f"found {_named(found)} where {_WANTED[kind]} belongs", _instead(_WANTED[kind], found)
    if kind.startswith("union_tag"):
        return _tag(model, item)
    if kind == "literal_error":
        return f"found {_named(found)}, which is not allowed here", _allowed(found, _quoted(item["ctx"]["expected"]))
    return _text(kind, item, found)


def _group(model: type[BaseModel], loc: Sequence[str | int]) -> str:
    """A key of a group that stands outside its group (`arxiv`, `paper.arxiv`) is told where it belongs."""
    group, dot, key = str(loc[-1]).rpartition(".")
    groups = [group] if dot else keys_at(model, loc[:-1])
    homes = [name for name in groups if key in keys_at(model, [*loc[:-1], name]) and key not in _EVIDENCE]
    return f"write it under `{homes[0]}:`, indented by two spaces; " if len(homes) == 1 else ""


def _tag(model: type[BaseModel], item: Any) -> tuple[str, str]:
    """The key that says which of several mappings this is."""
    name = item["ctx"]["discriminator"].strip("'")
    _, union = _walk(model, item["loc"])
    words = [word for member in get_args(union) for word in _words(member, name)]
    if item["type"] == "union_tag_not_found":
        return f"the key `{name}` is missing", f"add `{name}:`, one of {', '.join(words)}"
    tag = item["ctx"]["tag"]
    return f"there is no {name} {tag[:60]!r}", _allowed(tag, words)


def _text(kind: str, item: Any, found: Any) -> tuple[str, str]:
    if kind == "string_too_short":
        return "found empty text", "write something, or remove the line"
    if kind == "string_too_long":
        return f"the text is longer than {item['ctx']['max_length']} characters", "shorten it"
    if kind == "string_pattern_mismatch":
        better = re.sub(r"[^a-z0-9]+", "-", str(found)[:80].casefold()).strip("-") or "qwen2.5-omni"
        hint = f"use lower-case letters and digits with single hyphens or dots between: `{better}`"
        return f"found {str(found)[:60]!r}, which cannot be part of an address", hint
    if kind == "too_long":
        return "found a rival inside a rival", "list all rivals of a value side by side under its `instead`"
    return f"{item['msg'][0].lower()}{item['msg'][1:]}", ""


def _instead(wanted: str, found: Any) -> str:
    """What to write where `wanted` belongs and `found` stands."""
    if found is None:
        return "write it, or remove the line"
    if wanted == "text":
        return "write one line of text" if isinstance(found, (list, dict)) else "put it in quotes"
    if wanted == "a list":
        if isinstance(found, dict):
            return "begin each item with `- `"
        return f"write [{found}]" if re.fullmatch(r"[\w .-]{1,40}", str(found)) else "write [first, second]"
    if wanted == "a mapping":
        if found in list(Blank):
            return "a group of fields is never blank as a whole: say it of each field, or remove the line"
        return "write `key: value` lines" + (", without `- `" if isinstance(found, list) else ", indented below")
    return "write true or false, without quotes" if wanted == "true or false" else "write digits"


def _allowed(found: Any, words: Sequence[str]) -> str:
    return f"{guess(found, list(words))}allowed: {', '.join(words)}"


def _quoted(text: str) -> list[str]:
    return re.findall(r"'([^']*)'", text)


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
    _, here = _walk(model, path)
    if here is Fact:
        return _EVIDENCE
    if isinstance(here, type) and issubclass(here, BaseModel):
        more = _EVIDENCE[1:] if issubclass(here, Measurement) else []
        return [*here.model_fields, *more]
    return []


def _walk(model: type[BaseModel], path: Sequence[str | int]) -> tuple[list[str | int], Any]:
    """The steps of pydantic's `path` that stand in the file, and the type they lead to (None if unknown)."""
    here: Any = model
    kept: list[str | int] = []
    for step in path:
        here = _bare(here)
        if get_origin(here) in (Union, UnionType):
            # Which member was tried is pydantic's own step; the file says it by a key.
            here = next((member for member in get_args(here) if step in _words(member)), None)
            continue
        kept.append(step)
        here = _below(here, step)
    return kept, _bare(here)


def _below(here: Any, step: str | int) -> Any:
    """The type one step further down."""
    if get_origin(here) in (tuple, list):
        return get_args(here)[0]
    if get_origin(here) is dict:
        return get_args(here)[1]
    if here is Fact:
        return tuple[Fact[Any], ...] if step == "instead" else None
    if isinstance(here, type) and issubclass(here, BaseModel) and step in here.model_fields:
        return here.model_fields[str(step)].annotation
    return None


def _bare(annotation: Any) -> Any:
    """Without marks, and without the `None` of what may be absent."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, UnionType):
        members = [member for member in get_args(annotation) if member is not type(None)]
        return _bare(members[0]) if len(members) == 1 else annotation
    return annotation


def _words(member: Any, field: str = "") -> list[str]:
    """The words by which a member of a union is told from the others: those of its `Literal` fields."""
    fields = member.model_fields if isinstance(member, type) and issubclass(member, BaseModel) else {}
    literals = [info.annotation for name, info in fields.items() if field in ("", name)]
    return [word for literal in literals if get_origin(literal) is Literal for word in get_args(literal)]
