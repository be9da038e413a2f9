"""News feeds: RSS, Atom and RDF, and the marks that arXiv's own have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from catalog.services import arxiv
from catalog.services.html_page import decode_page
from catalog.services.pages import visible_text
from catalog.services.replies import clean_text, read_day, read_names
from catalog.services.transport.exchange import Headers
from catalog.services.works import paper_in

TYPES = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"
"""What is asked for."""
MAX_BYTES = 8_000_000
_MAX_ENTRIES = 2000  # of one feed: arXiv's has no more
_MAX_TAGS = 200_000  # four times as many as arXiv's feed ever has; what is not closed takes the library long
_MAX_SUMMARY = 5000
_MAX_HTML = 50_000
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,500}\?>")
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
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


def feed_entries(content: bytes, headers: Headers) -> list[FeedEntry] | None:
    """The entries of a feed in its own order; None if `content` is no feed, defines entities, or reports an error."""
    import feedparser  # noqa: PLC0415 - only runs with feeds pay for it

    # The library knows charsets that are slow on purpose-made input, and may open a file that is named by text.
    text = _DECLARATION.sub("", decode_page(content, headers), count=1)
    if _ENTITY.search(text) or text.count("<") > _MAX_TAGS:
        return None
    stream = BytesIO(text.encode(errors="replace"))
    sent = {"content-type": "application/xml; charset=utf-8"}
    try:
        parsed = feedparser.parse(stream, response_headers=sent, sanitize_html=False, resolve_relative_uris=False)
    except Exception:  # noqa: BLE001 - the library raises whatever it meets in what is no feed
        return None
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
    paper = arxiv.read_identifier(own[1]) if own else paper_in(link)
    return FeedEntry(
        identifier=identifier or link,
        link=link,
        title=_plain(entry.get("title")),
        authors=_authors(entry.get("authors"), are_one_text=bool(own)),
        published=_day(entry),
        summary=summary[announced.end() :].strip() if announced else summary,
        arxiv=paper,
        kind=kind.lower(),
    )


def _plain(value: Any) -> str:
    """The text of what may be HTML."""
    return clean_text(visible_text(value[:_MAX_HTML]), _MAX_SUMMARY) if isinstance(value, str) else ""


def _authors(people: Any, *, are_one_text: bool) -> tuple[str, ...]:
    """The names; arXiv writes all of them into one text."""
    names = [str(person.get("name") or "") for person in people or () if isinstance(person, Mapping)]
    return read_names(",".join(names).split(",") if are_one_text else names)


def _day(entry: Mapping[str, Any]) -> str:
    # The library has an entry without one of the two find the other, with a warning.
    moments = (entry[name] for name in ("published_parsed", "updated_parsed") if name in entry)
    parsed = next(filter(None, moments), None)
    return read_day("{:04}-{:02}-{:02}".format(*parsed[:3])) if parsed else ""
