"""The formats in which commands print problems: text, JSON, GitHub annotations."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from catalog.errors import Problem, UnreadableFileError
from catalog.escape import printable, workflow_message, workflow_property
from catalog.paths import Project, file_content

_LARGEST = 10_000_000
"""Bytes of a file of which lines are shown."""

_CHECK_AGAIN = "Correct them and run `catalog check` again"
_GUIDE = "CONTRIBUTING.md"


def problems_as_text(problems: Sequence[Problem], project: Project | None = None, next_step: str = "") -> str:
    """Return one entry for each problem, with its source line and a caret, then the summary line.

    `problems` are sorted by file; their files are relative to the folder of `project`.
    """
    entries = []
    for file, problems_of_file in groupby(problems, key=lambda problem: problem.file):
        lines = _lines((project.root / file) if project else file)
        entries += [_entry(problem, lines) for problem in problems_of_file]
    return "\n\n".join([*entries, summary_line(problems, next_step or _check_again(project))])


def _check_again(project: Project | None) -> str:
    explained = project is not None and (project.root / _GUIDE).is_file()
    return f"{_CHECK_AGAIN}{f'; {_GUIDE} explains the rules' if explained else ''}."


def _entry(problem: Problem, lines: Sequence[str]) -> str:
    field = f"{problem.field}: " if problem.field else ""
    entry = [f"{problem.location}: {problem.severity}: {field}{problem.message}"]
    if 0 < problem.line <= len(lines):
        # 100 columns of a long line, so that the caret is on the screen and has context on both sides.
        source = lines[problem.line - 1]
        start = max(0, problem.column - 60)
        indent = sum(map(_width, source[start : problem.column - 1]))
        entry += [f"  {problem.line:>4} | {source[start : start + 100]}", f"       | {' ' * indent}^"]
    if problem.hint:
        entry.append(f"       = {problem.hint}")
    return "\n".join(map(printable, entry))


def _width(char: str) -> int:
    """Columns of a terminal that a character takes."""
    return 0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _lines(file: Path) -> list[str]:
    try:
        text = file_content(file, _LARGEST).decode(errors="replace").replace("\t", " ")
    except UnreadableFileError:
        return []
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def summary_line(problems: Sequence[Problem], next_step: str) -> str:
    """Return the number of problems by severity and of files; with errors, also `next_step`."""
    numbers: Counter[str] = Counter(problem.severity for problem in problems)
    severities = [severity for severity in ("error", "warning", "notice") if numbers[severity]]
    counts = [f"{numbers[severity]} {severity}{'' if numbers[severity] == 1 else 's'}" for severity in severities]
    files = len({problem.file for problem in problems})
    where = f" in {files} file{'' if files == 1 else 's'}"
    return f"{' and '.join(counts)}{where}.{f' {next_step}' if numbers['error'] else ''}"


def problems_as_json(problems: Sequence[Problem]) -> str:
    """Return a JSON list of objects with the fields of `Problem`."""
    names = ("file", "line", "column", "field", "severity", "rule", "message", "hint")
    objects = [{name: getattr(problem, name) for name in names} for problem in problems]
    return json.dumps(objects, ensure_ascii=False, indent=1, default=Path.as_posix)


def problems_as_annotations(problems: Sequence[Problem]) -> str:
    """Return one GitHub workflow command for each problem, which annotates its line."""
    return "\n".join(map(_annotation, problems))


def _annotation(problem: Problem) -> str:
    location = f"file={workflow_property(problem.file.as_posix())}"
    if problem.line:
        location += f",line={problem.line},col={problem.column}"
    field = f"{problem.field}: " if problem.field else ""
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"::{problem.severity} {location}::{workflow_message(field + problem.message + hint)}"
