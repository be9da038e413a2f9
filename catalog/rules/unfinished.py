"""Rules about texts that nobody has finished, in records, vocabularies and settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from catalog.errors import Finding, Severity
from catalog.model.node import Node, Path
from catalog.rules.context import RecordContext

_MARKS = frozenset({
    *("todo", "to do", "fixme", "tbd", "tba", "tbc", "xxx", "xxxx", "wip", "to be done", "to be determined"),
    *("to be announced", "to be added", "fill in", "fill me in", "insert here", "your text here", "lorem ipsum"),
    *("placeholder", "asdf", "?", "??", "???", "-", "--", "---", "\u2013", "\u2014", "_", ".", "..", "...", "\u2026"),
    *("/", "*", "#", "!", "n/a", "n.a.", "n.a", "na", "not available", "unknown", "not known", "tk", "<name>"),
})  # fmt: skip
"""Texts that say nothing, without the signs around them."""
_WORDLESS = re.compile(r"[\W_]+")
_UNLIKELY = frozenset({"none", "null", "nil", "nan", "foo", "bar", "baz", "example", "untitled", "unnamed"})
"""Texts that seldom say what they should."""
_MAX_LENGTH = 24
_INNER = re.compile(r"\b(?:TODO|FIXME|TBD|XXX)\b|\?\?|\bTable \?|\bSection \?|\blorem ipsum\b")


def no_text_is_unfinished(context: RecordContext) -> Iterator[Finding]:
    """No text is a placeholder, such as TODO, a dash or a question mark."""
    tree = context.loaded.tree
    if tree:
        yield from unfinished_texts(tree.data, Node.of(type(context.record)), has_marks(tree.text))


def has_marks(text: str) -> bool:
    """Whether a file may hold a text that is only in part unfinished."""
    return any(mark in text for mark in ("TODO", "FIXME", "TBD", "XXX", "??", "Table ?", "Section ?", "orem ipsum"))


def unfinished_texts(data: Any, root: Node, is_marked: bool) -> Iterator[Finding]:  # noqa: FBT001
    """Yield a finding for each unfinished text in the data of a file that is read as `root` says."""
    for path, text in _suspects(data, (), is_marked) if is_marked or _has_suspects(data) else ():
        severity = _severity(text)
        if severity and _is_text(root, data, path):
            message = f"found {text[:40]!r}, which says nothing yet"
            if severity == "warning":
                message = f"found {text[:60]!r}, which looks unfinished"
            yield Finding(path, message, "write what belongs here, or remove the line", severity=severity)


def _has_suspects(data: Any) -> bool:
    """Whether a text of a file without marks is suspect: most files have none, and need no paths."""
    for value in data.values() if data.__class__ is dict else data:
        if value.__class__ is str:
            if len(value) <= _MAX_LENGTH and _is_suspect(value):
                return True
        elif (value.__class__ is dict or value.__class__ is list) and _has_suspects(value):
            return True
    return False


def _suspects(data: Any, path: Path, is_marked: bool) -> Iterator[tuple[Path, str]]:  # noqa: FBT001
    for key, value in data.items() if data.__class__ is dict else enumerate(data):
        if value.__class__ is str:
            if is_marked or (len(value) <= _MAX_LENGTH and _is_suspect(value)):
                yield (*path, key), value
        elif value.__class__ is dict or value.__class__ is list:
            yield from _suspects(value, (*path, key), is_marked)


@lru_cache(1 << 16)
def _is_suspect(text: str) -> bool:
    folded = text.casefold()
    return folded in _MARKS or folded in _UNLIKELY or not text[:1].isalnum()


def _severity(text: str) -> Severity | None:
    plain = " ".join(text.casefold().split())
    bare = _WORDLESS.sub(" ", plain).strip()
    if plain in _MARKS or bare in _MARKS or (len(set(plain)) == 1 and not bare):
        return "error"
    return "warning" if bare in _UNLIKELY or _INNER.search(text) else None


def _is_text(root: Node, data: Any, path: Path) -> bool:
    """Whether any text may stand at `path`: words of lists, numbers and references are checked by their types."""
    place = root
    for step in path:
        place = place.below(step, tuple(data) if isinstance(data, dict) else ())
        data = data[step]
    value_type = place.single.value_type
    return not place.literals and (value_type is None or value_type.is_free_text)
