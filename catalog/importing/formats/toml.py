"""TOML files: arrays of tables, tables of tables, or one record."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from catalog.importing.formats import TableFormat
from catalog.importing.reading.records import record_tables
from catalog.importing.reading.values import SourceValue, WrittenNumber, value_of
from catalog.importing.source_table import MalformedTableError, Remark, SourceFile, SourceTable

_PLACE = re.compile(r"(?P<reason>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)
_BARE = re.compile(r"[^\s,\]}#]+(?: \d[^\s,\]}#]*)?")
_MOST_BAD = 20


def tables(file: SourceFile) -> list[SourceTable]:
    """Return every table of a file."""
    value = one_value(file)
    return record_tables(value, file) if value else []


def one_value(file: SourceFile) -> SourceValue | None:
    """Return what a file holds; a date that does not exist stays text.

    Raises:
        MalformedTableError: it is no TOML.
    """
    text = file.text
    for _ in range(_MOST_BAD):
        try:
            return value_of(_loaded(text)) if text.strip() else None
        except (ValueError, RecursionError) as error:
            match = _PLACE.fullmatch(str(error))
            line, column = (int(match["line"]), int(match["column"])) if match and match["line"] else (0, 0)
            quoted = _quoted(text, line, column)
            if quoted is None or "date" not in str(error):
                reason = match["reason"] if match else "it is nested too deep, or holds a number that is too long"
                message = f"this is not TOML: {reason[:1].lower()}{reason[1:]}"
                raise MalformedTableError(line, column, message, "correct it") from None
            text, bad = quoted
            file.remarks.append(
                Remark(line, column, f"the date {bad} does not exist; it is kept as text", "correct it")
            )
    raise MalformedTableError(0, 0, f"more than {_MOST_BAD} dates of the file do not exist", "correct them")


def _loaded(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=WrittenNumber)


def _quoted(text: str, line: int, column: int) -> tuple[str, str] | None:
    """The text with the bare value at a place in quotes, and that value."""
    lines = text.split("\n")
    if not 0 < line <= len(lines):
        return None
    row = lines[line - 1]
    match = _BARE.match(row, column - 1)
    if match is None:
        return None
    lines[line - 1] = f'{row[: match.start()]}"{match[0]}"{row[match.end() :]}'
    return ("\n".join(lines), match[0]) if '"' not in match[0] and "\\" not in match[0] else None


FORMAT = TableFormat((".toml",), tables, one_value)
