"""The sources that changed after they were read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.services.works import paper_version, work_at
from catalog.values import Record, Source
from catalog.watch.changes import ChangeKind
from catalog.watch.citations import ByWork, CitedSource, facts_said, record_citations
from catalog.watch.state import UpstreamChange, WatchState

_PLACES = {kind: place for place, kind in enumerate(ChangeKind)}


@dataclass(frozen=True, slots=True)
class MovedSource:
    """A citation whose work changed after it was read."""

    citation: CitedSource
    change: UpstreamChange

    @property
    def rests(self) -> str:
        """Such as `3 facts rest on Repository README, read 2026-01-15`."""
        citation, count = self.citation, len(self.citation.facts)
        rests = f"{facts_said(count)} {'rests' if count == 1 else 'rest'} on " if count else ""
        version = f"in the version of {citation.dated}" if citation.dated else ""
        read = version or (f"read {citation.read}" if citation.read else "read on a day that nobody noted")
        return f"{rests}{citation.label}, {read}"

    @property
    def sentence(self) -> str:
        """Such as `3 facts rest on Repository README, read 2026-01-15; release v2 appeared (2026-03-01)`."""
        return f"{self.rests}; {self.change.sentence} ({self.change.day})"


class ChangedWorks:
    """The changes of a state, to ask of one record after the other which of its sources they concern."""

    def __init__(self, state: WatchState) -> None:
        self._changes: dict[str, list[UpstreamChange]] = {}
        for change in state.changes:
            self._changes.setdefault(change.work, []).append(change)

    def of(self, record: Record) -> tuple[MovedSource, ...]:
        """Return the citations of a record with each change of their works since they were read, as `moved_sources`."""
        if not self._changes:
            return ()
        cited = ((citation, work_at(citation.url)) for citation in record_citations(record))
        pairs = ((citation, change) for citation, work in cited for change in self._changes.get(work, ()))
        moved = (MovedSource(*pair) for pair in pairs if is_after_reading(pair[1], pair[0]))
        return tuple(sorted(moved, key=lambda each: _gravest_first(each.change)))


def cited_source(record: Record, citation: CitedSource) -> Source | None:
    """Return the source of a record that a citation is; None where it is a field."""
    source = record.sources.get(citation.key)
    return source if source and str(source.url) == citation.url else None


def moved_sources(state: WatchState, cited: ByWork) -> Iterator[MovedSource]:
    """Yield each citation with each change of its work since it was read, the gravest kinds first, then the newest."""
    for change in sorted(state.changes, key=_gravest_first):
        for citation in cited.get(change.work, ()):
            if is_after_reading(change, citation):
                yield MovedSource(citation, change)


def _gravest_first(change: UpstreamChange) -> tuple[int, int, str]:
    return _PLACES[change.kind], -change.day.toordinal(), change.work


def is_after_reading(change: UpstreamChange, citation: CitedSource) -> bool:
    """Whether a work changed after what somebody read of it for a record.

    What was read is the version that the address names, else that of the day that `date` gives, else that of the day of
    reading; of a month or a year, that of its last day. What is grave is open until somebody has read the work since,
    also where nobody noted the day of reading.
    """
    if change.kind.is_grave:
        return citation.read is None or citation.read.last < change.day
    pinned = paper_version(citation.url)
    if change.kind is ChangeKind.VERSION and pinned and change.after.isdecimal():
        return int(change.after) > pinned
    known = citation.dated or citation.read
    return known is not None and known.last < change.day


def still_open(state: WatchState, cited: ByWork) -> tuple[UpstreamChange, ...]:
    """Return the changes that at least one citation has not caught up with."""
    return tuple(
        change for change in state.changes if any(is_after_reading(change, each) for each in cited.get(change.work, ()))
    )
