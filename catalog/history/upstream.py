"""What changed at the sources of the records, as entries of a feed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from catalog.catalog import Catalog
from catalog.watch.citations import CitedSource, citations, facts_said
from catalog.watch.state import UpstreamChange, known_state

MOST_LINES = 40
"""Records that an entry names."""


@dataclass(frozen=True, slots=True)
class UpstreamEntry:
    """A change at a work, with the sources of records that are this work."""

    change: UpstreamChange
    cited: Sequence[CitedSource]

    @property
    def digest(self) -> str:
        """The same for one change for ever, whatever the records say."""
        change = self.change
        parts = (change.work, change.kind.value, change.day.isoformat(), change.before, change.after)
        return blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()

    @property
    def title(self) -> str:
        """`Whistler and 2 others: version 2 of the paper appeared`."""
        names = list(dict.fromkeys(each.name for each in self.cited))
        more = len(names) - 1
        others = f" and {more:,} {'other' if more == 1 else 'others'}" if more else ""
        return f"{names[0]}{others}: {self.change.sentence}"

    @property
    def lines(self) -> Iterator[str]:
        """When it happened, and what rests on it."""
        yield f"{self.change.day.isoformat()}: {self.change.sentence}."
        for each in self.cited[:MOST_LINES]:
            read = f", version of {each.dated}" if each.dated else f", read {each.read}" if each.read else ""
            yield f"{each.name}: {facts_said(len(each.facts))}, {each.label}{read}"
        if len(self.cited) > MOST_LINES:
            yield f"and {len(self.cited) - MOST_LINES:,} more"


def upstream_entries(catalog: Catalog) -> list[UpstreamEntry]:
    """Return the changes that `data/watch.json` notes of works of the records, those noticed last first."""
    state = known_state(catalog.project)
    if not state.changes:
        return []
    cited = citations(catalog.records)
    found = [UpstreamEntry(change, cited[change.work]) for change in state.changes if change.work in cited]
    return sorted(found, key=lambda entry: (-entry.change.noticed.toordinal(), entry.change.work, entry.change.kind))
