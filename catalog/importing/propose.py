"""Proposes a mapping for a table, from its headings and from the types its cells can be read as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import yaml
from pydantic_core import PydanticCustomError
from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from catalog.importing.cells import read_cell
from catalog.importing.mapping import importable
from catalog.importing.table import Table
from catalog.load.records import Definition
from catalog.model.columns import Column
from catalog.values import folded, suggest

_MIN_POINTS = 50
"""Points out of 100 that a field needs to be proposed for a column."""

_SAMPLE = 50
"""Cells of a column that are read as every field: a table of 10 MB has many."""


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a field fits one column of the table."""

    points: float
    index: int
    column: Column


def propose(survey: Definition, table: Table) -> str:
    """Return a mapping file as YAML text, with a comment on everything that a person must look at."""
    texts = [[row[index].text for row in table.rows if row[index].text] for index in range(len(table.header))]
    fields = _best_fields(survey, table, texts)
    lines = ["# Proposed from the headings and cells of the table: look at every line before you use it."]
    name, row = _name_column(survey, table, texts, fields), _number_column(texts, fields)
    lines.append(f"name: {_quoted(table.headings[name])}")
    lines += [f"row: {_quoted(table.headings[row])}"] if row is not None else []
    lines.append("columns:")
    for index, header in enumerate(table.headings):
        if index in fields:
            lines += _column_lines(survey, header, fields[index], texts[index])
        elif index not in (name, row):
            lines.append(f"  # {_quoted(header)}: no field looks like it; name one here, or put it under `ignore`")
    return "\n".join(lines) + "\n"


def _best_fields(survey: Definition, table: Table, texts: Sequence[Sequence[str]]) -> dict[int, Column]:
    """Return column of the table → field, the best fits first, each field once."""
    fits = [
        _Fit(_points(survey, column, table.headings[index], texts[index][:_SAMPLE]), index, column)
        for index, column in product(range(len(table.header)), importable(survey.model).values())
        if table.headings[index]
    ]
    fields: dict[int, Column] = {}
    for fit in sorted(fits, key=lambda fit: -fit.points):
        if fit.points >= _MIN_POINTS and fit.index not in fields and fit.column not in fields.values():
            fields[fit.index] = fit.column
    return fields


def _points(survey: Definition, column: Column, header: str, texts: Sequence[str]) -> float:
    """Return points out of about 100: up to 60 for a heading like the field's label, the rest for cells of its type."""
    names = (column.label, f"{column.group} {column.label}", column.path.replace(".", " ").replace("_", " "))
    similarity = max(fuzz.token_sort_ratio(header, name, processor=default_process) for name in names)
    if not texts or column.type.is_free_text:
        return similarity * 0.6
    share = sum(_is_readable(survey, column, text) for text in texts) / len(texts)
    weight = 45 if _has_unit(column, texts) else column.type.weight
    return similarity * 0.6 + share * weight if share else similarity * 0.5


def _has_unit(column: Column, texts: Sequence[str]) -> bool:
    """Whether most cells name the field's unit."""
    unit = folded(column.show.unit)
    return bool(unit) and sum(unit in folded(text) for text in texts) * 2 > len(texts)


def _is_readable(survey: Definition, column: Column, text: str) -> bool:
    try:
        read_cell(column, text, survey.vocabularies)
    except PydanticCustomError:
        return False
    return True


def _name_column(survey: Definition, table: Table, texts: Sequence[Sequence[str]], fields: dict[int, Column]) -> int:
    """Return the column that names the records: another short text in every row, with such a heading if possible."""
    words = ("name", folded(survey.settings.one))

    def points(index: int) -> tuple[bool, bool, float]:
        names = texts[index]
        distinct = len({folded(name) for name in names}) == len(table.rows) and not all(map(str.isdigit, names))
        is_text = index not in fields or fields[index].type.is_free_text
        has_heading = folded(table.headings[index]) in words
        return distinct and is_text, has_heading, -sum(map(len, names))

    return max(range(len(table.header)), key=points)


def _number_column(texts: Sequence[Sequence[str]], fields: dict[int, Column]) -> int | None:
    """Return a column that counts 1, 2, 3 and feeds no field."""
    counts = (index for index, cells in enumerate(texts) if cells and cells == [f"{n + 1}" for n in range(len(cells))])
    return next((index for index in counts if index not in fields), None)


def _column_lines(survey: Definition, header: str, column: Column, texts: Sequence[str]) -> Iterator[str]:
    """Yield the lines of one column; what its words mean is left to a person."""
    yield f"  {_quoted(header)}: {column.path}"
    for text in dict.fromkeys(text for text in texts if not _is_readable(survey, column, text)):
        likely = suggest(text, column.type.spellings(survey.vocabularies))
        hint = f"{likely}say under `words` what it means ({_allowed(column)}, or null)"
        yield f"    # {_quoted(text)} is not understood: {hint}"


def _allowed(column: Column) -> str:
    """Return what may be written for a word of this field."""
    if column.entry:
        return f"a key of data/{column.entry.vocabulary}.yml"
    return ", ".join(column.type.words) or column.type.name


def _quoted(value: str) -> str:
    """Return a value as YAML has it on one line."""
    return str(yaml.safe_dump(value, allow_unicode=True, width=1_000_000)).removesuffix("\n").removesuffix("\n...")
