"""A Markdown table of the columns the survey shows first: for a README or a wiki."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.catalog import Catalog
from catalog.exports import Export
from catalog.model.columns import Column
from catalog.values import Blank, Record

_PUNCTUATION = re.compile(r"([\\`*_{}\[\]<>|#~&!$])")


def markdown_export(catalog: Catalog, records: Sequence[Record]) -> str:
    """The records as a pipe table."""
    head = [catalog.settings.one.capitalize(), *(column.label for column in catalog.shown)]
    head = list(map(_escaped, head))
    lines = [head, ["---"] * len(head)]
    lines += [
        [_escaped(record.name), *(_cell(catalog, column, record) for column in catalog.shown)] for record in records
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


EXPORT = Export(
    name="markdown",
    title="Markdown",
    ending="md",
    media_type="text/markdown",
    description="The table's first columns as a Markdown table.",
    write=markdown_export,
    rank=5,
)


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
