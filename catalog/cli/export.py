"""`catalog export`: the data for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from catalog.cli import print_message, survey_option
from catalog.exports import FORMATS
from catalog.paths import Project, write_file
from catalog.rules import load


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of to stdout.")
@survey_option
def command(project: Project, form: str, output: Path | None) -> None:
    """Write the catalogue as json, csv, bibtex, ris or markdown."""
    catalog = load(project)
    text = FORMATS[form][1](catalog, catalog.records)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_file(output, text)
        print_message(f"{len(catalog.records)} {catalog.settings.many} written to {output}")
