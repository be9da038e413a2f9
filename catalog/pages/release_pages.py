"""The catalogue at earlier releases: a page that lists them, and the whole table of each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.catalog import Catalog
from catalog.history.releases import Release
from catalog.pages import compare, coverage
from catalog.pages.leaderboards import leaderboards
from catalog.pages.record import RecordView
from catalog.pages.references import reference_shares
from catalog.pages.render import READING, Layout, SitePage
from catalog.pages.site_data import SiteData
from catalog.pages.table import CatalogTable, further_pages
from catalog.pages.table_cells import CellWriter

FOLDER = "as-of"
"""Part of the addresses."""

TABLE = Layout(("catalogue.js", "table.js"), headed=False, styles=("charts.css", "table.css"))
"""Of pages with a table that readers filter."""


def release_pages(data: SiteData) -> Iterator[tuple[str, SitePage | str]]:
    """Path → page or script: the list of releases, and the table of each; nothing where there are none."""
    if data.releases:
        yield FOLDER, _list(data)
    for release in data.releases:
        path = f"{FOLDER}/{release.day}"
        table = CatalogTable(CellWriter(release.catalog, "../../", data.catalog))
        yield path, (first := _table(table, release, data.catalog))
        yield from further_pages(table, path, first)
        yield from table.scripts(path)
        yield from _evidence(release)


def _list(data: SiteData) -> SitePage:
    return SitePage(
        "releases",
        "Releases",
        "The catalogue as it stood at earlier releases.",
        {
            "lines": [(release, coverage.counts(release.catalog), _added(data, release)) for release in data.releases],
            "now": coverage.counts(data.catalog),
            "changed": bool(data.log),
        },
        READING,
    )


def _added(data: SiteData, release: Release) -> int:
    """How many of today's records a release did not have, under whatever slug."""
    earlier = release.catalog.by_slug
    return sum(not {record.slug, *record.formerly} & earlier.keys() for record in data.catalog.records)


def _table(table: CatalogTable, release: Release, today: Catalog) -> SitePage:
    day = f"{release.day:%-d %B %Y}"
    return SitePage(
        "catalogue",
        f"Catalogue on {day}",
        f"All {release.catalog.settings.many} as they stood on {day}.",
        {
            "data": table,
            "rows": "",
            "evidence": f"{FOLDER}/{release.day}",
            "references": reference_shares(today),
            "release": release,
        },
        layout=TABLE,
        searchable=False,
        updated=release.day.isoformat(),
    )


def _evidence(release: Release) -> Iterator[tuple[str, str]]:
    """The script of each record, for the pop-ups in the table of its release."""
    measurements = compare.measurements_of_records(release.catalog, leaderboards(release.catalog))
    for record in release.catalog.records:
        path = f"{FOLDER}/{release.day}/{record.slug}/evidence.js"
        yield path, compare.script(RecordView(release.catalog, record, "../../../"), measurements, has_page=False)
