"""The sources of records that changed after they were read, as pages say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.pages.render import filled
from catalog.values import Record, Source, When, long
from catalog.watch.changes import ChangeKind
from catalog.watch.citations import CitedSource, facts_said
from catalog.watch.moved import ChangedWorks, MovedSource, cited_source
from catalog.watch.state import UpstreamChange, known_state

_MARK = '<a class="marks" href="#source-{}" data-explained="{}"><span class="sign{}">changed</span></a>'
CHANGED_MEANING = "The source has changed since it was read for the catalogue; its entry says how."


@dataclass(frozen=True)
class ChangedSource:
    """A source of a record, or a field that names a work, with what changed there: of each kind the newest change."""

    record: Record
    citation: CitedSource
    changes: tuple[UpstreamChange, ...]
    """The gravest first."""
    source: Source | None
    """None where it is a field."""

    @property
    def label(self) -> str:
        """The title of the source, its key, or the label of the field."""
        return self.citation.label

    @property
    def is_grave(self) -> bool:
        """Whether readers must know it before they use what rests on it."""
        return self.changes[0].kind.is_grave

    @property
    def read(self) -> str:
        """`version of 9 April 2024`, or `read 15 January 2026`; empty where nobody noted it."""
        dated, read = self.citation.dated, self.citation.read
        return f"version of {long(dated)}" if dated else f"read {long(read)}" if read else ""

    @property
    def is_doubtful(self) -> bool:
        """Whether nobody stands by the source any more; what has moved or is gone was true when it was read."""
        return any(change.kind in (ChangeKind.RETRACTED, ChangeKind.WITHDRAWN) for change in self.changes)

    @property
    def said(self) -> str:
        """`version 2 of the paper appeared (1 March 2026)`; several changes one after the other."""
        return "; ".join(f"{change.sentence} ({_long(change)})" for change in self.changes)

    @property
    def rests(self) -> str:
        """`3 facts rest on it`; empty where none does."""
        count = len(self.citation.facts) if self.source else 0
        return f"{facts_said(count)} {'rests' if count == 1 else 'rest'} on it" if count else ""

    @property
    def mark(self) -> Markup:
        """A sign beside a fact that rests on it, which explains itself and leads to the source."""
        about = f"The source has changed since it was read{f' ({self.read})' if self.read else ''}: {self.said}."
        return filled(_MARK, self.citation.key, about, " doubt" if self.is_doubtful else "")


def changed_sources(catalog: Catalog) -> dict[str, tuple[ChangedSource, ...]]:
    """Slug → the sources that changed after they were read, the gravest first; without records that have none."""
    works = ChangedWorks(known_state(catalog.project))
    found = {record.slug: tuple(_of_record(record, works.of(record))) for record in catalog.records}
    return {slug: changed for slug, changed in found.items() if changed}


def _of_record(record: Record, moved: Iterable[MovedSource]) -> Iterator[ChangedSource]:
    changes: dict[CitedSource, dict[str, UpstreamChange]] = {}
    for each in moved:
        changes.setdefault(each.citation, {}).setdefault(each.change.kind, each.change)
    for citation, kinds in changes.items():
        yield ChangedSource(record, citation, tuple(kinds.values()), cited_source(record, citation))


def all_changed(by_slug: Mapping[str, tuple[ChangedSource, ...]]) -> list[ChangedSource]:
    """Everything that changed: what is grave first, then what most facts rest on."""
    found = (each for changed in by_slug.values() for each in changed)
    return sorted(found, key=lambda each: (not each.is_grave, -len(each.citation.facts), each.record.name.casefold()))


def _long(change: UpstreamChange) -> str:
    return long(When(change.day.year, change.day.month, change.day.day))
