"""The reply to somebody who filled in an issue form, and need not know YAML or git."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from catalog.contribute.issues import Proposal
from catalog.contribute.issues.questions import MORE_SOURCES, NAME, REMARK, SOURCE, question_of
from catalog.errors import Problem
from catalog.escape import code_block, escape_markdown, inline_code
from catalog.load.records import Definition

_ACCEPTED = "Thank you. Your answers were read and checked."
_REFUSED = "Thank you. This cannot be accepted yet. Edit your text above: it will be checked again at once."
_LEFT = "Thank you. A maintainer will read this."
_BROKEN = "Thank you. The catalogue itself has an error at the moment. A maintainer has to mend it; your text is kept."
_NEW_WORD = (
    f"Is a word missing from a list of the catalogue? Leave that answer empty and describe the word under “{REMARK}”: "
    "a maintainer adds it."
)
_LABELS = {"sources": f"{SOURCE} or {MORE_SOURCES.lower()}", "name": NAME, "slug": NAME}
_MOST_PROBLEMS = 20
_LONGEST = 20_000
"""Characters of the changes, and of the record; GitHub takes 65,536 for a comment."""


def reply_text(
    definition: Definition | None, proposal: Proposal, problems: Sequence[Problem], changes: str = ""
) -> str:
    """Return the reply as Markdown; `changes` describes those of an accepted record, of which nothing else is said.

    What becomes of the record, whoever posts the reply knows and adds. Without a definition the survey has errors.
    """
    errors = [problem for problem in problems if problem.severity == "error"]
    if definition is None:
        return f"{_BROKEN}\n"
    shown = sorted(problems, key=lambda problem: problem.severity) if errors else problems
    shown = [problem for problem in shown if not (errors and problem.severity == "notice")]
    parts = [_REFUSED if errors else _ACCEPTED if proposal.text else _LEFT, _list(definition, shown)]
    if any(question and question.column.entry for question in (question_of(definition, p.field) for p in errors)):
        parts.append(_NEW_WORD)
    parts.append(changes.rstrip() if len(changes) <= _LONGEST else "")
    parts.append(_record(proposal.text, "The record as it would be" if errors else "The record with this change"))
    return "\n\n".join(filter(None, parts)) + "\n"


def _list(definition: Definition, problems: Sequence[Problem]) -> str:
    lines = [_line(definition, problem) for problem in problems[:_MOST_PROBLEMS]]
    more = len(problems) - len(lines)
    return "\n".join([f"- {line}" for line in lines] + ([f"- … and {more:,} more of this kind"] if more else []))


def _line(definition: Definition, problem: Problem) -> str:
    question = question_of(definition, problem.field)
    label = question.label if question else _LABELS.get(problem.field.partition(".")[0], problem.field)
    parts = [f"**{escape_markdown(label)}**: " if label else "", *_sentence(definition, problem.message)]
    return "".join([*parts, *([" — ", *_sentence(definition, problem.hint)] if problem.hint else [])])


def _sentence(definition: Definition, text: str) -> Iterator[str]:
    """The text with what stands between backticks as code; records and lists are called by name, not by file."""
    file = rf"`?data/{re.escape(definition.settings.folder)}/([a-z0-9.-]+)\.yml(?::\d+)*`?"
    text = re.sub(r"`?data/([a-z0-9.-]+)\.yml`?", r"the list `\1`", re.sub(file, r"the record `\1`", text))
    for index, part in enumerate(text.split("`")):
        yield inline_code(part) if index % 2 and part else _words(part)


def _words(text: str) -> str:
    """Return `text` escaped, with the blanks at its ends, which stand beside code."""
    escaped = escape_markdown(text)
    return f"{' ' * text.startswith(' ')}{escaped}{' ' * text.endswith(' ')}" if escaped else " " * bool(text)


def _record(text: str, title: str) -> str:
    if not text or len(text) > _LONGEST:
        return ""
    return f"<details><summary>{title}</summary>\n\n{code_block(text, 'yaml')}\n\n</details>"
