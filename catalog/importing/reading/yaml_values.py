"""YAML as other people write it: anchors, merged keys and several documents are read, and every value has its place."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import yaml

from catalog.escape import described_character
from catalog.importing.reading.values import MAX_DEPTH, SourceValue, visible
from catalog.importing.source_table import MalformedTableError, Remark, SourceFile
from catalog.load.nodes import PLAIN, Parser, greatest_depth, location_after
from catalog.load.scalars import Ambiguous, resolve
from catalog.load.yaml_messages import explain_error

_MOST_REPEATED = 100_000
"""Nodes beyond one a character: a few lines of aliases may stand for billions."""
_SAFE_DEPTH = 6_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MERGE = "<<"


def yaml_value(text: str, file: SourceFile) -> SourceValue | None:
    """Return what a YAML text holds; several documents are a list; None where it holds nothing.

    Raises:
        MalformedTableError: it is no YAML.
    """
    try:
        if greatest_depth(text or " ") > _SAFE_DEPTH:
            _check_depth(text)
        parser = Parser(text)
        nodes = []
        while parser.check_node():
            nodes.append(parser.get_node())
    except yaml.MarkedYAMLError as error:
        line, column, message, hint = explain_error(error, text)
        raise MalformedTableError(line + 1, column + 1, message, hint) from None
    except yaml.reader.ReaderError as error:
        place = location_after(text.encode()[: error.position].decode(errors="replace"))
        message = f"the character {described_character(chr(error.character))} is not allowed in YAML"
        raise MalformedTableError(*place, message, "remove it; it is invisible in most editors") from None
    builder = _Builder(file, len(text) + _MOST_REPEATED)
    values = [value for node in nodes if (value := builder.value(node, 0)).data is not None]
    return SourceValue(values, "", 1, 1) if len(values) > 1 else next(iter(values), None)


def _check_depth(text: str) -> None:
    """Raise before nesting costs the stack: composing recurses in C."""
    depth, parser = 0, Parser(text)
    while (event := parser.get_event()) is not None:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            mark = event.start_mark
            raise _too_deep(mark)


def _too_deep(mark: Any) -> MalformedTableError:
    message = f"nested more than {MAX_DEPTH} levels deep"
    return MalformedTableError(mark.line + 1, mark.column + 1, message, "check the brackets and the indentation")


class _Builder:
    def __init__(self, file: SourceFile, most: int) -> None:
        self._file, self._left = file, most

    def value(self, node: Any, depth: int) -> SourceValue:
        mark = node.start_mark
        line, column = mark.line + 1, mark.column + 1
        self._left -= 1
        if depth > MAX_DEPTH:
            raise _too_deep(mark)
        if self._left < 0:
            raise MalformedTableError(line, column, "aliases repeat too much of the file", "write it out")
        if isinstance(node, yaml.SequenceNode):
            return SourceValue([self.value(item, depth + 1) for item in node.value], "", line, column)
        if isinstance(node, yaml.MappingNode):
            return SourceValue(self._mapping(node, depth), "", line, column)
        data = _plain(node.value) if node.tag == PLAIN else visible(node.value)
        return SourceValue(data, visible(node.value) if data is not None else "", line, column)

    def _mapping(self, node: Any, depth: int) -> dict[str, SourceValue]:
        """The mapping with the first of equal keys, and what is merged into it."""
        data: dict[str, SourceValue] = {}
        merged: list[SourceValue] = []
        for key, item in node.value:
            name = visible(key.value) if isinstance(key, yaml.ScalarNode) else ""
            value = self.value(item, depth + 1)
            if name == _MERGE:
                merged += value.data if isinstance(value.data, list) else [value]
            elif not name:
                self._tell(key, "a key that is no text is not read", "write a word as the key")
            elif name in data:
                self._tell(key, f"the key `{name}` occurs a second time; only the first is read", "remove one")
            else:
                data[name] = value
        for value in merged:
            if value.is_mapping:
                data = data | {key: item for key, item in value.data.items() if key not in data}
        return data

    def _tell(self, node: Any, message: str, hint: str) -> None:
        mark = node.start_mark
        self._file.remarks.append(Remark(mark.line + 1, mark.column + 1, message, hint))


def _plain(text: str) -> Any:
    """The value of text without quotes: what YAML readers disagree about stays text."""
    value = resolve(text)
    if isinstance(value, Ambiguous):
        return visible(text)
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return visible(value) if isinstance(value, str) else value
