"""The guarded client as an httpx transport, for requests to the APIs of services."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from importlib import metadata

import httpx
from yarl import URL

from catalog.services.transport.addresses import Resolver
from catalog.services.transport.connect import ConnectionFactory
from catalog.services.transport.exchange import Cause, ForbiddenAddressError, ReadLimit, Request, RequestError, Response
from catalog.services.transport.networks import Network
from catalog.services.transport.pool import ConnectionPool
from catalog.services.transport.proxies import Proxies

MAX_BYTES = 2_000_000
"""Bytes of one response body, decoded."""
SECONDS = 10.0
"""Seconds until the headers of a response, and again until the end of its body."""
MAX_REDIRECTS = 3

_ERRORS = {
    Cause.TIMEOUT: httpx.ReadTimeout,
    Cause.RESET: httpx.ReadError,
    Cause.MALFORMED: httpx.RemoteProtocolError,
}
_SET_BY_POOL = frozenset({"host", "accept-encoding", "connection"})
_OF_CODED_BODY = frozenset({"content-encoding", "content-length", "transfer-encoding"})


class TooLongError(httpx.ReadError):
    """The body of a response is longer than it may be; it will be the next time, too."""


class GuardedTransport(httpx.AsyncBaseTransport):
    """Sends GET and HEAD to permitted addresses, and to no others: this holds for every redirect hop.

    A response is read whole, within `seconds` for its headers and as many for its body; httpx's own time-outs are not
    used. An `httpx.TransportError` says that there is none, that its address is forbidden, or that its body is longer
    than `max_bytes` (or what a request has under this name in its extensions) or ends too early.
    """

    def __init__(
        self, resolver: Resolver, proxies: Proxies | None = None, max_bytes: int = MAX_BYTES, seconds: float = SECONDS
    ) -> None:
        self._limit = ReadLimit(page=max_bytes, seconds=seconds, always=True)
        self._pool = ConnectionPool(ConnectionFactory(resolver, proxies or Proxies()), seconds, user_agent())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        if request.method not in {"GET", "HEAD"}:
            raise httpx.UnsupportedProtocol(f"{request.method} is not supported", request=request)
        headers = {name.title(): value for name, value in request.headers.items() if name not in _SET_BY_POOL}
        url = URL(str(request.url), encoded=True)
        limit = replace(self._limit, page=request.extensions.get("max_bytes", self._limit.page))
        try:
            response = await self._pool.send(Request(url, request.method, limit, headers))
        except ForbiddenAddressError as error:
            raise httpx.ConnectError(str(error), request=request) from error
        except RequestError as error:
            trust = self._pool.factory.trust
            reason = trust.fault if trust.is_useless else str(error)
            raise _ERRORS.get(error.cause, httpx.ConnectError)(reason, request=request) from error
        if request.method == "GET":
            _check_length(response, request, limit.page)
        fields = [
            (name.encode(), line.encode())  # httpx itself encodes ASCII only
            for name, value in response.headers.items()
            if name not in _OF_CODED_BODY
            for line in value.split("\n")
        ]
        return httpx.Response(response.status, headers=fields, content=response.body)

    async def aclose(self) -> None:
        """Close every kept connection."""
        self._pool.close()


def _check_length(response: Response, request: httpx.Request, limit: int) -> None:
    if response.truncated or len(response.body) >= limit:
        raise TooLongError(f"the response is longer than {limit:,} bytes", request=request)
    if not response.complete:
        raise httpx.ReadError("the response ended before it was complete", request=request)


def client(
    contact: str = "",
    allow: Iterable[Network] = (),
    trusted: Iterable[str] = (),
    proxies: Proxies | None = None,
    max_bytes: int = MAX_BYTES,
) -> httpx.AsyncClient:
    """Return an HTTP client that contacts public addresses only and follows up to three redirects.

    `contact` is a URL that explains the requests to servers; `allow` and `trusted` are as in `Resolver`; without
    `proxies` none is used. No body may be longer than `max_bytes`.
    """
    resolver = Resolver(allow, trusted)
    return httpx.AsyncClient(
        transport=GuardedTransport(resolver, proxies, max_bytes),
        headers={"User-Agent": user_agent(contact)},
        timeout=None,  # noqa: S113 - the transport has its own
        follow_redirects=True,
        max_redirects=MAX_REDIRECTS,
        trust_env=False,
    )


def user_agent(contact: str = "") -> str:
    """Return how the program names itself to servers."""
    version = metadata.version("survey-catalog")
    return f"survey-catalog/{version} (+{contact})" if contact else f"survey-catalog/{version}"
