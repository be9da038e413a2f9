"""What formatting would change: as a diff that `git apply` takes, or place by place with the text to write there."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from difflib import unified_diff as compare_lines
from io import StringIO
from pathlib import Path

from catalog.errors import Problem
from catalog.escape import printable


def unified_diff(path: Path, before: str, after: str) -> str:
    """Return the difference between two texts of a file, without the last line break."""
    name = printable(path.as_posix())
    lines = compare_lines(_lines(before), _lines(after), f"a/{name}", f"b/{name}")
    return "\n".join(map(_diff_line, lines))


def _diff_line(line: str) -> str:
    text = "\t".join(map(printable, line.removesuffix("\n").split("\t")))
    return text if line.endswith("\n") else f"{text}\n\\ No newline at end of file"


def hunks(path: Path, before: str, after: str) -> Iterator[Problem]:
    """Yield each place that would change, as a problem whose message holds the formatted lines."""
    old, new = _lines(before), _lines(after)
    # With one line of context, changes with less than two lines between them are one place.
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(1):
        (_, first, _, start, _), (_, _, last, _, end) = group[0], group[-1]
        where = f"line {last}" if last <= first + 1 else f"lines {first + 1} to {last}"
        text = "".join(new[start:end]).removesuffix("\n")
        yield Problem(path, first + 1, 1, "", f"not formatted; write {where} as follows:\n{text}", "", "format")


def _lines(text: str) -> list[str]:
    return StringIO(text, newline="\n").readlines()
