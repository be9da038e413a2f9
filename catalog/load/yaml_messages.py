"""Translates errors of libyaml into messages for contributors."""

from __future__ import annotations

import re
from typing import Any

_MESSAGES = (
    (
        "mapping values are not allowed",
        "a second `: ` on this line",
        "put quotes around text that contains a colon, or check the indentation",
    ),
    (
        "block sequence entries",
        "a `-` is not allowed here",
        "write each `- ` item on a line of its own; remove the line if there is no value",
    ),
    ("another document", "a second document starts here", "remove the `---`: a file holds one document"),
    (
        "block end|did not find expected key",
        "the indentation or the punctuation before this position is wrong",
        "start all keys of a mapping in the same column",
    ),
)
"""Pattern of libyaml's error, message, hint."""


def _not_a_key(line: str) -> tuple[str, str]:
    """Return message and hint for a line that should start with a key and does not."""
    if re.match(r"<{7}|={7}|>{7}", line):
        return "a conflict marker of an unfinished git merge", "keep one of the two versions and remove the markers"
    hint = "write the key, a colon and a space; put quotes around text that continues on the next line"
    return "this line is not `key: value`", hint


def explain_error(error: Any, text: str) -> tuple[Any, str, str]:
    """Return position, message and hint for a `yaml.MarkedYAMLError` in `text`.

    libyaml reports where it gave up; where that is far from the mistake (an unclosed quote), the position is where
    the construct started.
    """
    reason = f"{error.context or ''} {error.problem or ''}"
    mark, start = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in line[: mark.column + 1]:
        return mark, "a tab where only spaces are allowed", "indent with two spaces"
    if "quoted scalar" in reason:
        return start, "this quote is never closed", "close it, or put quotes around the whole text"
    if line[: mark.column].rstrip()[-1:] in ('"', "'"):
        hint = "put '…' around text that contains \"; write '' for ' inside '…'"
        return mark, "text after a closing quote", hint
    if "flow" in reason or "',' or" in reason:
        message = f"the bracket or brace opened on line {start.line + 1} is not closed, or a comma is missing"
        hint = "close it, or put quotes around text that contains one"
        return (mark if line[mark.column :].strip() else start), message, hint
    if "cannot start any token" in reason:
        message = f"the character {line[mark.column : mark.column + 1]!r} cannot start a value"
        return mark, message, "put quotes around the value"
    if "expected ':'" in reason and start is not None:
        return start, *_not_a_key(lines[start.line] if start.line < len(lines) else "")
    for pattern, message, hint in _MESSAGES:
        if re.search(pattern, reason):
            return mark, message, hint
    message = f"YAML cannot read this: {(error.problem or 'syntax error')[:120]}"
    return mark, message, "put quotes around text with punctuation"
