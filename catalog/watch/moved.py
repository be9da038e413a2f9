"""The sources that changed after they were read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from catalog.model.node import WrittenFact, written_facts
from catalog.services.works import paper_version
from catalog.values import Record, Source
from catalog.watch.changes import ChangeKind
from catalog.watch.citations import ByWork, CitedSource, citations_of, facts_said
from catalog.watch.state import UpstreamChange, WatchState
from catalog.watch.upstream.names import whole_of

_PLACES = {kind: place for place, kind in enumerate(ChangeKind)}


@dataclass(frozen=True, slots=True)
class MovedSource:
    """A citation whose work changed after it was read."""

    citation: CitedSource
    change: UpstreamChange

    @property
    def rests(self) -> str:
        """Such as `3 facts rest on “Repository README”, read 2026-01-15`."""
        citation, count = self.citation, len(self.citation.facts)
        rests = f"{facts_said(count)} {'rests' if count == 1 else 'rest'} on " if count else ""
        version = f"in the version of {citation.dated}" if citation.dated else ""
        read = version or (f"read {citation.read}" if citation.read else "read on a day that nobody noted")
        return f"{rests}{'the field ' if citation.is_field else ''}“{citation.label}”, {read}"

    @property
    def sentence(self) -> str:
        """Such as `3 facts rest on “Repository README”, read 2026-01-15; release v2 appeared (2026-03-01)`."""
        return f"{self.rests}; {self.change.sentence} ({self.change.day})"


class ChangedWorks:
    """The changes of a state, to ask of one record after the other which of its sources they concern."""

    def __init__(self, state: WatchState) -> None:
        self._changes: dict[str, list[UpstreamChange]] = {}
        for change in sorted(state.changes, key=_gravest_first):
            self._changes.setdefault(change.work, []).append(change)

    def of(self, record: Record, facts: Sequence[WrittenFact] | None = None) -> tuple[MovedSource, ...]:
        """Return the citations of a record with each change of their works since they were read, as `moved_sources`.

        `facts` are those that its file gives, where they are known already.
        """
        if not self._changes:
            return ()
        return self.among(citations_of(record, written_facts(record) if facts is None else facts))

    def among(self, cited: ByWork) -> tuple[MovedSource, ...]:
        """Return the same of the citations of one record."""
        works = dict.fromkeys(work for each in cited for work in (each, whole_of(each)))
        changes = [change for work in works for change in self._changes.get(work, ())]
        pairs = ((citation, change) for change in changes for citation in _concerned(change, cited))
        moved = (MovedSource(*pair) for pair in pairs if is_after_reading(pair[1], pair[0]))
        return tuple(sorted(moved, key=lambda each: _gravest_first(each.change)))


def cited_source(record: Record, citation: CitedSource) -> Source | None:
    """Return the source of a record that a citation is; None where it is a field."""
    source = record.sources.get(citation.key)
    return source if source and str(source.url) == citation.url else None


def moved_sources(state: WatchState, cited: ByWork) -> list[MovedSource]:
    """Return each citation with each change of its work since it was read, the gravest kinds first, then the newest."""
    by_record: dict[str, dict[str, list[CitedSource]]] = {}
    for work, found in cited.items():
        for citation in found:
            by_record.setdefault(citation.slug, {}).setdefault(work, []).append(citation)
    changed = ChangedWorks(state)
    moved = (each for own in by_record.values() for each in changed.among(own))
    return sorted(moved, key=lambda each: _gravest_first(each.change))


def still_open(state: WatchState, cited: ByWork) -> tuple[UpstreamChange, ...]:
    """Return the changes that at least one citation has not caught up with."""
    behind = {moved.change for moved in moved_sources(state, cited)}
    return tuple(change for change in state.changes if change in behind)


def _gravest_first(change: UpstreamChange) -> tuple[int, int, str]:
    return _PLACES[change.kind], -change.day.toordinal(), change.work


def _concerned(change: UpstreamChange, cited: ByWork) -> Iterator[CitedSource]:
    """Yield the citations of one record that a change is about: those of its work.

    What happens to a whole repository also concerns a record that cites only files of it: once, with all their facts.
    """
    own = cited.get(change.work, ())
    yield from own
    files = [each for work, found in cited.items() if whole_of(work) == change.work != work for each in found]
    if files and not own and change.kind.concerns_files:
        first = min(files, key=lambda citation: citation.read.last if citation.read else date.min)
        yield replace(first, facts=tuple(dict.fromkeys(path for citation in files for path in citation.facts)))


def is_after_reading(change: UpstreamChange, citation: CitedSource) -> bool:
    """Whether a work changed after what somebody read of it for a record.

    What was read is the version that the address names, else that of the day that `date` gives, else that of the day of
    reading; of a month or a year, that of its last day. What is grave is open until somebody has read the work since,
    also where nobody noted the day of reading; all else only where facts rest on the work. What a text says does not
    concern a field that holds its address.
    """
    if change.kind.is_grave:
        return citation.read is None or citation.read.last < change.day
    if not citation.facts or (citation.is_field and change.kind is ChangeKind.CONTENT):
        return False
    pinned = paper_version(citation.url)
    if change.kind is ChangeKind.VERSION and pinned and change.after.isdecimal():
        return int(change.after) > pinned
    known = citation.dated or citation.read
    return known is not None and known.last < change.day
