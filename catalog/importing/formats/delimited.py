"""Tables of CSV and TSV files with any separator, cell by cell.

The standard library's reader does not say in which column a cell begins, and problems are reported with it. A quote
that is not closed, or that text follows, costs nothing but is told: its line is kept as it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from catalog.importing.formats import TableFormat
from catalog.importing.reading.rows import headed, number_of, without_preamble
from catalog.importing.source_table import Remark, SourceCell, SourceFile, SourceRow, SourceTable, text_lines

_DELIMITERS = ",;\t|"
_NONE = "\x1f"
"""Stands in no cell: the delimiter of a file with one column."""
_SAMPLE = 50
_LONGEST_SAMPLE = 100_000
_QUOTED = re.compile(r'"(?:[^"]|"")*+"')
_DECLARED = re.compile(r"\ufeff?\"?sep=([^\r\n\"])\"?\r?\n", re.IGNORECASE)
"""The first line with which Excel is told the delimiter."""
_MOST_UNCLOSED = 100
_EVIDENCE = ".evidence"


def tables(file: SourceFile) -> list[SourceTable]:
    """Return the one table of a file, if it has a header and a row."""
    text = file.text
    declared = _DECLARED.match(text)
    remarks: list[Remark] = []
    delimiter = declared[1] if declared else _sniffed(text)
    reader = _Reader(text, delimiter, declared.end() if declared else 0)
    rows = [row for row in reader.rows() if any(cell.text for cell in row.cells)]
    rows = _without_comments(rows, remarks)
    rows = headed(without_preamble(rows, remarks), remarks)
    if len(rows) < 2:
        return []
    return [SourceTable(_unprotected(rows), file.stem, remarks=[*reader.remarks, *remarks])]


def _sniffed(text: str) -> str:
    """The delimiter by which the first rows have the same number of cells as the header, and the most."""
    sample = text.lstrip("\r\n")[:_LONGEST_SAMPLE]
    fitness = {delimiter: _fitness(sample, delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda delimiter: fitness[delimiter])
    return best if fitness[best] > (0, 1) else _NONE


def _fitness(sample: str, delimiter: str) -> tuple[float, int]:
    rows = islice(_Reader(sample, delimiter).rows(), _SAMPLE)
    widths = [len(row.cells) for row in rows if any(cell.text for cell in row.cells) and not _is_comment(row)]
    if not widths:
        return 0, 0
    width, count = Counter(widths).most_common(1)[0]
    share = count / len(widths)
    if width > 1 and (width == widths[0] or (share >= 0.8 and len(widths) > 3)):
        return share, width
    return 0, widths[0]


class _Reader:
    """Splits a text into rows and cells; `remarks` are about quotes that no rule covers."""

    def __init__(self, text: str, delimiter: str, start: int = 0) -> None:
        self._text, self._delimiter, self._start = text, delimiter, start
        self._bare = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
        self._blanks = re.compile(r' *(?=")')
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._unclosed = 0
        self.remarks: list[Remark] = []

    def rows(self) -> Iterator[SourceRow]:
        """Yield every row; one may cover several lines of the file, inside quotes."""
        text, at = self._text, self._start
        cells: list[SourceCell] = []
        while at <= len(text):
            content, begin, end = self._cell(at)
            cells.append(SourceCell(text_lines(content), *self._place(begin)))
            if text[end : end + 1] != self._delimiter:
                yield SourceRow(cells[0].line, tuple(cells))
                cells = []
                end += text[end : end + 2] == "\r\n"
            at = end + 1

    def _cell(self, at: int) -> tuple[str, int, int]:
        """The content of the cell at a position, where it begins, and where it ends."""
        blanks = self._blanks.match(self._text, at)
        begin = blanks.end() if blanks else at
        quoted = self._quoted(begin) if self._text.startswith('"', begin) else None
        if quoted:
            return quoted[0], begin, quoted[1]
        bare = self._bare.match(self._text, at)
        raw = bare[0] if bare else ""
        return raw, at, at + len(raw)

    def _quoted(self, begin: int) -> tuple[str, int] | None:
        """The content and the end of a cell in quotes; None where it has no end, or more text than what is quoted."""
        match = _QUOTED.match(self._text, begin) if self._unclosed < _MOST_UNCLOSED else None
        if match is None:
            self._unclosed += 1
            self._tell(begin, "a quote is opened and never closed", 'close it; write `""` for a quote')
            return None
        end = match.end()
        while self._text.startswith(" ", end):
            end += 1
        if self._text[end : end + 1] in ("", "\r", "\n", self._delimiter):
            return match[0][1:-1].replace('""', '"'), end
        if "\n" in match[0]:
            self._tell(begin, "a quote is opened and not closed in this cell", 'close it; write `""` for a quote')
        else:
            self._tell(match.end(), "text follows a closing quote", 'put all of the cell in quotes, `""` for one')
        return None

    def _tell(self, at: int, message: str, hint: str) -> None:
        told = f"{message}; the text is kept as it stands"
        self.remarks.append(Remark(*self._place(at), told, hint))

    def _place(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1


def _without_comments(rows: list[SourceRow], remarks: list[Remark]) -> list[SourceRow]:
    """The rows without lines that begin with `#` and are not split, where other rows are."""
    if not any(len(row.cells) > 1 for row in rows):
        return rows
    comments = list(filter(_is_comment, rows))
    if comments:
        lines = number_of(len(comments), "line")
        message = f"{lines} that begin with # are taken for comments, the first here"
        remarks.append(Remark(comments[0].number, 1, message, "put other text in quotes", is_loss=False))
    left_out = {row.number for row in comments}
    return [row for row in rows if row.number not in left_out]


def _is_comment(row: SourceRow) -> bool:
    return len(row.cells) == 1 and row.cells[0].text.startswith("#")


def _unprotected(rows: list[SourceRow]) -> list[SourceRow]:
    """Our own export without the apostrophes that keep spreadsheets from reading text as a formula."""
    if not any(cell.text.endswith(_EVIDENCE) for cell in rows[0].cells):
        return rows
    return [SourceRow(row.number, tuple(map(_bare, row.cells))) for row in rows]


def _bare(cell: SourceCell) -> SourceCell:
    text = cell.text
    is_protected = len(text) > 1 and text[0] == "'" and not text[1].isalnum()
    return replace(cell, text=text[1:]) if is_protected else cell


FORMAT = TableFormat((".csv", ".tsv", ".tab", ".psv"), tables)
