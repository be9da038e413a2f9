"""Leaves out of imported rows what the survey refuses: a value that cannot stay costs itself, not its row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from catalog.errors import Problem
from catalog.importing.results import CellState, Imported, ImportedCell, ImportedRow, UnreadText
from catalog.importing.write import record_data, row_yaml
from catalog.load.records import Definition, no_garbage_collection
from catalog.rules.findings import RecordChecker

_ROUNDS = 20
"""How often a row is looked at again, once something was left out: one error may hide another."""


def valid_rows(survey: Definition, imported: Imported) -> Imported:
    """Return the rows without the values that the record's class or a rule refuses; each is reported with its cell."""
    rows, problems = [], list(imported.problems)
    checker = RecordChecker(survey)
    with no_garbage_collection():
        for row in imported.rows:
            valid, refused = _valid(survey, checker, imported, row)
            problems += refused
            rows += [valid] if valid else []
    return replace(imported, rows=tuple(rows), problems=tuple(sorted(set(problems))))


def _valid(
    survey: Definition, checker: RecordChecker, imported: Imported, row: ImportedRow
) -> tuple[ImportedRow | None, list[Problem]]:
    problems: list[Problem] = []
    is_compared = False
    for _ in range(_ROUNDS):
        before = row
        loaded = survey.read(survey.folder / f"{row.slug}.yml", row_yaml(survey, row).encode())
        errors = [] if loaded.value else _errors(survey, row)
        for item in reversed(errors):  # the last items of lists first, so that the others keep their places
            row, problem = _without(imported, row, item["loc"], str(item["msg"]))
            problems.append(problem)
        if errors and row == before:
            return None, problems
        if errors:
            continue
        findings = checker.findings(loaded)
        refused = _errors_of(findings.problems)
        if not refused and not is_compared:
            is_compared, refused = True, _errors_of(checker.compare(loaded.file, findings))
        for fault in refused:
            left, problem = _without(imported, row, _steps(fault.field, row), fault.message)
            if left != row:
                row = left
                problems.append(problem)
        if row == before:
            return row, problems
    return row, problems


def _errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """The errors, the last first: what they refuse is removed in this order."""
    return sorted((item for item in problems if item.severity == "error"), key=lambda item: -item.line)


def _errors(survey: Definition, row: ImportedRow) -> Sequence[ErrorDetails]:
    """What the record's class says of a row."""
    try:
        survey.model.model_validate(record_data(survey, row), context={"vocabularies": survey.vocabularies})
    except ValidationError as error:
        return error.errors(include_url=False)
    return ()


def _steps(path: str, row: ImportedRow) -> Sequence[str | int]:
    """The steps of a dotted path; those of a source are those of the first fact that has it."""
    first, _, key = path.partition(".")
    if first == "sources":
        key = key.removesuffix(".url")
        path = next((fed for fed, fact in row.facts.items() if fact.source == key), path)
    return [int(step) if step.isdigit() else step for step in path.split(".")]


def _without(imported: Imported, row: ImportedRow, loc: Sequence[Any], reason: str) -> tuple[ImportedRow, Problem]:
    """Return the row without the value at a place of its record, and the problem that it was."""
    path = ".".join(str(step) for step in loc if isinstance(step, str))
    for index, cell in enumerate(row.cells):
        fed = next((fed for fed in cell.facts or {} if f"{path}.".startswith(f"{fed}.")), "")
        part = next((fed for fed in cell.parts if f"{path}.".startswith(f"{fed}.")), "")
        if fed or part:
            problem = imported.table.problem(cell.source, reason, "correct the cell", fed or path)
            unread = UnreadText(fed or path, _text(cell, fed), _place(problem, cell), reason)
            cells = list(row.cells) if fed else [_without_item(row, other, part, loc) for other in row.cells]
            if fed:
                cells[index] = _without_fact(cell, fed)
            changed = [at for at, other in enumerate(row.cells) if cells[at] != other]
            if not changed:
                return row, problem
            cells[changed[0]] = replace(
                cells[changed[0]], state=CellState.NOT_UNDERSTOOD, unread=(*cells[changed[0]].unread, unread)
            )
            return _with_used_sources(replace(row, cells=tuple(cells))), problem
    cell = row.cells[0]
    message = f"the row does not give a valid record and is left out: {path}: {reason}"
    return row, imported.table.problem(cell.source, message, "give the field a column in the mapping", path)


def _with_used_sources(row: ImportedRow) -> ImportedRow:
    """The row without the sources that no value of it has any more."""
    used = {fact.source for fact in row.facts.values()}
    values = (value for items in row.parts.values() for item in items for value in item.values())
    used |= {str(value.get("source")) for value in values if isinstance(value, dict)}
    return replace(row, sources={key: address for key, address in row.sources.items() if key in used})


def _text(cell: ImportedCell, fed: str) -> str:
    return cell.source.text if fed else cell.source.text[:200]


def _place(problem: Problem, cell: ImportedCell) -> str:
    return problem.location if cell.source.line else f"{problem.location} {cell.source.place}".strip()


def _without_fact(cell: ImportedCell, fed: str) -> ImportedCell:
    return replace(cell, facts={path: fact for path, fact in (cell.facts or {}).items() if path != fed})


def _without_item(row: ImportedRow, cell: ImportedCell, part: str, loc: Sequence[Any]) -> ImportedCell:
    """The cell without the field of an item that was refused, or without that item; the others keep their places."""
    step = next((index for index, step in enumerate(loc) if isinstance(step, int)), len(loc) - 1)
    field = next((name for name in loc[step + 1 :] if isinstance(name, str)), "")
    filled = [index for index, item in enumerate(row.parts[part]) if item]
    items = list(cell.parts.get(part, ()))
    number = loc[step] if isinstance(loc[step], int) else 0
    at = filled[number] if number < len(filled) else len(items)
    if at >= len(items):
        return cell
    is_own = field in items[at]
    is_whole = not any(field in item for item in row.parts[part][at : at + 1])
    if is_own or is_whole:
        items[at] = {key: value for key, value in items[at].items() if key != field} if is_own else {}
    return replace(cell, parts={**cell.parts, part: items})
