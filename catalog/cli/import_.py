"""`catalog import`: turns a table into records, keeps them up to date, and reports every cell it cannot read."""

from __future__ import annotations

from pathlib import Path

import click

from catalog.cli import print_message, survey_option
from catalog.cli.import_report import import_as_json, import_as_text, update_as_text
from catalog.cli.problems import problems_as_text
from catalog.cli.table_source import TableSource
from catalog.errors import DataError, SetupError
from catalog.importing import Imported, import_table
from catalog.importing.own_exports.records import is_own_export, own_records
from catalog.importing.propose import propose
from catalog.importing.table import Table, chosen, read_tables, table_name
from catalog.importing.updating.lock import MAPPING, lock_of, locked, read_lock, write_lock
from catalog.importing.updating.plan import plan_update, remembered_mapping
from catalog.importing.valid import valid_rows
from catalog.importing.write import write_records, write_texts
from catalog.load.records import Definition, open_survey
from catalog.paths import Project, write_file

_NEXT_STEP = "Correct the table, or define its words in the mapping, and import again into an empty folder."


@click.command("import")
@click.argument("table", metavar="FILE", type=TableSource())
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Defines the table's columns and words (default: data/NAME.mapping.yml); without it, one is proposed.",
)
@click.option("--table", "wanted", metavar="LINE", default="", help="Of several tables in FILE: its line, or its name.")
@click.option("--update", is_flag=True, help="Bring the survey's own records up to date with the table.")
@click.option("--check", is_flag=True, help="With --update: write nothing; exit status 1 if something would change.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder for the records (default: build/imported), or file for the proposed mapping (default: stdout).",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@survey_option
def command(  # noqa: PLR0913, PLR0917 - one argument an option
    project: Project,
    table: Path | str,
    mapping: Path | None,
    wanted: str,
    output: Path | None,
    form: str,
    *,
    update: bool,
    check: bool,
) -> int:
    """Turn a table into records: Markdown, CSV, spreadsheets, HTML, JSON, YAML, TOML, BibTeX, a folder, a web address.

    Every value becomes a fact with its row and column, or with the link of its cell as the source. A cell that cannot
    be read is reported and kept as a comment; then the exit status is 1. Without a mapping one is proposed: review it,
    then run again with it.

    With --update, changed cells change their facts and new rows become records. Values written by hand stay, and no
    record is deleted; both are told.
    """
    if check and not update:
        raise click.UsageError("--check needs --update")
    if update and output:
        raise click.UsageError("--update changes the survey's own records: it takes no --output")
    table = table.resolve() if isinstance(table, Path) else table
    definition = open_survey(project)
    if any(problem.severity == "error" for problem in definition.problems):
        raise DataError(definition.problems)
    known = remembered_mapping(project.data, table_name(table))
    if mapping and mapping.resolve().parent == project.data and mapping.name.endswith(MAPPING):
        known = mapping.resolve()
    found = mapping.resolve() if mapping else known if known.is_file() else None
    try:
        if isinstance(table, Path) and found is None and is_own_export(table):
            return _take_back(definition, table, output or project.root / "build" / "imported")
        if found is None:
            return _propose(definition, table, wanted, output, known if update else None)
        imported = valid_rows(definition, import_table(definition, table, found, _contact(definition), wanted))
        if update:
            return _update(definition, imported, found, known, form, check=check)
        return _import(definition, imported, known, output or project.root / "build" / "imported", form)
    except DataError as error:
        print_message(problems_as_text(error.problems, project, _NEXT_STEP))
        return 1


def _import(definition: Definition, imported: Imported, known: Path, folder: Path, form: str) -> int:
    files = write_records(definition, imported, folder)
    if folder.resolve() == definition.folder.resolve():
        write_lock(lock_of(known), locked(definition, imported, read_lock(definition.project, lock_of(known))))
    as_text = form == "text"
    click.echo(import_as_text(definition.project, imported, _NEXT_STEP) if as_text else import_as_json(imported, files))
    print_message(f"{len(files)} {definition.settings.many} written to {folder}")
    _print_others(imported.table)
    return 0 if imported.is_complete else 1


def _update(  # noqa: PLR0913 - what an update needs
    definition: Definition, imported: Imported, mapping: Path, known: Path, form: str, *, check: bool
) -> int:
    planned = plan_update(definition, imported, lock_of(known))
    if not check:
        planned.write()
        if not known.exists():
            write_file(known, mapping.read_text(encoding="utf-8"))
            print_message(f"The mapping is remembered as {definition.project.display_path(known)}.")
    if form == "json":
        click.echo(import_as_json(imported, [], planned, definition.project.root))
    else:
        click.echo(import_as_text(definition.project, imported, _NEXT_STEP, planned.notices))
        click.echo(update_as_text(definition, planned, is_written=not check))
    _print_others(imported.table)
    return 1 if (check and not planned.is_empty) or not imported.is_complete else 0


def _propose(definition: Definition, table: Path | str, wanted: str, output: Path | None, known: Path | None) -> int:
    longest = chosen(read_tables(table, _shown(definition, table), _contact(definition)), wanted)
    text = propose(definition, longest)
    if known is not None:
        file = definition.project.display_path(known)
        raise SetupError(f"--update needs a mapping: propose one with --output {file}, review it, and run again")
    if output is None:
        click.echo(text, nl=False)
    elif output.exists():
        raise SetupError(f"{output} already exists; name another file with --output")
    else:
        write_file(output, text, follow_links=True)
    file = output or Path("MAPPING.yml")
    print_message(f"Without --mapping, a mapping is proposed. Review it, then run again with --mapping {file}.")
    _print_others(longest)
    return 0


def _take_back(definition: Definition, file: Path, folder: Path) -> int:
    """Write the records of an export of this survey as they were."""
    texts = {folder / f"{slug}.yml": text for slug, text in own_records(definition, file)}
    write_texts(texts)
    print_message(f"{len(texts)} {definition.settings.many} of an export written to {folder}")
    return 0


def _shown(definition: Definition, table: Path | str) -> Path:
    if isinstance(table, Path):
        return definition.project.display_path(table)
    return Path(table.partition("://")[2])


def _contact(definition: Definition) -> str:
    return str(definition.settings.address or definition.settings.repository or "")


def _print_others(table: Table) -> None:
    if table.others:
        print_message(table.about_others)
