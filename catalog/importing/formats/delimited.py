"""Tables of CSV and TSV files, cell by cell.

The standard library's reader does not say in which column a cell begins, and problems are reported with it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import partial

from catalog.importing.formats import TableFormat
from catalog.importing.source_table import MalformedTableError, SourceCell, SourceRow, text_lines

_DELIMITERS = ",;\t"
_QUOTED = re.compile(r'"(?:[^"]|"")*+"')


def tables(text: str) -> list[list[SourceRow]]:
    """Return the one table of `text`, if it has a header and a row; its header shows the delimiter."""
    first = _QUOTED.sub("", text.lstrip("\r\n").partition("\n")[0])
    delimiter = max(_DELIMITERS, key=first.count)
    lines = [line for line in _lines(text, delimiter) if any(cell.text for cell in line.cells)]
    return [lines] if len(lines) > 1 else []


def _lines(text: str, delimiter: str) -> list[SourceRow]:
    """Return every row; one may cover several lines of the file, inside quotes.

    Raises:
        MalformedTableError: a quote is never closed, or text follows a closed one.
    """
    bare = re.compile(rf"[^{delimiter}\r\n]*")
    place = partial(_place, _starts(text))
    rows: list[SourceRow] = []
    cells: list[SourceCell] = []
    at = 0
    while at <= len(text):
        match = _QUOTED.match(text, at) or bare.match(text, at)
        raw = match[0] if match else ""
        end = at + len(raw)
        line, column = place(at)
        if raw.startswith('"') and not _QUOTED.fullmatch(raw):
            raise MalformedTableError(
                line, column, "a quote is opened and never closed", 'close it; write `""` for a quote'
            )
        cells.append(SourceCell(_text(raw), line, column))
        after = text[end : end + 1]
        if after not in ("", "\r", "\n", delimiter):
            raise MalformedTableError(
                *place(end), "text follows a closing quote", 'put all of the cell in quotes, `""` for one'
            )
        if after != delimiter:
            rows.append(SourceRow(cells[0].line, tuple(cells)))
            cells = []
            end += text[end : end + 2] == "\r\n"
        at = end + 1
    return rows


def _text(raw: str) -> str:
    text = raw[1:-1].replace('""', '"') if raw.startswith('"') else raw
    return text_lines(text)


def _starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _place(starts: list[int], at: int) -> tuple[int, int]:
    line = bisect_right(starts, at)
    return line, at - starts[line - 1] + 1


FORMAT = TableFormat((".csv", ".tsv"), tables)
