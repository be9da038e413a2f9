"""Workbooks of spreadsheets (xlsx, ods): every sheet is a table, and every cell has its name, such as `Sheet1!C5`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from catalog.importing.formats import TableFormat
from catalog.importing.reading.markdown_text import as_markdown, link_target, markdown_link
from catalog.importing.reading.rows import headed, without_preamble
from catalog.importing.reading.workbook_parts import SheetExtras, check_size, extras, unread_parts
from catalog.importing.source_table import (
    MalformedTableError,
    Remark,
    SourceCell,
    SourceFile,
    SourceRow,
    SourceTable,
    text_lines,
)

_MOST_CELLS = 2_000_000
_OWN_SHEETS = {"records", "facts", "fields"}
"""Sheets that our own export has: links in its cells are made of their values."""


def tables(file: SourceFile) -> list[SourceTable]:
    """Return the table of every sheet that has a header and a row.

    Raises:
        MalformedTableError: the file is no workbook, or too large.
    """
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - few tables are workbooks

    check_size(file.content)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(file.content))
        names = workbook.sheet_names
        is_own = set(names) >= _OWN_SHEETS
        added = {} if is_own else extras(file.content)
        found = [_table(workbook.get_sheet_by_name(name), name, added.get(name, SheetExtras())) for name in names]
    except (CalamineError, OSError, ValueError) as error:
        message = f"the workbook cannot be read: {str(error)[:100]}"
        raise MalformedTableError(0, 0, message, "save it again as .xlsx, or as CSV, without a password") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a fault inside the library, which Python cannot name
            raise
        raise MalformedTableError(0, 0, "the workbook is damaged", "save it again as .xlsx, or as CSV") from None
    for words in unread_parts(file.content):
        file.remarks.append(Remark(0, 0, f"{words} are not read", "put into cells what belongs to records"))
    tables = [table for table in found if len(table.rows) > 1]
    for table in tables if is_own else ():
        table.apart, table.weight = "", 1000.0 if table.name == "records" else 1.0
    return tables


def _table(sheet: Any, name: str, added: SheetExtras) -> SourceTable:
    table = SourceTable(
        [], name, "markdown" if added.links or added.images else "plain", sections=(SourceCell(name, 0, 0, name),)
    )
    table.apart = "Sheet"
    if sheet.start is None:
        return table
    if (sheet.end[0] + 1) * (sheet.end[1] + 1) > _MOST_CELLS:
        message = f"the sheet {name!r} has {sheet.end[0] + 1:,} rows and {sheet.end[1] + 1:,} columns"
        raise MalformedTableError(0, 0, f"{message}, more than are read", "delete what is empty, or split it")
    grid = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _spread(grid, top, left, bottom, right)
    rows = [
        SourceRow(0, tuple(_cell(column, row, value, added, table) for column, value in enumerate(values)))
        for row, values in enumerate(grid)
    ]
    rows = _cropped([row for row in rows if any(cell.text for cell in row.cells)])
    table.rows = headed(without_preamble(rows, table.remarks), table.remarks)
    return table


def _spread(grid: list[list[Any]], top: int, left: int, bottom: int, right: int) -> None:
    """Put the value of merged cells into each of them; titles over a whole row stay one cell."""
    value = grid[top][left] if top < len(grid) and left < len(grid[top]) else ""
    width = max(map(len, grid), default=0)
    if value == "" or (top == bottom and right - left + 1 >= width - left > 1):
        return
    for row in grid[top : bottom + 1]:
        row[left : right + 1] = [value] * len(row[left : right + 1])


def _cropped(rows: Sequence[SourceRow]) -> list[SourceRow]:
    """The rows without empty columns before the first and after the last that is filled."""
    filled = [index for row in rows for index, cell in enumerate(row.cells) if cell.text]
    if not filled:
        return []
    area = slice(min(filled), max(filled) + 1)
    return [SourceRow(row.number, row.cells[area]) for row in rows]


def _cell(column: int, row: int, value: Any, added: SheetExtras, table: SourceTable) -> SourceCell:
    reference = f"{column_letters(column)}{row + 1}"
    place = f"{table.name}!{reference}"
    if error := added.errors.get(reference):
        message = f"the cell holds the error {error}, and is taken for empty"
        table.remarks.append(Remark(0, 0, message, "correct the formula", place=place))
        return SourceCell("", 0, 0, place)
    text, raw = _read(value)
    link = added.links.get(reference, "")
    if table.markup == "markdown":
        text = as_markdown(text)
    if reference in added.images:
        return SourceCell(f"![{text}]({link_target(added.images[reference])})", 0, 0, place)
    if link and text and link != text:
        text = markdown_link(text, link)
    return SourceCell(text, 0, 0, place, raw)


def _read(value: Any) -> tuple[str, Any]:
    """The text that people see of a value, and the value, where it is more than text."""
    if isinstance(value, str):
        return text_lines(value), None
    if value is True or value is False:
        return ("TRUE" if value else "FALSE"), value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value)), int(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes"), value
    if isinstance(value, date | time):
        return value.isoformat(), value
    return str(value), None if isinstance(value, timedelta) else value


def column_letters(index: int) -> str:
    """The name of a column, number_of from 0: `A`, `Z`, `AA`."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


FORMAT = TableFormat((".xlsx", ".ods", ".xls", ".xlsm", ".xlsb"), tables)
