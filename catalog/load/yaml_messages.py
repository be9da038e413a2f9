"""What libyaml complains of becomes words for a contributor."""

from __future__ import annotations

import re
from typing import Any

_COMPLAINTS = (
    (
        "mapping values are not allowed",
        "a second `: ` stands on this line",
        "put quotes around text that holds a colon, or check the indent",
    ),
    (
        "block sequence entries",
        "a `-` cannot stand here",
        "write each `- ` item on a line of its own; remove the line if there is no value",
    ),
    ("another document", "a second document begins here", "one record a file: remove the `---`"),
    (
        "block end|did not find expected key",
        "the indent or the punctuation before this place is wrong",
        "keys of one mapping start in one column",
    ),
)
"""Words of libyaml, and what they mean for a contributor."""


def _no_key(line: str) -> tuple[str, str]:
    """A line that should begin with a key and does not."""
    if re.match(r"<{7}|={7}|>{7}", line):
        return "a mark of an unfinished git merge is left", "keep one of the two versions and remove the marks"
    hint = "write the key, a colon and a space; put text that goes on in the next line in quotes"
    return "this line is no `key: value`", hint


def explain_error(error: Any, text: str) -> tuple[Any, str, str]:
    """The place of libyaml's complaint, and words a contributor can act on."""
    said = f"{error.context or ''} {error.problem or ''}"
    mark, start = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in line[: mark.column + 1]:
        return mark, "a tab stands where only spaces may", "indent with two spaces"
    if "quoted scalar" in said:
        return start, "a quote is opened here and never closed", "close it, or put quotes around all of it"
    if line[: mark.column].rstrip()[-1:] in ('"', "'"):
        return (
            mark,
            "text goes on after a closing quote",
            "put '…' around text that holds \"; write '' for ' inside '…'",
        )
    if "flow" in said or "',' or" in said:
        where = f"the bracket or brace opened on line {start.line + 1} is not closed, or a comma is missing"
        hint = "close it, or put quotes around text that holds one"
        return (mark if line[mark.column :].strip() else start), where, hint
    if "cannot start any token" in said:
        return (
            mark,
            f"the character {line[mark.column : mark.column + 1]!r} cannot start a value",
            "put quotes around it",
        )
    if "expected ':'" in said and start is not None:
        return start, *_no_key(lines[start.line] if start.line < len(lines) else "")
    found = next(((message, hint) for words, message, hint in _COMPLAINTS if re.search(words, said)), None)
    unknown = f"YAML cannot read this: {(error.problem or 'syntax error')[:120]}"
    return mark, *(found or (unknown, "put quotes around text with punctuation"))
