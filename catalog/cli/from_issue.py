"""`catalog from-issue`: a submitted issue form becomes a record or a correction."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import click

from catalog.cli import print_message, survey_option
from catalog.cli import problems as show
from catalog.contribute.issues import NotAForm, Proposal, propose
from catalog.contribute.issues.judge import problems
from catalog.errors import Problem
from catalog.escape import code_block, escape_markdown, inline_code
from catalog.history.diff import about, as_markdown, compare, read_now
from catalog.load.records import open_survey
from catalog.paths import Project, write_file

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("from-issue")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"))
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), help="Write below this folder, not in the survey."
)
@click.option("--reply", type=_FILE, help="Write here, as Markdown, what to answer in the issue.")
@survey_option
def command(project: Project, file: TextIO, output: Path | None, reply: Path | None) -> int:
    """Turn the text of an issue (FILE, - for stdin) that was written with a form into a record or a correction.

    The record is written only if the check has nothing against it; exit status 1 if it has.
    """
    try:
        proposal = propose(open_survey(project), file.read())
        found = problems(project, proposal)
    except NotAForm as error:
        proposal, found = Proposal(Path(), ""), [Problem(Path("issue"), 0, 0, "", str(error), "use one of the forms")]
    fine = bool(proposal.text) and not any(problem.severity == "error" for problem in found)
    if reply:
        write_file(reply, reply_text(proposal, found, _changes(project, proposal), fine=fine))
    if fine:
        write_file((output or project.root) / proposal.path, proposal.text)
        click.echo(proposal.path)
    if found:
        print_message("\n".join(f"{problem.severity}: {one_line(problem)}" for problem in found))
        print_message(show.summary_line(found, "Correct the issue's text."))
    return 0 if fine else 1


def _changes(project: Project, proposal: Proposal) -> str:
    """What the proposal changes, in words, as Markdown; nothing where there is none."""
    if not proposal.text:
        return ""
    path = proposal.path.relative_to("data").as_posix()
    read = read_now(project)
    return as_markdown(compare(about(read), read([path]), {path: proposal.text.encode()}, "now", "proposed"))


def reply_text(proposal: Proposal, found: Sequence[Problem], changes: str, *, fine: bool) -> str:
    """What the contributor is told."""
    if fine:
        parts = ["Thank you. A pull request takes this over; a maintainer will look at it."]
    else:
        parts = ["Thank you. This cannot be taken over as it stands. Edit your text above; it is read again at once."]
    if found:
        parts.append("\n".join(f"- {_marked(problem)}" for problem in found))
    if changes:
        parts.append(changes.rstrip())
    if proposal.text:
        parts.append(f"The record as it would be:\n\n{code_block(proposal.text, 'yaml')}")
    return "\n\n".join(parts) + "\n"


def one_line(problem: Problem) -> str:
    """A problem in one line, as the check says it."""
    field = f"{problem.field}: " if problem.field else ""
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"{problem.location}: {field}{problem.message}{hint}"


def _marked(problem: Problem) -> str:
    field = f"{inline_code(problem.field)}: " if problem.field else ""
    hint = f" — {escape_markdown(problem.hint)}" if problem.hint else ""
    line = f" (line {problem.line} below)" if problem.line else ""
    return f"{field}{escape_markdown(problem.message)}{line}{hint}"
