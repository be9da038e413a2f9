"""The text of an issue that was written with a form: `### Label`, an empty line, the answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from catalog.errors import CatalogError, Problem, Severity

LONGEST = 100_000
"""Characters; GitHub takes 65,536."""
LONGEST_ANSWER = 10_000
_NO_ANSWER = ("_No response_", "None", "")
_FENCE = re.compile(r"^[ ]{0,3}(?:`{3,}|~{3,})[\w-]*[ ]*$", re.MULTILINE)
_HIDDEN = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))


class NotAForm(CatalogError):  # noqa: N818
    """The text was not written with one of the forms."""


@dataclass(frozen=True, slots=True)
class Form:
    """Label → answer, of the labels that were answered, and what is wrong with the text as a whole."""

    answers: Mapping[str, str]
    problems: tuple[Problem, ...] = ()


def form_problem(label: str, message: str, hint: str, severity: Severity = "error") -> Problem:
    """Return a problem of the answer to the question with this label."""
    return Problem(Path("issue"), 0, 0, label, message, hint, "form", severity)


def read_form(text: str, labels: Collection[str], free: str = "") -> Form:
    """Return the answers to the questions with these labels.

    The first of two answers counts: a heading inside an answer must not replace the answer to another question. Below
    the label `free`, the last of the form, any heading may stand.

    Raises:
        NotAForm: the text is too long, or has none of the labels.
    """
    if len(text) > LONGEST:
        raise NotAForm(f"the text has more than {LONGEST:,} characters")
    problems: list[Problem] = []
    answers: dict[str, list[str]] = {}
    label, lines = "", [""]
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        heading = line.removeprefix("### ").strip()
        if not line.startswith("### ") or (label == free != "" and heading not in labels):
            lines.append(line)
            continue
        if heading in answers:
            hint = "the first counts; if the second is part of an answer, write it without `###`"
            problems.append(form_problem(heading, "this heading stands in the text twice", hint, "warning"))
        elif heading not in labels:
            hint = "what stands below it was not read; if it is part of an answer, write it without `###`"
            problems.append(form_problem(label, f"{heading[:60]!r} is no question of the form", hint, "warning"))
        label, lines = heading, []
        if heading in labels:
            answers.setdefault(heading, lines)
    if not answers:
        raise NotAForm("the text has none of a form's headings")
    texts = {label: _FENCE.sub("", "\n".join(lines)).strip() for label, lines in answers.items()}
    given = {label: text for label, text in texts.items() if text not in _NO_ANSWER}
    return Form(given, (*problems, *_unreadable(text, given, free)))


def _unreadable(text: str, answers: Mapping[str, str], free: str) -> Iterator[Problem]:
    """Yield what nobody who reads the issue would see, and answers that are too long."""
    if "<!--" in text:
        yield form_problem("", "the text has `<!--`, which hides what follows from readers of the issue", "delete it")
    for label, answer in answers.items():
        hidden = next(filter(_is_hidden, answer), "")
        if hidden:
            name = unicodedata.name(hidden, "a control character")
            message = f"the answer has a character that nobody sees: U+{ord(hidden):04X} ({name})"
            yield form_problem(label, message, "type the answer again instead of pasting it")
        if len(answer) > LONGEST_ANSWER and label != free:
            message = f"the answer has {len(answer):,} characters; the limit is {LONGEST_ANSWER:,}"
            yield form_problem(label, message, f"shorten it, or move a part of it to “{free}”")


def _is_hidden(character: str) -> bool:
    is_noncharacter = ord(character) & 0xFFFE == 0xFFFE
    return character not in "\n\t" and (unicodedata.category(character) in _HIDDEN or is_noncharacter)
