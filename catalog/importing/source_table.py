"""What is read of a file before anybody knows what it means: tables, rows and cells, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from catalog.escape import INVISIBLE
from catalog.importing.reading.encoding import decoded_text

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


@dataclass(frozen=True, slots=True)
class Remark:
    """What people are told of the reading of a file, at its place; `is_loss` where something is not in the tables.

    Line and column count from 1; where the file has none they are 0, and `place` says where it was. `file` is as in
    `SourceCell`.
    """

    line: int
    column: int
    message: str
    hint: str
    is_loss: bool = True
    place: str = ""
    file: Path | None = None

    @classmethod
    def at(cls, cell: SourceCell, message: str, hint: str = "", *, is_loss: bool = False) -> Remark:
        """Return a remark at the place of a cell."""
        return cls(cell.line, cell.column, message, hint, is_loss, cell.place, cell.file)


@dataclass(slots=True)
class SourceTable:
    """One table as a file has it: its first row is the header, and its rows may differ in length.

    `markup`, `name` and `weight` are as in `Table`; `noun` says what it is in the file. `sections` are the headings
    above it, from the outermost. Tables with the same headings are joined, and a column tells which rows stood in which
    section; `apart` is the heading of that column. A table whose `apart` is empty is never joined.
    `marked` are headings of columns that hold Markdown in a table that is plain otherwise.
    """

    rows: list[SourceRow]
    name: str = ""
    markup: Literal["markdown", "plain"] = "plain"
    remarks: list[Remark] = field(default_factory=list)
    sections: tuple[SourceCell, ...] = ()
    apart: str = "Section"
    weight: float = 1.0
    noun: str = "table"
    marked: frozenset[str] = frozenset()


@dataclass
class SourceFile:
    """The content of a file that a format reads; `remarks` are about the file and not about one of its tables."""

    name: str
    content: bytes
    remarks: list[Remark] = field(default_factory=list)
    footnotes: dict[str, str] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """The content as text; where its encoding had to be guessed, a remark says so."""
        found = decoded_text(self.content)
        if found.guess:
            message = f"the file is not UTF-8; it is read as {found.guess}, which is a guess"
            self.remarks.append(Remark(*found.place, message, "save it as UTF-8 if letters look wrong", is_loss=False))
        for place in found.unread:
            self.remarks.append(Remark(*place, "this byte is not UTF-8; � stands in its place", "save as UTF-8"))
        return found.text.replace("\r\n", "\n").replace("\r", "\n")

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return Path(self.name).stem


def text_lines(text: str) -> str:
    """Return `text` with single blanks between words, without empty lines and what no reader sees."""
    lines = (_AT_EDGE.sub("", " ".join(_UNSEEN.sub("", part).split())) for part in text.splitlines())
    return "\n".join(filter(None, lines))


class MalformedTableError(Exception):
    """The file cannot be split into cells; carries the place and the reason."""

    def __init__(self, line: int, column: int, message: str, hint: str) -> None:
        self.line, self.column, self.hint = line, column, hint
        super().__init__(message)
