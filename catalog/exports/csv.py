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
from functools import cache
from typing import Any

from catalog.catalog import Catalog
from catalog.exports import Export, each
from catalog.model.columns import NOTHING, Column, reader
from catalog.values import Blank, Fact, Grade, Record

_BEFORE_SIGN = re.compile(r"^[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
"""Blanks and invisible characters, which spreadsheets may drop."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Spreadsheets read a cell that begins with one of these as a formula."""


def csv_export(catalog: Catalog, records: Sequence[Record]) -> Iterator[str]:
    """The records as lines of CSV."""
    yield csv_line(["slug", "name", *header(catalog.columns)])
    read = reader(catalog.columns)
    for record in each(records):
        yield csv_line([record.slug, record.name, *cells(catalog.columns, read(record))])


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


def cells(columns: Iterable[Column], facts: Iterable[Iterable[Fact[Any]]]) -> list[str]:
    """The texts in the two columns of each field, of which these are the facts."""
    texts: list[str] = []
    for column, own in zip(columns, facts, strict=True):
        if own is NOTHING:
            texts += ("", "")
            continue
        checked = [fact for fact in own if fact.blank is not Blank.NOT_CHECKED]
        texts += ["; ".join([_text(column, fact) for fact in checked]), "; ".join(filter(None, map(evidence, checked)))]
    return texts


def _text(column: Column, fact: Fact[Any]) -> str:
    return fact.blank or "; ".join(map(column.type.csv, fact.values))


def evidence(fact: Fact[Any]) -> str:
    """The evidence of a fact in short: `paper, Section 3.2 [primary, contested]`."""
    place = ", ".join(filter(None, (fact.source, fact.where)))
    marks = _grade_and_marks(fact.verified, fact.marks) if place else ""
    return f"{place} [{marks}]" if marks else place


@cache
def _grade_and_marks(grade: Grade | None, marks: tuple[str, ...]) -> str:
    return ", ".join(dict.fromkeys((grade.value, *marks) if grade else marks))


def safe(text: str) -> str:
    """Text that no spreadsheet reads as a formula, also not by a wide or small form of a sign, or behind blanks."""
    if not text or (text[0].isalnum() and text[0].isascii()):
        return text
    visible = _BEFORE_SIGN.sub("", text)
    first = unicodedata.normalize("NFKC", visible[:1])
    return f"'{text}" if text.startswith(FORMULA) or first.startswith(FORMULA) else text
