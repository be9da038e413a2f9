"""`catalog fmt`: keys in order, one fact a line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from catalog.cli import print_message, survey_option
from catalog.cli.files import other_files
from catalog.cli.problems import problems_as_text
from catalog.contribute.template import without_prompts
from catalog.errors import Problem, SetupError
from catalog.format import format_yaml, survey_files
from catalog.load.records import Definition, open_survey
from catalog.load.tree import Tree
from catalog.model.node import Node
from catalog.paths import Project, write_file


@click.command("fmt")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; name the files that would change.")
@click.option("--finish", is_flag=True, help="Delete the explanations and unused suggestions of `catalog new`.")
@survey_option
def command(project: Project, files: Sequence[Path], *, only_check: bool, finish: bool) -> int:
    """Put keys in order, one fact a line.

    Takes FILES of data/, all of them by default. Keys come into the order in which the model declares them.
    Comments, quotes and line breaks made by hand are kept, and no value changes. Exit status 1 if a file cannot be
    read, or, with --check, if one would change.
    """
    changed: list[Path] = []
    problems: list[Problem] = []
    definition = open_survey(project)
    for file, model in _chosen(definition, files):
        content = _content(file)
        made = format_yaml(project.display_path(file), content, model)
        if finish and not made.problem:
            finished = without_prompts(definition, Tree(file, made.text.encode()))
            made = format_yaml(project.display_path(file), finished.encode(), model)
        problems += [made.problem] if made.problem else []
        if not made.problem and made.text.encode() != content:
            changed.append(project.display_path(file))
            if not only_check:
                write_file(file, made.text)
    for path in changed:
        click.echo(path)
    if problems:
        print_message(problems_as_text(problems, project))
    print_message(_told(len(changed), only_check=only_check))
    return 1 if problems or (only_check and changed) else 0


def _chosen(definition: Definition, files: Sequence[Path]) -> list[tuple[Path, Node]]:
    known = {file.resolve(): (file, model) for file, model in survey_files(definition, other_files(definition.project))}
    for file in files:
        if file.resolve() not in known:
            raise click.UsageError(f"{file} is neither a record, a vocabulary nor the settings of this survey")
    return [known[file.resolve()] for file in files] or list(known.values())


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SetupError(f"cannot read {file}: {error.strerror}") from error


def _told(changed: int, *, only_check: bool) -> str:
    if not changed:
        return "Everything is in order."
    files = "1 file" if changed == 1 else f"{changed} files"
    return f"{files} would change; run `catalog fmt`." if only_check else f"{files} put in order."
