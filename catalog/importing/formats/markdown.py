"""Markdown files: pipe tables, tables in HTML, and lists of links in sections; of others, the front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from markdown_it.token import Token

from catalog.importing.formats import TableFormat, delimited
from catalog.importing.reading.html_tables import html_tables
from catalog.importing.reading.markdown_blocks import TABLE, MarkdownFile, taken_apart
from catalog.importing.reading.markdown_lists import list_tables
from catalog.importing.reading.records import record_tables
from catalog.importing.reading.values import SourceValue, markdown_body
from catalog.importing.reading.yaml_values import yaml_value
from catalog.importing.source_table import Remark, SourceFile, SourceRow, SourceTable

_HTML_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_LIKE_A_TABLE = re.compile(r"\|[^\n]*\|\s*\n\s*\|[^\n]*\|")


def tables(file: SourceFile) -> list[SourceTable]:
    """Return every table of a file, lists after tables; where it has none, its front matter as a record.

    Files that end in .txt and have no table of Markdown may be CSV.
    """
    parts = taken_apart(file.text)
    file.footnotes = parts.footnotes
    found = [*_pipe_tables(parts, file), *_in_html(parts, file)]
    found.sort(key=lambda table: table.rows[0].number)
    found += list_tables(parts, file)
    if not any(len(table.rows) > 1 for table in found) and parts.front is not None:
        value = front_matter(file)
        return record_tables(value, file) if value else []
    if not found and file.name.lower().endswith(".txt"):
        return [table for table in delimited.tables(file) if len(table.rows[0].cells) > 1]
    file.remarks += _unfinished(parts)
    return found


def front_matter(file: SourceFile) -> SourceValue | None:
    """Return the front matter of a file with its text as `Body`; None where it has no front matter."""
    parts = taken_apart(file.text)
    if parts.front is None:
        return None
    value = yaml_value(f"\n{parts.front}", file)
    return markdown_body(value, parts.text, parts.text.find(parts.front) + len(parts.front)) if value else None


def _pipe_tables(parts: MarkdownFile, file: SourceFile) -> Iterator[SourceTable]:
    for token in parts.tokens:
        if token.type == TABLE:
            rows: list[SourceRow] = token.meta["rows"]
            sections = parts.sections_at(rows[0].number)
            name = sections[-1].text if sections else file.stem
            resolved = [_resolved(parts, row) for row in rows] if parts.references else rows
            yield SourceTable(resolved, name, "markdown", token.meta["remarks"], sections)


def _resolved(parts: MarkdownFile, row: SourceRow) -> SourceRow:
    return SourceRow(row.number, tuple(replace(cell, text=parts.resolved(cell.text)) for cell in row.cells))


def _in_html(parts: MarkdownFile, file: SourceFile) -> Iterator[SourceTable]:
    """The tables in HTML that no code block holds."""
    if not _HTML_TABLE.search(parts.text):
        return
    lines = parts.text.split("\n")
    for token in parts.tokens:
        if token.type in ("fence", "code_block") and token.map:
            lines[slice(*token.map)] = [""] * (token.map[1] - token.map[0])
    for table in html_tables("\n".join(lines), file, is_markdown=True):
        sections = parts.sections_at(table.rows[0].number)
        yield replace(table, name=sections[-1].text if sections else file.stem, sections=sections)


def _unfinished(parts: MarkdownFile) -> Iterator[Remark]:
    """A remark for each paragraph that looks like a table without a line of dashes."""
    for token in filter(_is_paragraph, parts.tokens):
        if token.map and _LIKE_A_TABLE.match(token.content):
            message = "these lines look like a table and are not read, for there is no line of dashes below the first"
            yield Remark(token.map[0] + 1, 1, message, "write `| --- | --- |` below the header")


def _is_paragraph(token: Token) -> bool:
    return token.type == "inline"


FORMAT = TableFormat((".md", ".markdown", ".txt", ".qmd", ".rmd"), tables, front_matter)
