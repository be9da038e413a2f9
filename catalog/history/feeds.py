"""Atom feeds: of all changes of the data, of new records, of changes at their sources, and one for each record."""

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
from catalog.history.diff import RecordChange, file_lines, headline, record_heading, record_lines
from catalog.history.log import LogEntry, record_log
from catalog.history.upstream import UpstreamEntry, upstream_entries

CHANGES, NEW, SOURCES = "feeds/changes.xml", "feeds/new.xml", "feeds/sources.xml"
"""Paths of the feeds of the whole catalogue."""
MOST = 50
"""Entries of a feed; feed readers keep older ones themselves."""


def feeds(catalog: Catalog, log: Sequence[LogEntry]) -> dict[str, bytes]:
    """Return path below the site → Atom document; none where the survey has no address, which Atom needs.

    That of the sources is there where `catalog watch` has noted a change.

    The same catalogue and log give the same bytes.
    """
    if catalog.settings.address is None:
        return {}
    writer = _Writer(catalog, log)
    common = {CHANGES: writer.changes(), NEW: writer.new()}
    upstream = upstream_entries(catalog)
    common |= {SOURCES: writer.sources(upstream)} if upstream else {}
    return common | {
        record_feed(catalog, record.slug): writer.one(record.slug, record.name) for record in catalog.records
    }


def record_feed(catalog: Catalog, slug: str) -> str:
    """Return the path of the feed of one record."""
    return f"{catalog.settings.folder}/{slug}/feed.xml"


class _Entry(NamedTuple):
    """One entry before it is escaped; `suffix` makes the identifiers of one commit's entries differ."""

    title: str
    link: str
    lines: Sequence[str]
    suffix: str = ""


class _Feed(Atom1Feed):  # type: ignore[misc]
    """An Atom feed whose date comes from the data, so that the same data give the same feed on any day."""

    def latest_post_date(self) -> datetime:
        """Return the date of the newest entry, else the date given for the feed."""
        newest: datetime = max((item["updateddate"] for item in self.items), default=self.feed["updated"])
        return newest

    def add(self, commit: LogEntry, entry: _Entry) -> None:
        """Add an entry about one commit."""
        items = "".join(f"<li>{escape(printable(line))}</li>" for line in entry.lines)
        self.add_item(
            title=printable(entry.title),
            link=entry.link,
            description=f"<p>{escape(printable(commit.subject))}</p><ul>{items}</ul>",
            unique_id=f"{self.feed['id']}#{commit.commit[:10]}{entry.suffix}",
            pubdate=commit.date,
            updateddate=commit.date,
        )


class _Writer:
    def __init__(self, catalog: Catalog, log: Sequence[LogEntry]) -> None:
        self._catalog, self._log = catalog, log
        self._address = f"{str(catalog.settings.address).rstrip('/')}/"

    def changes(self) -> bytes:
        """Return the feed with one entry a commit."""
        title = self._catalog.settings.title
        feed = self._feed(CHANGES, f"{title}: changes", f"Every change of the data behind {title}.", self._address)
        for commit in self._log[:MOST]:
            change_lines = [line for record in commit.diff.records for line in _entry_lines(record)]
            change_lines += file_lines(commit.diff)
            link = f"{self._address}changes/#{commit.commit[:10]}"
            feed.add(commit, _Entry(headline(commit.diff), link, change_lines))
        return _bytes(feed)

    def new(self) -> bytes:
        """Return the feed with one entry a new record."""
        survey = self._catalog.settings
        feed = self._feed(NEW, f"{survey.title}: new {survey.many}", f"{survey.many} as they are added.", self._address)
        new = [(commit, record) for commit in self._log for record in commit.diff.of("new")]
        for commit, record in new[:MOST]:
            feed.add(commit, _Entry(record.name, self._page(record.slug), [record_heading(record)], f"-{record.slug}"))
        return _bytes(feed)

    def sources(self, entries: Sequence[UpstreamEntry]) -> bytes:
        """Return the feed with one entry a change at a source."""
        title, many = self._catalog.settings.title, self._catalog.settings.many
        about = f"What changed at the sources of the {many}: new versions, withdrawals, other licences."
        feed = self._feed(SOURCES, f"{title}: changes at the sources", about, f"{self._address}coverage/#changed")
        for entry in entries[:MOST]:
            day = datetime.combine(entry.change.noticed, time(), UTC)
            feed.add_item(
                title=printable(entry.title),
                link=f"{self._page(entry.cited[0].slug)}#sources",
                description="".join(f"<p>{escape(printable(line))}</p>" for line in entry.lines),
                unique_id=f"{feed.feed['id']}#{entry.digest}",
                pubdate=day,
                updateddate=day,
            )
        return _bytes(feed)

    def one(self, slug: str, name: str) -> bytes:
        """Return the feed with one entry for each commit that changed one record, whatever its slug was then."""
        title = f"{self._catalog.settings.title}: {name}"
        feed = self._feed(record_feed(self._catalog, slug), title, f"Changes of {name}.", self._page(slug))
        for commit, record in islice(record_log(self._log, slug), MOST):
            feed.add(commit, _Entry(record_heading(record), self._page(slug), record_lines(record)))
        return _bytes(feed)

    def _page(self, slug: str) -> str:
        """The URL of a record's page; of the home page where the record no longer exists."""
        exists = slug in self._catalog.by_slug
        return f"{self._address}{self._catalog.settings.folder}/{slug}/" if exists else self._address

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
        """The date of the newest record; with today's date each build would differ."""
        column = self._catalog.newest
        facts = [column.facts(record) for record in self._catalog.records] if column else []
        dates = [value.last for each in facts for fact in each for value in fact.values]
        return datetime.combine(max(dates), time(), UTC) if dates else datetime(1970, 1, 1, tzinfo=UTC)


def _entry_lines(record: RecordChange) -> list[str]:
    return [record_heading(record), *(f"{record.name}: {line}" for line in record_lines(record))]


def _bytes(feed: _Feed) -> bytes:
    out = BytesIO()
    feed.write(out, "utf-8")
    return out.getvalue() + b"\n"
