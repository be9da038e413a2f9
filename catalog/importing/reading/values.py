"""What structured files hold: values with the text they are written as, and their places if known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Self

from catalog.importing.source_table import MalformedTableError

MAX_DEPTH = 60
BODY = "Body"
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2060-\u206f\ufeff]")


@dataclass(slots=True)
class SourceValue:
    """A value: `data` is None, a scalar, a list of values or a mapping of keys to values.

    `text` is what the file has for a scalar. Line and column count from 1; 0 where they are not known.
    """

    data: Any
    text: str = ""
    line: int = 0
    column: int = 0

    @property
    def is_mapping(self) -> bool:
        """Whether it has keys."""
        return isinstance(self.data, dict)

    @property
    def is_list_of_mappings(self) -> bool:
        """Whether it is a list, not empty, of nothing but mappings."""
        return isinstance(self.data, list) and bool(self.data) and all(item.is_mapping for item in self.data)

    @property
    def plain(self) -> Any:
        """The value as Python has it."""
        if isinstance(self.data, dict):
            return {key: value.plain for key, value in self.data.items()}
        return [value.plain for value in self.data] if isinstance(self.data, list) else self.data

    def leaves(self) -> Iterator[SourceValue]:
        """Yield every scalar in it that is not null."""
        if isinstance(self.data, dict | list):
            for value in self.data.values() if isinstance(self.data, dict) else self.data:
                yield from value.leaves()
        elif self.data is not None:
            yield self


class WrittenNumber(float):
    """A number with a fraction that remembers how it is written: `7.10`."""

    text: str

    def __new__(cls, text: str) -> Self:
        """Return the number that a text means."""
        number = super().__new__(cls, text)
        number.text = text
        return number


def value_of(data: Any, line: int = 0, column: int = 0, depth: int = 0) -> SourceValue:
    """Return what a parser without places has made of a file.

    Raises:
        MalformedTableError: it is nested too deep.
    """
    if depth > MAX_DEPTH:
        raise MalformedTableError(line, column, f"nested more than {MAX_DEPTH} levels deep", "check the brackets")
    if isinstance(data, dict):
        return SourceValue(
            {visible(key): value_of(item, line, column, depth + 1) for key, item in data.items()}, "", line, column
        )
    if isinstance(data, list):
        return SourceValue([value_of(item, line, column, depth + 1) for item in data], "", line, column)
    if isinstance(data, WrittenNumber):
        return SourceValue(float(data), data.text, line, column)
    return SourceValue(data, written(data), line, column)


def written(data: Any) -> str:
    """Return a scalar as text."""
    if data is None:
        return ""
    if data is True or data is False:
        return "true" if data else "false"
    if isinstance(data, datetime | date | time):
        return data.isoformat(" ") if isinstance(data, datetime) else data.isoformat()
    return visible(data) if isinstance(data, str) else str(data)


def visible(text: str) -> str:
    """Return text without characters that no reader sees; its lines stay."""
    return _UNSEEN.sub("", text).strip()


def shown(value: SourceValue) -> str:
    """Return a value as the text of a cell: items of a list on lines of their own, mappings as JSON."""
    if isinstance(value.data, list):
        return "\n".join(filter(None, map(_one_line, value.data)))
    return _one_line(value) if value.is_mapping else value.text


def _one_line(value: SourceValue) -> str:
    if isinstance(value.data, dict | list):
        return json.dumps(value.plain, ensure_ascii=False, default=str) if value.data else ""
    return " ".join(value.text.split())


def markdown_body(value: SourceValue, text: str, end: int) -> SourceValue | None:
    """Return the mapping of a front matter with the text below it, which `end` precedes, under the key `Body`."""
    if not value.is_mapping:
        return None
    start = text.find("\n", end + 1) + 1 or len(text)
    body = visible(text[start:])
    if not body:
        return value
    key = BODY if BODY not in value.data else f"{BODY} (2)"
    first = start + len(text[start:]) - len(text[start:].lstrip())
    value.data[key] = SourceValue(body, body, text.count("\n", 0, first) + 1, 1)
    return value
