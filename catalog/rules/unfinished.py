"""Rules about texts that nobody has finished, in records, vocabularies and settings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

from catalog.errors import Finding, Severity
from catalog.load.tree import Tree
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
_WORDS = ("TODO", "FIXME", "TBD", "XXX", "orem ipsum")
_PARTS = (*_WORDS, "??", "Table ?", "Section ?")
"""One of these is in every file that holds a text of which only a part is unfinished."""
_INNER = re.compile(r"\b(?:TODO|FIXME|TBD|XXX)\b|\?\?|\bTable \?|\bSection \?|\blorem ipsum\b")


def no_text_is_unfinished(context: RecordContext) -> Iterator[Finding]:
    """No text is a placeholder, such as TODO, a dash or a question mark."""
    if context.loaded.tree:
        yield from unfinished_texts(context.loaded.tree, Node.of(type(context.record)))


def unfinished_texts(tree: Tree, root: Node) -> Iterator[Finding]:
    """Yield a finding for each unfinished text of a file that is read as `root` says."""
    marks = _PARTS if "?" in tree.text else _WORDS
    if any(mark in tree.text for mark in marks):
        texts = {text: severity for text in tree.texts if (severity := _severity(text))}
    else:
        texts = {
            text: severity for text in tree.texts if len(text) <= _MAX_LENGTH and (severity := _severity_of_short(text))
        }
    for path, text in _places(tree.data, (), texts) if texts else ():
        if _is_text(root, tree.data, path):
            message = f"found {text[:40]!r}, which says nothing yet"
            if texts[text] == "warning":
                message = f"found {text[:60]!r}, which looks unfinished"
            yield Finding(path, message, "write what belongs here, or remove the line", severity=texts[text])


def _places(data: Any, path: Path, texts: Collection[str]) -> Iterator[tuple[Path, str]]:
    """Yield each place in the data of a file that holds one of the texts."""
    for key, value in data.items() if data.__class__ is dict else enumerate(data):
        if value.__class__ is str:
            if value in texts:
                yield (*path, key), value
        elif value.__class__ is dict or value.__class__ is list:
            yield from _places(value, (*path, key), texts)


@lru_cache(1 << 16)
def _severity_of_short(text: str) -> Severity | None:
    """Whether a text is unfinished as a whole; kept, because most records have the same short texts."""
    folded = text.casefold()
    return _severity(text) if folded in _MARKS or folded in _UNLIKELY or not text[:1].isalnum() else None


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
