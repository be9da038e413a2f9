"""What `catalog import` reports: rows, records, cells, and what an update changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from catalog.cli.problems import problems_as_json, problems_as_text
from catalog.errors import Problem
from catalog.escape import printable
from catalog.importing import CellState, Imported
from catalog.importing.updating.plan import Update, update_as_json
from catalog.load.records import Definition
from catalog.paths import Project

_MOST_CHANGES = 200
"""Changes that are listed; of more, their number is told."""


def import_as_text(project: Project, imported: Imported, next_step: str, notices: Sequence[Problem] = ()) -> str:
    """Return the problems of an import, then one line of counts."""
    counts = _counts(imported)
    cells = ", ".join(f"{count} {state}" for state, count in counts.items())
    rows, records = _counted(len(imported.table.rows), "row"), _counted(len(imported.rows), "record")
    total = f"{records} from {rows}; {_counted(sum(counts.values()), 'cell')}: {cells}."
    problems = sorted([*imported.problems, *notices])
    told = [problems_as_text(problems, project, next_step)] if problems else []
    return "\n\n".join([*told, total])


def update_as_text(definition: Definition, update: Update, *, is_written: bool) -> str:
    """Return what an update changes, a line a value, then one line of counts."""
    many = definition.settings.many
    if update.is_empty:
        return f"Nothing to change: {update.unchanged} {many} are as the table has them."
    root = definition.project
    lines = [f"{root.display_path(path)}: new" for path in update.new]
    for change in update.changes:
        now = f"{change.was[:80] or '(nothing)'} -> {change.now[:80] or '(nothing)'}"
        lines.append(f"{change.file}: {change.path}: {now}")
    more = [f"… and {len(lines) - _MOST_CHANGES} more"] if len(lines) > _MOST_CHANGES else []
    changed = len({change.file for change in update.changes})
    verb = "" if is_written else "would be "
    counts = f"{len(update.new)} {many} {verb}new, {changed} {verb}changed, {update.unchanged} unchanged."
    return "\n".join([*map(printable, lines[:_MOST_CHANGES]), *more, counts])


def import_as_json(imported: Imported, files: Sequence[Path], update: Update | None = None, root: Path = Path()) -> str:
    """Return the report of an import for programs."""
    paths = [str(file) for file in files] or [""] * len(imported.rows)
    records = [
        {"slug": row.slug, "name": row.name, "row": row.label} | ({"file": path} if path else {})
        for row, path in zip(imported.rows, paths, strict=True)
    ]
    notices = update.notices if update else ()
    report = {
        "table": str(imported.table.file),
        "others": imported.table.about_others,
        "rows": len(imported.table.rows),
        "cells": _counts(imported),
        "records": records,
        "problems": json.loads(problems_as_json(sorted([*imported.problems, *notices]))),
    }
    return json.dumps(
        report | ({"update": update_as_json(update, root)} if update else {}), ensure_ascii=False, indent=1
    )


def _counts(imported: Imported) -> dict[str, int]:
    return {state.value: imported.count(state) for state in CellState}


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
