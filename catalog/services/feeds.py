"""News feeds: RSS, Atom and RDF, and the marks that arXiv's own have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Any

from catalog.services import arxiv
from catalog.services.replies import clean_text, read_day
from catalog.services.works import paper_in

_MAX_ENTRIES = 2000  # of one feed: arXiv's has no more
_MAX_SUMMARY = 5000
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ANNOUNCED = re.compile(r"\s*arXiv:\S+\s+Announce Type:\s*([\w-]+)\s*(?:Abstract:)?", re.IGNORECASE)
_OWN_ID = re.compile(r"oai:arXiv\.org:(\S+)", re.IGNORECASE)
_FAILED = "feed error for query"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of a feed."""

    identifier: str
    """What the feed tells it by: its own identifier, else its address."""
    link: str
    title: str
    authors: tuple[str, ...]
    published: str
    """Day as YYYY-MM-DD; of a change where nothing else is said."""
    summary: str
    """Text without markup."""
    arxiv: str
    """Identifier of the paper; empty if it is none of arXiv."""
    kind: str
    """Of an announcement of arXiv: `new`, `cross`, `replace` or `replace-cross`; else empty."""


def read_entries(content: bytes) -> list[FeedEntry] | None:
    """The entries of a feed, the first of the feed first; None if `content` is no feed, or reports an error."""
    import feedparser  # noqa: PLC0415 - only runs with feeds pay for it

    parsed = feedparser.parse(BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.get("version") or _FAILED in clean_text(parsed.feed.get("title")).lower():
        return None
    entries = map(_entry, parsed.entries[:_MAX_ENTRIES])
    return [entry for entry in entries if entry.identifier]


def _entry(entry: Mapping[str, Any]) -> FeedEntry:
    link = clean_text(entry.get("link"))
    identifier = clean_text(entry.get("id"))
    summary = _plain(entry.get("summary"))
    announced = _ANNOUNCED.match(summary)
    kind = clean_text(entry.get("arxiv_announce_type")) or (announced[1] if announced else "")
    own = _OWN_ID.fullmatch(identifier)
    return FeedEntry(
        identifier=identifier or link,
        link=link,
        title=_plain(entry.get("title")),
        authors=_authors(entry.get("authors")),
        published=_day(entry),
        summary=summary[announced.end() :].strip() if announced else summary,
        arxiv=arxiv.read_identifier(own[1]) if own else paper_in(link),
        kind=kind.lower(),
    )


def _plain(value: Any) -> str:
    return clean_text(unescape(_TAG.sub(" ", value)), _MAX_SUMMARY) if isinstance(value, str) else ""


def _authors(people: Any) -> tuple[str, ...]:
    """The names; arXiv writes all of them into one text."""
    names = [clean_text(person.get("name"), _MAX_SUMMARY) for person in people or () if isinstance(person, Mapping)]
    if len(names) == 1:
        names = [name.strip() for name in names[0].split(",")]
    return tuple(filter(None, names))


def _day(entry: Mapping[str, Any]) -> str:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    return read_day("{:04}-{:02}-{:02}".format(*parsed[:3])) if parsed else ""
