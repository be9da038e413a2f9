"""References for BibTeX: one entry per record, made of the columns the survey's settings name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalog.catalog import Catalog
from catalog.exports import Export, each
from catalog.exports.works import citable, is_others, kind, work_url, year
from catalog.values import Record, short

_TYPES = {
    "conference": ("inproceedings", "booktitle"),
    "journal": ("article", "journal"),
    "report": ("techreport", "institution"),
}
"""Kind of work → type of entry, and the field for where it was published."""
_SPECIAL = {
    "\\": r"\textbackslash{}",
    # BibTeX counts braces even behind a backslash, and one too many would end the file.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_ESCAPES = str.maketrans(_SPECIAL)
_LIGATURE = re.compile(r"(?<=([-`',<>]))(?=\1)|(?<=[?!])(?=`)")
"""Where TeX would make one sign of two: a dash of hyphens, a quote of backticks."""


def bibtex_export(catalog: Catalog, records: Sequence[Record]) -> Iterator[str]:
    """The records that have a title; a comment counts the others."""
    titled = [record for record in records if "title" in citable(catalog, record)]
    if len(titled) < len(records):
        yield f"% {len(records) - len(titled)} without a known title left out\n\n"
    for index, record in enumerate(each(titled)):
        yield "\n" * bool(index) + bibtex_reference(catalog, record)


EXPORT = Export(
    name="bibtex",
    title="BibTeX",
    ending="bib",
    media_type="application/x-bibtex",
    description="One reference per record.",
    write=bibtex_export,
    rank=3,
    is_of_works=True,
)


def bibtex_reference(catalog: Catalog, record: Record) -> str:
    """One entry, or nothing where the title is not known."""
    work = citable(catalog, record)
    if "title" not in work:
        return ""
    published = year(work)
    date, arxiv = work.get("date", (None,))[0], work.get("arxiv", ("",))[0]
    entry, place = _TYPES.get(kind(work), ("misc", "howpublished"))
    fields = {
        "title": braced(work["title"][0]),
        "author": " and ".join(author(name) for name in work.get("authors", ())),
        "year": str(published or ""),
        "month": str(date.month or "") if date and date.year == published else "",
        place: latex(str(work.get("venue", ("",))[0])),
        "doi": literal_url(str(work.get("doi", ("",))[0])),
        "eprint": str(arxiv),
        "archiveprefix": "arXiv" if arxiv else "",
        "url": literal_url(work_url(work)),
    }
    return bibtex_entry(record.slug, fields, entry)


def bibtex_entry(key: str, fields: Mapping[str, str], entry: str = "misc") -> str:
    """An entry of the fields that are not empty; their values are LaTeX."""
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{entry}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def braced(text: str) -> str:
    """Text that BibTeX prints as it is: it neither changes the case of a title nor splits the name of a group."""
    return f"{{{latex(text)}}}"


def author(name: Any) -> str:
    """The name of a person or a group; `others` is BibTeX's own word."""
    text = short(name)
    if is_others(text):
        return "others"
    return braced(text) if re.search(r"\band\b|,", text, re.IGNORECASE) else latex(text)


def latex(text: str) -> str:
    """Plain text as LaTeX source; accents stay as Unicode, composed."""
    line = unicodedata.normalize("NFC", " ".join(str(text).split()))
    return _LIGATURE.sub("{}", line.translate(_ESCAPES))


def literal_url(text: str) -> str:
    """An address, which BibTeX prints literally; a brace or backslash would end the field."""
    return text.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")
