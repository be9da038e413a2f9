"""One URL requested until there is a stable response: HEAD or GET, retries, waits, turns.

HEAD comes first where headers settle the matter; when it fails in any way, GET decides. A page that may be a soft 404,
or that must hold an anchor, is requested with GET at once: one request in place of two.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, replace

from catalog.links.challenges import challenge
from catalog.links.throttle import HostThrottle, HostThrottles
from catalog.services.asking import rate_headers
from catalog.services.transport.exchange import FULL_PAGE, Cause, Request, RequestError, Response
from catalog.services.transport.pool import ConnectionPool

_RETRIED = frozenset({408, 421, 425, 429})
_HOPELESS = frozenset({501, 505, 511})  # server errors that another request will not cure
_FIRST_BACKOFF = 0.5
_MAX_BACKOFF = 8.0


@dataclass(slots=True)
class RetryBudget:
    """How often one link may be requested again, and for how many seconds; shared by all its redirect hops."""

    left: int
    seconds: float = 120.0
    spent: int = 0
    busy: float = 0.0
    """Seconds of requests and pauses so far; waiting for a turn is not the link's doing."""
    waited: float = 0.0
    """Seconds of pause that servers required."""


def refuses(response: Response) -> bool:
    """Whether the server says: too many requests."""
    return response.status == 429 or (
        response.status == 403 and rate_headers.exhausted_for(response.headers) is not None
    )


def _may_change(request: Request, response: Response | RequestError) -> bool:
    """Whether the same request may get another response soon."""
    if isinstance(response, RequestError):
        return not response.cause.permanent
    if 200 <= response.status < 300:
        return request.limit is FULL_PAGE and response.is_page and response.is_cut_short
    if response.status in _RETRIED or refuses(response):
        return True
    return 500 <= response.status < 600 and response.status not in _HOPELESS and not challenge(response)


def _settles(response: Response) -> bool:
    """Whether a response to HEAD needs no GET after it."""
    if 300 <= response.status < 400:
        return bool(response.headers.get("location"))
    return 200 <= response.status < 300 and response.status != 202 and not response.is_page


@dataclass(slots=True)
class Retrier:
    """Requests one URL at a time, within the limits of its host and of the whole run; `max_wait` is in seconds."""

    pool: ConnectionPool
    throttles: HostThrottles
    slots: asyncio.Semaphore
    max_wait: float

    async def fetch(self, request: Request, budget: RetryBudget) -> Response:
        """Return the response after retries.

        Raises:
            ForbiddenAddressError: the address must not be contacted.
            RateLimited: the host requires too long a pause before this request.
            RequestError: the last attempt had no response.
        """
        throttle = self.throttles.of(request.url.raw_host or "")
        while True:
            result = await self._attempt(throttle, request, budget)
            if request.method == "HEAD" and not (isinstance(result, Response) and _settles(result)):
                request = replace(request, method="GET")
                if isinstance(result, RequestError) or not refuses(result):
                    continue
            wait = self._wait(throttle, request, result, budget)
            if wait is None:
                if isinstance(result, RequestError):
                    raise result
                return result
            budget.busy += wait
            await asyncio.sleep(wait)

    async def _attempt(self, throttle: HostThrottle, request: Request, budget: RetryBudget) -> Response | RequestError:
        # A name without an address costs its host nothing: it needs no turn.
        try:
            await self.pool.factory.addresses(request.url)
        except RequestError as error:
            return error
        while True:
            began = await throttle.acquire(self.max_wait)
            try:
                async with self.slots:
                    if not throttle.has_slowed_since(began):
                        return await self._send(throttle, request, budget)
            finally:
                throttle.release()

    async def _send(self, throttle: HostThrottle, request: Request, budget: RetryBudget) -> Response | RequestError:
        if throttle.is_silent:
            return RequestError(Cause.TIMEOUT, "the host did not respond to several requests in a row")
        if budget.busy > budget.seconds:
            return RequestError(Cause.TIMEOUT, f"not finished within {budget.seconds:g} s")
        began = time.monotonic()
        try:
            response = await self.pool.send(request)
        except RequestError as error:
            if not error.cause.permanent:
                throttle.record_silence()
            return error
        finally:
            budget.busy += time.monotonic() - began
        _adapt(throttle, began, response)
        return response

    def _wait(
        self, throttle: HostThrottle, request: Request, result: Response | RequestError, budget: RetryBudget
    ) -> float | None:
        """Return the seconds until the next attempt; None when there is none."""
        if not _may_change(request, result):
            return None
        if budget.left <= 0 or budget.busy > budget.seconds or throttle.is_silent:
            return None
        required, refused = None, False
        if isinstance(result, Response):
            refused = refuses(result)
            required = rate_headers.retry_after(result.headers)
            required = rate_headers.exhausted_for(result.headers) if required is None else required
        budget.waited += required or 0.0
        if budget.waited > self.max_wait:
            return None
        first = _FIRST_BACKOFF * (2 if refused else 1)
        backoff = min(_MAX_BACKOFF, first * 2**budget.spent) * random.uniform(0.8, 1.2)  # noqa: S311
        budget.left -= 1
        budget.spent += 1
        if refused and required is None:
            throttle.pause(backoff, refused=True)
        # A little later than required: clocks differ, and all links of the host wake up together.
        return backoff if required is None else required + random.uniform(0.02, 0.2)  # noqa: S311


def _adapt(throttle: HostThrottle, began: float, response: Response) -> None:
    """Adapt the rate to what the response says of it."""
    allowance = rate_headers.allowance(response.headers)
    if allowance:
        throttle.set_allowance(*allowance)
    refused = refuses(response)
    required = rate_headers.retry_after(response.headers) if refused or response.status == 503 else None
    if refused or required is not None:
        throttle.slow_down(began)
    else:
        throttle.record_success()
    if required:
        throttle.pause(required, refused=refused)
