"""One row per record, two columns per field: its value, and its evidence in short.

Values of one field are joined by `; `. Numbers keep their bound as a sign (`>=50000`). The blanks are written out:
`not reported`, `not applicable`; an empty cell has not been checked. The column `FIELD.evidence` holds, for each
value, its source, place, grade and marks.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from catalog.catalog import Catalog
from catalog.exports import Export, each
from catalog.model.columns import NOTHING, Column
from catalog.values import Blank, Fact, Record

_BEFORE_SIGN = re.compile(r"^[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
"""Blanks and invisible characters, which spreadsheets may drop."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Spreadsheets read a cell that begins with one of these as a formula."""


def csv_export(catalog: Catalog, records: Sequence[Record]) -> Iterator[str]:
    """The records as lines of CSV."""
    yield csv_line(["slug", "name", *header(catalog.columns)])
    for record in each(records):
        texts = [record.slug, record.name]
        for column in catalog.columns:
            texts += cells(column, column.facts(record))
        yield csv_line(texts)


EXPORT = Export(
    name="csv",
    title="CSV",
    ending="csv",
    media_type="text/csv",
    description="One row per record, two columns per field.",
    write=csv_export,
    rank=2,
)


class _Line:
    """A file for `csv.writer` that returns what is written."""

    @staticmethod
    def write(text: str) -> str:
        return text


_WRITER = csv.writer(_Line)


def csv_line(texts: Iterable[str]) -> str:
    """One line of CSV, ended by CR LF, with cells that no spreadsheet reads as a formula."""
    return str(_WRITER.writerow([text and safe(text) for text in texts]))


def header(columns: Iterable[Column]) -> Iterator[str]:
    """The headings of fields, two of each."""
    for column in columns:
        yield from (column.path, f"{column.path}.evidence")


def cells(column: Column, facts: Iterable[Fact[Any]]) -> tuple[str, str]:
    """The texts in the two columns of a field."""
    if facts is NOTHING:
        return "", ""
    checked = [fact for fact in facts if fact.blank is not Blank.NOT_CHECKED]
    return "; ".join([_text(column, fact) for fact in checked]), "; ".join(filter(None, map(evidence, checked)))


def _text(column: Column, fact: Fact[Any]) -> str:
    return fact.blank or "; ".join(map(column.type.csv, fact.values))


def evidence(fact: Fact[Any]) -> str:
    """The evidence of a fact in short: `paper, Section 3.2 [primary, contested]`."""
    place = ", ".join(filter(None, (fact.source, fact.where)))
    marks = ", ".join(dict.fromkeys((fact.verified.value, *fact.marks) if fact.verified else fact.marks))
    return f"{place} [{marks}]" if place and marks else place


def safe(text: str) -> str:
    """Text that no spreadsheet reads as a formula, also not by a wide or small form of a sign, or behind blanks."""
    if not text or (text[0].isalnum() and text[0].isascii()):
        return text
    visible = _BEFORE_SIGN.sub("", text)
    first = unicodedata.normalize("NFKC", visible[:1])
    return f"'{text}" if text.startswith(FORMULA) or first.startswith(FORMULA) else text
