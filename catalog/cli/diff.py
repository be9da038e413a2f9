"""`catalog diff`: what changed in the data."""

from __future__ import annotations

from pathlib import Path

import click

from catalog.cli import print_message, survey_option
from catalog.history.diff import FORMATS, compare_snapshots, headline, snapshot
from catalog.history.git import UnknownRevision
from catalog.paths import Project, write_file


@click.command("diff")
@click.argument("base", default="HEAD")
@click.argument("head", required=False)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of to stdout.")
@survey_option
def command(project: Project, base: str, head: str | None, form: str, output: Path | None) -> None:
    """Describe what changed in data/ from BASE to HEAD.

    Each is a git revision or the folder of a survey. HEAD defaults to the present files, BASE to the last commit.
    """
    try:
        diff = compare_snapshots(snapshot(project, base), snapshot(project, head))
    except UnknownRevision as error:
        raise click.UsageError(str(error)) from None
    text = FORMATS[form](diff)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_file(output, text, follow_links=True)
        print_message(headline(diff) or "No changes in the data.")
