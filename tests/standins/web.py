"""Pages, files and feeds of people and institutes."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from tests.standins.clock import SimulatedClock
from tests.standins.exchange import Asked, Said, as_xml
from tests.standins.world import Entry, Feed, World


def answer(world: World, asked: Asked, _: SimulatedClock) -> Said:
    """What is at a path."""
    for feed in world.feeds:
        if feed.path == asked.path:
            return _feed(feed)
    for page in world.pages:
        if page.path == asked.path:
            content = page.content.encode() if isinstance(page.content, str) else page.content
            headers = {"ETag": f'"{hashlib.sha256(content).hexdigest()[:20]}"'}
            if page.modified:
                headers["Last-Modified"] = _day(page.modified).replace("+0000", "GMT")
            if asked.headers.get("if-none-match") == headers["ETag"]:
                return Said(304, headers=headers)
            return Said(200, content, page.kind, headers)
    return Said(404, b"<!doctype html><title>Not found</title>", "text/html")


def _day(day: str) -> str:
    return format_datetime(datetime.fromisoformat(day).replace(tzinfo=UTC))


def _feed(feed: Feed) -> Said:
    if feed.is_atom:
        entries = "".join(map(_atom, feed.entries))
        return as_xml(
            f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:loom</id>'
            f"<title>{escape(feed.title)}</title><updated>2026-11-18T00:00:00Z</updated>\n{entries}</feed>\n"
        )
    items = "".join(map(_rss, feed.entries))
    return as_xml(
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{escape(feed.title)}</title><link>https://loom.example/</link>"
        f"<description>News</description>\n{items}</channel></rss>\n",
        kind="application/rss+xml; charset=utf-8",
    )


def _atom(entry: Entry) -> str:
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in entry.authors)
    return (
        f"<entry><id>{escape(entry.identifier)}</id><title>{escape(entry.title)}</title>"
        f"<link href={quoteattr(entry.link)}/><published>{entry.published}T08:00:00Z</published>"
        f"<updated>{entry.published}T09:00:00Z</updated><summary>{escape(entry.summary)}</summary>{authors}</entry>\n"
    )


def _rss(entry: Entry) -> str:
    authors = "".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in entry.authors)
    return (
        f'<item><guid isPermaLink="false">{escape(entry.identifier)}</guid><title>{escape(entry.title)}</title>'
        f"<link>{escape(entry.link)}</link><pubDate>{_day(entry.published)}</pubDate>"
        f"<description>{escape(entry.summary)}</description>{authors}</item>\n"
    )
