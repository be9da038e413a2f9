"""References for BibTeX: one entry a record, made of the columns the survey's settings name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from catalog.catalog import Catalog
from catalog.values import Record, When, short

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


def as_bibtex(catalog: Catalog, records: Sequence[Record]) -> str:
    """The records that have a title; a comment counts the others."""
    entries = [entry for record in records if (entry := reference(catalog, record))]
    left_out = len(records) - len(entries)
    note = f"% {left_out} without a known title left out\n\n" if left_out else ""
    return note + "\n".join(entries)


def reference(catalog: Catalog, record: Record) -> str:
    """One entry, or nothing where the title is not known."""
    known = citable(catalog, record)
    if "title" not in known:
        return ""
    date = known.get("date", (None,))[0]
    venue = known.get("venue", ("",))[0]
    fields = {
        # Double braces keep BibTeX from changing the case of names in titles.
        "title": f"{{{escaped(known['title'][0])}}}",
        "author": " and ".join(author(name) for name in known.get("authors", ())),
        "year": str(date.year) if isinstance(date, When) else "",
        "month": str(date.month) if isinstance(date, When) and date.month else "",
        "howpublished": escaped(str(venue)),
        **_address(known),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{record.slug},\n" + ",\n".join(lines) + "\n}\n"


def citable(catalog: Catalog, record: Record) -> Mapping[str, tuple[Any, ...]]:
    """What is known of a work: `title`, `authors`, `date`, `venue`, `arxiv`, `link`."""
    cite = catalog.settings.cite
    paths = {name: path for name, path in (cite.model_dump() if cite else {}).items() if path}
    found = {name: catalog.values(catalog.by_path[path], record) for name, path in paths.items()}
    return {name: values for name, values in found.items() if values}


def _address(known: Mapping[str, tuple[Any, ...]]) -> dict[str, str]:
    if "arxiv" in known:
        number = str(known["arxiv"][0])
        return {"eprint": number, "archiveprefix": "arXiv", "url": f"https://arxiv.org/abs/{number}"}
    return {"url": _url(str(known["link"][0]))} if "link" in known else {}


def author(name: Any) -> str:
    """`others` stays BibTeX's word; braces keep a group's name in one piece."""
    text = short(name)
    if is_others(text):
        return "others"
    return f"{{{escaped(text)}}}" if re.search(r"\band\b|,", text, re.IGNORECASE) else escaped(text)


def is_others(text: str) -> bool:
    """It stands for the authors that are not named."""
    return text.casefold().removeprefix("and ") in ("others", "et al.")


def escaped(text: str) -> str:
    """Plain text as LaTeX prints it; accents stay as Unicode, composed."""
    line = unicodedata.normalize("NFC", " ".join(str(text).split()))
    return _LIGATURE.sub("{}", line.translate(_ESCAPES))


def _url(text: str) -> str:
    """Addresses are printed literally, but a brace or backslash would end the field."""
    return text.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")
