"""`catalog check`: every problem of the data, in one run."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

import click

from catalog.cli import print_message, survey_option
from catalog.cli import problems as show
from catalog.errors import Problem
from catalog.history.git import UnknownRevision
from catalog.history.since import downgrade_older_problems
from catalog.paths import Project
from catalog.rules import CheckCache, check


@click.command("check")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--since", metavar="REV", help="Judge only what was touched or caused since this git revision.")
@click.option("--fix", is_flag=True, help="First mend what has one obvious remedy: word, order of keys, stray `?`.")
@click.option(
    "--cache", metavar="FILE", help="Remember verdicts on unchanged files here, not in the user's cache folder."
)
@click.option("--no-cache", "cache", flag_value="", help="Judge every file anew, as is done where CI=true.")
@survey_option
def command(project: Project, form: str, since: str | None, cache: str | None, *, fix: bool) -> int:
    """Validate data/: all problems at once, each with file, line and column.

    Exit status 1 if there are errors; warnings and, with --since, older problems are told and do not fail.
    """
    if fix:
        _fix(project)
    memory = CheckCache(_usual_cache(project) if cache is None else Path(cache) if cache else None)
    found = check(project, memory)
    if since is not None:
        found = _judged(project, found, since, memory)
    if form == "json":
        click.echo(show.problems_as_json(found))
    elif form == "github" and found:
        click.echo(show.problems_as_annotations(found))
    elif form == "text" and found:
        click.echo(show.problems_as_text(found, project))
    if not found:
        print_message("No problems found.")
    return 1 if any(problem.severity == "error" for problem in found) else 0


def _judged(project: Project, found: list[Problem], revision: str, memory: CheckCache) -> list[Problem]:
    try:
        return downgrade_older_problems(project, found, revision, memory)
    except UnknownRevision as error:
        raise click.UsageError(str(error)) from None


def _fix(project: Project) -> None:
    from catalog.format.fix import fix_survey  # noqa: PLC0415

    changes = fix_survey(project)
    for change in changes:
        print_message(str(change))
    print_message(f"{len(changes)} changes made." if changes else "Nothing to mend.")


def _usual_cache(project: Project) -> Path | None:
    """One file a survey; CI machines forget between runs anyway."""
    if os.environ.get("CI", "").lower() == "true":
        return None
    from platformdirs import user_cache_path  # noqa: PLC0415

    name = blake2b(os.fsencode(project.root), digest_size=8).hexdigest()
    return user_cache_path("survey-catalog") / f"check-{name}.json"
