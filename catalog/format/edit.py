"""Changes single values of a YAML file and leaves the rest as it was written: comments, quotes, order."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, ScalarString

from catalog.format.style import round_trip

_PLAIN = re.compile(r"[A-Za-z](?:[\w .+/()-]*[\w)+])?", re.ASCII)
_NOT_TEXT = re.compile(r"(?:y|n|yes|no|on|off|true|false|null)", re.IGNORECASE)


def parse_yaml(text: str) -> CommentedMap:
    """The file as a mapping that remembers how it was written; every scalar is text."""
    return round_trip().load(text) or CommentedMap()


def dump_yaml(content: CommentedMap) -> str:
    """The file again."""
    out = io.StringIO()
    round_trip().dump(content, out)
    return out.getvalue()


def to_node(value: Any) -> Any:
    """Plain data as it is put into a file: text is quoted wherever YAML could take it for something else.

    Text whose style was chosen already (`PlainScalarString`) keeps it.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, CommentedMap | CommentedSeq):
        return value
    if isinstance(value, Mapping):
        made = CommentedMap((key, to_node(item)) for key, item in value.items())
        return _on_one_line(made) if all(map(_is_small, made.values())) else made
    if isinstance(value, list | tuple):
        items = CommentedSeq(map(to_node, value))
        return _on_one_line(items) if not any(isinstance(item, CommentedMap) for item in items) else items
    if isinstance(value, ScalarString):
        return value
    text = str(value)
    safe = _PLAIN.fullmatch(text) and not _NOT_TEXT.fullmatch(text)
    return text if safe else DoubleQuotedScalarString(text)


def _on_one_line(content: Any) -> Any:
    content.fa.set_flow_style()
    return content


def _is_small(value: Any) -> bool:
    """A scalar, or a list of scalars: what a fact on one line may hold."""
    return not isinstance(value, CommentedMap | CommentedSeq) or value.fa.flow_style() is True


def get_at(content: Any, path: Sequence[str | int]) -> Any:
    """What stands at `path`, None where nothing does."""
    for step in path:
        if isinstance(step, int):
            content = content[step] if isinstance(content, list) and step < len(content) else None
        else:
            content = content.get(step) if isinstance(content, dict) else None
    return content


def set_at(content: CommentedMap, path: Sequence[str | int], value: Any) -> None:
    """Set what stands at `path`; missing mappings on the way are made, missing items of lists too."""
    here: Any = content
    for step, following in pairwise(path):
        if get_at(here, [step]) is None:
            made: Any = CommentedSeq() if isinstance(following, int) else CommentedMap()
            if isinstance(step, int):
                here.append(made)
            else:
                here[step] = made
        here = here[min(step, len(here) - 1)] if isinstance(step, int) else here[step]
    last = path[-1]
    if isinstance(last, int) and last >= len(here):
        here.append(to_node(value))
    else:
        here[last] = to_node(value)
