"""Jobs in forked processes, where the system can fork and has processors for it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MIN_JOBS = 18
"""Jobs from which on starting processes saves time."""
SHARE = 8
"""Items that a process works through at a time."""

_jobs: Sequence[Callable[[], Any]] = ()


def run_jobs(jobs: Sequence[Callable[[], T]]) -> Iterator[T]:
    """Yield what each of the jobs returns, in their order; each process takes the next one.

    The processes are forks: they inherit the catalogue, and only results are sent between processes.
    """
    if len(jobs) < MIN_JOBS:
        yield from (job() for job in jobs)
        return
    gc.freeze()  # what is there stays: collections would visit all of it again, and in a child copy it
    try:
        yield from _run(jobs)
    finally:
        gc.unfreeze()


def _run(jobs: Sequence[Callable[[], T]]) -> Iterator[T]:
    processes = min(_processors(), len(jobs))
    if processes < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from (job() for job in jobs)
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, context, initializer=_inherit, initargs=(jobs,)) as pool:
        try:
            yield from pool.map(_call, range(len(jobs)))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def run_shares(work: Callable[[Sequence[T]], R], items: Sequence[T], size: int = SHARE) -> Iterator[R]:
    """Yield what `work` returns for each share of `items`, `size` of them, in their order.

    Where a process fails, or ends, this one does the share itself: so an error is the same with processes as without.
    """
    shares = [items[start : start + size] for start in range(0, len(items), size)]
    results = run_jobs([partial(_attempt, work, share) for share in shares])
    for share in shares:
        result = None
        with suppress(BrokenProcessPool):
            result = next(results, None)
        yield work(share) if result is None else result


def _attempt(work: Callable[[T], R], share: T) -> R | None:
    with suppress(Exception):
        return work(share)
    return None


def _processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _inherit(jobs: Sequence[Callable[[], Any]]) -> None:
    """Store the jobs in a child: closures cannot be pickled, but a fork has them in memory."""
    global _jobs  # noqa: PLW0603
    _jobs = jobs
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the parent stops its children
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when its parent is killed: it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _call(index: int) -> Any:
    return _jobs[index]()
