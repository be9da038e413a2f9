"""The text of an issue that was written with a form: `### Label`, an empty line, the answer."""

from __future__ import annotations

from collections.abc import Collection

from catalog.errors import CatalogError

LONGEST = 100_000
"""Characters; GitHub takes 65,536."""
_NOTHING = ("_No response_", "None", "")


class NotAForm(CatalogError):  # noqa: N818
    """The text was not written with one of the forms."""


def sections(text: str, labels: Collection[str]) -> dict[str, str]:
    """Label → answer, for the labels that were answered; what stands below other headings is passed over.

    Where a label comes twice, the first answer counts: an answer cannot speak for another question.

    Raises:
        NotAForm: the text is too long, or has none of the labels.
    """
    if len(text) > LONGEST:
        raise NotAForm(f"the text has {len(text):,} characters; at most {LONGEST:,} are read")
    found: dict[str, list[str]] = {}
    here: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.startswith("### "):
            label = line.removeprefix("### ").strip()
            here = []
            if label in labels:
                found.setdefault(label, here)
        else:
            here.append(line)
    if not found:
        raise NotAForm("the text has none of the form's headings; it was not written with the form")
    answers = {label: "\n".join(lines).strip() for label, lines in found.items()}
    return {label: answer for label, answer in answers.items() if answer not in _NOTHING}
