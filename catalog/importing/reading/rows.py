"""Which rows of a table are its header, its rows, and neither; every table has as many cells in each row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count

from catalog.importing.source_table import Remark, SourceCell, SourceRow, SourceTable
from catalog.values import folded

_DATA = re.compile(
    r"[-+\u2212~≈<>≤≥]?\s*[$€£¥]?\s*\d[\d.,'\u2019\s]*(?:[eE][-+]?\d+)?\s*(?:%|[kKMGTB]B?)?|\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})?"
    r"(?:[T ]\d{1,2}:\d{2}.*)?|https?://\S+"
)
"""Numbers, dates and addresses: what no heading is."""
_TOTALS = frozenset({"total", "totals", "sum", "average", "avg", "mean", "median", "grand total", "subtotal"})
_EMPHASIS = "*_:= "
_MOST_LINES = 5


def number_of(number: int, noun: str) -> str:
    """`1 row`, `2 rows`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def without_preamble(rows: list[SourceRow], remarks: list[Remark]) -> list[SourceRow]:
    """Return the rows from the header on: titles above it fill one cell, where most rows fill several."""
    filled = [sum(bool(cell.text) for cell in row.cells) for row in rows]
    usual = Counter(filled).most_common(1)[0][0] if filled else 0
    start = next((index for index, number in enumerate(filled) if number > 1), 0)
    if usual < 2 or not start or len(rows) - start < 2:
        return rows
    first = next(cell for cell in rows[0].cells if cell.text)
    message = f"{number_of(start, 'row')} above the header, which begin with {first.text[:60]!r}, are not read"
    remarks.append(Remark.at(first, message))
    return rows[start:]


def headed(rows: list[SourceRow], remarks: list[Remark]) -> list[SourceRow]:
    """Return the rows below a header; where the first row looks like data, one is made up."""
    if len(rows) < 2 or not _is_data(rows[0]):
        return rows
    first = rows[0].cells[0]
    message = "the first row looks like data, so the columns are called `Column 1` and so on"
    remarks.append(Remark.at(first, message, "add a row of headings above"))
    header = tuple(replace(cell, text=f"Column {index}") for index, cell in enumerate(rows[0].cells, 1))
    return [SourceRow(rows[0].number, header), *rows]


def _is_data(row: SourceRow) -> bool:
    """Whether each cell is a number, a date or an address; years alone may be headings."""
    texts = [cell.text for cell in row.cells if cell.text]
    return bool(texts) and all(map(_DATA.fullmatch, texts)) and not all(re.fullmatch("[12]\\d{3}", t) for t in texts)


def squared(table: SourceTable) -> tuple[tuple[SourceCell, ...], list[tuple[SourceCell, ...]]]:
    """Return the header and the rows of a table, each with as many cells as the header; remarks tell of the others.

    As on GitHub, short rows end in empty cells, and cells beyond the header are no part of the table.
    """
    header, remarks = unique_headings(table.rows[0].cells, table.remarks), table.remarks
    rows, short = [], []
    for row in table.rows[1:]:
        cells = row.cells[: len(header)]
        if not any(cell.text for cell in row.cells):
            continue
        if len(cells) < len(header):
            short.append(row)
            cells += (replace(cells[-1], text="", raw=None),) * (len(header) - len(cells))
        surplus = [cell for cell in row.cells[len(header) :] if cell.text]
        if surplus:
            remarks.append(_surplus(table, row, surplus, len(header)))
        if any(cell.text for cell in cells):
            rows.append(cells)
    if short and table.rows[0].number:
        remarks.append(_short(short, len(header)))
    rows = _without_totals(rows, remarks)
    return _without_nothing(header, table.rows[0].cells, rows)


def unique_headings(cells: Iterable[SourceCell], remarks: list[Remark]) -> tuple[SourceCell, ...]:
    """Return headings of one line that all differ: `Column 2` where there is none, `Year (2)` for a second `Year`."""
    header: list[SourceCell] = []
    taken: set[str] = set()
    for index, cell in enumerate(cells, 1):
        text = " ".join(cell.text.split())
        own = text or f"Column {index}"
        name = next(name for name in _numbered(own) if folded(name) not in taken)
        if text and name != own:
            message = f"the heading {text!r} occurs a second time; its column is called {name!r}"
            remarks.append(Remark.at(cell, message, "rename one of them"))
        taken.add(folded(name))
        header.append(replace(cell, text=name))
    return tuple(header)


def _numbered(name: str) -> Iterable[str]:
    yield name
    yield from (f"{name} ({number})" for number in count(2))


def numbered_lines(numbers: Sequence[int]) -> str:
    """`line 3`, `lines 3, 5, 9 …`."""
    shown = ", ".join(map(str, numbers[:_MOST_LINES])) + (" …" if len(numbers) > _MOST_LINES else "")
    return f"line{'' if len(numbers) == 1 else 's'} {shown}"


def _short(rows: Sequence[SourceRow], width: int) -> Remark:
    lines = numbered_lines([row.number for row in rows])
    have = "has" if len(rows) == 1 else "have"
    message = f"{number_of(len(rows), 'row')} {have} fewer cells than the header's {width} ({lines})"
    first = rows[0].cells[-1]
    return Remark.at(first, f"{message}; the last ones are taken for empty")


def _surplus(table: SourceTable, row: SourceRow, cells: Sequence[SourceCell], width: int) -> Remark:
    first = cells[0]
    message = f"the row has {number_of(len(row.cells), 'cell')} and the header has {width}"
    told = f"{message}; {', '.join(repr(cell.text[:40]) for cell in cells[:3])} is not read"
    hint = r"escape a pipe inside a cell as `\|`" if table.markup == "markdown" else "add a heading, or quotes"
    return Remark.at(first, told, hint, is_loss=True)


def _without_totals(rows: list[tuple[SourceCell, ...]], remarks: list[Remark]) -> list[tuple[SourceCell, ...]]:
    """Return the rows without a last one that sums up the others: it is no record."""
    if len(rows) < 3:
        return rows
    name, *others = (cell for cell in rows[-1] if cell.text)
    is_total = folded(name.text.strip(_EMPHASIS)) in _TOTALS and name.column == rows[-1][0].column
    if not is_total or not all(_DATA.fullmatch(cell.text.strip(_EMPHASIS)) for cell in others):
        return rows
    message = f"the last row, {name.text!r}, sums up the others and is not read"
    remarks.append(Remark.at(name, message, "give it another name if it is a record"))
    return rows[:-1]


def _without_nothing(
    header: tuple[SourceCell, ...], written: tuple[SourceCell, ...], rows: list[tuple[SourceCell, ...]]
) -> tuple[tuple[SourceCell, ...], list[tuple[SourceCell, ...]]]:
    """Return a table without the columns that have neither a heading nor a cell."""
    kept = [
        index
        for index, cell in enumerate(written)
        if cell.text.strip() or any(row[index].text or row[index].raw is not None for row in rows)
    ]
    if len(kept) == len(header) or not kept:
        return header, rows
    return tuple(header[index] for index in kept), [tuple(row[index] for index in kept) for row in rows]
