"""`catalog from-issue`: turns a submitted issue form into a record or a correction."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import click

from catalog.cli import print_message, survey_option
from catalog.cli.issue_reply import reply_text
from catalog.cli.problems import summary_line
from catalog.contribute.issues import LONGEST, NotAForm, Proposal, propose_record
from catalog.contribute.issues.check import check_proposal
from catalog.errors import DataError, Problem
from catalog.escape import printable
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
    proposal = Proposal(Path(), "")
    definition = None
    try:
        definition = open_survey(project)
        proposal = propose_record(definition, file.read(LONGEST + 1))
        problems = check_proposal(project, proposal)
    except NotAForm as error:
        problems = [Problem(Path("issue"), 0, 0, "", str(error), "use one of the forms")]
    except DataError as error:
        problems = error.problems
    accepted = bool(proposal.text) and not any(problem.severity == "error" for problem in problems)
    if reply:
        changes = _changes(project, proposal) if accepted else ""
        write_file(reply, reply_text(definition, proposal, problems, changes))
    if accepted:
        write_file((output or project.root) / proposal.path, proposal.text)
        click.echo(proposal.path)
    if problems:
        print_message("\n".join(map(one_line, problems)))
        print_message(summary_line(problems, "Correct the issue's text."))
    return 0 if accepted else 1


def _changes(project: Project, proposal: Proposal) -> str:
    """Return a Markdown list of what the proposal changes."""
    path = proposal.path.relative_to("data").as_posix()
    read = working_tree_reader(project)
    return diff_markdown(
        compare_files(diff_context(read), read([path]), {path: proposal.text.encode()}, "now", "proposed")
    )


def one_line(problem: Problem) -> str:
    """Return the problem with location, field, message and hint on one line."""
    field = f"{problem.field}: " if problem.field else ""
    hint = f" ({problem.hint})" if problem.hint else ""
    return printable(f"{problem.severity}: {problem.location}: {field}{problem.message}{hint}")
