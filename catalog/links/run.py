"""One run from links to report: what is remembered is not asked, what is excused does not fail."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.links.cache import Cache, History, excuse_known, read_json
from catalog.links.check import Check, Settings
from catalog.links.report import Report, outcomes_in
from catalog.links.sites import Site
from catalog.links.verdicts import Outcome, Target

if TYPE_CHECKING:
    from catalog.links.policy import Rules


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask and what to remember.

    `rules` is a survey's policy, `everything` says that all its links are asked.
    """

    targets: Sequence[Target]
    settings: Settings = field(default_factory=Settings)
    sites: Sequence[Site] = ()
    rules: Rules | None = None
    everything: bool = False
    cache: Path | None = None
    baseline: Path | None = None
    history: Path | None = None


def run(plan: Plan, done: Callable[[Outcome], None] = lambda _: None) -> Report:
    """Ask what must be asked and weigh the answers.

    Raises:
        SetupError: a file to remember in, or to compare with, cannot be read or written.
    """
    now = datetime.now(UTC)
    known = {outcome.url: outcome.verdict for outcome in _read(plan.baseline)}
    history = History.at(plan.history) if plan.history else None
    cache = Cache.at(plan.cache) if plan.cache else None
    kept = {target.url: cache.answer(target, now) for target in plan.targets} if cache else {}
    check = Check(plan.settings, plan.sites, done)
    asked = asyncio.run(_stoppable(check, [target for target in plan.targets if not kept.get(target.url)]))
    if cache:
        for outcome in asked:
            cache.keep(outcome, now)
        cache.save(now)
    fresh = {outcome.url: outcome for outcome in asked}
    outcomes = [fresh.get(target.url) or kept[target.url] for target in plan.targets]
    weighed = excuse_known([outcome for outcome in outcomes if outcome], known)
    if history:
        weighed = history.weigh(weighed, now)
        history.save()
    return _report(plan, weighed, now, check.stopped)


def _report(plan: Plan, outcomes: list[Outcome], now: datetime, stopped: str) -> Report:
    if plan.rules is None:
        return Report(tuple(outcomes), now, stopped=stopped)
    everything = plan.everything and not stopped
    problems = tuple(plan.rules.problems(outcomes, now.date(), everything=everything))
    return Report(tuple(plan.rules.excuse(outcomes, now.date())), now, problems, stopped)


def _read(path: Path | None) -> list[Outcome]:
    return outcomes_in(read_json(path), path) if path else []


async def _stoppable(check: Check, targets: Sequence[Target]) -> list[Outcome]:
    """The run, which SIGTERM ends as Ctrl-C does: with what is known so far."""
    running = asyncio.ensure_future(check.run(targets))
    with contextlib.suppress(NotImplementedError, RuntimeError):  # not on Windows, not outside the main thread
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
    return await running
