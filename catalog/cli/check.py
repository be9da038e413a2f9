"""`catalog check`: every problem of the data, in one run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

import click

from catalog.api.files import inspect_other_files
from catalog.cli import print_message, survey_option
from catalog.cli.problems import problems_as_annotations, problems_as_json, problems_as_text
from catalog.errors import Problem
from catalog.history.git import UnknownRevision
from catalog.history.since import downgrade_older_problems, vanished_records
from catalog.load.records import Definition
from catalog.paths import ARCHIVE, Project
from catalog.rules import CheckCache, check_survey


@click.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--since", metavar="REV", help="Report only problems introduced since this git revision.")
@click.option(
    "--fix", is_flag=True, help="First fix what can mean nothing else: spelling, order of keys, a trailing `?`."
)
@click.option(
    "--cache",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Cache the findings of unchanged files here, not in the user's folder.",
)
@click.option("--no-cache", "cache", flag_value="", help="Check every file again (the default if CI=true).")
@survey_option
def command(  # noqa: PLR0913
    project: Project, files: Sequence[Path], form: str, since: str | None, cache: str | None, *, fix: bool
) -> int:
    """Check data/ and report all problems at once, each with file, line and column.

    With FILES, which may be folders, report only the problems of these and those of other files that name them.

    Exit status 1 if there are errors. Warnings do not fail, nor do problems older than --since: they are notices.
    """
    paths = [_path_in_survey(project, file) for file in files]
    if fix:
        _fix(project, files)
    check_cache = CheckCache(_default_cache(project) if cache is None else Path(cache) if cache else None)
    result = check_survey(project, check_cache, [inspect_other_files])
    problems = result.problems if since is None else _since(project, result.problems, since, check_cache)
    if files:
        problems = [problem for problem in problems if any(_concerns(problem, path) for path in paths)]
    if form == "json":
        click.echo(problems_as_json(problems))
    elif form == "github" and problems:
        click.echo(problems_as_annotations(problems))
    elif form == "text" and problems:
        click.echo(problems_as_text(problems, project))
    if result.definition and form != "json":
        print_message(_summary(result.definition, problems, paths))
    return 1 if any(problem.severity == "error" for problem in problems) else 0


def _since(project: Project, problems: list[Problem], revision: str, cache: CheckCache) -> list[Problem]:
    try:
        problems = downgrade_older_problems(project, problems, revision, cache, [inspect_other_files])
        return sorted([*problems, *vanished_records(project, revision)])
    except UnknownRevision as error:
        raise click.UsageError(str(error)) from None


def _path_in_survey(project: Project, file: Path) -> Path:
    """Return a file or folder of data/ as problems name it."""
    if not os.path.lexists(file):
        raise click.UsageError(f"there is no file {file}")
    # The last step of a link stays: a link in data/ that leads out of it is checked too.
    path = file.parent.resolve() / file.name if file.is_symlink() else file.resolve()
    if not path.is_relative_to(project.data):
        raise click.UsageError(f"{file} is not in the folder {project.data}")
    return project.display_path(path)


def _concerns(problem: Problem, path: Path) -> bool:
    """Whether a problem is in the file or folder, or about another file together with it."""
    names_it = re.search(rf"(?<![\w/.-]){re.escape(str(path))}(?![\w/-]|\.\w)", problem.message)
    return problem.file.is_relative_to(path) or names_it is not None


def _summary(definition: Definition, problems: Sequence[Problem], paths: Sequence[Path]) -> str:
    """Return what was checked, and a sentence where nothing was found."""
    if paths:
        contents = ", ".join(map(str, paths))
    else:
        *first, last = _contents(definition)
        contents = f"{', '.join(first)} and {last}"
    if not definition.files():
        folder = definition.project.display_path(definition.folder)
        outcome = f"\nThere are no records: {folder} holds no file whose name ends in .yml."
    else:
        outcome = "" if problems else "\nNo problems found."
    return f"Checked {contents}.{outcome}"


def _contents(definition: Definition) -> Iterator[str]:
    """Yield what there is in data/, with numbers."""
    data = definition.project.data
    yield _number(len(definition.files()), "record")
    if definition.vocabulary_names:
        yield _number(len(definition.vocabulary_names), "vocabulary", "vocabularies")
    others = (definition.project.settings, data / "candidates.yml", data / "links.yml", data / "watch.json")
    yield from (file.name for file in others if file.is_file())
    for name, pattern in (("mapping", "*.mapping.yml"), ("archived release", f"{ARCHIVE}/*.json")):
        count = sum(1 for _ in data.glob(pattern))
        if count:
            yield _number(count, name)


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count or 'no'} {one if count == 1 else many or f'{one}s'}"


def _fix(project: Project, files: Sequence[Path]) -> None:
    from catalog.format.fix import fix_survey  # noqa: PLC0415

    fixes = fix_survey(project, files)
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
