"""YAML files: lists of mappings, mappings of mappings, lists below categories, or one record."""

from __future__ import annotations

from catalog.importing.formats import TableFormat
from catalog.importing.reading.records import record_tables
from catalog.importing.reading.values import SourceValue
from catalog.importing.reading.yaml_values import yaml_value
from catalog.importing.source_table import SourceFile, SourceTable


def tables(file: SourceFile) -> list[SourceTable]:
    """Return every table of a file."""
    value = one_value(file)
    return record_tables(value, file) if value else []


def one_value(file: SourceFile) -> SourceValue | None:
    """Return what a file holds."""
    return yaml_value(file.text, file)


FORMAT = TableFormat((".yml", ".yaml"), tables, one_value)
