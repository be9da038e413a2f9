"""One YAML file, parsed once by libyaml: plain data, and where each piece of it stands."""

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

MAX_BYTES = 1_000_000
MAX_DEPTH = 32

_PLAIN, _QUOTED, _COLLECTION = "plain", "quoted", "collection"
_ANCHOR = re.compile(r"(?:^|[\s\[\]{},:])[&*]\S")
_ODD_BREAK = re.compile("[\x85\u2028\u2029]")
_SAFE_LEVELS = 6_000
"""So deep may libyaml nest before its own recursion, which nothing bounds, could end the process."""


class _Parser(CParser):
    """libyaml's parser with the least resolving that keeps plain and quoted text apart."""

    def resolve(self, kind: type, value: Any, implicit: Any) -> str:  # noqa: ARG002
        if kind is not yaml.ScalarNode:
            return _COLLECTION
        return _PLAIN if implicit[0] else _QUOTED

    def descend_resolver(self, parent: Any, index: Any) -> None:
        """Nothing depends on where a node stands."""

    def ascend_resolver(self) -> None:
        """Nothing depends on where a node stands."""


class InvalidYaml(Exception):  # noqa: N818
    """The file is no YAML this project accepts; carries the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


class Tree:
    """The content of one file.

    `data` holds dicts, lists, str, int, float, bool and None; dates stay text.
    `problems` are faults that do not keep the rest from being read: a key twice, `no` without quotes.

    Raises:
        Unreadable: nothing can be made of the file.
    """

    def __init__(self, file: Path, content: bytes) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.text = self._decode(content)
        self.root = self._compose()
        self.data = self._build(self.root, 1)

    def problem(self, mark: Any, message: str, hint: str = "", field: str = "") -> Problem:
        """A problem at a place of this file."""
        return Problem(self.file, mark.line + 1, mark.column + 1, field, message, hint, rule="yaml")

    def _refuse(self, line: int, column: int, message: str, hint: str = "") -> InvalidYaml:
        return InvalidYaml(Problem(self.file, line, column, "", message, hint, rule="yaml"))

    def _decode(self, content: bytes) -> str:
        if len(content) > MAX_BYTES:
            size = f"{len(content) / 1e6:.1f} MB"
            raise self._refuse(0, 0, f"the file has {size}; at most {MAX_BYTES // 1_000_000} MB is read", "split it")
        if content.startswith(b"\xef\xbb\xbf"):
            hint = "save the file as UTF-8 without BOM"
            raise self._refuse(1, 1, "the file begins with a byte order mark", hint)
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            place = _place(content[: error.start].decode())
            message = f"the byte 0x{content[error.start]:02x} is not UTF-8"
            raise self._refuse(*place, message, "save the file as UTF-8") from None
        if not text.strip():
            raise self._refuse(0, 0, "the file is empty", "begin with `key: value` lines")
        odd = None if text.isascii() else _ODD_BREAK.search(text)
        if odd:
            message = f"the character U+{ord(odd[0]):04X} ends a line in YAML but not in most editors"
            raise self._refuse(*_place(text[: odd.start()]), message, "remove it")
        return text

    def _compose(self) -> Any:
        try:
            if _ANCHOR.search(self.text) or _levels(self.text) > _SAFE_LEVELS:
                self._scan()
            root = _Parser(self.text).get_single_node()
        except yaml.MarkedYAMLError as error:
            mark, message, hint = explain_error(error, self.text)
            raise InvalidYaml(self.problem(mark, message, hint)) from None
        except yaml.reader.ReaderError as error:
            place = _place(self.text.encode()[: error.position].decode())
            message = f"the character U+{error.character:04X} is not allowed in YAML"
            raise self._refuse(*place, message, "remove it; it is invisible in most editors") from None
        if root is None:
            raise self._refuse(0, 0, "the file holds only comments", "begin with `key: value` lines")
        return root

    def _scan(self) -> None:
        """Refuse aliases and deep nesting before they cost memory or stack."""
        depth = 0
        parser = _Parser(self.text)
        while (event := parser.get_event()) is not None:
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                message = "anchors (`&name`) and aliases (`*name`) are not read here"
                raise InvalidYaml(
                    self.problem(event.start_mark, message, "write the value out, or put quotes around text")
                )
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH:
                raise self._too_deep(event)

    def _too_deep(self, node: Any) -> InvalidYaml:
        message = f"nested more than {MAX_DEPTH} levels deep"
        return InvalidYaml(self.problem(node.start_mark, message, "no record needs that; check brackets and indent"))

    def _build(self, node: Any, depth: int) -> Any:
        if node.__class__ is yaml.ScalarNode:
            return self._scalar(node)
        if depth > MAX_DEPTH:
            raise self._too_deep(node)
        if node.tag is not _COLLECTION:
            self.problems.append(self.problem(node.start_mark, f"the tag {_tag(node)} is not read here", "remove it"))
        if node.__class__ is yaml.SequenceNode:
            return [self._build(item, depth + 1) for item in node.value]
        made = {}
        for key, item in node.value:
            if key.__class__ is not yaml.ScalarNode:
                self.problems.append(
                    self.problem(key.start_mark, "a key is a word, never a list or mapping", "check the brackets")
                )
                continue
            name = key.value
            if name == "<<" and key.tag is _PLAIN:
                problem = self.problem(key.start_mark, "merge keys (`<<`) are not read here", "write the keys out")
                self.problems.append(problem)
            elif name in made:
                first = next(other for other, _ in node.value if other.value == name).start_mark
                message = f"the key `{name}` stands here a second time (first on line {first.line + 1})"
                self.problems.append(self.problem(key.start_mark, message, "keep one of them", name))
            else:
                made[name] = self._build(item, depth + 1)
        return made

    def _scalar(self, node: Any) -> Any:
        if node.tag is _PLAIN:
            value = _plain(node.value)
            if value.__class__ is _Trap:
                self.problems.append(self.problem(node.start_mark, value.message, value.hint))
                return node.value
            return value
        if node.tag is not _QUOTED:
            self.problems.append(self.problem(node.start_mark, f"the tag {_tag(node)} is not read here", "remove it"))
        return node.value

    def position(self, path: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of what stands at `path`, or of the nearest thing above it.

        A step the file does not have is passed over when the next one is found beside it: evidence may stand
        in a mapping of its own or beside the value. With `key`, the place of the key, not of its value.
        """
        node, mark = self.root, self.root.start_mark
        for index, step in enumerate(path):
            found = _child(node, step)
            if found is None:
                continue
            rest = path[index + 1 :]
            if rest and isinstance(found[1], yaml.ScalarNode) and _child(node, rest[0]) is not None:
                continue
            last = not rest
            mark = (found[0] if key and last else found[1]).start_mark
            node = found[1]
        return mark.line + 1, mark.column + 1


def _child(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """The key and value nodes (or twice the item) at one step down."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _levels(text: str) -> int:
    """More levels than `text` can nest: two a bracket, and two a column of its longest line."""
    return 2 * (text.count("[") + text.count("{") + max(map(len, text.splitlines())))


def _place(before: str) -> tuple[int, int]:
    """Line and column, from 1, of what follows `before`."""
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1


class _Trap:
    """Plain text that YAML reads as something its writer did not mean."""

    def __init__(self, message: str, hint: str) -> None:
        self.message, self.hint = message, hint


_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9]\d*)", re.ASCII)
_FLOAT = re.compile(r"[-+]?\d+\.\d*|\.\d+", re.ASCII)
_SEXAGESIMAL = re.compile(r"[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?", re.ASCII)
_ODD_NUMBER = re.compile(
    r"[-+]?(?:0[0-9_]+|0o[0-7]+|0x[0-9a-f_]+|0b[01_]+|\.?\d[\d_.]*_[\d_.]*(?:e[-+]?\d+)?|\.(?:inf|nan)|(?:\d+\.?\d*|\.\d+)e[-+]?\d+)|[-+]\.\d+",
    re.IGNORECASE | re.ASCII,
)
_SWITCH = re.compile(r"yes|no|on|off", re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def _plain(text: str) -> Any:
    """What unquoted text means, or the `_Trap` it is."""
    if text in _NULLS:
        return None
    if text in _TRUTHS:
        return _TRUTHS[text]
    if _SWITCH.fullmatch(text):
        meant = "true" if text.lower() in ("yes", "on") else "false"
        message = f"`{text}` without quotes: some YAML readers take it for {meant}, others for text"
        return _Trap(message, f'write {meant}, or "{text}" if you mean the word')
    if text[0] not in "+-.0123456789":
        return text
    if _SEXAGESIMAL.fullmatch(text):
        message = f"`{text}` without quotes: some YAML readers take it for a number in base 60"
        return _Trap(message, f'write "{text}" if you mean text, or the number in the unit of the field')
    if _INTEGER.fullmatch(text) and len(text) < 40:
        return int(text)
    if _ODD_NUMBER.fullmatch(text):
        message = f"`{text}` without quotes: YAML readers disagree which number this is"
        return _Trap(message, f'write plain digits, or "{text}" if you mean text')
    return float(text) if _FLOAT.fullmatch(text) else text


def _tag(node: Any) -> str:
    return str(node.tag).replace("tag:yaml.org,2002:", "!!")[:60]
