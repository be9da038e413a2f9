"""Does the same many times: each processor takes a share, where the system can fork."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

CROWD = 200
"""Times from which on starting processes pays."""

SHARE = 16
"""Times a process is given at once: few enough that none is left with the last lot while the others idle."""

_do: Callable[[int], Any] | None = None


@contextmanager
def parallel_map(do: Callable[[int], Any], count: int) -> Iterator[Iterable[Any]]:
    """`do(0)` … `do(count - 1)` in order; a crowd is done by other processes while the caller goes on.

    The processes are forks: they have the catalogue without a copy being sent, and only what `do` returns is.
    """
    if count < CROWD or "fork" not in multiprocessing.get_all_start_methods():
        yield map(do, range(count))
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(mp_context=context, initializer=_inherit, initargs=(do,)) as pool:
        yield pool.map(_done, range(count), chunksize=SHARE)


def _inherit(do: Callable[[int], Any]) -> None:
    """Keep in a child what the fork left it: functions cannot be sent."""
    global _do  # noqa: PLW0603
    _do = do


def _done(index: int) -> Any:
    if _do is None:
        raise RuntimeError("a worker without work")
    return _do(index)
