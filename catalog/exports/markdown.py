"""A Markdown table of the columns the survey shows first: for a README or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from catalog.catalog import Catalog
from catalog.exports import Export, each
from catalog.model.columns import Column
from catalog.values import Blank, Record

_PUNCTUATION = re.compile(r"([\\`*_{}\[\]<>|#~&!$])")


def markdown_export(catalog: Catalog, records: Sequence[Record]) -> Iterator[str]:
    """The records as the lines of a pipe table."""
    head = [catalog.settings.one.capitalize(), *(column.label for column in catalog.shown)]
    yield _line(map(_escaped, head))
    yield _line(["---"] * len(head))
    for record in each(records):
        yield _line([_escaped(record.name), *(_cell(catalog, column, record) for column in catalog.shown)])


EXPORT = Export(
    name="markdown",
    title="Markdown",
    ending="md",
    media_type="text/markdown",
    description="The table's first columns as a Markdown table.",
    write=markdown_export,
    rank=5,
)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _cell(catalog: Catalog, column: Column, record: Record) -> str:
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
        return f"<{address}>" if address == value else f"[{_escaped(str(value))}]({address})"
    return _escaped(catalog.short(column, value, column.show.unit))


def _escaped(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))
