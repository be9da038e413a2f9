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
from catalog.links.check import CheckOptions, LinkCheck
from catalog.links.report import Report, read_results
from catalog.links.results import LinkResult, LinkTarget
from catalog.links.sites import Site

if TYPE_CHECKING:
    from catalog.links.policy import PolicyFile


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What to ask and what to remember.

    `rules` is a survey's policy, `everything` says that all its links are asked.
    """

    targets: Sequence[LinkTarget]
    options: CheckOptions = field(default_factory=CheckOptions)
    sites: Sequence[Site] = ()
    rules: PolicyFile | None = None
    everything: bool = False
    cache: Path | None = None
    baseline: Path | None = None
    history: Path | None = None


def run(plan: RunPlan, done: Callable[[LinkResult], None] = lambda _: None) -> Report:
    """Ask what must be asked and weigh the answers.

    Raises:
        SetupError: a file to remember in, or to compare with, cannot be read or written.
    """
    now = datetime.now(UTC)
    known = {result.url: result.verdict for result in _read(plan.baseline)}
    history = History.read(plan.history) if plan.history else None
    cache = Cache.read(plan.cache) if plan.cache else None
    kept = {target.url: cache.get(target, now) for target in plan.targets} if cache else {}
    check = LinkCheck(plan.options, plan.sites, done)
    asked = asyncio.run(_stoppable(check, [target for target in plan.targets if not kept.get(target.url)]))
    if cache:
        for result in asked:
            cache.store(result, now)
        cache.save(now)
    fresh = {result.url: result for result in asked}
    results = [fresh.get(target.url) or kept[target.url] for target in plan.targets]
    weighed = excuse_known([result for result in results if result], known)
    if history:
        weighed = history.weigh(weighed, now)
        history.save()
    return _report(plan, weighed, now, check.stopped)


def _report(plan: RunPlan, results: list[LinkResult], now: datetime, stopped: str) -> Report:
    if plan.rules is None:
        return Report(tuple(results), now, stopped=stopped)
    everything = plan.everything and not stopped
    problems = tuple(plan.rules.problems(results, now.date(), everything=everything))
    return Report(tuple(plan.rules.excuse(results, now.date())), now, problems, stopped)


def _read(path: Path | None) -> list[LinkResult]:
    return read_results(read_json(path), path) if path else []


async def _stoppable(check: LinkCheck, targets: Sequence[LinkTarget]) -> list[LinkResult]:
    """The run, which SIGTERM ends as Ctrl-C does: with what is known so far."""
    running = asyncio.ensure_future(check.run(targets))
    with contextlib.suppress(NotImplementedError, RuntimeError):  # not on Windows, not outside the main thread
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
    return await running
