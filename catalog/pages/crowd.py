"""Makes many pages at once: each processor takes a share, where the system can fork."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

CROWD = 200
"""Pages from which on starting processes pays."""

_make: Callable[[int], Any] | None = None


@contextmanager
def many(make: Callable[[int], Any], count: int) -> Iterator[Iterable[Any]]:
    """`make(0)` … `make(count - 1)` in order; a crowd is made by other processes while the caller goes on.

    The processes are forks, so that they have the catalogue without a copy being sent.
    """
    if count < CROWD or "fork" not in multiprocessing.get_all_start_methods():
        yield map(make, range(count))
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(mp_context=context, initializer=_inherit, initargs=(make,)) as pool:
        yield pool.map(_made, range(count), chunksize=32)


def _inherit(make: Callable[[int], Any]) -> None:
    """Keep in a child what the fork left it: functions cannot be sent."""
    global _make  # noqa: PLW0603
    _make = make


def _made(index: int) -> Any:
    if _make is None:
        raise RuntimeError("a worker without work")
    return _make(index)
