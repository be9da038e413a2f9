"""What would help most: which sources to read again, by age and by how often their facts are shown.

No clock is asked: ages count from the newest day on which any source was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest

from catalog.catalog import Catalog
from catalog.model.node import Path, WrittenFact
from catalog.pages.changed_sources import ChangedSource
from catalog.pages.coverage import WrittenBySlug
from catalog.settings import column_paths
from catalog.values import Record, Source

MOST = 10
"""Sources of the list."""
CHANGED = 2
"""How much more a source counts that changed since it was read."""


@dataclass(frozen=True, slots=True)
class Rereading:
    """A source of a record that could be read again."""

    record: Record
    key: str
    source: Source
    days: int
    """From its reading to the newest reading of the catalogue."""
    facts: int
    places: int
    """Where its facts are shown, one fact after the other."""
    has_changed: bool

    @property
    def gain(self) -> int:
        """How much it would help."""
        return self.days * self.places * (CHANGED if self.has_changed else 1)


def rereadings(
    catalog: Catalog, written: WrittenBySlug, changed: Mapping[str, Sequence[ChangedSource]]
) -> list[Rereading]:
    """Return the sources that it would help most to read again, the first one most; none where no reading has a day.

    A source of which nobody noted the day counts as read on the first of all noted days.
    """
    sources = (source for record in catalog.records for source in record.sources.values())
    days = [source.read.last.toordinal() for source in sources if source.read]
    if not days:
        return []
    places, ends = shown_places(catalog), (min(days), max(days))
    found = (
        each
        for record in catalog.records
        for each in _of_record(record, written[record.slug], places, ends, changed.get(record.slug, ()))
    )
    return nlargest(MOST, (each for each in found if each.gain), key=lambda each: each.gain)


def _of_record(
    record: Record,
    written: Iterable[WrittenFact],
    places: Mapping[str, int],
    days: tuple[int, int],
    changed: Sequence[ChangedSource],
) -> Iterator[Rereading]:
    facts, shown = Counter[str](), Counter[str]()
    for path, fact in written:
        facts[fact.source] += 1
        shown[fact.source] += 1 + places.get(_field(path), 0)
    moved = {each.citation.key for each in changed if each.source}
    first, newest = days
    for key, source in record.sources.items():
        if source.url and facts[key]:
            age = newest - (source.read.last.toordinal() if source.read else first)
            yield Rereading(record, key, source, age, facts[key], shown[key], key in moved)


def shown_places(catalog: Catalog) -> Counter[str]:
    """Path of a field → in how many of these it is: the first columns, the summary, leaderboards, charts."""
    display, settings = catalog.display, catalog.settings
    lists = {measure.key: measure.of for measure in settings.measures}
    shown = [each for value in display.summary for each in (*value.of, *value.below)]
    kinds = (
        (column.path for column in display.presets[0].fields),
        (column.path for each in shown for column in each.fields),
        (group.of for group in settings.boards),
        (
            path
            for chart in settings.charts
            for name in chart.column_roles
            for _, path in column_paths(getattr(chart, name))
        ),
    )
    return Counter(path for kind in kinds for path in {lists.get(path, path) for path in kind})


@cache
def _field(path: Path) -> str:
    """The field of a record in which a fact stands; of a measurement the list."""
    names = [step for step in path if isinstance(step, str)]
    return ".".join(names[:-1] if names[-1] == "value" else names).removeprefix("variants.")
