"""What a record has on the website: its page, and the files beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalog.catalog import Catalog
from catalog.exports.bibtex import bibtex_reference
from catalog.exports.jsonld import article
from catalog.history.feeds import record_feed
from catalog.history.log import record_log
from catalog.pages import compare
from catalog.pages.record import RecordView
from catalog.pages.render import RECORD, SitePage, own_template_faults
from catalog.pages.site_data import SiteData, templates
from catalog.values import Record


def record_files(data: SiteData, record: Record) -> Iterator[tuple[str, SitePage | str]]:
    """Path on the website → page or content.

    Raises:
        SetupError: the survey's own function for drawings cannot be imported.
    """
    catalog = data.catalog
    folder = f"{catalog.settings.folder}/{record.slug}"
    view = record_view(data, record)
    yield record_page(data, record, view)
    yield f"{folder}/evidence.js", compare.script(view, data.measurements)
    for former in record.formerly:
        yield f"{catalog.settings.folder}/{former}", _moved(catalog, record)


def record_view(data: SiteData, record: Record) -> RecordView:
    """What the page of a record prints."""
    return RecordView(data.catalog, record, "../../", data.measurements[record.slug], data.changed.get(record.slug, ()))


def record_inputs(data: SiteData, record: Record) -> Any:
    """What the files of a record print of other records, leaderboards and history, beside their own file."""
    catalog = data.catalog
    columns = [column for column in catalog.columns if column.type.is_record]
    named = {slug for column in columns for slug in catalog.values(column, record)}
    return (
        [(slug, catalog.by_slug[slug].name) for slug in sorted(named & catalog.by_slug.keys())],
        [
            (column.path, [(other.slug, other.name) for other in others])
            for column, others in catalog.referrers.get(record.slug, ())
        ],
        [
            (board.path, board.title, board.more, [group.strip.digest for group in board.groups])
            for board, _ in data.measurements[record.slug]
        ],
        [entry.commit for entry, _ in record_log(data.log, record.slug)],
        data.commit_dates.get(f"{catalog.settings.folder}/{record.slug}.yml"),
    )


def prepare(data: SiteData) -> None:
    """Compute what the files of all records share, so that forked processes inherit it."""
    _ = data.measurements, data.changed, data.log, data.commit_dates, data.catalog.referrers, data.catalog.by_slug
    with own_template_faults():
        templates(data.catalog.project).get_template("record.jinja")


def record_page(data: SiteData, record: Record, view: RecordView | None = None) -> tuple[str, SitePage]:
    """The path and the page of a record, with what it prints if that is there already."""
    catalog = data.catalog
    feed = record_feed(catalog, record.slug) if catalog.settings.address else ""
    changed = data.commit_dates.get(f"{catalog.settings.folder}/{record.slug}.yml")
    evidence = " with its evidence" if catalog.has_evidence else ""
    page = SitePage(
        "record",
        record.name,
        f"{record.name} in {catalog.settings.title}: every field{evidence}.",
        {
            "record": record,
            "view": view or record_view(data, record),
            "bibtex": bibtex_reference(catalog, record),
            "history": list(record_log(data.log, record.slug)),
            "feed": feed,
        },
        RECORD,
        searchable=False,  # by its fields, see `catalog.pages.search_texts`
        data=article(catalog, record),
        updated=changed.date().isoformat() if changed else "",
        feed="feed.xml" if feed else "",
    )
    return f"{catalog.settings.folder}/{record.slug}", page


def _moved(catalog: Catalog, record: Record) -> SitePage:
    title = f"{record.name} has moved"
    context = {"record": record, "url": f"../{record.slug}/"}
    path = f"{catalog.settings.folder}/{record.slug}"
    return SitePage("moved", title, title, context, searchable=False, moved_to=path)
