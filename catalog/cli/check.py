"""`catalog check`: every problem of the data, in one run."""

from __future__ import annotations

import click

from catalog.cli import problems as show
from catalog.cli import say, survey_option
from catalog.paths import Project
from catalog.rules import check


@click.command("check")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@survey_option
def command(project: Project, form: str) -> int:
    """Validate data/: all problems at once, each with file, line and column.

    Exit status 1 if there are errors; warnings are told and do not fail.
    """
    found = check(project)
    if form == "json":
        click.echo(show.as_json(found))
    elif form == "github" and found:
        click.echo(show.as_github(found))
    elif form == "text" and found:
        click.echo(show.as_text(found, project))
    if not found:
        say("No problems found.")
    return 1 if any(problem.severity == "error" for problem in found) else 0
