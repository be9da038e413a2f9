"""The sources that changed after they were read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from catalog.services.works import paper_version
from catalog.watch.changes import ChangeKind
from catalog.watch.citations import ByWork, CitedSource, facts_said
from catalog.watch.state import UpstreamChange, WatchState


@dataclass(frozen=True, slots=True)
class MovedSource:
    """A citation whose work changed after it was read."""

    citation: CitedSource
    change: UpstreamChange

    @property
    def sentence(self) -> str:
        """Such as `3 facts rest on Repository README, read 2026-01-15; release v2 appeared (2026-03-01)`."""
        citation, change = self.citation, self.change
        count = len(citation.facts)
        rests = (
            f"{facts_said(count)} {'rests' if count == 1 else 'rest'} on {citation.label}" if count else citation.label
        )
        version = f"in the version of {citation.dated}" if citation.dated else ""
        read = version or (f"read {citation.read}" if citation.read else "read on a day that nobody noted")
        return f"{rests}, {read}; {change.sentence} ({change.day})"


def moved_sources(state: WatchState, cited: ByWork) -> Iterator[MovedSource]:
    """Yield each citation with each change of its work since it was read, the gravest kinds first, then the newest."""
    kinds = list(ChangeKind)
    changes = sorted(state.changes, key=lambda change: (kinds.index(change.kind), -change.day.toordinal(), change.work))
    for change in changes:
        for citation in concerned(change, cited):
            if is_after_reading(change, citation):
                yield MovedSource(citation, change)


def concerned(change: UpstreamChange, cited: ByWork) -> Iterator[CitedSource]:
    """Yield the citations that a change is about: those of its work.

    What happens to a whole repository also concerns the records that cite files of it: each once, with all its facts.
    """
    own = cited.get(change.work, ())
    yield from own
    if not change.kind.concerns_files:
        return
    files: dict[str, list[CitedSource]] = {}
    for work, citations in cited.items():
        if work.startswith(f"{change.work}:"):
            for citation in citations:
                files.setdefault(citation.slug, []).append(citation)
    for slug in sorted(files.keys() - {citation.slug for citation in own}):
        first = min(files[slug], key=lambda citation: citation.read.last if citation.read else date.min)
        paths = dict.fromkeys(path for citation in files[slug] for path in citation.facts)
        yield replace(first, facts=tuple(paths))


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
        change for change in state.changes if any(is_after_reading(change, each) for each in concerned(change, cited))
    )
