"""A parallel map over forked processes, where the system can fork."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

MIN_CALLS = 200
"""Calls from which on starting processes saves time."""

CHUNK = 16
"""Calls a process is given at once: few enough that no process works through a last chunk while the others idle."""

_function: Callable[[int], Any] | None = None


@contextmanager
def parallel_map(function: Callable[[int], Any], count: int) -> Iterator[Iterable[Any]]:
    """Yield `function(0)` … `function(count - 1)` in order; many calls run in other processes while the caller goes on.

    The processes are forks: they inherit the catalogue, and only results are sent between processes.
    """
    if count < MIN_CALLS or "fork" not in multiprocessing.get_all_start_methods():
        yield map(function, range(count))
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(mp_context=context, initializer=_inherit, initargs=(function,)) as pool:
        try:
            yield pool.map(_call, range(count), chunksize=CHUNK)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _inherit(function: Callable[[int], Any]) -> None:
    """Store the function in a child: a closure cannot be pickled, but a fork has it in memory."""
    global _function  # noqa: PLW0603
    _function = function
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
    if _function is None:
        raise RuntimeError("the process was not initialised")
    return _function(index)
