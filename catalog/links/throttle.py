"""How many requests at once and how often, per host: slower when a host says so, and slowly faster again."""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from dataclasses import dataclass, field

AT_ONCE = 3
PER_SECOND = 16.0
_MAX_SILENT = 6  # requests in a row without a response after which a host is taken to be down
_RECOVERY = 10  # good responses before the rate goes up a step


class RateLimited(Exception):  # noqa: N818 - the state of a host rather than a failure
    """The host requires a longer pause than this run waits; `refused`: because of the number of requests."""

    def __init__(self, seconds: float, *, refused: bool) -> None:
        super().__init__(f"rate-limited: Retry-After {seconds:.0f} s exceeds --max-wait")
        self.refused = refused


@dataclass(frozen=True, slots=True)
class HostLimit:
    """Requests to one host: at most so many at once and per second; 0 lifts a limit."""

    at_once: int = AT_ONCE
    per_second: float = PER_SECOND


class HostThrottle:
    """The turns of one host."""

    def __init__(self, limit: HostLimit) -> None:
        self._max_active: float = limit.at_once or math.inf
        # The first request to a host goes alone: its response may say how many are welcome. Each one that ends
        # without a refusal makes room for one more. A lifted limit lifts this too.
        self._allowed = 1.0 if limit.at_once else math.inf
        self._min_gap = 1 / limit.per_second if limit.per_second else 0.0
        self._gap = self._min_gap
        self._active = 0
        self._next = 0.0
        self._paused_until = 0.0
        self._refused = False
        self._slowed_at = -math.inf
        self._successes = 0
        self._silent = 0
        self._left = math.inf
        self._reset_at = 0.0
        self._queue: deque[asyncio.Future[None]] = deque()

    async def acquire(self, max_pause: float) -> float:
        """Wait for a turn and return the moment it began, for `slow_down`.

        Raises:
            RateLimited: the turn would come after more than `max_pause` seconds of pause.
        """
        while self._active >= self._allowed:
            turn = asyncio.get_running_loop().create_future()
            self._queue.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                self._wake()
                raise
        self._active += 1
        try:
            await self._wait(max_pause)
        except BaseException:
            self.release()
            raise
        return time.monotonic()

    async def _wait(self, max_pause: float) -> None:
        while not self.is_silent:
            pause = self._pause_left()
            if pause > max_pause:
                raise RateLimited(pause, refused=self._refused)
            if pause > 0:
                await asyncio.sleep(pause)
                continue
            now = time.monotonic()
            start = max(now, self._next)
            self._next = start + self._gap
            if start > now:
                await asyncio.sleep(start - now)
            # Another response may have required a pause in the meantime.
            if self._pause_left() <= 0:
                self._left -= 1
                return

    def _pause_left(self) -> float:
        """Seconds until the next request is allowed."""
        now = time.monotonic()
        if now >= self._reset_at:
            self._left = math.inf
        if self._left < 1:
            self._refused = True
            return max(self._reset_at, self._paused_until) - now
        return self._paused_until - now

    def release(self) -> None:
        """End a turn."""
        self._active -= 1
        if self._slowed_at == -math.inf and self._allowed < self._max_active:
            self._allowed += 1
        self._wake()

    def _wake(self) -> None:
        free = self._allowed - self._active
        while self._queue and free >= 1:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                free -= 1

    def record_success(self) -> None:
        """Count a good response: after some of them the rate goes up again, never above its limit."""
        self._silent = 0
        self._successes += 1
        if self._successes >= _RECOVERY:
            self._successes = 0
            self._allowed = min(self._max_active, self._allowed + 1)
            self._gap = max(self._min_gap, self._gap * 0.8)

    def record_silence(self) -> None:
        """Count a request without a response."""
        self._silent += 1

    @property
    def is_silent(self) -> bool:
        """Whether so many requests in a row had no response that more would only cost time."""
        return self._silent >= _MAX_SILENT

    def slow_down(self, began: float) -> None:
        """Lower the rate after a refusal, once for all turns that were under way together with that of `began`."""
        self._successes = 0
        if self.has_slowed_since(began):
            return
        self._slowed_at = time.monotonic()
        self._max_active = min(self._max_active, AT_ONCE)
        self._min_gap = max(self._min_gap, 1 / PER_SECOND)
        self._allowed = max(1, min(self._allowed / 2, 2) // 1)
        self._gap = max(self._gap * 2, self._min_gap * 2)

    def has_slowed_since(self, began: float) -> bool:
        """Whether a turn that began then was given at a rate the host has refused since."""
        return began < self._slowed_at

    def set_allowance(self, left: int, seconds: float) -> None:
        """Note that the host accepts `left` more requests within the next `seconds`."""
        # Those under way are not counted by the host yet, but for the one that brought the news: hence - 1.
        self._left = left - (self._active - 1)
        self._reset_at = time.monotonic() + seconds

    def pause(self, seconds: float, *, refused: bool) -> None:
        """Send nothing to the host for `seconds`."""
        until = time.monotonic() + seconds
        if until > self._paused_until:
            self._paused_until = until
            self._refused = refused


@dataclass(slots=True)
class HostThrottles:
    """The throttle of every host; `own` maps hosts to limits of their own."""

    limit: HostLimit
    own: dict[str, HostLimit] = field(default_factory=dict)
    _throttles: dict[str, HostThrottle] = field(default_factory=dict)

    def of(self, host: str) -> HostThrottle:
        """Return the throttle of `host`; a host with a limit of its own shares it with its subdomains."""
        host = host.removesuffix(".")
        if host not in self._throttles:
            domain = next((name for name in self.own if host.endswith(f".{name}")), "")
            shared = domain and host not in self.own
            self._throttles[host] = self.of(domain) if shared else HostThrottle(self.own.get(host, self.limit))
        return self._throttles[host]
