"""`catalog new`: begin a record."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from catalog.cli import print_message, survey_option
from catalog.cli.problems import problems_as_text
from catalog.contribute import new
from catalog.contribute.lookup import Found, NotFound, Services, Target, Web, find, target
from catalog.contribute.lookup.target import Kind, NoTarget
from catalog.load.records import Definition, open_survey
from catalog.paths import Project
from catalog.rules import check


@click.command("new")
@click.argument("what", metavar="ARXIV-ID|URL|SLUG")
@click.option("--slug", help="Name of the file and part of the address, instead of one made from the title.")
@click.option("--name", help="What readers call it, instead of the title's beginning.")
@click.option("--offline", is_flag=True, help="Ask nobody; write what the command line says.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the record instead of writing a file.")
@survey_option
def command(  # noqa: PLR0913
    project: Project, what: str, slug: str | None, name: str | None, *, offline: bool, to_stdout: bool
) -> int:
    """Begin a record from a paper, a repository or a model.

    Takes an arXiv identifier or address, a GitHub repository, a Hugging Face model, or a bare slug. Title, authors,
    date, code and licences are filled in with their evidence; every other field is explained in the file. Nothing is
    overwritten, and a paper that the catalogue has already is refused (exit status 1).
    """
    try:
        wanted = target(what)
    except NoTarget as error:
        raise click.UsageError(str(error)) from None
    definition = open_survey(project)
    try:
        file, text, found = _begun(definition, wanted, slug, name, offline=offline)
        if not to_stdout:
            new.create(file, text)
    except (new.Duplicate, NotFound) as error:
        print_message(f"Error: {error}")
        return 1
    for note in found.notes:
        print_message(f"Note: {note}.")
    if not (found.answered or offline or wanted.kind is Kind.SLUG):
        print_message(
            "Nobody answered: the record holds only what the command line says. Try again when you are online."
        )
    if to_stdout:
        click.echo(text, nl=False)
    else:
        click.echo(project.display_path(file))
        _say_what_is_next(project, definition, file, found)
    return 0


def _begun(
    definition: Definition, wanted: Target, slug: str | None, name: str | None, *, offline: bool
) -> tuple[Path, str, Found]:
    known = new.existing(definition)
    new.refuse_known(definition, known, find(wanted, None, Services.usual()))
    if wanted.kind is Kind.SLUG:
        found = Found()
        slug = slug or wanted.name
        new.new_file(definition, known, slug)
    else:
        with nullcontext() if offline else Web(str(definition.settings.repository or "")) as web:
            found = find(wanted, web, Services.usual())
        new.refuse_known(definition, known, found)
    name = name or new.chosen_name(found, slug or wanted.name.rpartition("/")[2])
    slug = slug or new.chosen_slug(found, name)
    file = new.new_file(definition, known, slug)
    if known.unread:
        files = ", ".join(map(str, known.unread[:3]))
        found.notes.append(f"duplicates could not be looked for in {files}, which cannot be read")
    return file, new.record_text(definition, found, slug, name), found


def _say_what_is_next(project: Project, definition: Definition, file: Path, found: Found) -> None:
    shown = project.display_path(file)
    named = new.roles(definition)
    filled = ", ".join(named[role] for role in found.claims if role in named)
    print_message(f"Filled in: {filled}." if filled else "Nothing was looked up; every field is explained in the file.")
    problems = [problem for problem in check(project) if problem.file == shown]
    if problems:
        print_message(problems_as_text(problems, project))
    else:
        print_message("Next: open the file, fill in what you know, and run `catalog check`.")
        print_message(f"At the end, `catalog fmt --finish {shown}` deletes the explanations and what you did not use.")
