"""`catalog init`: a new survey."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog.cli import print_message
from catalog.cli.table_source import TableSource
from catalog.contribute.init.folder import refuse_files
from catalog.contribute.init.survey import ONE, NewSurvey, plural, title_of
from catalog.errors import DataError

if TYPE_CHECKING:
    from catalog.api.init_table import Reading


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "table",
    metavar="FILE",
    type=TableSource(),
    help="A table or list, or the address of one, whose rows become the records.",
)
@click.option("--table", "wanted", metavar="LINE", default="", help="Of several tables in FILE: its line, or its name.")
@click.option("--title", help="Heading of the website; the folder's name by default.")
@click.option("--one", metavar="WORD", help="What one record is called, such as tool.")
@click.option("--many", metavar="WORD", help="What several are called, such as tools.")
@click.option("--address", metavar="URL", help="Where the website will be.")
@click.option("--repository", metavar="URL", help="Where the data will be edited.")  # fmt: skip
def command(  # noqa: PLR0913, PLR0917
    folder: Path,
    table: Path | str | None,
    wanted: str,
    title: str | None,
    one: str | None,
    many: str | None,
    address: str | None,
    repository: str | None,
) -> int:
    """Write a new survey into an empty folder: settings, fields, records, workflows, forms, README.

    Without --from it has two example records, which show how facts, evidence and blanks are written. On a terminal it
    asks for what the options leave out.
    """
    from catalog.api.init import create_survey  # noqa: PLC0415 - takes long to import
    from catalog.cli.problems import problems_as_text  # noqa: PLC0415

    if wanted and table is None:
        raise click.UsageError("--table needs --from")
    refuse_files(folder)
    title = title or _asked("Title of the website", title_of(folder))
    one = one or _asked("What is one record called?", ONE)
    many = many or _asked("What are several called?", plural(one))
    survey = NewSurvey(title, one, many, address or "", repository or "")
    try:
        created = create_survey(folder, survey, table, wanted)
    except DataError as error:
        print_message(problems_as_text(error.problems, next_step="Correct them and begin again: nothing was written."))
        return 1
    print_message(f"{len(created.files)} files written to {folder}.")
    if created.reading:
        _print_reading(created.reading)
    if created.faults:
        left = "1 error is" if created.faults == 1 else f"{created.faults} errors are"
        print_message(f"{left} left in the records: `catalog check` shows them.")
    place = shlex.quote(str(folder))
    for line in ("Next:", f"  catalog check --survey {place}", f"  catalog build --survey {place}"):
        print_message(line)
    return 0


def _print_reading(reading: Reading) -> None:
    from catalog.cli.problems import problems_as_text  # noqa: PLC0415

    if reading.problems:
        print_message(problems_as_text(reading.problems, next_step=f"Correct the table, or {reading.mapping}."))
    if reading.others:
        print_message(reading.others)
    cells = ", ".join(f"{count} {state}" for state, count in reading.cells.items())
    records = "1 record" if reading.records == 1 else f"{reading.records} records"
    print_message(f"{records} from {sum(reading.cells.values())} cells: {cells}.")


def _asked(question: str, default: str) -> str:
    """The answer of somebody at a terminal; in a pipe the default."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return default
    return str(click.prompt(question, default=default, err=True))
