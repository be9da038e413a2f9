"""Mappings as rows: nested mappings become headings with dots, lists stay one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from catalog.importing.reading.values import SourceValue, shown
from catalog.importing.source_table import SourceCell

_FACT = frozenset({"value", "bound", "source", "where", "verified", "certain", "note", "instead", "blank"})
"""The keys of a value with its evidence, which belongs into one cell."""
_WORD = re.compile(r"[^\W\d][\w -]{0,60}")
_MOST_KEYS = 60
_MOST_COLUMNS = 200

Row = tuple[Mapping[str, SourceValue], SourceValue, str, Path | None]
"""Columns from outside, the mapping, what its place is called, and its file."""


def flattened(rows: Sequence[Row]) -> tuple[list[str], list[tuple[SourceCell, ...]]]:
    """Return the headings of some mappings in order of first appearance, and a cell for each in every row."""
    values: list[dict[str, SourceValue]] = [dict(before) for before, *_ in rows]
    headings = list(dict.fromkeys(heading for before in values for heading in before))
    mappings = [(index, value) for index, (_, value, *_) in enumerate(rows)]
    found = _columns(mappings, values, "", nested=True)
    if len(headings) + len(found) > _MOST_COLUMNS:
        values = [dict(before) for before, *_ in rows]
        found = _columns(mappings, values, "", nested=False)
    headings += [heading for heading in found if heading not in headings]
    cells = [
        tuple(_cell("" if heading in row[0] else heading, own.get(heading), row) for heading in headings)
        for own, row in zip(values, rows, strict=True)
    ]
    return headings, cells


def _columns(
    mappings: Iterable[tuple[int, SourceValue]], values: list[dict[str, SourceValue]], prefix: str, *, nested: bool
) -> list[str]:
    """Put the values of mappings by their headings into `values`, and return the headings."""
    by_key: dict[str, list[tuple[int, SourceValue]]] = {}
    for index, mapping in mappings:
        for key, value in mapping.data.items():
            by_key.setdefault(key, []).append((index, value))
    headings: list[str] = []
    for key, found in by_key.items():
        heading = f"{prefix}{key}"
        if nested and _is_part([value for _, value in found if value.data is not None]):
            parts = [(index, value) for index, value in found if value.data is not None]
            headings += _columns(parts, values, f"{heading}.", nested=nested)
            continue
        if any(heading in values[index] for index, _ in found):
            heading = f"{heading} (own)"
        headings.append(heading)
        for index, value in found:
            values[index][heading] = value
    return list(dict.fromkeys(headings))


def _is_part(values: Sequence[SourceValue]) -> bool:
    """Whether all are mappings with the keys of a part: few, and words; neither dates nor names of other things."""
    if not values or not all(value.is_mapping for value in values):
        return False
    keys = {key for value in values for key in value.data}
    is_fact = ("value" in keys and keys <= _FACT) or ("value" not in keys and "blank" in keys and keys <= _FACT)
    return bool(keys) and not is_fact and len(keys) <= _MOST_KEYS and all(map(_WORD.fullmatch, keys))


def _cell(heading: str, value: SourceValue | None, row: Row) -> SourceCell:
    """The cell of a value; without a heading it comes from outside of the mapping."""
    _, mapping, place, file = row
    called = ".".join(filter(None, (place, heading)))
    if value is None:
        return SourceCell("", mapping.line, mapping.column, called, file=file)
    raw: Any = None if isinstance(value.data, str) else value.plain
    if value.is_mapping and "value" in value.data:
        own = (
            value.data["value"]
            if value.data["value"].data is not None
            else value.data.get("blank", value.data["value"])
        )
        return SourceCell(shown(own), value.line, value.column, called, raw, file)
    return SourceCell(shown(value), value.line, value.column, called, raw, file)
