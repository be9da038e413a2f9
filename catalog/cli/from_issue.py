"""`catalog from-issue`: turns a submitted issue form into a record or a correction."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import click

from catalog.cli import print_message, survey_option
from catalog.cli.problems import summary_line
from catalog.contribute.issues import NotAForm, Proposal, propose_record
from catalog.contribute.issues.check import check_proposal
from catalog.errors import Problem
from catalog.escape import code_block, escape_markdown, inline_code
from catalog.history.diff import compare_files, diff_context, diff_markdown, working_tree_reader
from catalog.load.records import open_survey
from catalog.paths import Project, write_file

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("from-issue")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"))
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the record below this folder, not to the survey.",
)
@click.option("--reply", type=_FILE, help="Write the reply for the issue here, as Markdown.")
@survey_option
def command(project: Project, file: TextIO, output: Path | None, reply: Path | None) -> int:
    """Turn FILE (- for stdin), the text of an issue written with a form, into a record or a correction.

    The record is written only if the check finds no errors in it; otherwise the exit status is 1.
    """
    try:
        proposal = propose_record(open_survey(project), file.read())
        problems = check_proposal(project, proposal)
    except NotAForm as error:
        proposal = Proposal(Path(), "")
        problems = [Problem(Path("issue"), 0, 0, "", str(error), "use one of the forms")]
    accepted = bool(proposal.text) and not any(problem.severity == "error" for problem in problems)
    if reply:
        write_file(reply, reply_text(proposal, problems, _changes(project, proposal), accepted=accepted))
    if accepted:
        write_file((output or project.root) / proposal.path, proposal.text)
        click.echo(proposal.path)
    if problems:
        print_message("\n".join(f"{problem.severity}: {one_line(problem)}" for problem in problems))
        print_message(summary_line(problems, "Correct the issue's text."))
    return 0 if accepted else 1


def _changes(project: Project, proposal: Proposal) -> str:
    """Return a Markdown list of what the proposal changes, or nothing without a proposal."""
    if not proposal.text:
        return ""
    path = proposal.path.relative_to("data").as_posix()
    read = working_tree_reader(project)
    return diff_markdown(
        compare_files(diff_context(read), read([path]), {path: proposal.text.encode()}, "now", "proposed")
    )


def reply_text(proposal: Proposal, problems: Sequence[Problem], changes: str, *, accepted: bool) -> str:
    """Return the reply to the contributor, as Markdown."""
    if accepted:
        parts = ["Thank you. A pull request with this record will be opened; a maintainer will review it."]
    else:
        parts = ["Thank you. This cannot be accepted yet. Edit your text above; it will be checked again at once."]
    if problems:
        parts.append("\n".join(f"- {_markdown_line(problem)}" for problem in problems))
    if changes:
        parts.append(changes.rstrip())
    if proposal.text:
        parts.append(f"The record with this change:\n\n{code_block(proposal.text, 'yaml')}")
    return "\n\n".join(parts) + "\n"


def one_line(problem: Problem) -> str:
    """Return the problem with location, field, message and hint on one line."""
    field = f"{problem.field}: " if problem.field else ""
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"{problem.location}: {field}{problem.message}{hint}"


def _markdown_line(problem: Problem) -> str:
    field = f"{inline_code(problem.field)}: " if problem.field else ""
    hint = f" — {escape_markdown(problem.hint)}" if problem.hint else ""
    line = f" (line {problem.line} below)" if problem.line else ""
    return f"{field}{escape_markdown(problem.message)}{line}{hint}"
