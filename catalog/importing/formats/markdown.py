r"""Pipe tables of Markdown, cell by cell.

Markdown parsers know the line of a table, but not the column in which a cell begins; problems are reported with
both. The rules are those of GitHub: a header, a line of dashes, rows up to the next line without a pipe; `\|` is a
pipe inside a cell; a table inside fenced code is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.importing.formats import TableFormat
from catalog.importing.source_table import SourceCell, SourceRow, text_lines

_CELL = re.compile(r"(?:[^|\\]|\\.|\\$)*", re.DOTALL)
_DASHES = re.compile(r"\s*+(?:\|\s*+)?:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*+")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"(\*\*|__|\*|_|`)(?=\S)((?:(?!\1).)+)\1", re.DOTALL)


def tables(text: str) -> list[list[SourceRow]]:
    """Return every table of `text`: its header and its rows, without the line of dashes."""
    found_tables: list[list[SourceRow]] = []
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    rows = _outside_code(lines)
    above = ""
    for number, line in rows:
        if "|" in line and "|" in above and _DASHES.fullmatch(line):
            table = [table_row(above, number - 1)]
            for at, row in rows:
                if "|" not in row:
                    break
                table.append(table_row(row, at))
            found_tables.append(table)
            above = ""
        else:
            above = line
    return found_tables


def _outside_code(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield each line with its number; lines of fenced code are yielded as empty."""
    fence = ""
    for number, line in enumerate(lines, 1):
        mark = _FENCE.match(line)
        if fence:
            yield number, ""
            fence = "" if mark and mark[1].startswith(fence) else fence
        else:
            fence = mark[1] if mark else ""
            yield number, "" if mark else line


def table_row(line: str, number: int) -> SourceRow:
    """Return one row: the text of each cell, and the column where it begins."""
    at = len(line) - len(line.lstrip())
    at += line[at : at + 1] == "|"
    cells = []
    while True:
        match = _CELL.match(line, at)
        raw = match[0] if match else ""
        end = at + len(raw)
        cells.append(SourceCell(_text(raw), number, at + len(raw) - len(raw.lstrip()) + 1 if raw.strip() else at + 1))
        if not line[end + 1 :].strip():
            return SourceRow(number, tuple(cells))
        at = end + 1


def _text(raw: str) -> str:
    """Return what a reader sees of a cell; links stay as they are written, and `<br>` begins a line."""
    text = _BREAK.sub("\n", raw).strip()
    emphasis = _EMPHASIS.fullmatch(text)
    if emphasis:
        text = emphasis[2]
    return text_lines(_ESCAPED.sub(r"\1", text))


FORMAT = TableFormat((".md", ".markdown", ".txt"), tables)
