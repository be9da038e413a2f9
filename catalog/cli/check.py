"""`catalog check`: every problem of the data, in one run."""

from __future__ import annotations

import click

from catalog.cli import problems as show
from catalog.cli import say, survey_option
from catalog.errors import Problem
from catalog.git import UnknownRevision
from catalog.paths import Project
from catalog.rules import check, judged


@click.command("check")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--since", metavar="REV", help="Judge only what was touched or caused since this git revision.")
@survey_option
def command(project: Project, form: str, since: str | None) -> int:
    """Validate data/: all problems at once, each with file, line and column.

    Exit status 1 if there are errors; warnings and, with --since, older problems are told and do not fail.
    """
    found = check(project)
    if since is not None:
        found = _judged(project, found, since)
    if form == "json":
        click.echo(show.as_json(found))
    elif form == "github" and found:
        click.echo(show.as_github(found))
    elif form == "text" and found:
        click.echo(show.as_text(found, project))
    if not found:
        say("No problems found.")
    return 1 if any(problem.severity == "error" for problem in found) else 0


def _judged(project: Project, found: list[Problem], revision: str) -> list[Problem]:
    try:
        return judged(project, found, revision)
    except UnknownRevision as error:
        raise click.UsageError(str(error)) from None
