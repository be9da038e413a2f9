"""The questions of the forms, one for each column, with the labels that writing and reading a form share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.contribute.issues.answers import urls
from catalog.load.records import Definition
from catalog.model.columns import Column, columns
from catalog.model.node import Node
from catalog.values import Grade
from catalog.values.fact import WRITABLE_BLANKS

NAME, SOURCE, MORE_SOURCES = "Name", "Main source", "Other sources"
KNOWN, REMARK = "How do you know this?", "Anything else"
RECORD, FIELD, ITEM = "Record", "Field", "Which of several"
VALUE, PLACE, NOTE = "What it should say", "Where the source says it", "Note for readers"
OTHER_FIELD = "Something else, or the whole record"
GRADES = tuple(f"{grade.meaning} ({grade.value})" for grade in Grade)
"""The answers to `KNOWN`. Only the word in brackets is read: the sentence may be reworded while an issue is open."""


@dataclass(frozen=True, slots=True)
class Question:
    """One column as a question; `lists` says for each step of its path whether that is a list of parts."""

    column: Column
    label: str
    lists: tuple[bool, ...]

    @property
    def options(self) -> list[str]:
        """The answers of a closed question; empty for an open one."""
        choices = self.column.type.choices
        return [*choices, *WRITABLE_BLANKS] if choices and not self.column.many else []


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted form: label → answer, with the questions of the survey that it may answer."""

    definition: Definition
    answers: Mapping[str, str]
    questions: Sequence[Question]

    @property
    def answered(self) -> list[Question]:
        """The questions about fields of the record that were answered."""
        return [question for question in self.questions if question.label in self.answers]

    @property
    def main_source(self) -> str:
        """The address that the facts come from; empty if there is none."""
        return next(iter(urls(self.answers.get(SOURCE, ""))), "")


def read_grade(answer: str) -> Grade | None:
    """Return the grade that an answer to `KNOWN` means."""
    return next((grade for grade in Grade if answer.rstrip().endswith(f"({grade.value})")), None)


def question_of(definition: Definition, field: str) -> Question | None:
    """Return the question whose answer is at `field` of a record, such as `makers.0.name.value`."""
    path = ".".join(step for step in field.split(".") if not step.isdigit())
    asked = questions(definition, shown=False)
    return next((q for q in asked if path == q.column.path or path.startswith(f"{q.column.path}.")), None)


def questions(definition: Definition, *, shown: bool) -> list[Question]:
    """Return one question for every field of the model, or only for those that the form for a new record asks for."""
    fields = [column for column in columns(definition.model) if not column.derived]
    asked = definition.settings.asked or [column.path for column in definition.display.presets[0].fields]
    first = {column.label: column for column in reversed(fields)}
    return [
        Question(
            column,
            column.label if first[column.label] is column else f"{column.label} ({column.path})",
            tuple(field.part is not None and field.is_list for field in Node.of(definition.model).along(column.path)),
        )
        for column in fields
        if not shown or column.path in asked
    ]
