"""What a record has on the website: its page, and the files beside it."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.errors import SetupError
from catalog.exports.bibtex import bibtex_reference
from catalog.exports.jsonld import article
from catalog.history.feeds import record_feed
from catalog.history.log import record_log
from catalog.pages import compare
from catalog.pages.card import card
from catalog.pages.record import RecordView
from catalog.pages.render import WIDE, SitePage
from catalog.pages.site_data import SiteData
from catalog.settings import import_object
from catalog.values import Record


def record_files(data: SiteData, record: Record) -> Iterator[tuple[str, SitePage | str]]:
    """File below `build/docs` → page or content.

    Raises:
        SetupError: the survey's own function for drawings cannot be imported.
    """
    catalog = data.catalog
    folder = f"{catalog.settings.folder}/{record.slug}"
    drawing, thumbnail = _drawing(data, record, "drawing"), _drawing(data, record, "thumbnail")
    yield f"{folder}.md", _page(data, record, drawing)
    yield f"{folder}/card.svg", card(catalog, record)
    evidence = compare.script(catalog, record, data.measurements, drawn=bool(drawing), thumbnail=thumbnail)
    yield f"{folder}/evidence.js", evidence
    if drawing:
        yield f"{folder}/architecture.svg", drawing
    for former in record.formerly:
        yield f"{catalog.settings.folder}/{former}.md", _moved(record)


def prepare(data: SiteData) -> None:
    """Compute what the files of all records share, so that forked processes inherit it."""
    _ = data.measurements, data.log, data.commit_dates, data.catalog.referrers, data.catalog.by_slug
    data.environment.get_template("record.md.jinja")


def _drawing(data: SiteData, record: Record, name: str) -> str:
    """The SVG of the function that the survey's settings call `name`; empty where they name none."""
    path = getattr(data.catalog.settings, name)
    if path is None:
        return ""
    try:
        draw = import_object(path)
    except ImportError as error:
        raise SetupError(f"{name} in data/survey.yml: {error}") from error
    return str(draw(record, data.catalog.vocabularies))


def _page(data: SiteData, record: Record, drawing: str) -> SitePage:
    catalog = data.catalog
    feed = record_feed(catalog, record.slug) if catalog.settings.address else ""
    changed = data.commit_dates.get(f"{catalog.settings.folder}/{record.slug}.yml")
    return SitePage(
        "record",
        record.name,
        f"{record.name} in {catalog.settings.title}: every field with its evidence.",
        {
            "record": record,
            "view": RecordView(catalog, record, "../../"),
            "drawing": drawing,
            "bibtex": bibtex_reference(catalog, record),
            "history": list(record_log(data.log, record.slug)),
            "feed": feed,
        },
        hide=WIDE,
        metadata={
            "ld": article(catalog, record),
            "updated": changed.date().isoformat() if changed else "",
            "feed": feed,
        },
    )


def _moved(record: Record) -> SitePage:
    title = f"{record.name} has moved"
    context = {"record": record, "url": f"../{record.slug}/"}
    return SitePage("moved", title, title, context, searchable=False, metadata={"unlisted": True})
