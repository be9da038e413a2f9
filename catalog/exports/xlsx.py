"""A workbook for Excel and its like: records, facts, results, vocabulary, and a sheet that describes every field.

Numbers, dates and flags are typed, addresses are links, and no text is a formula, whatever it begins with. On the sheet
of records a cell without a value says in words why, or is empty where nobody has checked. A text that is longer than a
cell may be is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from catalog.catalog import Catalog
from catalog.errors import SetupError
from catalog.escape import xml_text
from catalog.exports import Export
from catalog.exports.tables import DataTable, TableField, all_tables
from catalog.values import Blank, Record
from catalog.values.text import SEPARATOR

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_MOST_ROWS, _MOST_LINKS, _LONGEST_LINK = 1_048_576, 65_530, 2_079
"""What a sheet may hold, and the characters of an address."""
_NARROWEST, _WIDEST, _MEASURED = 8, 48, 200
"""Widths of columns in characters, and how many cells of a column are measured."""
_FIELDS = ("table", "field", "title", "unit", "type", "description")
"""The columns of the last sheet."""
_BLANK, _UNSAID = ".blank", Blank.NOT_CHECKED
"""How the name of a column of blanks ends, and the one that is an empty cell."""
_CREATED = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook knows no time zones
"""A time that is always the same."""


def xlsx_export(catalog: Catalog, records: Sequence[Record]) -> Iterator[bytes]:
    """The whole workbook; the same data give the same bytes.

    Raises:
        SetupError: a sheet cannot hold so many rows.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - need not be installed

    out = BytesIO()
    with Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as workbook:
        workbook.set_properties({"title": xml_text(catalog.settings.title), "created": _CREATED})
        tables = all_tables(catalog, records)
        for table in tables:
            _add_table(catalog, workbook, table)
        described = [
            (table.name, field.name, field.title, field.unit, field.type, field.description)
            for table in tables
            for field in _shown(table)
        ]
        heads = zip(_FIELDS, zip(*described, strict=True), strict=True)
        _add_sheet(workbook, "fields", {name: [(text, "") for text in texts] for name, texts in heads})
    yield out.getvalue()


EXPORT = Export(
    name="xlsx",
    title="Excel",
    ending="xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    description="Records, facts and vocabulary as sheets, with typed cells and links.",
    write=xlsx_export,
    rank=6,
    is_binary=True,
    needs="xlsxwriter",
    most_records=300,
    needs_frames=True,
)


def _shown(table: DataTable) -> list[TableField]:
    """The fields of a table but those of blanks, which stand in the cells of the fields themselves."""
    names = {field.name for field in table.fields}
    return [field for field in table.fields if field.name.removesuffix(_BLANK) not in names - {field.name}]


Cells = list[tuple[Any, str]]
"""Values of a column with the addresses that they lead to."""


def _add_table(catalog: Catalog, workbook: Workbook, table: DataTable) -> None:
    if len(table.frame) >= _MOST_ROWS:
        advice = "use `catalog export parquet` or `datapackage`"
        raise SetupError(f"{table.name} has {len(table.frame):,} rows, more than a sheet may have; {advice}")
    columns = {field.name: _cells(table, field) for field in _shown(table)}
    address = catalog.settings.address
    if table.name == "records" and address:
        folder = f"{str(address).rstrip('/')}/{catalog.settings.folder}"
        slugs = table.frame["slug"]
        columns["name"] = [(name, f"{folder}/{slug}/") for name, slug in zip(table.frame["name"], slugs, strict=True)]
    _add_sheet(workbook, table.name, columns)


def _cells(table: DataTable, field: TableField) -> Cells:
    """The values of a field as Python has them; words in place of those that are missing, or None."""
    column = table.frame[field.name]
    if field.type == "date":
        column = column.dt.date.astype(object)
    values = column.to_numpy(object, na_value=None)
    blanks = table.frame.get(field.name + _BLANK)
    if blanks is not None:
        words = (None if word == _UNSAID else word for word in blanks.to_numpy(object, na_value=None))
        values = [word if value is None else value for value, word in zip(values, words, strict=True)]
    return [(value, _address(field, value)) if isinstance(value, str) else (value, "") for value in values]


def _address(field: TableField, text: str) -> str:
    """The address that a text is or stands for; empty where there is none, or it is too long for a link."""
    address = text if field.base_address is None or SEPARATOR in text else f"{field.base_address}{text}"
    is_address = address.startswith(("https://", "http://")) and " " not in address
    return address if is_address and len(address) <= _LONGEST_LINK else ""


def _add_sheet(workbook: Workbook, name: str, columns: Mapping[str, Cells]) -> None:
    """Add a sheet whose first row and first two columns stay in sight."""
    bold, blue = workbook.add_format({"bold": True}), workbook.add_format({"color": "#0563C1", "underline": 1})
    sheet, links = workbook.add_worksheet(name), 0
    sheet.freeze_panes(1, 2)
    for column, (head, cells) in enumerate(columns.items()):
        longest = max(len(str(value)) for value, _ in [(head, ""), *cells[:_MEASURED]])
        sheet.set_column(column, column, min(max(longest + 2, _NARROWEST), _WIDEST))
        sheet.write_string(0, column, head, bold)
    for row, values in enumerate(zip(*columns.values(), strict=True), 1):
        for column, (value, address) in enumerate(values):
            if address and links < _MOST_LINKS:
                sheet.write_url(row, column, address, blue, xml_text(value))
                links += 1
            elif isinstance(value, str):
                sheet.write_string(row, column, value if value.isprintable() else xml_text(value))
            elif value is not None:
                sheet.write(row, column, value)
