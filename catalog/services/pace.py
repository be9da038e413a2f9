"""The turns of one service: its pace, the pauses it asks for, and when to ask it no more."""

from __future__ import annotations

import asyncio
import math
from datetime import UTC, datetime

from catalog.services import rate_headers
from catalog.services.budget import RunBudget, Usage
from catalog.services.clock import Clock
from catalog.services.exchange import Headers
from catalog.services.failures import ServiceError, StoppedError
from catalog.services.manners import Manners

MAX_WAIT = 90.0
"""Seconds that a run waits in all for the limits and failures of one service, beside its pace."""
MAX_FAILURES = 4
"""Failed requests in a row after which a service is asked no more."""
_SECONDARY_PAUSE = 60.0  # GitHub's documentation: at least a minute, then longer
_LATER = 1.0  # clocks differ
_LIMIT_WORDS = (b"rate limit", b"rate exceeded", b"abuse detection")


class ServicePace:
    """One service, or one host of many; whoever holds `turn` may send to it."""

    def __init__(self, name: str, manners: Manners, usage: Usage, budget: RunBudget, clock: Clock) -> None:
        self.name, self.manners, self.usage = name, manners, usage
        self.turn = asyncio.Lock()
        self.advice, self.max_wait = "go on later", MAX_WAIT
        self._budget, self._clock = budget, clock
        self._gap, self._next = manners.gap, -math.inf
        self._resets: dict[str, float] = {}
        self._stopped: dict[str, str] = {}
        self._failures = 0

    async def ready(self, path: str) -> None:
        """Return when a request for `path` may be sent.

        Raises:
            StoppedError: the service is asked no more, or would have to be waited for too long.
            BudgetError: the run has nothing left.
        """
        window = self.manners.window_of(path)
        sentence = self._stopped.get("") or self._stopped.get(window)
        if sentence:
            raise StoppedError(sentence)
        self._budget.check()
        reset = self._resets.pop(window, -math.inf) - self._clock.monotonic()
        if reset > 0:
            await self._pause(reset, f"its limit of requests is used up until {self._moment(reset)}", window)
        await self._sleep(self._next - self._clock.monotonic())

    def sent(self) -> None:
        """Count a request, and begin the time until the next one."""
        self._next = self._clock.monotonic() + self._gap

    def note(self, path: str, headers: Headers) -> None:
        """Keep what a response says of the requests that may follow it."""
        self.sent()
        self._gap = max(self.manners.gap, min(rate_headers.stated_gap(headers) or 0.0, MAX_WAIT))
        left = rate_headers.allowance(headers, self._clock.time())
        if left and not left[0]:
            self._resets[self.manners.window_of(path)] = self._clock.monotonic() + left[1] + _LATER

    def is_refusal(self, status: int, headers: Headers, content: bytes) -> bool:
        """Whether a response says that requests are too many or the service too busy."""
        if status in self.manners.throttling or status in {500, 502, 503, 504}:
            return True
        if status == 200:
            return content[:20].lower().startswith(_LIMIT_WORDS[1])
        if status not in {403, 429}:
            return False
        left = rate_headers.allowance(headers, self._clock.time())
        return bool(left and not left[0]) or "retry-after" in headers or _says_limit(content)

    async def after_refusal(self, path: str, status: int, headers: Headers, content: bytes, *, again: bool) -> None:
        """Return when the same request may be sent again.

        Raises:
            ServiceError: it was sent often enough, unless `again`.
            StoppedError: the service is asked no more.
        """
        reason = f"HTTP {status}"
        if self.manners.window_of(path) in self._resets and status in {403, 429}:
            await self.after_failure(reason, again=again, seconds=0.0)
            return
        seconds = rate_headers.retry_after(headers, self._clock.time())
        if seconds is not None:
            reason = f"it takes no requests until {self._moment(seconds)} (HTTP {status})"
            seconds += _LATER
        elif status == 403 and _says_limit(content):
            seconds = _SECONDARY_PAUSE * 2**self._failures
        await self.after_failure(reason, again=again, seconds=seconds)

    async def after_failure(self, reason: str, *, again: bool, seconds: float | None = None) -> None:
        """Return after `seconds`, or after the service's own pause; raises as `after_refusal` does."""
        pause = self.manners.pause * 2**self._failures if seconds is None else seconds
        self._failures += 1
        if self._failures >= MAX_FAILURES:
            raise self.stop(f"{reason}, {self._failures} times in a row")
        if not again:
            self.usage.failure = f"{self.name}: {reason}"
            raise ServiceError(self.usage.failure)
        await self._pause(pause, reason)

    def after_success(self) -> None:
        """Forget earlier failures: the service gave a usable answer."""
        self._failures = 0

    def wrong_form(self) -> ServiceError:
        """Count an answer of another form than documented; return the error that says so."""
        self._failures += 1
        reason = "the response is not of the documented form"
        return self.stop(reason) if self._failures >= MAX_FAILURES else ServiceError(f"{self.name}: {reason}")

    def stop(self, reason: str, window: str = "") -> StoppedError:
        """Ask the service no more, or no more of what one limit counts; return the error that says so."""
        sentence = f"{self.name}: {reason}; {self.advice}"
        self._stopped[window] = self.usage.failure = sentence
        return StoppedError(sentence)

    async def _pause(self, seconds: float, reason: str, window: str = "") -> None:
        if self.usage.limited + seconds > self.max_wait:
            raise self.stop(reason, window)
        self.usage.limited += seconds
        await self._sleep(seconds)

    async def _sleep(self, seconds: float) -> None:
        if seconds > 0:
            self._budget.check(seconds)
            self.usage.waited += seconds
            await self._clock.sleep(seconds)

    def _moment(self, seconds: float) -> str:
        now = datetime.fromtimestamp(self._clock.time(), UTC)
        try:
            moment = datetime.fromtimestamp(self._clock.time() + math.ceil(seconds), UTC)
        except (ValueError, OverflowError):
            return "a distant day"
        return f"{moment:%H:%M} UTC" if moment.date() == now.date() else f"{moment:%Y-%m-%d %H:%M} UTC"


def _says_limit(content: bytes) -> bool:
    beginning = content[:2000].lower()
    return any(words in beginning for words in _LIMIT_WORDS)
