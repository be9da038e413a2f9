"""What the headers of a response say about waiting and rate limits."""

from __future__ import annotations

import re
import time
from datetime import UTC

from catalog.services.transport.exchange import Headers

_LEFT = re.compile(r"\br\s*=\s*(\d{1,12})\b")
_RESET = re.compile(r"\bt\s*=\s*(\d{1,12})\b")
_MAX_LINE = 500  # characters of the draft's line that are read
_COUNT = re.compile(r"\d{1,9}")
_SECONDS = re.compile(r"\d{1,12}(\.\d+)?")
_REMAINING_AND_RESET = (
    ("x-ratelimit-remaining", "x-ratelimit-reset"),
    ("ratelimit-remaining", "ratelimit-reset"),
    ("x-rate-limit-remaining", "x-rate-limit-reset"),
)
_EPOCH = 1_000_000_000  # a reset above this is a Unix time, not a number of seconds


def retry_after(headers: Headers, now: float | None = None) -> float | None:
    """Return the seconds of `Retry-After`, given as seconds or as a date; None without a usable value.

    `now` is the Unix time, of which a date is so far away; without it, that of the system.
    """
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    if _SECONDS.fullmatch(value):
        return float(value)
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - costs 20 ms, and dates are rare

    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, moment.timestamp() - (time.time() if now is None else now))


def allowance(headers: Headers, now: float | None = None) -> tuple[int, float] | None:
    """Return how many more requests the host allows, and the seconds until it counts anew; None if it does not say.

    Reads `X-RateLimit-Remaining`/`-Reset`, `RateLimit-Remaining`/`-Reset` and the one-line
    `RateLimit: "pages";r=0;t=2` of the IETF draft; `now` is as for `retry_after`.
    """
    line = headers.get("ratelimit", "")[:_MAX_LINE]
    count, pause = _LEFT.search(line), _RESET.search(line)
    if count and pause:
        return int(count[1]), float(pause[1])
    for remaining, reset_header in _REMAINING_AND_RESET:
        left, reset = headers.get(remaining, ""), headers.get(reset_header, "")
        if left and _COUNT.fullmatch(left) and _SECONDS.fullmatch(reset):
            seconds = float(reset)
            moment = time.time() if now is None else now
            return int(left), max(0.0, seconds - moment) if seconds > _EPOCH else seconds
    return None


def stated_gap(headers: Headers) -> float | None:
    """Return the seconds from one request to the next that `X-Rate-Limit-Limit` and `-Interval` (`1s`) ask for."""
    limit, interval = headers.get("x-rate-limit-limit", ""), headers.get("x-rate-limit-interval", "").removesuffix("s")
    if _COUNT.fullmatch(limit) and int(limit) and _SECONDS.fullmatch(interval):
        return float(interval) / int(limit)
    return None


def exhausted_for(headers: Headers) -> float | None:
    """Return the seconds until more requests are allowed, if this one was the last allowed; else None."""
    limit = allowance(headers)
    return limit[1] if limit and not limit[0] else None
