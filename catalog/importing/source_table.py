"""The rows and cells of a table, each with its place in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.escape import INVISIBLE

_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2060-\u206f\ufeff]")
"""Control characters, and marks of direction that no word needs."""
_AT_EDGE = re.compile(rf"^(?:{INVISIBLE})+|(?:{INVISIBLE})+$")


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One cell: what the file has there, and where it begins.

    `text` is what is written, line by line; Markdown stays as it is where the table's `markup` is "markdown". Line and
    column count from 1, and are 0 where the file has none: then `place` is what people call the place (`Sheet1!C5`,
    `items[3].licence`). `raw` is the value itself in structured files (number, flag, date, list, mapping); None for
    cells of text. `file` is the one of a folder that has the cell; None where it is the table's.
    """

    text: str
    line: int
    column: int
    place: str = ""
    raw: Any = None
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of a table, with as many cells as the file has there; `number` is its line, from 1."""

    number: int
    cells: tuple[SourceCell, ...]


def text_lines(text: str) -> str:
    """Return `text` with single blanks between words, without empty lines and what no reader sees."""
    lines = (_AT_EDGE.sub("", " ".join(_UNSEEN.sub("", part).split())) for part in text.splitlines())
    return "\n".join(filter(None, lines))


class MalformedTableError(Exception):
    """The file cannot be split into cells; carries the place and the reason."""

    def __init__(self, line: int, column: int, message: str, hint: str) -> None:
        self.line, self.column, self.hint = line, column, hint
        super().__init__(message)
