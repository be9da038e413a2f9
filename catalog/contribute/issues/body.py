"""The text of an issue that was written with a form: `### Label`, an empty line, the answer."""

from __future__ import annotations

from collections.abc import Collection

from catalog.errors import CatalogError

LONGEST = 100_000
"""Characters; GitHub takes 65,536."""
_NO_ANSWER = ("_No response_", "None", "")


class NotAForm(CatalogError):  # noqa: N818
    """The text was not written with one of the forms."""


def sections(text: str, labels: Collection[str]) -> dict[str, str]:
    """Return label → answer for the labels that were answered; text below other headings is ignored.

    The first of several answers counts: a heading inside an answer must not replace the answer to another question.

    Raises:
        NotAForm: the text is too long, or has none of the labels.
    """
    if len(text) > LONGEST:
        raise NotAForm(f"the text has {len(text):,} characters; the limit is {LONGEST:,}")
    answers: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.startswith("### "):
            label = line.removeprefix("### ").strip()
            lines = []
            if label in labels:
                answers.setdefault(label, lines)
        else:
            lines.append(line)
    if not answers:
        raise NotAForm("the text has none of a form's headings")
    texts = {label: "\n".join(lines).strip() for label, lines in answers.items()}
    return {label: text for label, text in texts.items() if text not in _NO_ANSWER}
