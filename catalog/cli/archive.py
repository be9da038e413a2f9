"""`catalog archive`: the data of one day, for a release."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from catalog.cli import print_message, survey_option
from catalog.exports.json import EXPORT
from catalog.history.archive import dated_archive
from catalog.history.releases import release_path
from catalog.paths import Project, write_file
from catalog.rules import load


@click.command("archive")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default="build/archive",
    show_default=True,
    help="Folder for the files.",
)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Date in the file names.  [default: today, UTC]")
@click.option("--keep", is_flag=True, help="Also write the JSON export to data/archive/, for the page of that day.")
@survey_option
def command(project: Project, output: Path, day: datetime | None, *, keep: bool) -> None:
    """Write a dated archive of the data, every export, and SHA256SUMS.

    The same data and date give the same bytes.
    """
    catalog = load(project)
    date = (day or datetime.now(UTC)).date()
    for name, content in dated_archive(catalog, date).items():
        write_file(output / name, content)
        click.echo(output / name)
    if keep:
        write_file(release_path(project, date), EXPORT.chunks(catalog))
        click.echo(release_path(project, date))
    print_message(f"{len(catalog.records)} {catalog.settings.many} archived.")
