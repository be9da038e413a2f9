"""Limits of requests within fixed windows of time, as GitHub, Hugging Face and Crossref count."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.standins.clock import SimulatedClock


@dataclass
class Window:
    """What is left of one limit, and when it is counted anew."""

    limit: int
    left: int
    reset: float


@dataclass
class Limits:
    """The limits of one server."""

    _windows: dict[str, Window] = field(default_factory=dict)

    def spend(self, name: str, limit: int, seconds: int, clock: SimulatedClock) -> tuple[Window, bool]:
        """Count one request; return the window and whether the request is within it."""
        window = self._windows.get(name)
        if window is None or clock.time() >= window.reset or window.limit != limit:
            window = self._windows[name] = Window(limit, limit, clock.time() + seconds)
        allowed = window.left > 0
        window.left = max(0, window.left - 1)
        return window, allowed
