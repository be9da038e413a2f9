"""One run from links to report: cached results are not checked again, excused failures do not fail the run."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.links.cache import Cache, FailureHistory, excuse_known, read_json
from catalog.links.check import CheckOptions, LinkCheck
from catalog.links.report import Report, read_results
from catalog.links.results import LinkResult, LinkTarget
from catalog.links.sites import Site

if TYPE_CHECKING:
    from catalog.links.policy import PolicyFile


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What is checked, and with which files of earlier runs.

    `policy` is that of a survey, `everything` is true when all its links are checked.
    """

    targets: Sequence[LinkTarget]
    options: CheckOptions = field(default_factory=CheckOptions)
    sites: Sequence[Site] = ()
    policy: PolicyFile | None = None
    everything: bool = False
    cache: Path | None = None
    baseline: Path | None = None
    history: Path | None = None


def run(plan: RunPlan, done: Callable[[LinkResult], None] = lambda _: None) -> Report:
    """Check the links that have no cached result, and return the report on all.

    Raises:
        SetupError: the cache, the history or the baseline cannot be read or written.
    """
    now = datetime.now(UTC)
    baseline = {result.url: result.verdict for result in _read(plan.baseline)}
    history = FailureHistory.read(plan.history) if plan.history else None
    cache = Cache.read(plan.cache) if plan.cache else None
    cached = {target.url: cache.get(target, now) for target in plan.targets} if cache else {}
    check = LinkCheck(plan.options, plan.sites, done)
    checked = asyncio.run(_stoppable(check, [target for target in plan.targets if not cached.get(target.url)]))
    if cache:
        for result in checked:
            cache.store(result, now)
        cache.save(now)
    by_url = cached | {result.url: result for result in checked}
    results = excuse_known(filter(None, (by_url[target.url] for target in plan.targets)), baseline)
    if history:
        results = history.excuse_new(results, now)
        history.save()
    report = Report(tuple(results), now, stopped=check.stopped, failure=check.failure)
    return _with_policy(report, plan.policy, plan) if plan.policy else report


def _with_policy(report: Report, policy: PolicyFile, plan: RunPlan) -> Report:
    today = report.checked.date()
    problems = tuple(policy.problems(report.results, today, everything=plan.everything))
    return replace(report, results=tuple(policy.excuse(report.results, today)), problems=problems)


def _read(path: Path | None) -> list[LinkResult]:
    return read_results(read_json(path), path) if path else []


async def _stoppable(check: LinkCheck, targets: Sequence[LinkTarget]) -> list[LinkResult]:
    """Run the check; SIGTERM ends it as Ctrl-C does, with the results so far."""
    running = asyncio.ensure_future(check.run(targets))
    with contextlib.suppress(NotImplementedError, RuntimeError):  # not on Windows, not outside the main thread
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
    return await running
