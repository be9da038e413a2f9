"""References in RIS, the format reference managers exchange: one per record, made of the columns the settings name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from catalog.catalog import Catalog
from catalog.exports import Export, each
from catalog.exports.works import citable, is_others, kind, work_url, year
from catalog.values import Record, short

_TYPES = {"conference": "CONF", "journal": "JOUR", "report": "RPRT"}
"""Kind of work → type of reference."""
_END = "\r\n"


def ris_export(catalog: Catalog, records: Sequence[Record]) -> Iterator[str]:
    """The records that have a title; RIS has no comments to count the others."""
    return (ris_reference(catalog, record) for record in each(records))


EXPORT = Export(
    name="ris",
    title="RIS",
    ending="ris",
    media_type="application/x-research-info-systems",
    description="One reference per record, for reference managers.",
    write=ris_export,
    rank=4,
    is_of_works=True,
)


def ris_reference(catalog: Catalog, record: Record) -> str:
    """One reference, or nothing where the title is not known."""
    work = citable(catalog, record)
    return ris_entry(_lines(record, work)) if "title" in work else ""


def ris_entry(lines: Iterable[tuple[str, str]]) -> str:
    """A reference of the tags whose text is not empty; lines end in CR LF."""
    texts = ((tag, _line(text)) for tag, text in lines)
    return "".join(f"{tag}  - {text}{_END}" for tag, text in texts if text) + f"ER  - {_END}{_END}"


def _lines(record: Record, work: Mapping[str, Sequence[Any]]) -> Iterator[tuple[str, str]]:
    unpublished = "GEN" if "venue" in work or "arxiv" not in work else "UNPB"
    yield "TY", _TYPES.get(kind(work), unpublished)
    yield "ID", record.slug
    yield "TI", work["title"][0]
    # Names stay as printed: a comma put in the wrong place would make a first name of a family name.
    yield from (("AU", name) for name in work.get("authors", ()) if not is_others(short(name)))
    date, published = work.get("date", (None,))[0], year(work)
    yield "PY", f"{published:04}" if published else ""
    if date and date.year == published:
        yield "DA", f"{date.year:04}/{_two(date.month)}/{_two(date.day)}/"
    yield "T2", str(work.get("venue", ("",))[0])
    yield "DO", str(next(iter(work.get("doi", ())), "")) or _arxiv_doi(work)
    yield "UR", work_url(work)


def _arxiv_doi(work: Mapping[str, Sequence[Any]]) -> str:
    return f"10.48550/arXiv.{work['arxiv'][0]}" if "arxiv" in work else ""


def _two(number: int | None) -> str:
    return f"{number:02}" if number else ""


def _line(text: str) -> str:
    """One line without what would start another; accents composed."""
    text = str(text)
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    return unicodedata.normalize("NFC", " ".join(text.split()))
