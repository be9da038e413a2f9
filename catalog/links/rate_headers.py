"""What a server's headers say about waiting, limits, and challenges."""

from __future__ import annotations

import re
import time
from datetime import UTC

from catalog.services.exchange import Headers

_DRAFT = re.compile(r"\br\s*=\s*(\d+).*?\bt\s*=\s*(\d+)|\bt\s*=\s*(\d+).*?\br\s*=\s*(\d+)")
_EPOCH = 1_000_000_000  # a reset above this is a moment, not a number of seconds


def retry_after(headers: Headers) -> float | None:
    """Seconds to wait by `Retry-After`, given as seconds or as a date; None when it says nothing."""
    told = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", told):
        return float(told)
    if not told:
        return None
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - costs 20 ms, and dates are rare

    try:
        moment = parsedate_to_datetime(told)
    except (ValueError, TypeError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, moment.timestamp() - time.time())


def allowance(headers: Headers) -> tuple[int, float] | None:
    """How many more requests the host allows, and the seconds until it counts anew; None when it does not say.

    Reads `X-RateLimit-Remaining`/`-Reset`, `RateLimit-Remaining`/`-Reset` and the draft's one-line
    `RateLimit: "pages";r=0;t=2`.
    """
    draft = _DRAFT.search(headers.get("ratelimit", ""))
    if draft:
        left, reset = (draft[1], draft[2]) if draft[1] else (draft[4], draft[3])
        return int(left), float(reset)
    for prefix in ("x-ratelimit", "ratelimit", "x-rate-limit"):
        left, reset = headers.get(f"{prefix}-remaining", ""), headers.get(f"{prefix}-reset", "")
        if re.fullmatch(r"\d{1,9}", left) and re.fullmatch(r"\d{1,12}(\.\d+)?", reset):
            seconds = float(reset)
            return int(left), max(0.0, seconds - time.time()) if seconds > _EPOCH else seconds
    return None


def exhausted_for(headers: Headers) -> float | None:
    """Seconds until more requests are allowed, when this response was the last allowed one; else None."""
    found = allowance(headers)
    return found[1] if found and not found[0] else None


def challenge(headers: Headers) -> str:
    """The wall that answered in place of the page; empty when there is none."""
    if headers.get("x-amzn-waf-action"):
        return f"AWS WAF ({headers['x-amzn-waf-action']})"
    if headers.get("cf-mitigated"):
        return f"Cloudflare ({headers['cf-mitigated']})"
    return ""
