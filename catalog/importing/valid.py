"""Leaves out of imported rows what the record's class refuses: a value that cannot stay costs itself, not its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from catalog.errors import Problem
from catalog.importing.results import CellState, Imported, ImportedCell, ImportedRow, UnreadText
from catalog.importing.write import record_data
from catalog.load.records import Definition

_ROUNDS = 20
"""How often a row is looked at again, once something was left out: one error may hide another."""


def valid_rows(survey: Definition, imported: Imported) -> Imported:
    """Return the rows without the values that the record's class refuses; each is reported with its cell."""
    rows, problems = [], list(imported.problems)
    for row in imported.rows:
        valid, refused = _valid(survey, imported, row)
        problems += refused
        rows += [valid] if valid else []
    return replace(imported, rows=tuple(rows), problems=tuple(sorted(set(problems))))


def _valid(survey: Definition, imported: Imported, row: ImportedRow) -> tuple[ImportedRow | None, list[Problem]]:
    problems: list[Problem] = []
    for _ in range(_ROUNDS):
        try:
            survey.model.model_validate(record_data(survey, row), context={"vocabularies": survey.vocabularies})
        except ValidationError as error:
            before = row
            for item in error.errors(include_url=False):
                row, problem = _without(imported, row, item["loc"], str(item["msg"]))
                problems.append(problem)
            if row == before:
                return None, problems
        else:
            return row, problems
    return None, problems


def _without(imported: Imported, row: ImportedRow, loc: Sequence[Any], reason: str) -> tuple[ImportedRow, Problem]:
    """Return the row without the value at a place of its record, and the problem that it was."""
    path = ".".join(str(step) for step in loc if isinstance(step, str))
    for index, cell in enumerate(row.cells):
        fed = next((fed for fed in cell.facts or {} if f"{path}.".startswith(f"{fed}.")), "")
        part = next((fed for fed in cell.parts if f"{path}.".startswith(f"{fed}.")), "")
        if fed or part:
            problem = imported.table.problem(cell.source, reason, "correct the cell", fed or path)
            unread = UnreadText(fed or path, _text(cell, fed), _place(problem, cell), reason)
            kept = _without_fact(cell, fed) if fed else _without_item(cell, part, loc)
            kept = replace(kept, state=CellState.NOT_UNDERSTOOD, unread=(*cell.unread, unread))
            return replace(row, cells=(*row.cells[:index], kept, *row.cells[index + 1 :])), problem
    cell = row.cells[0]
    message = f"the row does not give a valid record and is left out: {path}: {reason}"
    return row, imported.table.problem(cell.source, message, "give the field a column in the mapping", path)


def _text(cell: ImportedCell, fed: str) -> str:
    return cell.source.text if fed else cell.source.text[:200]


def _place(problem: Problem, cell: ImportedCell) -> str:
    return problem.location if cell.source.line else f"{problem.location} {cell.source.place}".strip()


def _without_fact(cell: ImportedCell, fed: str) -> ImportedCell:
    return replace(cell, facts={path: fact for path, fact in (cell.facts or {}).items() if path != fed})


def _without_item(cell: ImportedCell, part: str, loc: Sequence[Any]) -> ImportedCell:
    """The cell without the field of a part that was refused, or without that part where the field is missing."""
    at = next((step for step in loc if isinstance(step, int)), 0)
    field = next((step for step in loc[list(loc).index(at) + 1 :] if isinstance(step, str)), "") if at in loc else ""
    items = list(cell.parts[part])
    if at < len(items):
        rest = {key: value for key, value in items[at].items() if key != field}
        items[at : at + 1] = [rest] if rest and field in items[at] else []
    return replace(cell, parts={**cell.parts, part: items})
