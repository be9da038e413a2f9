"""Croissant 1.0 (ML Commons): JSON-LD by which tools for machine learning load the tables of the data package."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from catalog.catalog import Catalog
from catalog.exports import Export, datapackage, formats_for
from catalog.exports.bibtex import bibtex_entry, braced, latex, literal_url
from catalog.exports.datapackage import csv_name, data_version, package_members
from catalog.exports.tables import DataTable, TableField, all_tables
from catalog.exports.zipped import zip_content
from catalog.values import Record
from catalog.values.show import with_unit
from catalog.values.text import SEPARATOR

_ARCHIVE = "datapackage"
_TYPES = {"number": "sc:Float", "integer": "sc:Integer", "boolean": "sc:Boolean", "date": "sc:Date"}
"""Types of Table Schema → those of Croissant; all else is text."""
_OWN_TERMS = (
    "citeAs column equivalentProperty extract field fileObject fileProperty fileSet format includes isLiveDataset"
    " jsonPath key md5 parentField path recordSet references regex repeated replace samplingRate separator source"
    " subField transform"
)
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in _OWN_TERMS.split()},
}


def croissant_export(catalog: Catalog, records: Sequence[Record]) -> Iterator[str]:
    """The whole description."""
    tables = all_tables(catalog, records)
    members = package_members(catalog, tables)
    yield json.dumps(_description(catalog, tables, members), ensure_ascii=False, indent=1) + "\n"


EXPORT = Export(
    name="croissant",
    title="Croissant",
    ending="croissant.json",
    media_type="application/ld+json",
    description="Lets tools for machine learning load the tables of the Data Package (ML Commons).",
    write=croissant_export,
    rank=9,
    most_records=datapackage.EXPORT.most_records,
    needs_frames=True,
)


def _description(catalog: Catalog, tables: Sequence[DataTable], members: dict[str, bytes]) -> dict[str, Any]:
    survey = catalog.settings
    people = [{"@type": "sc:Person", "name": person.name, "url": person.page} for person in survey.people]
    version = data_version({csv_name(table): members[csv_name(table)] for table in tables})
    description = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": survey.title,
        "description": survey.description,
        "url": survey.address,
        "sameAs": survey.repository,
        "license": f"https://spdx.org/licenses/{survey.licences.data}",
        "creator": people or {"@type": "sc:Organization", "name": _group(catalog)},
        "citeAs": _citation(catalog, version),
        "version": version,
        "distribution": [_archive(catalog, zip_content(members)), *map(_file, tables)],
        "recordSet": list(map(_record_set, tables)),
    }
    return {name: value for name, value in description.items() if value}


def _group(catalog: Catalog) -> str:
    return f"The {catalog.settings.title} catalogue"


def _citation(catalog: Catalog, version: str) -> str:
    survey = catalog.settings
    people = [person.name for person in survey.people]
    fields = {
        "title": braced(survey.title),
        "author": " and ".join(map(latex, people)) or braced(_group(catalog)),
        "version": latex(version),
        "url": literal_url(str(survey.address or survey.repository or "")),
    }
    return bibtex_entry(f"{survey.folder}-catalogue", fields)


def _archive(catalog: Catalog, content: bytes) -> dict[str, Any]:
    """The zip file of the data package, at its address or, where no website carries it, beside this file."""
    export, survey = datapackage.EXPORT, catalog.settings
    folder, _, name = export.path.rpartition("/")
    is_online = survey.address and export in formats_for(catalog)
    return {
        "@type": "cr:FileObject",
        "@id": _ARCHIVE,
        "name": name,
        "description": "The data package, a zip file.",
        "contentUrl": f"{str(survey.address).rstrip('/')}/{folder}/{name}" if is_online else name,
        "contentSize": f"{len(content)} B",
        "encodingFormat": "application/zip",
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _file(table: DataTable) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": csv_name(table),
        "name": csv_name(table),
        "description": table.description,
        "containedIn": {"@id": _ARCHIVE},
        "contentUrl": csv_name(table),
        "encodingFormat": "text/csv",
    }


def _record_set(table: DataTable) -> dict[str, Any]:
    key = {"key": {"@id": f"{table.name}/slug"}} if table.name == "records" else {}
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        **key,
        "field": [_field(table, field) for field in table.fields],
    }


def _field(table: DataTable, field: TableField) -> dict[str, Any]:
    refers = field.name == "slug" and table.name != "records"
    several = {"repeated": True} if field.type == "list" else {}
    separated = {"transform": {"separator": SEPARATOR}} if field.type == "list" else {}
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{field.name}",
        "name": f"{table.name}/{field.name}",
        "description": f"{with_unit(field.title, field.unit)}: {field.description}",
        "dataType": _TYPES.get(field.type, "sc:Text"),
        **several,
        "source": {"fileObject": {"@id": csv_name(table)}, "extract": {"column": field.name}, **separated},
        **({"references": {"field": {"@id": "records/slug"}}} if refers else {}),
    }
