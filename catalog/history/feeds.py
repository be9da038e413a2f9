"""Atom feeds of the data's changes: all of them, new records alone, and one feed a record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from functools import cached_property
from html import escape
from io import BytesIO
from itertools import islice
from typing import NamedTuple

from feedgenerator import Atom1Feed

from catalog.catalog import Catalog
from catalog.escape import printable
from catalog.history.diff import RecordChange, headline
from catalog.history.diff.text import file_text, heading, lines
from catalog.history.log import LogEntry, record_log

ALL, NEW = "feeds/changes.xml", "feeds/new.xml"
"""Where the two common feeds stand."""
MOST = 50
"""Entries of a feed; readers keep what they have seen."""


def feeds(catalog: Catalog, steps: Sequence[LogEntry]) -> dict[str, bytes]:
    """Path below the site → Atom document; none where the survey has no address, which Atom needs.

    The same catalogue and history give the same bytes.
    """
    if catalog.settings.address is None:
        return {}
    writer = _Writer(catalog, steps)
    made = {ALL: writer.all(), NEW: writer.new()}
    for record in catalog.records:
        made[record_feed(catalog, record.slug)] = writer.one(record.slug, record.name)
    return made


def record_feed(catalog: Catalog, slug: str) -> str:
    """Where the feed of one record stands."""
    return f"{catalog.settings.folder}/{slug}/feed.xml"


class _Entry(NamedTuple):
    """One entry before it is escaped; `ident` tells entries of one commit apart."""

    title: str
    link: str
    lines: Sequence[str]
    ident: str = ""


class _Feed(Atom1Feed):  # type: ignore[misc]
    """An Atom feed whose date comes from the data, so that an empty one is the same tomorrow."""

    def latest_post_date(self) -> datetime:
        """The newest entry, else what the feed was made with."""
        newest: datetime = max((item["updateddate"] for item in self.items), default=self.feed["updated"])
        return newest

    def add(self, step: LogEntry, entry: _Entry) -> None:
        """Add an entry for what one commit did."""
        listed = "".join(f"<li>{escape(printable(line))}</li>" for line in entry.lines)
        self.add_item(
            title=printable(entry.title),
            link=entry.link,
            description=f"<p>{escape(printable(step.subject))}</p><ul>{listed}</ul>",
            unique_id=f"{self.feed['id']}#{step.commit[:10]}{entry.ident}",
            pubdate=step.when,
            updateddate=step.when,
        )


class _Writer:
    def __init__(self, catalog: Catalog, steps: Sequence[LogEntry]) -> None:
        self._catalog, self._steps = catalog, steps
        self._address = f"{str(catalog.settings.address).rstrip('/')}/"

    def all(self) -> bytes:
        """One entry a commit."""
        title = self._catalog.settings.title
        feed = self._feed(ALL, f"{title}: changes", f"Every change of the data behind {title}.", self._address)
        for step in self._steps[:MOST]:
            told = [line for record in step.diff.records for line in _told(record)]
            told += [line for file in step.diff.files for line in file_text(file).split("\n")]
            link = f"{self._address}changes/#{step.commit[:10]}"
            feed.add(step, _Entry(headline(step.diff), link, told))
        return _bytes(feed)

    def new(self) -> bytes:
        """One entry a new record."""
        survey = self._catalog.settings
        feed = self._feed(NEW, f"{survey.title}: new {survey.many}", f"{survey.many} as they are added.", self._address)
        found = [(step, record) for step in self._steps for record in step.diff.of("new")]
        for step, record in found[:MOST]:
            feed.add(step, _Entry(record.name, self._page(record.slug), [heading(record)], f"-{record.slug}"))
        return _bytes(feed)

    def one(self, slug: str, name: str) -> bytes:
        """One entry for each commit that changed one record, whatever its slug was then."""
        title = f"{self._catalog.settings.title}: {name}"
        feed = self._feed(record_feed(self._catalog, slug), title, f"Changes of {name}.", self._page(slug))
        for step, record in islice(record_log(self._steps, slug), MOST):
            feed.add(step, _Entry(heading(record), self._page(slug), lines(record)))
        return _bytes(feed)

    def _page(self, slug: str) -> str:
        """The address of a record's page; what is gone has only the catalogue."""
        known = slug in self._catalog.by_slug
        return f"{self._address}{self._catalog.settings.folder}/{slug}/" if known else self._address

    def _feed(self, path: str, title: str, description: str, link: str) -> _Feed:
        people = ", ".join(person.name for person in self._catalog.settings.people)
        return _Feed(
            title=printable(title),
            description=printable(description),
            link=link,
            feed_url=f"{self._address}{path}",
            feed_guid=f"{self._address}{path}",
            language="en",
            author_name=printable(people or self._catalog.settings.title),
            updated=self._updated,
        )

    @cached_property
    def _updated(self) -> datetime:
        """The date of the newest record: the clock would make each build differ."""
        column = self._catalog.by_path[self._catalog.settings.newest]
        dates = [value.last for record in self._catalog.records for value in self._catalog.values(column, record)]
        return datetime.combine(max(dates), time(), UTC) if dates else datetime(1970, 1, 1, tzinfo=UTC)


def _told(record: RecordChange) -> list[str]:
    return [heading(record), *(f"{record.name}: {line}" for line in lines(record))]


def _bytes(feed: _Feed) -> bytes:
    out = BytesIO()
    feed.write(out, "utf-8")
    return out.getvalue() + b"\n"
