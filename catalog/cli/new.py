"""`catalog new`: create a record."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from catalog.cli import print_message, survey_option
from catalog.cli.problems import problems_as_text
from catalog.contribute import lookup, new
from catalog.contribute.lookup import LookupResult, LookupService, LookupTarget
from catalog.load.candidates import known_candidates
from catalog.load.records import Definition, open_survey
from catalog.paths import Project
from catalog.rules import check
from catalog.services.asking.client import NotFoundError, ServiceClient
from catalog.values import slugged
from catalog.watch.existing import read_existing
from catalog.watch.roles import roles

_MAX_WAIT = 5.0  # seconds for a service that is busy: somebody is waiting at the keyboard


@click.command("new")
@click.argument("what", metavar="NAME|URL|DOI|ARXIV-ID")
@click.option("--slug", help="File name and part of the address; made from the name by default.")
@click.option("--name", help="Name of the record; the beginning of the title by default.")
@click.option("--offline", is_flag=True, help="Do not use the network.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the record instead of writing a file.")
@survey_option
def command(  # noqa: PLR0913
    project: Project, what: str, slug: str | None, name: str | None, *, offline: bool, to_stdout: bool
) -> int:
    """Create a record with every field explained.

    Takes the record's name, an address, a DOI or an arXiv identifier. What Crossref, arXiv, GitHub and Hugging Face
    say of a work, a repository or a model is filled in with its evidence, where the survey has fields for it. No file
    is overwritten, and what the catalogue already has is refused (exit status 1).
    """
    try:
        target = lookup.read_target(what)
    except lookup.InvalidTargetError as error:
        raise click.UsageError(str(error)) from None
    definition = open_survey(project)
    try:
        file, text, result = _record(definition, target, slug, name, offline=offline)
        if not to_stdout:
            new.create(file, text)
    except new.InvalidSlugError as error:
        raise click.UsageError(str(error)) from None
    except (new.DuplicateError, NotFoundError) as error:
        print_message(f"Error: {error}")
        return 1
    for note in result.notes:
        print_message(f"Note: {note}.")
    if not (result.answered or offline or target.service in (LookupService.NONE, LookupService.PAGE)):
        print_message(
            "No service answered: the record holds only what the command line says. Try again when you are online."
        )
    if to_stdout:
        click.echo(text, nl=False)
    else:
        click.echo(project.display_path(file).as_posix())
        _print_next_steps(project, definition, file, result)
    return 0


def _record(
    definition: Definition, target: LookupTarget, slug: str | None, name: str | None, *, offline: bool
) -> tuple[Path, str, LookupResult]:
    existing = read_existing(definition)
    result = asyncio.run(lookup.look_up(target, None))
    new.refuse_duplicate(existing, target, result)
    if target.service is LookupService.NONE:
        name, slug = name or target.name, slugged(target.name) if slug is None else slug
    if slug is not None:
        new.new_file(definition, existing, slug)
    if not offline and target.service not in (LookupService.NONE, LookupService.PAGE):
        result = asyncio.run(_ask_services(definition, target))
        new.refuse_duplicate(existing, target, result)
    name, slug = _named(target, result, slug, name)
    file = new.new_file(definition, existing, slug)
    new.refuse_name(existing, name)
    new.note_earlier_look(known_candidates(definition.project), result, slug, name)
    if existing.unreadable:
        files = ", ".join(map(str, existing.unreadable[:3]))
        result.notes.append(f"could not look for duplicates in {files}, which cannot be read")
    return file, new.draft(definition, result, slug, name), result


def _named(target: LookupTarget, result: LookupResult, slug: str | None, name: str | None) -> tuple[str, str]:
    """Return name and slug; where nobody says how the record is called, a note says how to name it."""
    name = name or new.default_name(result) or slug
    if not name and (name := new.provisional_name(target)):
        result.notes.append(f"the record is called {name!r} for now; say how it is called with --name and --slug")
    if not name:
        raise click.UsageError(f"{target.name} cannot be looked up; say how the record is called with --name")
    return name, slug or new.default_slug(result, name)


async def _ask_services(definition: Definition, target: LookupTarget) -> LookupResult:
    contact = str(definition.settings.repository or "")
    async with ServiceClient(contact, max_wait=_MAX_WAIT) as client:
        return await lookup.look_up(target, client)


def _print_next_steps(project: Project, definition: Definition, file: Path, result: LookupResult) -> None:
    path = project.display_path(file)
    paths = roles(definition)
    filled = ", ".join(paths[role] for role in result.facts if role in paths)
    print_message(f"Filled in: {filled}." if filled else "Nothing was looked up; every field is explained in the file.")
    problems = [problem for problem in check(project) if problem.file == path]
    if problems:
        print_message(problems_as_text(problems, project))
    else:
        print_message("Next: open the file, fill in what you know, and run `catalog check`.")
        print_message(
            f"At the end, `catalog fmt --finish {path.as_posix()}` deletes the explanations and what you did not use."
        )
