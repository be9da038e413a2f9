"""`catalog fmt`: formats the YAML files of data/."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from catalog.cli import print_message, survey_option
from catalog.cli.files import other_files
from catalog.cli.problems import problems_as_text
from catalog.contribute.template import without_template
from catalog.errors import Problem, SetupError
from catalog.format import format_yaml, survey_files
from catalog.load.records import Definition, open_survey
from catalog.load.tree import Tree
from catalog.model.node import Node
from catalog.paths import Project, write_file


@click.command("fmt")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; list the files that would change.")
@click.option("--finish", is_flag=True, help="Delete the explanations and unused suggestions of `catalog new`.")
@survey_option
def command(project: Project, files: Sequence[Path], *, only_check: bool, finish: bool) -> int:
    """Format FILES of data/, by default all.

    Keys are sorted into the order of the model, one line for each fact. Comments, quotes and manual line breaks are
    kept, and no value changes. Exit status 1 if a file cannot be read or, with --check, if one would change.
    """
    changed: list[Path] = []
    problems: list[Problem] = []
    definition = open_survey(project)
    for file, model in _selected(definition, files):
        path = project.display_path(file)
        content = _content(file)
        result = format_yaml(path, content, model)
        if finish and not result.problem:
            finished = without_template(definition, Tree(file, result.text.encode()))
            result = format_yaml(path, finished.encode(), model)
        if result.problem:
            problems.append(result.problem)
        elif result.text.encode() != content:
            changed.append(path)
            if not only_check:
                write_file(file, result.text)
    for path in changed:
        click.echo(path)
    if problems:
        print_message(problems_as_text(problems, project))
    print_message(_summary(len(changed), only_check=only_check))
    return 1 if problems or (only_check and changed) else 0


def _selected(definition: Definition, files: Sequence[Path]) -> list[tuple[Path, Node]]:
    """Return `files`, or all files of the survey, each with its model."""
    pairs = survey_files(definition, other_files(definition.project))
    by_path = {file.resolve(): (file, model) for file, model in pairs}
    for file in files:
        if file.resolve() not in by_path:
            raise click.UsageError(f"{file} is not a record, a vocabulary or the settings of this survey")
    return [by_path[file.resolve()] for file in files] or list(by_path.values())


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SetupError(f"cannot read {file}: {error.strerror}") from error


def _summary(changed: int, *, only_check: bool) -> str:
    if not changed:
        return "Everything is formatted."
    files = "1 file" if changed == 1 else f"{changed} files"
    return f"{files} would change; run `catalog fmt`." if only_check else f"{files} formatted."
