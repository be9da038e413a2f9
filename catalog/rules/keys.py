"""What rules about all records take from each, so that it can be cached between two runs."""

from __future__ import annotations

import pathlib
from typing import NamedTuple

from catalog.errors import Problem, Severity
from catalog.load.records import LoadedFile
from catalog.model.node import Path
from catalog.values import Record


class Key(NamedTuple):
    """A value of a record that a rule compares, what kind of value it is, and its location in the file."""

    kind: str
    value: str
    line: int
    column: int
    field: str


def key_at(loaded: LoadedFile[Record], path: Path, kind: str, value: str) -> Key:
    """Return a value with the place of `path` in the file."""
    return Key(kind, value, *loaded.place(path))


def problem_at(  # noqa: PLR0913 - what a problem is made of
    file: pathlib.Path, key: Key, message: str, hint: str, rule: str, *, severity: Severity = "error"
) -> Problem:
    """Return a problem at the place of a key."""
    return Problem(file, key.line, key.column, key.field, message, hint, rule, severity)
