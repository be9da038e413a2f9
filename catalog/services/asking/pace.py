"""The turns of one service: its pace, the pauses it asks for, and when to ask it no more."""

from __future__ import annotations

import asyncio
import math
from datetime import UTC, datetime

import httpx

from catalog.services.asking import rate_headers
from catalog.services.asking.budget import RunBudget, Usage
from catalog.services.asking.clock import Clock
from catalog.services.asking.failures import ServiceError, StoppedError
from catalog.services.asking.manners import Manners
from catalog.services.transport.exchange import Cause, ForbiddenAddressError, Headers, RequestError
from catalog.services.transport.http import TooLongError

MAX_WAIT = 90.0
"""Seconds that a run waits in all for the limits and failures of one service, beside its pace."""
MAX_FAILURES = 4
"""Failed requests in a row after which a service is asked no more."""
MAX_SILENT = 2
"""The same where it has never answered: it is down, or there is no network."""
MAX_SILENT_HOSTS = 5
"""Hosts given up after which no other of their kind is asked, if none has answered."""
_PAUSE = 2.0  # seconds after a failure that is no refusal; doubled for the next time
_LATER = 1.0  # clocks differ
_NOTHING_SENT = frozenset({Cause.NO_NAME, Cause.NO_NAME_SERVER})
_LIMIT_WORDS = (b"rate limit", b"rate exceeded", b"abuse detection")


class ServicePace:
    """One service, or one host of many; whoever holds `turn` may send to it."""

    def __init__(self, name: str, manners: Manners, usage: Usage, budget: RunBudget, clock: Clock) -> None:
        self.name, self.manners, self.usage = name, manners, usage
        self.turn = asyncio.Lock()
        self.max_wait = MAX_WAIT
        self.token = ""
        """The variable whose token would raise the limits; empty if there is none, or it is set."""
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
        if self.manners.by_host and not self.usage.answers and self.usage.stopped >= MAX_SILENT_HOSTS:
            raise StoppedError(
                f"{self.manners.name}: none of {self.usage.stopped} hosts can be reached; try again later"
            )
        self._budget.check()
        reset = self._resets.pop(window, -math.inf) - self._clock.monotonic()
        if reset > 0:
            await self._pause(
                reset, f"its limit of requests is used up until {self._moment(reset)}", window, is_limit=True
            )
        gap = self._next - self._clock.monotonic()
        if (more := min(gap, self._gap - self.manners.gap)) > 0:
            await self._pause(more, f"it asks for {self._gap:.0f} seconds between requests", is_limit=True)
        await self._sleep(self._next - self._clock.monotonic())

    def begin_gap(self) -> None:
        """Begin the time until the next request: when one is sent, and again when it has its response."""
        self._next = self._clock.monotonic() + self._gap

    def note(self, path: str, headers: Headers) -> None:
        """Keep what a response says of the requests that may follow it."""
        self._gap = max(self.manners.gap, min(rate_headers.stated_gap(headers) or 0.0, MAX_WAIT))
        self.begin_gap()
        left = rate_headers.allowance(headers, self._clock.time())
        if left and not left[0]:
            self._resets[self.manners.window_of(path)] = self._clock.monotonic() + left[1] + _LATER

    def is_refusal(self, status: int, headers: Headers, content: bytes) -> bool:
        """Whether a response says that requests are too many or the service too busy."""
        if status in self.manners.throttling:
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
        reason, seconds = f"HTTP {status}", rate_headers.retry_after(headers, self._clock.time())
        is_limit = status in {403, 429}
        if is_limit and self.manners.window_of(path) in self._resets:
            # `ready` waits until the limit is counted anew.
            seconds = 0.0
        elif seconds is not None:
            reason = f"it takes no requests until {self._moment(seconds)} (HTTP {status})"
            seconds += _LATER
        elif self.is_refusal(status, headers, content):
            reason = f"it says that it has had too many requests (HTTP {status})"
            seconds = self.manners.pause * 2**self._failures
        await self.after_failure(reason, again=again, seconds=seconds, is_limit=is_limit)

    async def after_error(self, error: httpx.HTTPError, *, again: bool) -> None:
        """Return when the request may be sent again after it had no response; raises as `after_refusal` does."""
        cause, reason = error.__cause__, str(error)
        if isinstance(cause, ForbiddenAddressError) or isinstance(error, TooLongError):
            raise ServiceError(f"{self.name}: {reason}")
        if is_unsent(error) or (isinstance(cause, RequestError) and cause.cause.permanent):
            raise self.stop(reason)
        await self.after_failure(reason, again=again)

    async def after_failure(
        self, reason: str, *, again: bool, seconds: float | None = None, is_limit: bool = False
    ) -> None:
        """Return after `seconds`, or a short pause; raises as `after_refusal` does."""
        pause = _PAUSE * 2**self._failures if seconds is None else seconds
        self._failures += 1
        if self._failures >= (MAX_FAILURES if self.usage.answers else MAX_SILENT):
            raise self.stop(f"{reason}, {self._failures} times in a row", is_limit=is_limit)
        if not again:
            self.usage.failure = f"{self.name}: {reason}"
            raise ServiceError(self.usage.failure)
        await self._pause(pause, reason, is_limit=is_limit)

    def after_success(self) -> None:
        """Forget earlier failures: the service gave a usable answer."""
        self._failures = 0

    def wrong_form(self) -> ServiceError:
        """Count an answer of another form than documented; return the error that says so."""
        self._failures += 1
        reason = "the response is not of the documented form"
        if self._failures >= MAX_FAILURES:
            return self.stop(f"{reason}, {self._failures} times in a row")
        return ServiceError(f"{self.name}: {reason}")

    def stop(self, reason: str, window: str = "", *, is_limit: bool = False) -> StoppedError:
        """Ask the service no more, or no more of what one limit counts; return the error that says so."""
        advice = f"set {self.token}, or try again later" if is_limit and self.token else "try again later"
        sentence = f"{self.name}: {reason}; {advice}"
        self._stopped[window] = sentence
        self.usage.stopped += 1
        others = self.usage.stopped - 1 if self.manners.by_host else 0
        self.usage.failure = f"{sentence} ({others} more could not be asked)" if others else sentence
        return StoppedError(sentence)

    async def _pause(self, seconds: float, reason: str, window: str = "", *, is_limit: bool) -> None:
        if self.usage.limited + seconds > self.max_wait:
            raise self.stop(reason, window, is_limit=is_limit)
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


def is_unsent(error: httpx.HTTPError) -> bool:
    """Whether nothing was sent: the address is forbidden, or the name has none."""
    cause = error.__cause__
    return isinstance(cause, ForbiddenAddressError) or (
        isinstance(cause, RequestError) and cause.cause in _NOTHING_SENT
    )


def _says_limit(content: bytes) -> bool:
    beginning = content[:2000].lower()
    return any(words in beginning for words in _LIMIT_WORDS)
