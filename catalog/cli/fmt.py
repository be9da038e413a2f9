"""`catalog fmt`: formats the YAML files of data/."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from catalog.api.files import other_files
from catalog.cli import print_message, survey_option
from catalog.cli.problems import problems_as_annotations, problems_as_text
from catalog.contribute.template import without_template
from catalog.errors import Problem, UnreadableFileError
from catalog.escape import printable
from catalog.format import FormatResult, format_yaml, survey_files
from catalog.format.hunks import hunks, unified_diff
from catalog.load.records import Definition, open_survey
from catalog.load.tree import Tree
from catalog.model.node import Node
from catalog.paths import Project, file_content, write_file

_NEXT_STEP = "Correct this and run `catalog fmt` again."


@dataclass(frozen=True, slots=True)
class _FormattedFile:
    """A file with its text before and after formatting, and what its formatting has to say."""

    file: Path
    path: Path
    """As messages print it."""
    before: str
    after: str
    problem: Problem | None = None
    notes: tuple[str, ...] = ()

    @property
    def has_changed(self) -> bool:
        return self.problem is None and self.after != self.before


@click.command("fmt")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; print what would change as a diff.")
@click.option("--finish", is_flag=True, help="Delete the explanations and unused suggestions of `catalog new`.")
@click.option(
    "--format", "form", type=click.Choice(["text", "github"]), default="text", show_default=True,
    help="With `github`, print annotations that hold the formatted lines.",
)  # fmt: skip
@survey_option
def command(project: Project, files: Sequence[Path], form: str, *, only_check: bool, finish: bool) -> int:
    """Format FILES of data/, or those in folders, by default all.

    Keys are sorted into the order of the model, one line for each fact. Comments, quotes and manual line breaks are
    kept, and no value changes. Exit status 1 if a file cannot be read or, with --check, if one would change.
    """
    definition = open_survey(project)
    unread = {problem.file: problem for problem in definition.unread_files() if problem.severity == "error"}
    readable = [file for file in files if _shown(project, file) not in unread]
    selected = _selected(definition, readable) if readable or not files else []
    results = [_format(definition, file, model, finish=finish) for file, model in selected]
    changed = [result for result in results if result.has_changed]
    problems = [result.problem for result in results if result.problem]
    places = [_shown(project, file) for file in files] or [project.display_path(project.data)]
    problems += [problem for path, problem in unread.items() if any(map(path.is_relative_to, places))]
    problems.sort()
    for result in changed if not only_check else ():
        write_file(result.file, result.after, follow_links=True)
    for line in _output(changed, problems, form, only_check=only_check):
        click.echo(line)
    for note in (note for result in results for note in result.notes):
        print_message(note)
    if problems and form == "text":
        print_message(problems_as_text(problems, project, _NEXT_STEP))
    if changed or not problems:
        print_message(_summary(len(changed), only_check=only_check))
    return 1 if problems or (only_check and changed) else 0


def _output(
    changed: Iterable[_FormattedFile], problems: Sequence[Problem], form: str, *, only_check: bool
) -> Iterator[str]:
    """Yield what belongs on stdout: names of changed files, their differences, or annotations."""
    if form == "github" and problems:
        yield problems_as_annotations(problems)
    for result in changed:
        if not only_check:
            yield printable(result.path.as_posix())
        elif form == "github":
            yield problems_as_annotations(list(hunks(result.path, result.before, result.after)))
        else:
            yield unified_diff(result.path, result.before, result.after)


def _format(definition: Definition, file: Path, model: Node, *, finish: bool) -> _FormattedFile:
    path = definition.project.display_path(file)
    try:
        content = file_content(file, within=definition.project.data)
    except UnreadableFileError as error:
        return _FormattedFile(file, path, "", "", Problem(path, 0, 0, "", error.message, error.hint, "yaml"))
    result = format_yaml(path, content, model)
    # Line ends of Windows are what git makes of the file there, not a difference.
    before = content.decode(errors="replace").replace("\r\n", "\n")
    formatted = _FormattedFile(file, path, before, result.text, result.problem)
    if not finish or result.problem or file.parent != definition.folder:
        return formatted
    return _finished(definition, formatted, result, model)


def _finished(definition: Definition, file: _FormattedFile, result: FormatResult, model: Node) -> _FormattedFile:
    """Return a record without its template, with a note for every line that a person may have written."""
    text, own_lines = without_template(definition, Tree(file.path, result.text.encode()))
    finished = format_yaml(file.path, text.encode(), model)
    notes = tuple(
        f"{file.path.as_posix()}: deleted a comment that is not from the template: {printable(line)}"
        for line in own_lines
    )
    return replace(file, after=finished.text, problem=finished.problem, notes=() if finished.problem else notes)


def _shown(project: Project, file: Path) -> Path:
    """Return a file as problems name it; a link is not followed."""
    return project.display_path(file.parent.resolve() / file.name if file.is_symlink() else file.resolve())


def _selected(definition: Definition, files: Sequence[Path]) -> list[tuple[Path, Node]]:
    """Return `files`, or all files of the survey, each with its model."""
    pairs = list(survey_files(definition, other_files(definition.project)))
    if not files:
        return pairs
    selected = [pair for file in files for pair in _at(file, pairs)]
    return list(dict(selected).items())


def _at(place: Path, pairs: Iterable[tuple[Path, Node]]) -> list[tuple[Path, Node]]:
    """Return the file at `place`, or all below it."""
    top = os.path.realpath(place)
    below = [pair for pair in pairs if Path(os.path.realpath(pair[0])).is_relative_to(top)]
    if not below:
        raise click.UsageError(
            f"{place} is not a record, a vocabulary or the settings of this survey, nor their folder"
        )
    return below


def _summary(changed: int, *, only_check: bool) -> str:
    if not changed:
        return "Everything is formatted."
    files = "1 file" if changed == 1 else f"{changed} files"
    return f"{files} would change; run `catalog fmt`." if only_check else f"{files} formatted."
