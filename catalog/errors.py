"""What can go wrong, and how it is told.

    CatalogError                 base: one sentence for a person, never a traceback
    ├── DataError                data/ has findings; carries every Problem of the run
    └── SetupError               the run itself cannot happen: a folder is missing, a file unreadable

A `Problem` is one finding with its place. Libraries raise or collect; only the adapters print and exit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning", "notice"]


class CatalogError(Exception):
    """Base of every error this package raises on purpose."""


class SetupError(CatalogError):
    """The command could not run at all: exit status 3."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding at one place.

    `line` and `column` count from 1; 0 says that the whole file (or folder) is meant.
    `field` is the dotted path in the record (`encoders.0.name`), empty where there is none.
    `hint` says what to do: the nearest guess, the allowed words.
    A `warning` is told and does not fail the run; a `notice` is somebody else's affair.
    """

    file: Path
    line: int
    column: int
    field: str
    message: str
    hint: str = ""
    rule: str = "record"
    severity: Severity = "error"

    @property
    def location(self) -> str:
        """`file:line:column`, as editors and terminals make it clickable."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else str(self.file)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that a record finds in itself: a path instead of a place, which its file supplies."""

    path: tuple[str | int, ...]
    message: str
    hint: str = ""
    rule: str = "record"
    severity: Severity = "error"


class DataError(CatalogError):
    """The data has findings: exit status 1."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__(f"{len(self.problems)} problems")
