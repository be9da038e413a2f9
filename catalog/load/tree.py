"""A YAML file, parsed once by libyaml into plain data and a node tree with positions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from yaml._yaml import CParser

from catalog.errors import Problem
from catalog.load.yaml_messages import explain_error
from catalog.paths import MAX_BYTES

MAX_DEPTH = 32
"""Allowed nesting. Records nest 7 levels; building the data recurses, and Python stops at about 1,000 calls."""

_PLAIN, _QUOTED, _COLLECTION = "plain", "quoted", "collection"
_ANCHOR = re.compile(r"(?:^|[\s\[\]{},:])[&*]\S")
_ODD_BREAK = re.compile("[\x85\u2028\u2029]")
_SAFE_DEPTH = 6_000
"""Nesting up to which composing is safe. It recurses in C without a limit: 25,000 levels overflow a stack of 8 MB
and kill the process. 6,000 also fit a stack of 2 MB."""


class _Parser(CParser):
    """libyaml's parser; a node's tag says only whether it is plain text, quoted text or a collection."""

    def resolve(self, kind: type, value: Any, implicit: Any) -> str:  # noqa: ARG002
        if kind is not yaml.ScalarNode:
            return _COLLECTION
        return _PLAIN if implicit[0] else _QUOTED

    def descend_resolver(self, parent: Any, index: Any) -> None:
        """Do nothing: no tag depends on the path of a node."""

    def ascend_resolver(self) -> None:
        """Do nothing: no tag depends on the path of a node."""


class InvalidYaml(Exception):  # noqa: N818
    """The file is not YAML that this project accepts; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


class Tree:
    """A parsed YAML file.

    `data` consists of dict, list, str, int, float, bool and None; dates stay text.
    `root` is the node tree of `text`, with positions.
    `problems` are errors in spite of which the rest was read: a duplicate key, `no` without quotes.

    Raises:
        InvalidYaml: the file cannot be read at all.
    """

    def __init__(self, file: Path, content: bytes) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.text = self._decode(content)
        self.root = self._compose()
        self.data = self._construct(self.root, 1)

    def problem(self, mark: Any, message: str, hint: str = "", field: str = "") -> Problem:
        """Return a problem at `mark`, a position that libyaml gave."""
        return Problem(self.file, mark.line + 1, mark.column + 1, field, message, hint, rule="yaml")

    def _invalid(self, line: int, column: int, message: str, hint: str = "") -> InvalidYaml:
        return InvalidYaml(Problem(self.file, line, column, "", message, hint, rule="yaml"))

    def _decode(self, content: bytes) -> str:
        if len(content) > MAX_BYTES:
            size = f"{len(content) / 1e6:.1f} MB"
            raise self._invalid(0, 0, f"the file is {size}; the limit is {MAX_BYTES // 1_000_000} MB", "split it")
        if content.startswith(b"\xef\xbb\xbf"):
            hint = "save the file as UTF-8 without BOM"
            raise self._invalid(1, 1, "the file starts with a byte order mark", hint)
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            location = _location_after(content[: error.start].decode())
            message = f"the byte 0x{content[error.start]:02x} is not UTF-8"
            raise self._invalid(*location, message, "save the file as UTF-8") from None
        if not text.strip():
            raise self._invalid(0, 0, "the file is empty", "start with `key: value` lines")
        odd_break = None if text.isascii() else _ODD_BREAK.search(text)
        if odd_break:
            message = f"the character U+{ord(odd_break[0]):04X} ends a line in YAML but not in most editors"
            raise self._invalid(*_location_after(text[: odd_break.start()]), message, "remove it")
        return text

    def _compose(self) -> Any:
        try:
            # A second pass over the text, which only text that could be dangerous needs.
            if _ANCHOR.search(self.text) or _greatest_depth(self.text) > _SAFE_DEPTH:
                self._check_events()
            root = _Parser(self.text).get_single_node()
        except yaml.MarkedYAMLError as error:
            mark, message, hint = explain_error(error, self.text)
            raise InvalidYaml(self.problem(mark, message, hint)) from None
        except yaml.reader.ReaderError as error:
            location = _location_after(self.text.encode()[: error.position].decode())
            message = f"the character U+{error.character:04X} is not allowed in YAML"
            raise self._invalid(*location, message, "remove it; it is invisible in most editors") from None
        if root is None:
            raise self._invalid(0, 0, "the file contains only comments", "start with `key: value` lines")
        return root

    def _check_events(self) -> None:
        """Raise for aliases and deep nesting, before they cost memory or stack."""
        depth = 0
        parser = _Parser(self.text)
        while (event := parser.get_event()) is not None:
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                message = "anchors (`&name`) and aliases (`*name`) are not supported"
                hint = "repeat the value, or put quotes around text"
                raise InvalidYaml(self.problem(event.start_mark, message, hint))
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH:
                raise self._too_deep(event)

    def _too_deep(self, node: Any) -> InvalidYaml:
        message = f"nested more than {MAX_DEPTH} levels deep"
        return InvalidYaml(self.problem(node.start_mark, message, "check the brackets and the indentation"))

    def _construct(self, node: Any, depth: int) -> Any:
        if node.__class__ is yaml.ScalarNode:
            return self._scalar(node)
        if depth > MAX_DEPTH:
            raise self._too_deep(node)
        if node.tag is not _COLLECTION:
            self._report(node, f"the tag {_tag(node)} is not supported", "remove it")
        if node.__class__ is yaml.SequenceNode:
            return [self._construct(item, depth + 1) for item in node.value]
        return self._mapping(node, depth)

    def _mapping(self, node: Any, depth: int) -> dict[str, Any]:
        """Return the mapping with the first of equal keys."""
        data: dict[str, Any] = {}
        for key, item in node.value:
            if key.__class__ is not yaml.ScalarNode:
                self._report(key, "a key cannot be a list or a mapping", "check the brackets")
            elif key.value == "<<" and key.tag is _PLAIN:
                self._report(key, "merge keys (`<<`) are not supported", "repeat the keys")
            elif key.value in data:
                first = next(other for other, _ in node.value if other.value == key.value).start_mark
                message = f"duplicate key `{key.value}` (first on line {first.line + 1})"
                self._report(key, message, "remove one of them", key.value)
            else:
                data[key.value] = self._construct(item, depth + 1)
        return data

    def _scalar(self, node: Any) -> Any:
        if node.tag is _PLAIN:
            value = _resolve(node.value)
            if value.__class__ is _Ambiguous:
                self._report(node, value.message, value.hint)
                return node.value
            return value
        if node.tag is not _QUOTED:
            self._report(node, f"the tag {_tag(node)} is not supported", "remove it")
        return node.value

    def _report(self, node: Any, message: str, hint: str, field: str = "") -> None:
        self.problems.append(self.problem(node.start_mark, message, hint, field))

    def position(self, path: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:
        """Return line and column, from 1, of the value at `path`, or of its nearest ancestor in the file.

        A step that is not in the file is skipped if the next one is found at the same level: evidence may stand
        in a mapping of its own or beside the value. With `key`, return the position of the key.
        """
        node, mark = self.root, self.root.start_mark
        for index, step in enumerate(path):
            child = _child(node, step)
            if child is None:
                continue
            rest = path[index + 1 :]
            if rest and isinstance(child[1], yaml.ScalarNode) and _child(node, rest[0]) is not None:
                continue
            mark = (child[0] if key and not rest else child[1]).start_mark
            node = child[1]
        return mark.line + 1, mark.column + 1


def _child(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """Return the key and value nodes of one step; for an item of a list, the item twice."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _greatest_depth(text: str) -> int:
    """Return an upper bound of the nesting of `text`: two levels a bracket, two a column of its longest line."""
    return 2 * (text.count("[") + text.count("{") + max(map(len, text.splitlines())))


def _location_after(text: str) -> tuple[int, int]:
    """Return line and column, from 1, of what follows `text`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1


class _Ambiguous:
    """Plain text that YAML readers read differently."""

    def __init__(self, message: str, hint: str) -> None:
        self.message, self.hint = message, hint


_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9]\d*)", re.ASCII)
_FLOAT = re.compile(r"[-+]?\d+\.\d*|\.\d+", re.ASCII)
_SEXAGESIMAL = re.compile(r"[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?", re.ASCII)
_ODD_NUMBER = re.compile(
    r"[-+]?(?:0[0-9_]+|0o[0-7]+|0x[0-9a-f_]+|0b[01_]+|\.?\d[\d_.]*_[\d_.]*(?:e[-+]?\d+)?|\.(?:inf|nan)|(?:\d+\.?\d*|\.\d+)e[-+]?\d+)|[-+]\.\d+",
    re.IGNORECASE | re.ASCII,
)
_YES_OR_NO = re.compile(r"yes|no|on|off", re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def _resolve(text: str) -> Any:
    """Return the value of unquoted text, or `_Ambiguous`."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _YES_OR_NO.fullmatch(text):
        value = "true" if text.lower() in ("yes", "on") else "false"
        message = f"`{text}` without quotes: some YAML readers read it as {value}, others as text"
        return _Ambiguous(message, f'write {value}, or "{text}" if you mean the word')
    if text[0] not in "+-.0123456789":
        return text
    if _SEXAGESIMAL.fullmatch(text):
        message = f"`{text}` without quotes: some YAML readers read it as a number in base 60"
        return _Ambiguous(message, f'write "{text}" if you mean text, or the number in the unit of the field')
    # More digits than any amount has stay text: Python is slow to convert thousands, and refuses above 4,300.
    if _INTEGER.fullmatch(text) and len(text) < 40:
        return int(text)
    if _ODD_NUMBER.fullmatch(text):
        message = f"`{text}` without quotes: YAML readers disagree about which number it is"
        return _Ambiguous(message, f'write plain digits, or "{text}" if you mean text')
    return float(text) if _FLOAT.fullmatch(text) else text


def _tag(node: Any) -> str:
    return str(node.tag).replace("tag:yaml.org,2002:", "!!")[:60]
