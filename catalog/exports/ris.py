"""References in RIS, the form reference managers exchange: one a record, made of the columns the settings name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalog.catalog import Catalog
from catalog.exports.bibtex import citable, is_others
from catalog.values import Record, When, short

_END = "\r\n"


def as_ris(catalog: Catalog, records: Sequence[Record]) -> str:
    """The records that have a title; RIS has no comments to count the others."""
    return "".join(ris(catalog, record) for record in records)


def ris(catalog: Catalog, record: Record) -> str:
    """One reference, lines ended by CR LF, or nothing where the title is not known."""
    known = citable(catalog, record)
    if "title" not in known:
        return ""
    lines = [(tag, _line(text)) for tag, text in _lines(record, known)]
    return "".join(f"{tag}  - {text}{_END}" for tag, text in lines if text) + f"ER  - {_END}{_END}"


def _lines(record: Record, known: Mapping[str, Sequence[Any]]) -> Iterator[tuple[str, str]]:
    yield "TY", "GEN" if "venue" in known or "arxiv" not in known else "UNPB"
    yield "ID", record.slug
    yield "TI", known["title"][0]
    # Names stay as printed: a comma put in the wrong place would make a first name of a family name.
    yield from (("AU", name) for name in known.get("authors", ()) if not is_others(short(name)))
    date = known.get("date", (None,))[0]
    if isinstance(date, When):
        yield "PY", f"{date.year:04}"
        yield "DA", f"{date.year:04}/{_two(date.month)}/{_two(date.day)}/"
    yield "T2", str(known.get("venue", ("",))[0])
    if "arxiv" in known:
        yield "DO", f"10.48550/arXiv.{known['arxiv'][0]}"
        yield "UR", str(known["arxiv"][0].url)
    elif "link" in known:
        yield "UR", str(known["link"][0])


def _two(number: int | None) -> str:
    return f"{number:02}" if number else ""


def _line(text: str) -> str:
    """One line without what would start another; accents composed."""
    printable = "".join(letter if letter.isprintable() else " " for letter in str(text))
    return unicodedata.normalize("NFC", " ".join(printable.split()))
