"""`catalog check`: every problem of the data, in one run."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

import click

from catalog.cli import print_message, survey_option
from catalog.cli.problems import problems_as_annotations, problems_as_json, problems_as_text
from catalog.errors import Problem
from catalog.history.git import UnknownRevision
from catalog.history.since import downgrade_older_problems
from catalog.paths import Project
from catalog.rules import CheckCache, check


@click.command("check")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--since", metavar="REV", help="Report only problems introduced since this git revision.")
@click.option(
    "--fix", is_flag=True, help="First fix what has exactly one correction: words, order of keys, a trailing `?`."
)
@click.option("--cache", metavar="FILE", help="Cache the findings of unchanged files here, not in the user's folder.")
@click.option("--no-cache", "cache", flag_value="", help="Check every file again (the default if CI=true).")
@survey_option
def command(project: Project, form: str, since: str | None, cache: str | None, *, fix: bool) -> int:
    """Check data/ and report all problems at once, each with file, line and column.

    Exit status 1 if there are errors. Warnings do not fail, nor do problems older than --since: they are notices.
    """
    if fix:
        _fix(project)
    check_cache = CheckCache(_default_cache(project) if cache is None else Path(cache) if cache else None)
    problems = check(project, check_cache)
    if since is not None:
        problems = _since(project, problems, since, check_cache)
    if form == "json":
        click.echo(problems_as_json(problems))
    elif form == "github" and problems:
        click.echo(problems_as_annotations(problems))
    elif form == "text" and problems:
        click.echo(problems_as_text(problems, project))
    if not problems:
        print_message("No problems found.")
    return 1 if any(problem.severity == "error" for problem in problems) else 0


def _since(project: Project, problems: list[Problem], revision: str, cache: CheckCache) -> list[Problem]:
    try:
        return downgrade_older_problems(project, problems, revision, cache)
    except UnknownRevision as error:
        raise click.UsageError(str(error)) from None


def _fix(project: Project) -> None:
    from catalog.format.fix import fix_survey  # noqa: PLC0415

    fixes = fix_survey(project)
    for fix in fixes:
        print_message(str(fix))
    print_message(f"{len(fixes)} changes made." if fixes else "Nothing to fix.")


def _default_cache(project: Project) -> Path | None:
    """Return one file for each survey; none on CI machines, which start with an empty cache anyway."""
    if os.environ.get("CI", "").lower() == "true":
        return None
    from platformdirs import user_cache_path  # noqa: PLC0415

    name = blake2b(os.fsencode(project.root), digest_size=8).hexdigest()
    return user_cache_path("survey-catalog") / f"check-{name}.json"
