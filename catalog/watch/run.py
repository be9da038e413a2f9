"""One run: every service is asked about the works that records cite, and the state becomes what they say now."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from catalog.services.asking.client import ServiceClient, Usage
from catalog.watch.changes import ChangeKind
from catalog.watch.citations import ByWork
from catalog.watch.moved import still_open
from catalog.watch.state import SeenWork, UpstreamChange, WatchState
from catalog.watch.upstream.arxiv import observe_arxiv
from catalog.watch.upstream.crossref import observe_crossref
from catalog.watch.upstream.differences import WorkComparison
from catalog.watch.upstream.github import observe_github
from catalog.watch.upstream.huggingface import observe_hugging_face
from catalog.watch.upstream.modelscope import observe_modelscope
from catalog.watch.upstream.names import whole_of
from catalog.watch.upstream.observation import Observed
from catalog.watch.upstream.pages import observe_pages
from catalog.watch.upstream.sources import Sources

KEPT_FOR = timedelta(days=28)
"""How long the day of the last run may be out of date: a file that changes for a day alone is noise."""
_SERVICES = {
    "arXiv": ("arxiv:", observe_arxiv),
    "GitHub": ("github:", observe_github),
    "Hugging Face": ("huggingface:", observe_hugging_face),
    "ModelScope": ("modelscope:", observe_modelscope),
    "Crossref": ("doi:", observe_crossref),
}
"""As in `ServiceClient.usage` → how its works begin, and who asks."""
PATIENCE = 25.0
"""Seconds until any service must have answered anything."""
_QUIET = frozenset({ChangeKind.CONTENT, ChangeKind.REVISION})
"""Kinds that are told once until somebody has read the work again, however often it changes."""
_RESTLESS = {"restless": "yes"}

Open = dict[tuple[str, ChangeKind], UpstreamChange]


@dataclass(frozen=True, slots=True)
class WatchResult:
    """What one run found."""

    state: WatchState
    """What is to be kept."""
    new: tuple[UpstreamChange, ...]
    """Those of its changes that were not told before."""
    failures: tuple[str, ...]
    """What could not be asked or had no usable answer, a sentence each."""
    usage: Mapping[str, Usage]
    """What asking cost, by the name of the service."""
    is_unreached: bool
    """Whether services were asked and none answered anything."""


async def watch(state: WatchState, cited: ByWork, client: ServiceClient, today: date) -> WatchResult:
    """Ask the services about the works that records cite (`citations`) and compare with the state.

    A service that fails costs its own part: what it was not asked, or did not answer, stays as it was.
    """
    sources = Sources(client, cited, state, today)
    answers = await _services(sources)
    # Pages are on many hosts: without a network, each of them would have to be found out to be unreachable.
    if not any(each.total for each in answers) or is_reached(client.usage):
        answers.append(await observe_pages(sources))
    failures = tuple(sentence for each in answers for sentence in each.sentences())
    works, changes, new = _compared(state, cited, answers, today)
    found = WatchState(checked=today, works=works, changes=changes, offered=state.offered, proposed=state.proposed)
    is_unreached = any(each.total for each in answers) and not is_reached(client.usage)
    return WatchResult(kept(state, found), new, failures, client.usage, is_unreached)


async def _services(sources: Sources) -> list[Observed]:
    """What the services say, side by side; where none says anything for a while, this machine reaches none."""
    tasks = [asyncio.create_task(observe(sources)) for _, observe in _SERVICES.values()]
    _, waiting = await asyncio.wait(tasks, timeout=PATIENCE)
    if waiting and not is_reached(sources.client.usage):
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting)
    else:
        await asyncio.gather(*waiting)
    pairs = zip(_SERVICES, tasks, strict=True)
    return [_unanswered(name, sources) if task.cancelled() else task.result() for name, task in pairs]


def _unanswered(name: str, sources: Sources) -> Observed:
    works = {whole_of(work) for work in sources.of(_SERVICES[name][0])}
    return Observed(name, "works", len(works), failures=dict.fromkeys(works, f"no answer within {PATIENCE:g} seconds"))


def is_reached(usage: Mapping[str, Usage]) -> bool:
    """Whether any service answered anything, now or a few hours ago."""
    return any(each.answers or each.kept for each in usage.values())


def kept(before: WatchState, found: WatchState) -> WatchState:
    """What is written: as it was, if only the day of the run is new and that of the last one is not long ago."""
    is_recent = before.checked and found.checked and timedelta(0) <= found.checked - before.checked < KEPT_FOR
    return before if is_recent and found.model_copy(update={"checked": before.checked}) == before else found


def _compared(
    state: WatchState, cited: ByWork, answers: list[Observed], today: date
) -> tuple[dict[str, SeenWork], tuple[UpstreamChange, ...], tuple[UpstreamChange, ...]]:
    """The works, the open changes, and those that are new."""
    comparisons = [
        WorkComparison(work, state.works.get(work), observation, today)
        for each in answers
        for work, observation in each.observations.items()
    ]
    open_changes: Open = {(change.work, change.kind): change for change in state.changes}
    known = {*cited, *map(whole_of, cited)}
    works = {work: seen for work, seen in state.works.items() if work in known}
    new: Open = {}
    for comparison in comparisons:
        seen, found = _one(comparison, open_changes)
        works[comparison.work] = seen
        new |= {(change.work, change.kind): change for change in found}
    changes = still_open(WatchState(changes=tuple(open_changes.values())), cited)
    ordered = tuple(sorted(changes, key=lambda change: (change.day, change.work, change.kind)))
    return works, ordered, tuple(change for change in ordered if (change.work, change.kind) in new)


def _one(comparison: WorkComparison, open_changes: Open) -> tuple[SeenWork, list[UpstreamChange]]:
    """What is kept of one work, and the changes that were not told before; `open_changes` is brought up to date."""
    told_before = (open_changes.get((comparison.work, kind)) for kind in ChangeKind)
    undone = [change for change in told_before if change and comparison.is_undone(change)]
    for change in undone:
        del open_changes[change.work, change.kind]
    kinds = {kind for change in undone for kind in _cancelled(change.kind)}
    seen = comparison.seen()
    if any(change.kind is ChangeKind.CONTENT for change in undone):
        # A page that says one thing and then the other again is not read for either.
        seen = seen.model_copy(update={"values": seen.values | _RESTLESS})
    told = [change for change in comparison.changes() if change.kind not in kinds and _is_news(change, open_changes)]
    return seen, told


def _cancelled(kind: ChangeKind) -> set[ChangeKind]:
    return {ChangeKind.GATED, ChangeKind.OPENED} if kind in {ChangeKind.GATED, ChangeKind.OPENED} else {kind}


def _is_news(change: UpstreamChange, open_changes: Open) -> bool:
    """Put a change among the open ones; whether it was not told before."""
    key = change.work, change.kind
    before = open_changes.get(key)
    if before is None:
        open_changes[key] = change
        return True
    is_other = change.after != before.after and change.kind not in _QUIET and change.day >= before.day
    noticed = change.noticed if is_other else before.noticed
    if is_other or change.day > before.day or change.after != before.after:
        update = {"before": before.before, "noticed": noticed}
        open_changes[key] = change.model_copy(update=update)
    return is_other
