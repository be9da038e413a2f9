"""What one service said in one run of the works that it was asked about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from catalog.services.asking.client import BudgetError, NotFoundError, ServiceError, StoppedError
from catalog.watch.upstream.names import whole_of

GONE = "gone"
"""Key of the value that says that the service has no such work any more."""
YES = "yes"
_MAX_REASONS = 3
_MANY = 4  # works of one service that vanish in one run, and more than half of those asked: an outage


@dataclass(frozen=True, slots=True)
class Observation:
    """What a service says of a work; a key that is left out was not asked, an empty text means that there is none."""

    values: Mapping[str, str]
    days: Mapping[str, str] = field(default_factory=dict)
    """Key → day as YYYY-MM-DD on which its value became what it is, where the service says it."""


@dataclass(slots=True)
class Observed:
    """What a service said of its works."""

    service: str
    """As in `ServiceClient.usage`."""
    things: str
    """What it was asked about, in the plural: `repositories`."""
    total: int = 0
    observations: dict[str, Observation] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    """What it said it does not have, before it was asked again."""
    failures: dict[str, str] = field(default_factory=dict)
    """Work → why there was no usable answer."""
    unasked: str = ""
    """Why the rest was not asked."""

    async def ask(self, works: Iterable[str], question: Callable[[str], Awaitable[None]]) -> None:
        """Ask about one work after the other, until the service or the budget says that it is enough."""
        waiting = list(works)
        for number, work in enumerate(waiting):
            if self.unasked:
                self.failures.update(dict.fromkeys(waiting[number:], self.unasked))
                return
            try:
                await question(work)
            except NotFoundError:
                self.missing.append(work)
            except (BudgetError, StoppedError) as error:
                self.unasked = self.failures[work] = str(error)
            except ServiceError as error:
                self.failures[work] = str(error)

    def distrust_outage(self, known: Iterable[str]) -> None:
        """Believe nothing of works that vanish where most of those asked do: then the service is what is missing.

        `known` are the works that were gone before.
        """
        gone = {work for work, each in self.observations.items() if each.values.get(GONE)} - set(known)
        if len(gone) >= _MANY and len(gone) * 2 > len(self.observations):
            reason = f"it denies {len(gone)} of {len(self.observations)} {self.things}, which is not believed"
            for work in gone:
                del self.observations[work]
                self.failures[work] = reason

    def sentences(self) -> Iterator[str]:
        """What could not be learnt, in one sentence with the most frequent reasons."""
        reasons: dict[str, set[str]] = {}
        for work, reason in self.failures.items():
            reasons.setdefault(reason.removeprefix(f"{self.service}: "), set()).add(whole_of(work))
        if not reasons:
            return
        ranked = sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))
        count = sum(len(works) for _, works in ranked)
        told = f"{count} of {self.total} {self.things} {'was' if count == 1 else 'were'} not"
        if len(ranked) == 1:
            asked = "asked" if self.failures and {*self.failures.values()} == {self.unasked} else "answered"
            yield f"{self.service}: {told} {asked}: {ranked[0][0]}"
            return
        parts = [f"{reason} ({len(works)})" for reason, works in ranked[:_MAX_REASONS]]
        rest = sum(len(works) for _, works in ranked[_MAX_REASONS:])
        parts += [f"other reasons ({rest})"] * bool(rest)
        yield f"{self.service}: {told} read: {'; '.join(parts)}"
