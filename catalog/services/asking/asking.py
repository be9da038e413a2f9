"""How something is asked for, and what every answer is measured by before it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx
from yarl import URL

from catalog.services.asking.failures import ServiceError
from catalog.services.asking.kept_answers import Reply
from catalog.services.asking.tokens import origin
from catalog.services.transport import http

MissingTest = Callable[[int, Mapping[str, str]], bool]
"""Whether the status and headers of a response say that the service has no such thing."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SHOWN = 200  # characters of an address in a message


def is_not_found(status: int, _: Mapping[str, str]) -> bool:
    """Whether the status itself says that there is no such thing."""
    return status in {404, 410}


@dataclass(frozen=True, slots=True)
class Asking:
    """How something is asked for, beside its address."""

    accept: str = "application/json"
    is_missing: MissingTest = is_not_found
    refusals: frozenset[int] = frozenset()
    """Statuses of failure that here speak of this very request: RefusedError at once, without a second attempt."""
    service: str = "pages"
    """`pages` or `feeds`: what an address is counted as that belongs to no service."""
    any_host: bool = False
    """Whether redirects to other public hosts are followed; then no token is sent."""
    follows: bool = True
    """Whether redirects are followed at all; if not, they are the answer."""
    is_pinned: bool = False
    """Whether the address names its revision: its answer never changes."""
    is_fresh: bool = False
    """Whether the service itself must answer now, without regard to what was kept."""
    max_bytes: int = http.MAX_BYTES


def read_url(address: str) -> httpx.URL:
    """The address that may be asked, without its fragment.

    Raises:
        ServiceError: it is not the address of a page, or names a user.
    """
    try:
        url = httpx.URL(address).copy_with(fragment=None)
        # The guarded transport reads addresses a second time, by stricter rules.
        can_be_sent = bool(url.host and URL(str(url), encoded=True).host)
    except (httpx.InvalidURL, ValueError, TypeError):
        raise ServiceError(f"{address[:_SHOWN]!r} is not an address that can be asked") from None
    if url.scheme not in {"http", "https"} or not can_be_sent or url.userinfo:
        raise ServiceError(f"{address[:_SHOWN]!r} is not an address that can be asked")
    return url


def redirect_target(address: httpx.URL, location: str, *, any_host: bool) -> httpx.URL:
    """Where a redirect leads.

    Raises:
        ServiceError: it must not be followed: to another host, unless `any_host`, or to something that is no page.
    """
    host = shown_host(address)
    try:
        target = read_url(str(address.join(location)))
    except (httpx.InvalidURL, ValueError, ServiceError):
        raise ServiceError(f"{host}: redirects to something that is no page; not followed") from None
    if not any_host and origin(target) != origin(address):
        where = f"{target.scheme}://{shown_host(target)}"
        raise ServiceError(f"{host}: redirects to another host ({where}); not followed")
    return target


def shown_host(url: httpx.URL) -> str:
    """Host and port as messages print them: ASCII only."""
    return url.netloc.decode("ascii", "replace")


def shown_path(url: httpx.URL) -> str:
    """Path as messages print it: ASCII only, and not too long."""
    return url.raw_path.decode("ascii", "replace").partition("?")[0][:_SHOWN]


def is_page_instead(reply: Reply, accept: str) -> bool:
    """Whether HTML came in place of what was asked for, also with 404: a portal or proxy says something of its own."""
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "text/html" and "html" not in accept and "*/*" not in accept
