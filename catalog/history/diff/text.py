"""A diff for a terminal: one paragraph for each record, one line for each change."""

from __future__ import annotations

import re

from catalog.escape import printable
from catalog.history.diff.changes import Diff, RecordChange
from catalog.history.diff.wording import file_lines, headline, record_heading, record_lines

_LINE_BREAK = re.compile(r"\s*[\r\n]\s*")
_WORKFLOW_COMMAND = re.compile(r"^(\s*)::")


def diff_text(diff: Diff) -> str:
    """Return the whole diff, ended by a line feed."""
    if not diff:
        return _line(f"No changes in the data between {diff.base} and {diff.head}.")
    lines = [headline(diff)]
    for record in diff.records:
        lines += _record(record)
    lines += file_lines(diff)
    lines += [f"not compared: {item.message} [{item.moment}]" for item in diff.unreadable]
    return "".join(map(_line, lines))


def _line(text: str) -> str:
    """Return a text on one line: nothing in the data begins another, or a command of GitHub's workflows."""
    line = printable(_LINE_BREAK.sub(" ", text))
    return _WORKFLOW_COMMAND.sub(r"\1: :", line) + "\n"


def _record(record: RecordChange) -> list[str]:
    """The heading and the changes below it, or both on one line where there is one change."""
    heading, lines = record_heading(record), record_lines(record)
    if record.kind == "changed" and len(lines) == 1:
        return [f"{heading}: {lines[0]}"]
    return [f"{heading}:" if lines else heading, *(f"  {line}" for line in lines)]
