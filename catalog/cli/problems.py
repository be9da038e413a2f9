"""Prints problems: for a person, for a program, for GitHub's annotations."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import get_args

from catalog.errors import Problem, Severity
from catalog.paths import Project

CHECK_AGAIN = "Correct them and run `catalog check` again; CONTRIBUTING.md explains every field."


def problems_as_text(problems: Sequence[Problem], project: Project | None = None, next_step: str = CHECK_AGAIN) -> str:
    """Grouped by file, each with its source line and a caret; the places are clickable."""
    parts = []
    for file, found in groupby(problems, key=lambda problem: problem.file):
        lines = _lines((project.root / file) if project else file)
        parts += [_entry(problem, lines) for problem in found]
    return "\n\n".join([*parts, summary_line(problems, next_step)])


def _entry(problem: Problem, lines: Sequence[str]) -> str:
    field = f"{problem.field}: " if problem.field else ""
    out = [f"{problem.location}: {problem.severity}: {field}{problem.message}"]
    if 0 < problem.line <= len(lines):
        text = lines[problem.line - 1]
        start = max(0, problem.column - 60)
        shown = text[start : start + 100]
        before = sum(map(_width, text[start : problem.column - 1]))
        out += [f"  {problem.line:>4} | {shown}", f"       | {' ' * before}^"]
    if problem.hint:
        out.append(f"       = {problem.hint}")
    return "\n".join(map(_harmless, out))


def _width(char: str) -> int:
    """How many columns of a terminal a character takes."""
    return 0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _harmless(line: str) -> str:
    """What a terminal would obey instead of print is replaced: escapes, and marks that turn the line around."""
    return "".join(char if char.isprintable() else "\ufffd" for char in line)


def _lines(file: Path) -> list[str]:
    try:
        with file.open("rb") as stream:
            text = stream.read(1_000_000).decode(errors="replace").replace("\t", " ")
            return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except OSError:
        return []


def summary_line(problems: Sequence[Problem], next_step: str = CHECK_AGAIN) -> str:
    """How many, and what to do next."""
    kinds = Counter(problem.severity for problem in problems)
    counts = [f"{kinds[word]} {word}{'' if kinds[word] == 1 else 's'}" for word in get_args(Severity) if kinds[word]]
    files = len({problem.file for problem in problems})
    where = f" in {files} file{'' if files == 1 else 's'}"
    return f"{' and '.join(counts)}{where}.{f' {next_step}' if kinds['error'] else ''}"


def problems_as_json(problems: Sequence[Problem]) -> str:
    """A list of objects with the fields of `Problem`."""
    names = ("file", "line", "column", "field", "severity", "rule", "message", "hint")
    found = [{name: _plain(getattr(problem, name)) for name in names} for problem in problems]
    return json.dumps(found, ensure_ascii=False, indent=1)


def _plain(value: object) -> object:
    return value if isinstance(value, int) else str(value)


def problems_as_annotations(problems: Sequence[Problem]) -> str:
    """Workflow commands: one annotation on the line of each problem."""
    return "\n".join(map(_annotation, problems))


def _annotation(problem: Problem) -> str:
    place = f"file={_escaped(str(problem.file), inside=True)}"
    if problem.line:
        place += f",line={problem.line},col={problem.column}"
    field = f"{problem.field}: " if problem.field else ""
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"::{problem.severity} {place}::{_escaped(field + problem.message + hint)}"


def _escaped(text: str, *, inside: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if inside else text
