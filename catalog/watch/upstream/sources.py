"""The works of one service that records cite, with what was seen of them before."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from catalog.services.asking.client import ServiceClient
from catalog.watch.changes import ChangeKind
from catalog.watch.citations import ByWork
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
    _open: frozenset[tuple[str, ChangeKind]] = field(init=False, repr=False)

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

    def is_after_reading(self, day: str, works: Iterable[str], *, with_fields: bool = False) -> bool:
        """Whether a day as YYYY-MM-DD is after somebody read these for a fact, or for a field with their address."""
        cited = [each for work in works for each in self.cited.get(work, ()) if each.facts]
        noted = [each.dated or each.read for each in cited if with_fields or not each.is_field]
        return bool(day) and any(when and str(when.last) < day for when in noted)
