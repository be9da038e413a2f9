"""`catalog import`: records from a Markdown or CSV table, and every cell that could not be understood."""

from __future__ import annotations

import json
from pathlib import Path

import click

from catalog.cli import print_message, survey_option
from catalog.cli import problems as show
from catalog.errors import DataError, SetupError
from catalog.importing import CellState, Imported, import_table
from catalog.importing.propose import propose
from catalog.importing.table import read_tables
from catalog.importing.write import sound, write_records
from catalog.load.records import Definition, open_survey
from catalog.paths import Project, write_file

_NEXT_STEP = "Correct the table, or say in the mapping what its words mean, and import again into an empty folder."
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("table", type=_FILE)
@click.option("--mapping", type=_FILE, help="What the table's columns and words mean; without it one is proposed.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder for the records (default: build/imported), or file for the proposed mapping (default: stdout).",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@survey_option
def command(project: Project, table: Path, mapping: Path | None, output: Path | None, form: str) -> int:
    """Turn a Markdown or CSV table into records.

    Every value becomes a fact with its row and column; every cell that is not understood is reported, and then
    the exit status is 1. A record that is there already is never overwritten. Without a mapping one is proposed:
    look it through, then give it with --mapping.
    """
    survey = open_survey(project)
    if any(problem.severity == "error" for problem in survey.problems):
        raise DataError(survey.problems)
    try:
        if mapping is None:
            return _propose(survey, table.resolve(), output)
        return _import(survey, table.resolve(), mapping.resolve(), output or project.root / "build" / "imported", form)
    except DataError as error:
        print_message(show.problems_as_text(error.problems, project, _NEXT_STEP))
        return 1


def _import(survey: Definition, table: Path, mapping: Path, folder: Path, form: str) -> int:
    imported = sound(survey, import_table(survey, table, mapping))
    files = write_records(survey, imported, folder)
    click.echo(_as_json(imported, files) if form == "json" else _as_text(survey.project, imported))
    print_message(f"{len(files)} {survey.settings.many} written to {folder}")
    return 1 if imported.problems else 0


def _propose(survey: Definition, table: Path, output: Path | None) -> int:
    tables = read_tables(table, survey.project.display_path(table))
    text = propose(survey, max(tables, key=lambda found: len(found.rows)))
    if output is None:
        click.echo(text, nl=False)
    elif output.exists():
        raise SetupError(f"{output} is there already; name another file with --output")
    else:
        write_file(output, text)
    place = output or "MAPPING.yml"
    print_message(
        f"No --mapping was given, so one is proposed. Look it through, then run again with --mapping {place}."
    )
    return 0


def _counts(imported: Imported) -> dict[str, int]:
    return {state.value: imported.count(state) for state in CellState}


def _as_text(project: Project, imported: Imported) -> str:
    counts = _counts(imported)
    cells = ", ".join(f"{count} {state}" for state, count in counts.items())
    total = f"{len(imported.rows)} records from {sum(counts.values())} cells: {cells}."
    listed = [show.problems_as_text(imported.problems, project, _NEXT_STEP)] if imported.problems else []
    return "\n\n".join([*listed, total])


def _as_json(imported: Imported, files: list[Path]) -> str:
    records = [
        {"slug": row.slug, "name": row.name, "row": row.label, "file": str(file)}
        for row, file in zip(imported.rows, files, strict=True)
    ]
    report = {
        "table": str(imported.table.file),
        "cells": _counts(imported),
        "records": records,
        "problems": json.loads(show.problems_as_json(imported.problems)),
    }
    return json.dumps(report, ensure_ascii=False, indent=1)
