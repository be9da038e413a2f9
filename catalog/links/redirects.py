"""Redirects, followed one by one: each hop is checked like a first request; permanent ones are distinguished."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from yarl import URL

from catalog.links.challenges import challenge
from catalog.links.cookies import Cookies
from catalog.links.retry import Retrier, RetryBudget
from catalog.links.urls import InvalidUrlError, UnsupportedSchemeError, join, without_fragment
from catalog.services.html_page import page_text, parse_page
from catalog.services.transport.exchange import ReadLimit, Request, Response

MAX_REDIRECTS = 20
PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({300, 301, 302, 303, 307, 308})
_REFRESH = re.compile(
    r"\s*(?P<seconds>\d{1,3})(?:\.\d*)?\s*[;,\s]\s*(?:url\s*=\s*)?(?P<quote>[\"']?)(?P<url>.+)",
    re.IGNORECASE | re.DOTALL,
)
_MAX_FORWARDS = 5
_MAX_REFRESH = 10  # seconds; a page that waits longer is meant to be read


class RedirectError(Exception):
    """The redirects lead nowhere; the message says how, `status` is that of the last response."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class TooManyRedirectsError(RedirectError):
    """The redirects do not end: so many responses say so that another look would only burden the server."""


@dataclass(frozen=True, slots=True)
class Redirected:
    """Where the redirects ended, after `hops` of them.

    `permanent` is the URL that only permanent redirects, from the first on, lead to; `target` the last URL, with the
    fragment that then applies; `start` the first one, where it is another.
    """

    response: Response
    target: URL
    permanent: URL | None = None
    hops: int = 0
    start: URL | None = None


async def follow(retrier: Retrier, start: URL, budget: RetryBudget, *, method: str, limit: ReadLimit) -> Redirected:
    """Request `start` and every URL it redirects to, pages that forward at once included.

    Raises:
        RedirectError: a loop, too many hops, or a redirect without a usable URL.
        UnsupportedSchemeError: a redirect to another scheme.
        ForbiddenAddressError, RateLimited, RequestError: as `Retrier.fetch`.
    """
    cookies, target, permanent, only_permanent = Cookies(), start, None, True
    requested: list[tuple[URL, Mapping[str, str]]] = []
    status = forwards = 0
    for hop in range(MAX_REDIRECTS + 1):
        step = url, cookie = without_fragment(target), cookies.header(target)
        if step in requested:
            raise RedirectError("redirect loop", status)
        requested.append(step)
        response = await retrier.fetch(Request(url, method, limit, cookie), budget)
        status = response.status
        cookies.store(target, response.headers.get("set-cookie", ""))
        following = _next(target, response)
        if following is None:
            following, forwards = _forwarded(target, response), forwards + 1
            # A page that reloads itself, or takes turns with others, is there all the same.
            is_known = following and (without_fragment(following), cookies.header(following)) in requested
            if following is None or is_known or forwards > _MAX_FORWARDS:
                return Redirected(response, target, permanent, hop, start)
        target = following
        only_permanent = only_permanent and response.status in PERMANENT
        if only_permanent:
            permanent = target
    raise TooManyRedirectsError(f"more than {MAX_REDIRECTS} redirects", status)


def _next(base: URL, response: Response) -> URL | None:
    if response.status not in _REDIRECTS:
        return None
    location = response.headers.get("location", "").strip()
    if not location:
        if response.status == 300:
            return None
        raise RedirectError(f"redirects ({response.status}) without a Location", response.status)
    try:
        following = join(base, location)
    except InvalidUrlError as error:
        raise RedirectError(f"redirects to an invalid URL: {error}", response.status) from error
    if base.raw_fragment and not following.raw_fragment:
        return URL(f"{following}#{base.raw_fragment}", encoded=True)
    return following


def _forwarded(base: URL, response: Response) -> URL | None:
    """Where a page sends its reader within some seconds, by its `Refresh` header or element; None if it does not."""
    refresh = response.headers.get("refresh", "")
    if not refresh and response.is_page and b"refresh" in response.body.lower():
        refresh = parse_page(page_text(response)).refresh
    match = _REFRESH.fullmatch(refresh)
    if not match or int(match["seconds"]) > _MAX_REFRESH or not 200 <= response.status < 300 or challenge(response):
        return None
    try:
        return join(base, match["url"].partition(match["quote"])[0] if match["quote"] else match["url"])
    except (InvalidUrlError, UnsupportedSchemeError):
        return None
