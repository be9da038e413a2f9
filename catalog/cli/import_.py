"""`catalog import`: turns a Markdown or CSV table into records, and reports every cell it cannot read."""

from __future__ import annotations

import json
from pathlib import Path

import click

from catalog.cli import print_message, survey_option
from catalog.cli.problems import problems_as_json, problems_as_text
from catalog.errors import DataError, SetupError
from catalog.importing import CellState, Imported, import_table
from catalog.importing.propose import propose
from catalog.importing.table import Table, fullest, read_tables
from catalog.importing.valid import valid_rows
from catalog.importing.write import write_records
from catalog.load.records import Definition, open_survey
from catalog.paths import Project, write_file

_NEXT_STEP = "Correct the table, or define its words in the mapping, and import again into an empty folder."
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("table", type=_FILE)
@click.option("--mapping", type=_FILE, help="Defines the table's columns and words; without it a mapping is proposed.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder for the records (default: build/imported), or file for the proposed mapping (default: stdout).",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@survey_option
def command(project: Project, table: Path, mapping: Path | None, output: Path | None, form: str) -> int:
    """Turn a Markdown or CSV table into records.

    Every value becomes a fact with its row and column. Every cell that cannot be read is reported, and then the
    exit status is 1. Existing records are never overwritten. Without --mapping a mapping is proposed: review it, then
    run again with it.
    """
    definition = open_survey(project)
    if any(problem.severity == "error" for problem in definition.problems):
        raise DataError(definition.problems)
    try:
        if mapping is None:
            return _propose(definition, table.resolve(), output)
        folder = output or project.root / "build" / "imported"
        return _import(definition, table.resolve(), mapping.resolve(), folder, form)
    except DataError as error:
        print_message(problems_as_text(error.problems, project, _NEXT_STEP))
        return 1


def _import(definition: Definition, table: Path, mapping: Path, folder: Path, form: str) -> int:
    imported = valid_rows(definition, import_table(definition, table, mapping))
    files = write_records(definition, imported, folder)
    click.echo(_as_json(imported, files) if form == "json" else _as_text(definition.project, imported))
    print_message(f"{len(files)} {definition.settings.many} written to {folder}")
    _print_others(imported.table)
    return 1 if imported.problems else 0


def _propose(definition: Definition, table: Path, output: Path | None) -> int:
    longest = fullest(read_tables(table, definition.project.display_path(table)))
    text = propose(definition, longest)
    if output is None:
        click.echo(text, nl=False)
    elif output.exists():
        raise SetupError(f"{output} already exists; name another file with --output")
    else:
        write_file(output, text, follow_links=True)
    file = output or "MAPPING.yml"
    print_message(f"Without --mapping, a mapping is proposed. Review it, then run again with --mapping {file}.")
    _print_others(longest)
    return 0


def _print_others(table: Table) -> None:
    if table.others:
        print_message(table.about_others)


def _counts(imported: Imported) -> dict[str, int]:
    return {state.value: imported.count(state) for state in CellState}


def _as_text(project: Project, imported: Imported) -> str:
    counts = _counts(imported)
    cells = ", ".join(f"{count} {state}" for state, count in counts.items())
    total = f"{len(imported.rows)} records from {sum(counts.values())} cells: {cells}."
    problems = [problems_as_text(imported.problems, project, _NEXT_STEP)] if imported.problems else []
    return "\n\n".join([*problems, total])


def _as_json(imported: Imported, files: list[Path]) -> str:
    records = [
        {"slug": row.slug, "name": row.name, "row": row.label, "file": str(file)}
        for row, file in zip(imported.rows, files, strict=True)
    ]
    report = {
        "table": str(imported.table.file),
        "cells": _counts(imported),
        "records": records,
        "problems": json.loads(problems_as_json(imported.problems)),
    }
    return json.dumps(report, ensure_ascii=False, indent=1)
