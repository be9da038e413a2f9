"""The catalogue at earlier releases: a page that lists them, and the whole table of each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.catalog import Catalog
from catalog.history.releases import Release
from catalog.model.columns import Column
from catalog.pages import compare, coverage, table
from catalog.pages.cells import Writer
from catalog.pages.leaderboards import leaderboards
from catalog.pages.render import Page

FOLDER = "as-of"
"""Part of the addresses."""


@dataclass(frozen=True)
class AsOf:
    """Writes the pages of the archived days."""

    today: Catalog
    pasts: Sequence[Release]
    shown: Sequence[Column]
    page: Page
    changed: bool = False
    """There is a page of changes."""

    def pages(self) -> Iterator[tuple[str, str]]:
        """The list and every day; nothing where nothing is archived."""
        if self.pasts:
            yield f"{FOLDER}.md", self._list()
        for past in self.pasts:
            yield f"{FOLDER}/{past.day}.md", self._day(past)
            yield from self._evidence(past)

    def _list(self) -> str:
        return self.page(
            "as-of",
            "Releases",
            "The catalogue as it stood at earlier releases.",
            front={"hide": ["navigation", "toc"]},
            lines=[(past, coverage.counts(past.catalog), self._since(past)) for past in self.pasts],
            now=coverage.counts(self.today),
            changed=self.changed,
        )

    def _since(self, past: Release) -> int:
        """How many records of today that day did not have, under whatever slug."""
        then = past.catalog.by_slug
        return sum(not {record.slug, *record.formerly} & then.keys() for record in self.today.records)

    def _day(self, past: Release) -> str:
        catalog = past.catalog
        day = f"{past.day:%-d %B %Y}"
        return self.page(
            "catalogue",
            f"Catalogue on {day}",
            f"All {catalog.settings.many} as they stood on {day}.",
            front={
                "hide": ["navigation", "toc"],
                "search": {"exclude": True},
                "scripts": ["catalogue.js", "plots.js"],
                "updated": past.day.isoformat(),
            },
            data=table.payload(catalog, catalog.newest_first, self.shown),
            shown=self.shown,
            more=(),
            records=catalog.newest_first,
            write=Writer(catalog, "../../", self.today),
            evidence=f"{FOLDER}/{past.day}",
            past=past,
        )

    def _evidence(self, past: Release) -> Iterator[tuple[str, str]]:
        """What the pop-ups of that day's table say."""
        measured = compare.measured(past.catalog, leaderboards(past.catalog))
        for record in past.catalog.records:
            name = f"{FOLDER}/{past.day}/{record.slug}/evidence.js"
            yield name, compare.script(past.catalog, record, measured)
