"""A clock for tests: pauses are over at once, and the time they take is kept."""

from __future__ import annotations

from threading import Lock

import pytest

from catalog.services.asking.clock import SystemClock

START = 1_795_000_000.0
"""2026-11-18 11:06:40 UTC."""


class SimulatedClock:
    """Time passes by `sleep` and `pass_by` only; where several sleep in turn, it is never less than really passes."""

    def __init__(self, start: float = START) -> None:
        self.start = self.now = start
        self.pauses: list[float] = []
        self._lock = Lock()

    def time(self) -> float:
        return self.now

    def monotonic(self) -> float:
        return self.now - self.start

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.pass_by(seconds)

    def pass_by(self, seconds: float) -> None:
        """Let time pass: as long as a request takes, or until the next run. Servers call it in their threads."""
        with self._lock:
            self.now += max(0.0, seconds)


def without_waiting(monkeypatch: pytest.MonkeyPatch) -> SimulatedClock:
    """Let the clock of this machine stand still, and be moved by pauses alone, for commands run in this process."""
    clock = SimulatedClock()

    async def sleep(_: SystemClock, seconds: float) -> None:
        await clock.sleep(seconds)

    monkeypatch.setattr(SystemClock, "time", lambda _: clock.time())
    monkeypatch.setattr(SystemClock, "monotonic", lambda _: clock.monotonic())
    monkeypatch.setattr(SystemClock, "sleep", sleep)
    return clock
