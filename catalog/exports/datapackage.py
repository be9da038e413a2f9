"""A Data Package (Frictionless Data, version 2): a zip file of CSV files, and of JSON that describes each field.

Cells are written as they are, also those that a spreadsheet would read as formulas: programs read a data package, and
to them a quote put before a value would be a part of it. The formats `csv` and `xlsx` are for spreadsheets.

Numbers, dates and flags stand alone in their columns, so that programs read them as such; why a cell is empty stands in
the column beside it, `FIELD.blank`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalog.catalog import Catalog
from catalog.exports import Export
from catalog.exports.tables import DataTable, TableField, all_tables
from catalog.exports.zipped import zip_content
from catalog.values import Record
from catalog.values.text import SEPARATOR

_FORM = "1.0.0"
"""Version of the form of the tables; behind it stands a digest of the data."""


def datapackage_export(catalog: Catalog, records: Sequence[Record]) -> Iterator[bytes]:
    """The whole package."""
    yield zip_content(package_members(catalog, all_tables(catalog, records)))


EXPORT = Export(
    name="datapackage",
    title="Data Package",
    ending="datapackage.zip",
    media_type="application/zip",
    description="Records, facts and vocabulary as CSV files with every field described (Frictionless Data).",
    write=datapackage_export,
    rank=8,
    is_binary=True,
    most_records=500,
    needs_frames=True,
)


def package_members(catalog: Catalog, tables: Sequence[DataTable]) -> dict[str, bytes]:
    """File name → content of the files in the package; the same data give the same bytes."""
    files = {csv_name(table): table.csv for table in tables}
    package = _package(catalog, tables, files)
    return {"datapackage.json": json.dumps(package, ensure_ascii=False, indent=1).encode(), **files}


def csv_name(table: DataTable) -> str:
    """Name of the file of a table, within the package."""
    return f"{table.name}.csv"


def data_version(files: Mapping[str, bytes]) -> str:
    """Version of the data in some files: of their form, and a digest of what they hold."""
    digest = hashlib.sha256(b"".join(hashlib.sha256(files[name]).digest() for name in sorted(files)))
    return f"{_FORM}+{digest.hexdigest()[:12]}"


def package_name(catalog: Catalog) -> str:
    """Name of the package: the title of the survey in the characters that a name may have."""
    return re.sub(r"[^a-z0-9]+", "-", catalog.settings.title.lower()).strip("-") or catalog.settings.folder


def _package(catalog: Catalog, tables: Sequence[DataTable], files: Mapping[str, bytes]) -> dict[str, Any]:
    survey = catalog.settings
    sources = [("Website", survey.address), ("Repository", survey.repository)]
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": package_name(catalog),
        "title": survey.title,
        "description": survey.description,
        "version": data_version(files),
        "homepage": survey.address,
        "licenses": [{"name": survey.licences.data, "path": f"https://spdx.org/licenses/{survey.licences.data}"}],
        "sources": [{"title": title, "path": path} for title, path in sources if path],
        "contributors": [_known({"title": person.name, "path": person.page}) for person in survey.people],
        "resources": [_resource(table, files[csv_name(table)]) for table in tables],
    }
    return _known(package)


def _resource(table: DataTable, content: bytes) -> dict[str, Any]:
    schema = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(field) for field in table.fields],
        "missingValues": [""],
        "primaryKey": ["slug"] if table.name == "records" else [],
        "foreignKeys": _foreign_keys(table),
    }
    return {
        "name": table.name,
        "type": "table",
        "path": csv_name(table),
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": _known(schema),
    }


def _foreign_keys(table: DataTable) -> list[dict[str, Any]]:
    if table.name not in {"facts", "results"}:
        return []
    return [{"fields": ["slug"], "reference": {"resource": "records", "fields": ["slug"]}}]


def _field(field: TableField) -> dict[str, Any]:
    described = {
        "name": field.name,
        "title": field.title,
        "description": field.description,
        "type": field.type,
        "delimiter": SEPARATOR if field.type == "list" else "",
        "unit": field.unit,
        "constraints": {"enum": list(field.words)} if field.words else {},
    }
    return _known(described)


def _known(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties that are not empty."""
    return {name: value for name, value in properties.items() if value}
