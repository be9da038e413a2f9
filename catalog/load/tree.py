"""A YAML file, parsed once by libyaml into plain data and a node tree with positions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from catalog.errors import MAX_PROBLEMS, Problem, more_problems
from catalog.escape import described_character
from catalog.load.characters import escape_problems, raw_problems
from catalog.load.nodes import (
    COLLECTION,
    PLAIN,
    QUOTED,
    Parser,
    child_nodes,
    greatest_depth,
    location_after,
    tag_name,
)
from catalog.load.scalars import HIDDEN, HIDDEN_AT_EDGE, Ambiguous, resolve, shown_key
from catalog.load.yaml_messages import explain_end, explain_error, explain_invisible, explain_pieces
from catalog.paths import MAX_BYTES

MAX_ITEMS = 10_000
"""Items of one list, or keys of one mapping: each costs up to a millisecond where it is wrong."""
MAX_DEPTH = 32
"""Allowed nesting. Records nest 7 levels; building the data recurses, and Python stops at about 1,000 calls."""

_UNSURE = Ambiguous("", "")
_ANCHOR = re.compile(r"[&*](?<![^\s\[\]{},:][&*])\S")
_HASH_NUMBER = re.compile(r"#(?<=[ \t]#)\d")
"""Both begin with the rare character, for which Python looks fastest."""
_NUMBER_COMMENT = re.compile(r"[ \t]+(#\d[^,}\]\n]*)")
"""`Table #2`: no comment begins with a number."""
_COLON = re.compile(r"\s*:")
_ODD_BREAK = re.compile("[\x85\u2028\u2029]")
_SAFE_DEPTH = 6_000
"""Nesting up to which composing is safe. It recurses in C without a limit: 25,000 levels overflow a stack of 8 MB
and kill the process. 6,000 also fit a stack of 2 MB."""


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
    `flags` says which flag `yes` or `no` without quotes may be meant for, by line and column; `damaged` holds the
    places of mappings from which something was left out, and of what was. `texts` are the different texts in `data`.

    Raises:
        InvalidYaml: the file cannot be read at all.
    """

    def __init__(self, file: Path, content: bytes) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.flags: dict[tuple[int, int], str] = {}
        self.damaged: set[tuple[int, int]] = set()
        self.texts: set[str] = set()
        self.text = self._decode(content)
        self._cuts_text = _HASH_NUMBER.search(self.text) is not None
        self._shows_all = self.text.isascii() and "\\" not in self.text and "\x7f" not in self.text
        self.root = self._compose()
        self.data = self._value(self.root, 1)
        self.problems += list(raw_problems(file, self.text, self.problems))

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
            location = location_after(content[: error.start].decode())
            message = f"the byte 0x{content[error.start]:02x} is not UTF-8"
            raise self._invalid(*location, message, "save the file as UTF-8") from None
        if not text.strip():
            raise self._invalid(0, 0, "the file is empty", "start with `key: value` lines")
        odd_break = None if text.isascii() else _ODD_BREAK.search(text)
        if odd_break:
            message = f"the character {described_character(odd_break[0])} ends a line in YAML but not in most editors"
            raise self._invalid(*location_after(text[: odd_break.start()]), message, "remove it")
        return text

    def _compose(self) -> Any:
        try:
            has_signs = "&" in self.text or "*" in self.text
            # A second pass over the text, which only text that could be dangerous needs.
            if (has_signs and _ANCHOR.search(self.text)) or greatest_depth(self.text) > _SAFE_DEPTH:
                self._check_events()
            root = Parser(self.text).get_single_node()
        except yaml.MarkedYAMLError as error:
            line, column, message, hint = explain_error(error, self.text)
            raise self._invalid(line + 1, column + 1, message, hint) from None
        except yaml.reader.ReaderError as error:
            location = location_after(self.text.encode()[: error.position].decode())
            message = f"the character {described_character(chr(error.character))} is not allowed in YAML"
            raise self._invalid(*location, message, "remove it; it is invisible in most editors") from None
        if root is None:
            raise self._invalid(0, 0, "the file contains only comments", "start with `key: value` lines")
        return root

    def _check_events(self) -> None:
        """Raise for aliases and deep nesting, before they cost memory or stack."""
        depth = 0
        parser = Parser(self.text)
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
        hint = "check the brackets and the indentation"
        return InvalidYaml(self.problem(node.start_mark, f"nested more than {MAX_DEPTH} levels deep", hint))

    def _value(self, node: Any, depth: int) -> Any:
        return self._scalar(node) if node.__class__ is yaml.ScalarNode else self._collection(node, depth)

    def _collection(self, node: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise self._too_deep(node)
        if len(node.value) > MAX_ITEMS:
            raise InvalidYaml(
                self.problem(node.start_mark, f"more than {MAX_ITEMS:,} items or keys in one place", "split it")
            )
        if node.tag is not COLLECTION:
            self._report(node, f"the tag {tag_name(node)} is not supported", "remove it")
        if node.__class__ is yaml.SequenceNode:
            return [self._value(item, depth + 1) for item in node.value]
        return self._mapping(node, depth)

    def _mapping(self, node: Any, depth: int) -> dict[str, Any]:
        """Return the mapping with the first of equal keys."""
        data: dict[str, Any] = {}
        for key, item in self._pairs(node):
            if key.__class__ is not yaml.ScalarNode:
                self._report(key, "a key cannot be a list or a mapping", "check the brackets")
                continue
            name = key.value if self._shows_all else self._visible(key, HIDDEN)
            if name == "<<" and key.tag is PLAIN:
                self._report(key, "merge keys (`<<`) are not supported", "repeat the keys")
            elif name in data:
                self._report(key, *self._duplicate(node, name), name)
            else:
                data[name] = self._value(item, depth + 1)
        return data

    def _duplicate(self, node: Any, name: str) -> tuple[str, str]:
        if len(self.problems) >= MAX_PROBLEMS:
            return "", ""  # not shown; looking for the first of each would take minutes
        first = next(other for other, _ in node.value if name in (other.value, shown_key(other))).start_mark
        return f"duplicate key `{name}` (first on line {first.line + 1})", "remove one of them"

    def _pairs(self, node: Any) -> list[tuple[Any, Any]]:
        """Return the pairs of a mapping in braces without what a comma has cut into pieces, which is reported."""
        if not node.flow_style or "" not in [item.value for _, item in node.value]:
            return node.value  # type: ignore[no-any-return]
        if not any(map(self._is_piece, node.value)):
            return node.value  # type: ignore[no-any-return]
        pairs: list[tuple[Any, Any]] = []
        for is_piece, group in groupby(node.value, self._is_piece):
            run = list(group)
            if is_piece:
                # What stands before has lost its end, so it is left out too.
                key, value = pairs.pop() if pairs else (None, None)
                self.damaged |= {
                    (part.start_mark.line + 1, part.start_mark.column + 1) for part in (node, value) if part
                }
                written = self.text[value.start_mark.index : value.end_mark.index] if value else ""
                pieces = [self._visible(piece, HIDDEN) for piece, _ in run]
                self._report(run[0][0], *explain_pieces(key.value if key else "", written, pieces))
            else:
                pairs += run
        return pairs

    def _is_piece(self, pair: tuple[Any, Any]) -> bool:
        key, item = pair
        if item.value != "" or item.tag is not PLAIN or key.__class__ is not yaml.ScalarNode:
            return False
        return not _COLON.match(self.text, key.end_mark.index)

    def _visible(self, node: Any, hidden: re.Pattern[str] = HIDDEN_AT_EDGE) -> str:
        """Return the text of a node without invisible characters, by default at its edges; the first is reported."""
        text = str(node.value)
        match = None if self._shows_all else hidden.search(text)
        if match is None:
            return text
        mark = node.start_mark
        offset = max(0, self.text[mark.index : node.end_mark.index].find(match[0]))
        problem = self.problem(mark, *explain_invisible(match[0]))
        self._add(replace(problem, column=problem.column + offset))
        return hidden.sub("", text)

    def _scalar(self, node: Any) -> Any:
        text: str = node.value
        value: Any = _UNSURE
        if self._shows_all or (text.isascii() and text.isprintable()):
            if node.tag is QUOTED:
                value = text
            elif node.tag is PLAIN and not self._cuts_text:
                value = resolve(text)
        if value.__class__ is Ambiguous or (value.__class__ is str and node.tag is PLAIN and text[-1] == '"'):
            value = self._careful_scalar(node)
        if value.__class__ is str:
            self.texts.add(value)
        return value

    def _careful_scalar(self, node: Any) -> Any:
        """Return the value of text that may need a problem."""
        text = self._visible(node)
        if not text.isprintable():
            self.problems += escape_problems(self.file, self.text, node, text)
        if node.tag is PLAIN:
            value = resolve(text)
            if value.__class__ is not Ambiguous:
                if value.__class__ is str and (text[-1] == '"' or self._cuts_text):
                    self._check_end(node, text)
                return value
            if value.flag:
                self.flags[node.start_mark.line + 1, node.start_mark.column + 1] = value.flag
            self._report(node, value.message, value.hint)
        elif node.tag is not QUOTED:
            self._report(node, f"the tag {tag_name(node)} is not supported", "remove it")
        return text

    def _check_end(self, node: Any, text: str) -> None:
        comment = _NUMBER_COMMENT.match(self.text, node.end_mark.index)
        explanation = explain_end(text, comment[1].rstrip() if comment else "")
        if explanation:
            self._add(self.problem(node.end_mark if comment else node.start_mark, *explanation))

    def _report(self, node: Any, message: str, hint: str, field: str = "") -> None:
        self._add(self.problem(node.start_mark, message, hint, field))

    def _add(self, problem: Problem) -> None:
        """Add a problem; of very many, say only that there are more."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)
        elif len(self.problems) == MAX_PROBLEMS:
            self.problems.append(more_problems(self.file))

    def position(self, path: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:
        """Return line and column, from 1, of the value at `path`, or of its nearest ancestor in the file.

        A step that is not in the file is skipped if the next one is found at the same level: evidence may stand
        in a mapping of its own or beside the value. With `key`, return the position of the key.
        """
        node, mark = self.root, self.root.start_mark
        for index, step in enumerate(path):
            child = child_nodes(node, step)
            if child is None:
                continue
            rest = path[index + 1 :]
            is_plain = step == "value" and isinstance(child[1], yaml.ScalarNode)
            if rest and is_plain and child_nodes(node, rest[0]) is not None:
                continue
            mark = (child[0] if key and not rest else child[1]).start_mark
            node = child[1]
        return mark.line + 1, mark.column + 1
