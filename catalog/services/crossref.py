"""Crossref: what publishers say of the works that they gave a DOI; other agencies' DOIs are not known there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import quote

from catalog.services.replies import clean_text, read_names

API = "https://api.crossref.org"
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_SERIES = re.compile(
    r"(?:lecture notes in|communications in computer and information science|advances in intelligent systems|"
    r"ceur workshop proceedings|ifip advances|smart innovation, systems|studies in computational|springer proceedings)",
    re.IGNORECASE,
)
"""Titles of series, of which a volume is the venue."""
RETRACTIONS = frozenset({"retraction", "removal", "withdrawal"})
"""Types of the updates that take a work back."""
_RETRACTED = re.compile(r"\[?(?:retracted|withdrawn)(?: article| paper| chapter)?\s*[:\]]", re.IGNORECASE)
"""The mark that publishers put before the title of what they retracted."""


def description_url(identifier: str, api: str = API) -> str:
    """Address of the API for the work with this DOI."""
    return f"{api}/works/{quote(identifier, safe='')}"


@dataclass(frozen=True, slots=True)
class CrossrefWork:
    """A work as the API describes it."""

    doi: str
    title: str
    authors: tuple[str, ...]
    venue: str
    """Journal or proceedings; empty where only a series is named."""
    published: str
    """YYYY, YYYY-MM or YYYY-MM-DD; empty if it is not said."""
    publisher: str
    kind: str
    """`journal-article`, `proceedings-article`, `posted-content` …"""
    is_retracted: bool


def read_work(reply: Mapping[str, Any]) -> CrossrefWork | None:
    """The work that a reply describes; None if it describes none."""
    message = reply.get("message")
    if not isinstance(message, Mapping):
        return None
    authors = message.get("author")
    return CrossrefWork(
        doi=clean_text(message.get("DOI")),
        title=_title(message),
        authors=read_names(map(_name, authors)) if isinstance(authors, list) else (),
        venue=_venue(message.get("container-title")),
        published="-".join(_date(message.get("issued"))),
        publisher=clean_text(message.get("publisher")),
        kind=clean_text(message.get("type")),
        is_retracted=_is_retracted(message),
    )


def _title(message: Mapping[str, Any]) -> str:
    """Title and subtitle, which publishers deposit apart."""
    title, subtitle = _first_text(message.get("title")), _first_text(message.get("subtitle"))
    if not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title.rstrip(':')}: {subtitle}" if title else subtitle


def _venue(titles: Any) -> str:
    """The first title that is not a series of proceedings of many conferences."""
    texts = [_first_text([title]) for title in titles] if isinstance(titles, list) else []
    return next((text for text in texts if text and not _SERIES.match(text)), "")


def _is_retracted(message: Mapping[str, Any]) -> bool:
    """Whether a publisher says it of the work itself; a notice that retracts another is a work of its own."""
    updates = message.get("updated-by")
    kinds = [each.get("type") for each in updates if isinstance(each, Mapping)] if isinstance(updates, list) else []
    return not RETRACTIONS.isdisjoint(filter(None, map(clean_text, kinds))) or bool(
        _RETRACTED.match(_first_text(message.get("title")))
    )


def _first_text(texts: Any) -> str:
    """The first of a list of texts, in which publishers leave markup."""
    text = texts[0] if isinstance(texts, list) and texts else ""
    return clean_text(unescape(_TAG.sub("", text))) if isinstance(text, str) else ""


def _name(author: Any) -> str:
    if not isinstance(author, Mapping):
        return ""
    names = (clean_text(author.get("given")), clean_text(author.get("family")))
    return " ".join(filter(None, names)) or clean_text(author.get("name"))


def _date(issued: Any) -> Iterator[str]:
    """The parts of a date that are said, each two or four digits; only the year is sure to be there."""
    parts = issued.get("date-parts") if isinstance(issued, Mapping) else None
    numbers = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    for number, (low, high) in zip(numbers, ((1000, 9999), (1, 12), (1, 31)), strict=False):
        if not isinstance(number, int) or not low <= number <= high:
            return
        yield f"{number:02}"
