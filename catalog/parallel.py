"""Jobs in forked processes, where the system can fork and has processors for it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")

MIN_JOBS = 18
"""Jobs from which on starting processes saves time."""

_jobs: Sequence[Callable[[], Any]] = ()


def run_jobs(jobs: Sequence[Callable[[], T]]) -> Iterator[T]:
    """Yield what each of the jobs returns, in their order; each process takes the next one.

    The processes are forks: they inherit the catalogue, and only results are sent between processes.
    """
    processes = min(_processors(), len(jobs))
    if len(jobs) < MIN_JOBS or processes < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from (job() for job in jobs)
        return
    context = multiprocessing.get_context("fork")
    gc.collect()
    gc.freeze()  # a collection in a child would copy what it inherits
    try:
        with ProcessPoolExecutor(processes, context, initializer=_inherit, initargs=(jobs,)) as pool:
            try:
                yield from pool.map(_call, range(len(jobs)))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
    finally:
        gc.unfreeze()


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
