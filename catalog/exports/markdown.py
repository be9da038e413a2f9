"""A Markdown table of the columns the survey shows first: for a README or a wiki."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from catalog.catalog import Catalog
from catalog.exports import Export, each
from catalog.model.columns import Column
from catalog.values import Blank, Record

_PUNCTUATION = re.compile(r"([\\`*_{}\[\]<>|#~&!$])")


def markdown_export(catalog: Catalog, records: Sequence[Record]) -> Iterator[str]:
    """The records as the lines of a pipe table."""
    return markdown_table(catalog, records, catalog.shown, lambda record: plain_markdown(record.name))


def markdown_table(
    catalog: Catalog, records: Iterable[Record], shown: Sequence[Column], title: Callable[[Record], str]
) -> Iterator[str]:
    """The lines of a table of these columns; `title` is the Markdown of the first cell."""
    head = [catalog.settings.one.capitalize(), *(column.label for column in shown)]
    yield markdown_line(map(plain_markdown, head))
    yield markdown_line(["---"] * len(head))
    for record in each(records):
        yield markdown_line([title(record), *(markdown_cell(catalog, column, record) for column in shown)])


EXPORT = Export(
    name="markdown",
    title="Markdown",
    ending="md",
    media_type="text/markdown",
    description="The table's first columns as a Markdown table.",
    write=markdown_export,
    rank=5,
)


def markdown_line(cells: Iterable[str]) -> str:
    """One row of a pipe table."""
    return f"| {' | '.join(cells)} |\n"


def markdown_cell(catalog: Catalog, column: Column, record: Record) -> str:
    """The values of a field, with links and marks of doubt; nothing where it has not been checked."""
    parts = []
    for fact in column.facts(record):
        if fact.blank:
            parts.append("" if fact.blank is Blank.NOT_CHECKED else f"*{fact.blank.value}*")
        for value in fact.values:
            mark = "" if fact.certain else " (?)"
            parts.append(_value(catalog, column, value) + mark)
    return "; ".join(dict.fromkeys(filter(None, parts)))


def _value(catalog: Catalog, column: Column, value: object) -> str:
    address = column.type.address(value)
    if address:
        return f"<{address}>" if address == value else f"[{plain_markdown(column.type.title(value))}]({address})"
    return plain_markdown(catalog.short(column, value, column.show.unit))


def plain_markdown(text: str) -> str:
    """Text on one line without markup, which may stand in a cell or a heading."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))
