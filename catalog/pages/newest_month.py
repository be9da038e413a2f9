"""What is new in the newest month of which the data tells anything; no clock is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalog.catalog import Catalog
from catalog.history.log import LogEntry
from catalog.values import Record


@dataclass(frozen=True, slots=True)
class NewestMonth:
    """A month, with the records that began in it, and those that were added to the catalogue in it: when."""

    first: date
    released: tuple[Record, ...]
    added: dict[str, date]

    @property
    def label(self) -> str:
        """`November 2026`."""
        return f"{self.first:%B %Y}"

    @property
    def counted(self) -> str:
        """`3 released, 5 added`."""
        counts = ((len(self.released), "released"), (len(self.added), "added"))
        return ", ".join(f"{count:,} {word}" for count, word in counts if count)


def newest_month(catalog: Catalog, log: Sequence[LogEntry]) -> NewestMonth | None:
    """Return the newest month in which a record began or was added; None where neither is known.

    A commit with which the catalogue began adds nothing that is new to a reader.
    """
    began = {record.slug: day for record in catalog.records if (day := _beginning(catalog, record))}
    added = _added(catalog, log)
    months = [day.replace(day=1) for day in (*began.values(), *added.values())]
    if not months:
        return None
    first = max(months)
    released = [record for record in catalog.newest_first if began.get(record.slug, date.min).replace(day=1) == first]
    return NewestMonth(
        first, tuple(released), {slug: day for slug, day in added.items() if day.replace(day=1) == first}
    )


def _beginning(catalog: Catalog, record: Record) -> date | None:
    """The date by which records are sorted, where at least its month is known."""
    dates = catalog.values(catalog.newest, record) if catalog.newest else ()
    return dates[0].first if dates and dates[0].month else None


def _added(catalog: Catalog, log: Sequence[LogEntry]) -> dict[str, date]:
    """Slug → the day on which the record was added, newest first; of records that are still there."""
    entries = [(entry, [record.slug for record in entry.diff.of("new")]) for entry in log]
    begun = max((number for number, (_, slugs) in enumerate(entries) if slugs), default=None)
    found = ((slug, entry.date.date()) for entry, slugs in entries[:begun] for slug in slugs)
    return {slug: day for slug, day in found if slug in catalog.by_slug}
