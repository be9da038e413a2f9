"""Pieces of a file with their places."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceCell:
    """The text of one cell, and where it begins; line and column count from 1."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of a table as it was found, whatever its number of cells."""

    number: int
    cells: tuple[SourceCell, ...]


class MalformedTableError(Exception):
    """The file cannot be taken apart; says where and why."""

    def __init__(self, line: int, column: int, message: str, hint: str) -> None:
        self.line, self.column, self.hint = line, column, hint
        super().__init__(message)
