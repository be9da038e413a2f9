"""How many requests at once and how often, per host; it slows down when a host says so and recovers slowly."""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from dataclasses import dataclass, field

AT_ONCE = 3
PER_SECOND = 16.0
_SILENCE = 6  # unanswered requests in a row after which a host is taken to be down
_RECOVERY = 10  # good answers before the pace goes up a notch


class Resting(Exception):  # noqa: N818
    """The host asked for a longer pause than this run waits; `refusal` says that it refused by count."""

    def __init__(self, seconds: float, *, refusal: bool) -> None:
        super().__init__(f"the host asks to wait {seconds:.0f} s, longer than this run waits")
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Limit:
    """Requests to one host: at most so many at once and a second; 0 lifts a limit."""

    at_once: int = AT_ONCE
    per_second: float = PER_SECOND


class Pace:
    """The turns of one host."""

    def __init__(self, limit: Limit) -> None:
        self._most: float = limit.at_once or math.inf
        # The first request to a host goes alone: it may be the one that says how many are welcome. Each that
        # is over without a refusal makes room for one more. Who lifts the limit does without.
        self._allowed = 1.0 if limit.at_once else math.inf
        self._least_gap = 1 / limit.per_second if limit.per_second else 0.0
        self._gap = self._least_gap
        self._active = 0
        self._next = 0.0
        self._rest_until = 0.0
        self._refusal = False
        self._cut_at = -math.inf
        self._good = 0
        self._silent = 0
        self._left = math.inf
        self._anew = 0.0
        self._queue: deque[asyncio.Future[None]] = deque()

    async def enter(self, patience: float) -> float:
        """Wait for a turn; the moment it began, for `refused`.

        Raises:
            Resting: the turn would come after more than `patience` seconds of pause.
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
            await self._wait(patience)
        except BaseException:
            self.leave()
            raise
        return time.monotonic()

    async def _wait(self, patience: float) -> None:
        while not self.is_silent:
            rest = self._rest()
            if rest > patience:
                raise Resting(rest, refusal=self._refusal)
            if rest > 0:
                await asyncio.sleep(rest)
                continue
            now = time.monotonic()
            start = max(now, self._next)
            self._next = start + self._gap
            if start > now:
                await asyncio.sleep(start - now)
            if self._rest() <= 0:
                self._left -= 1
                return

    def _rest(self) -> float:
        """Seconds until the host may be asked again."""
        now = time.monotonic()
        if now >= self._anew:
            self._left = math.inf
        if self._left < 1:
            self._refusal = True
            return max(self._anew, self._rest_until) - now
        return self._rest_until - now

    def leave(self) -> None:
        """The turn is over."""
        self._active -= 1
        if self._cut_at == -math.inf and self._allowed < self._most:
            self._allowed += 1
        self._wake()

    def _wake(self) -> None:
        free = self._allowed - self._active
        while self._queue and free >= 1:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                free -= 1

    def answered(self) -> None:
        """A good answer: after some of them the pace goes up again, never above what it may be."""
        self._silent = 0
        self._good += 1
        if self._good >= _RECOVERY:
            self._good = 0
            self._allowed = min(self._most, self._allowed + 1)
            self._gap = max(self._least_gap, self._gap * 0.8)

    def unanswered(self) -> None:
        """No answer came at all."""
        self._silent += 1

    @property
    def is_silent(self) -> bool:
        """Whether so many requests in a row went unanswered that more would only cost time."""
        return self._silent >= _SILENCE

    def refused(self, began: float) -> None:
        """Too much for the host: slow down, once for all requests that were under way together."""
        self._good = 0
        if self.has_slowed_since(began):
            return
        self._cut_at = time.monotonic()
        self._most = min(self._most, AT_ONCE)
        self._least_gap = max(self._least_gap, 1 / PER_SECOND)
        self._allowed = max(1, min(self._allowed / 2, 2) // 1)
        self._gap = max(self._gap * 2, self._least_gap * 2)

    def allow(self, left: int, seconds: float) -> None:
        """The host said how many more requests it takes within the next `seconds`."""
        # Those under way (but the one that told) are not counted by the host yet.
        self._left = left - (self._active - 1)
        self._anew = time.monotonic() + seconds

    def has_slowed_since(self, began: float) -> bool:
        """Whether a turn that began then was given at a pace the host has refused since."""
        return began < self._cut_at

    def rest(self, seconds: float, *, refusal: bool) -> None:
        """Ask nothing of the host for `seconds`."""
        until = time.monotonic() + seconds
        if until > self._rest_until:
            self._rest_until = until
            self._refusal = refusal


@dataclass(slots=True)
class Paces:
    """The pace of every host; `own` holds hosts with limits of their own."""

    limit: Limit
    own: dict[str, Limit] = field(default_factory=dict)
    _hosts: dict[str, Pace] = field(default_factory=dict)

    def of(self, host: str) -> Pace:
        """The pace of `host`; one with a limit of its own shares it with its subdomains."""
        name = next((name for name in self.own if host == name or host.endswith(f".{name}")), host)
        if name not in self._hosts:
            self._hosts[name] = Pace(self.own.get(name, self.limit))
        return self._hosts[name]
