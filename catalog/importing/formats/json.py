"""JSON files: lists of objects, objects of objects, or one record; JSON Lines; CSL-JSON of references."""

from __future__ import annotations

import json
from typing import Any

from catalog.importing.formats import TableFormat
from catalog.importing.reading.records import record_tables
from catalog.importing.reading.references import csl_records, is_csl
from catalog.importing.reading.values import SourceValue, WrittenNumber, value_of
from catalog.importing.source_table import MalformedTableError, Remark, SourceFile, SourceTable


def tables(file: SourceFile) -> list[SourceTable]:
    """Return every table of a file."""
    value = one_value(file)
    if value is None:
        return []
    return record_tables(csl_records(value) if is_csl(value) else value, file)


def one_value(file: SourceFile) -> SourceValue | None:
    """Return what a file holds; where every line is an object of its own, a list of them.

    Raises:
        MalformedTableError: it is no JSON.
    """
    text = file.text
    if not text.strip():
        return None
    try:
        return value_of(_loaded(text, file, 0))
    except MalformedTableError as error:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        objects = sum(line.lstrip().startswith("{") and line.rstrip().endswith("}") for _, line in lines)
        if len(lines) < 2 or 2 * objects < len(lines):
            raise
        found = [value for number, line in lines if (value := _line(line, number, file))]
        if len(found) < 2:
            raise error from None
        return SourceValue(found, "", 1, 1)


def _line(text: str, number: int, file: SourceFile) -> SourceValue | None:
    """The object of a line; a line that is none costs itself alone."""
    try:
        return value_of(_loaded(text, file, number), number, 1)
    except MalformedTableError as error:
        file.remarks.append(Remark(number, error.column or 1, f"{error}; the line is not read", error.hint))
        return None


def _loaded(text: str, file: SourceFile, line: int) -> Any:
    told: dict[str, None] = {}

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                told[key] = None
            found.setdefault(key, value)
        return found

    try:
        data = json.loads(text, object_pairs_hook=members, parse_float=WrittenNumber, parse_constant=str)
    except json.JSONDecodeError as error:
        message = f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise MalformedTableError(line or error.lineno, error.colno, message, "correct it") from None
    except (ValueError, RecursionError):
        message = "this is nested too deep, or holds a number that is too long"
        raise MalformedTableError(line, min(line, 1), message, "correct it") from None
    for key in told:
        message = f"the key {key!r} occurs twice in one object; only the first is read"
        file.remarks.append(Remark(line, min(line, 1), message, "remove one"))
    return data


FORMAT = TableFormat((".json", ".jsonl", ".ndjson", ".geojson"), tables, one_value)
