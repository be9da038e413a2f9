"""Web pages: every table of a page."""

from __future__ import annotations

from catalog.importing.formats import TableFormat
from catalog.importing.reading.html_tables import html_tables
from catalog.importing.source_table import SourceFile, SourceTable


def tables(file: SourceFile) -> list[SourceTable]:
    """Return every table of a page that has a row below its header."""
    return html_tables(file.text, file)


FORMAT = TableFormat((".html", ".htm", ".xhtml"), tables)
