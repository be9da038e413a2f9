"""Generated pages without their shells, for tests that need no website."""

from __future__ import annotations

from catalog.catalog import Catalog
from catalog.pages.render import SitePage
from catalog.pages.site_data import SiteData
from catalog.site import plan


def content(catalog: Catalog, path: str) -> str:
    """The HTML of one page."""
    data = SiteData(catalog)
    for job in plan.jobs(data, catalog.records):
        for name, page in job():
            if name == path and isinstance(page, SitePage):
                return data.render(page).html
    raise KeyError(path)


def paths(catalog: Catalog) -> set[str]:
    """The paths of all pages that have a shell of their own."""
    return {*plan.layouts(SiteData(catalog))}
