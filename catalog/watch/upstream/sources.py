"""The works of one service that records cite, with what was seen of them before."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from catalog.services.client import ServiceClient
from catalog.watch.changes import ChangeKind
from catalog.watch.citations import ByWork, CitedSource
from catalog.watch.state import WatchState
from catalog.watch.upstream.names import whole_of
from catalog.watch.upstream.observation import GONE


@dataclass(frozen=True, slots=True)
class Sources:
    """What the services are asked about, by whom, and on which day."""

    client: ServiceClient
    cited: ByWork
    state: WatchState
    today: date
    _open: frozenset[tuple[str, ChangeKind]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_open", frozenset((change.work, change.kind) for change in self.state.changes))

    def seen(self, work: str) -> Mapping[str, str]:
        """What was seen of a work; empty if nothing."""
        return self.state.works[work].values if work in self.state.works else {}

    def is_open(self, work: str, *kinds: ChangeKind) -> bool:
        """Whether a change of one of these kinds waits for somebody to read the work again."""
        return any((work, kind) in self._open for kind in kinds)

    def gone(self) -> frozenset[str]:
        """The works that were gone before."""
        return frozenset(work for work, each in self.state.works.items() if each.values.get(GONE))

    def of(self, service: str) -> list[str]:
        """The works whose key begins with `service`."""
        return self.ordered(work for work in self.cited if work.startswith(service))

    def repositories(self, service: str) -> dict[str, list[str]]:
        """Each repository of a service with the works in it: itself and its files, as far as they are cited."""
        found: dict[str, list[str]] = {}
        for work in self.cited:
            if work.startswith(service):
                found.setdefault(whole_of(work), []).append(work)
        return {work: found[work] for work in self.ordered(found)}

    def ordered(self, works: Iterable[str]) -> list[str]:
        """What was never seen first, then the rest, in another order each day: a small budget reaches all in time."""
        shuffled = sorted(works)
        random.Random(self.today.toordinal()).shuffle(shuffled)  # noqa: S311 - no secret
        return sorted(shuffled, key=lambda work: work in self.state.works)

    def first_read(self, works: Iterable[str]) -> date | None:
        """The earliest day of what somebody read of these for a fact; None if nobody noted one."""
        noted = [each.dated or each.read for work in works for each in self._with_facts(work)]
        return min((when.last for when in noted if when), default=None)

    def is_after_reading(self, day: str, works: Iterable[str]) -> bool:
        """Whether a day as YYYY-MM-DD is after somebody read these for a fact."""
        first = self.first_read(works)
        return bool(day and first) and day > str(first)

    def _with_facts(self, work: str) -> list[CitedSource]:
        return [each for each in self.cited.get(work, ()) if each.facts and "." not in each.key]
