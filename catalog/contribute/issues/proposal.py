"""Turns a submitted form into a new record or a corrected one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from catalog.contribute.issues import questions as asked
from catalog.contribute.issues.answers import AnswerError
from catalog.contribute.issues.body import NotAForm, form_problem, read_form
from catalog.contribute.issues.correction import correction
from catalog.contribute.issues.new_record import new_record
from catalog.contribute.issues.questions import Submission, questions
from catalog.errors import Problem
from catalog.format import format_yaml
from catalog.format.edit import dump_yaml
from catalog.load.records import Definition
from catalog.model.node import Node
from catalog.settings import schema_name


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record's file as it would be, and the problems of answers that could not be used.

    `path` is relative to the survey's folder. `text` is empty where the form gives no record.
    """

    path: Path
    text: str
    problems: tuple[Problem, ...] = ()


def propose_record(definition: Definition, body: str) -> Proposal:
    """Return what the form in `body` asks for.

    Raises:
        NotAForm: it was not written with one of the forms.
    """
    all_questions = questions(definition, shown=False)
    fixed = [label for name, label in vars(asked).items() if name.isupper() and isinstance(label, str)]
    form = read_form(body, {*fixed, *(question.label for question in all_questions)}, free=asked.REMARK)
    if asked.RECORD not in form.answers and asked.NAME not in form.answers:
        raise NotAForm(f"neither `{asked.NAME}` nor `{asked.RECORD}` was answered")
    if any(problem.severity == "error" for problem in form.problems):
        return Proposal(Path("issue"), "", form.problems)
    try:
        path, text, problems = _record(Submission(definition, form.answers, all_questions))
    except AnswerError as error:
        problem = form_problem(error.label, str(error), error.hint, error.severity)
        return Proposal(Path("issue"), "", (*form.problems, problem))
    result = format_yaml(path, text.encode(), Node.of(definition.model))
    problems += [result.problem] if result.problem else []
    return Proposal(path, result.text, (*form.problems, *problems))


def _record(submission: Submission) -> tuple[Path, str, list[Problem]]:
    """The file of the record, its text before it is formatted, and the problems of answers."""
    settings = submission.definition.settings
    if asked.RECORD in submission.answers:
        slug, text, problems = correction(submission)
    else:
        slug, content, problems = new_record(submission)
        comment = f"# yaml-language-server: $schema=../{schema_name(settings)}.schema.json"
        text = f"{comment}\n{dump_yaml(content)}"
    return Path("data", settings.folder, f"{slug}.yml"), text, problems
