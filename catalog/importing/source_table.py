"""The rows and cells of a table, each with its place in the file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceCell:
    """The text of one cell, line by line, and where it begins; line and column count from 1."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of a table, with as many cells as the file has there; `number` is its line, from 1."""

    number: int
    cells: tuple[SourceCell, ...]


def text_lines(text: str) -> str:
    """Return `text` without empty lines, and with single blanks between words."""
    return "\n".join(line for part in text.splitlines() if (line := " ".join(part.split())))


class MalformedTableError(Exception):
    """The file cannot be split into cells; carries the place and the reason."""

    def __init__(self, line: int, column: int, message: str, hint: str) -> None:
        self.line, self.column, self.hint = line, column, hint
        super().__init__(message)
