"""The errors this package raises and the problems it reports.

    CatalogError                 base: its message is one sentence for users
    ├── DataError                data/ has problems; carries all of them
    └── SetupError               the command cannot run: a folder is missing
        └── UnreadableFileError  a file is a pipe, too large, not permitted …

A `Finding` is an issue at a path in a record, a `Problem` the same at a location in a file. Libraries raise or return
them; only `cli` and `site` print and exit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning", "notice"]


class CatalogError(Exception):
    """Base class of every error that this package raises deliberately."""


class SetupError(CatalogError):
    """The command cannot run: exit status 3."""


class UnreadableFileError(SetupError):
    """A file cannot be read, or must not be: `message` says why, `hint` what to do."""

    def __init__(self, file: Path, message: str, hint: str) -> None:
        self.message, self.hint = message, hint
        super().__init__(f"cannot read {file}: {message}; {hint}")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """An issue at a location in a file.

    `line` and `column` count from 1; 0 means the whole file or folder.
    `field` is the dotted path in the record (`makers.0.name`), or empty.
    `hint` says how to fix it: the nearest guess, the allowed words.
    A `warning` does not fail the run; a `notice` asks for nothing: it was there before the change
    under review, or it may pass.
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
        """`file:line:column`, the form that editors and terminals turn into a link."""
        file = self.file.as_posix()
        return f"{file}:{self.line}:{self.column}" if self.line else file

    @property
    def identity(self) -> tuple[str, ...]:
        """What two versions of the data have in common if both have this problem, whatever its line."""
        return self.file.as_posix(), self.field, self.rule, self.message


MAX_PROBLEMS = 100
"""Problems of one file that are reported; where there are more, they have one cause, or nobody reads them all."""


def more_problems(file: Path) -> Problem:
    """Return a problem that stands for those of a file that are not reported."""
    message = f"there are more than {MAX_PROBLEMS} problems in this file; the others are not shown"
    return Problem(file, 0, 0, "", message, "correct these first, then check again")


@dataclass(frozen=True, slots=True)
class Finding:
    """An issue with the value at `path` in a file, or with its key; `LoadedFile.locate` makes it a `Problem`."""

    path: tuple[str | int, ...]
    message: str
    hint: str = ""
    rule: str = "record"
    severity: Severity = "error"
    about_key: bool = False


class DataError(CatalogError):
    """The data has problems: exit status 1."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        count = len(self.problems)
        about = f"; the first is in {self.problems[0].location}: {self.problems[0].message}" if count else ""
        super().__init__(f"{count} {'problem' if count == 1 else 'problems'}{about}")
