"""Requests to permitted addresses over kept connections; time and bytes are bounded."""

from __future__ import annotations

import asyncio
import contextlib
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from yarl import URL

from catalog.services.transport.connect import ConnectionFactory, basic_authorization, proxy_headers, request_error
from catalog.services.transport.descriptors import EXHAUSTED, half_of_descriptors
from catalog.services.transport.exchange import Cause, Request, RequestError, Response
from catalog.services.transport.http1 import Connection

_IDLE_SECONDS = 5.0
_PAUSE_SECONDS = 0.05  # until the system has closed what was closed
_OF_PROXIES = frozenset({407, 502, 503, 504})  # a proxy may answer so when it reaches nothing
_MISDIRECTED = 421  # asks for the same request on another connection


Origin = tuple[str, str | None]


@dataclass(slots=True)
class IdleConnections:
    """Kept connections by origin, at most `capacity` of them, the oldest first."""

    capacity: int = field(default_factory=half_of_descriptors)
    _kept: dict[Connection, tuple[Origin, float]] = field(default_factory=dict)
    _by_origin: dict[Origin, list[Connection]] = field(default_factory=dict)

    def take(self, origin: Origin) -> Connection | None:
        """Return the newest connection to `origin` that can be used."""
        connections = self._by_origin.get(origin, [])
        while connections:
            connection = connections.pop()
            since = self._kept.pop(connection)[1]
            if not connection.closed and time.monotonic() - since < _IDLE_SECONDS:
                return connection
            connection.close()
        return None

    def put(self, origin: Origin, connection: Connection) -> None:
        """Keep a connection, in place of the oldest one where there are too many."""
        self._kept[connection] = origin, time.monotonic()
        self._by_origin.setdefault(origin, []).append(connection)
        if len(self._kept) > self.capacity:
            oldest, (its_origin, _) = next(iter(self._kept.items()))
            del self._kept[oldest]
            self._by_origin[its_origin].remove(oldest)
            oldest.close()

    def close(self) -> None:
        """Close every connection."""
        for connection in self._kept:
            connection.close()
        self._kept.clear()
        self._by_origin.clear()


@dataclass(slots=True)
class ConnectionPool:
    """Sends requests; the headers of a response must come within `timeout` seconds."""

    factory: ConnectionFactory
    timeout: float
    user_agent: str
    passwords: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """User and password by host: sent to that host alone, and over TLS only."""
    idle: IdleConnections = field(default_factory=IdleConnections)

    async def send(self, request: Request) -> Response:
        """Return the server's response to one request, whatever its status; redirects are not followed.

        Raises:
            ForbiddenAddressError: the address must not be contacted; nothing was sent.
            RequestError: no response came.
        """
        try:
            async with asyncio.timeout(self.timeout):
                connection = await self._exchange(request)
        except TimeoutError:
            raise RequestError(Cause.TIMEOUT, f"no response within {self.timeout:g} s") from None
        except OSError as error:
            raise request_error(error, request.url) from error
        if connection.status not in _OF_PROXIES:
            self.factory.reached = True
        await connection.read(min(request.limit.seconds, self.timeout))
        if connection.reusable and connection.status != _MISDIRECTED:
            self.idle.put(_origin(request.url), connection)
        else:
            connection.close()
        return Response(
            request.url,
            request.method,
            connection.status,
            connection.headers,
            decoded(connection.body, connection.headers.get("content-encoding", ""), request.limit.page),
            connection.complete,
            connection.truncated,
        )

    async def _exchange(self, request: Request) -> Connection:
        """The connection on which the headers of the response came."""
        idle = self.idle.take(_origin(request.url))
        if idle:
            try:
                return await self._send_on(idle, request)
            except RequestError:
                # The server may have closed an idle connection in the meantime: that is not a failure.
                if idle.received:
                    raise
        return await self._send_on(await self._connect(request.url), request)

    async def _connect(self, url: URL) -> Connection:
        """A new connection; where the system has no descriptor left, idle ones make room, or others that end."""
        while True:
            try:
                return await self.factory.connect(url)
            except OSError as error:
                if error.errno not in EXHAUSTED:
                    raise
            self.idle.close()
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _send_on(self, connection: Connection, request: Request) -> Connection:
        try:
            await connection.send(self._bytes(request), request.limit.max_bytes, bodiless=request.method == "HEAD")
        except BaseException:
            connection.close()
            raise
        return connection

    def _bytes(self, request: Request) -> bytes:
        url = request.url
        host = url.host_port_subcomponent
        proxy = self.factory.proxies.of(url) if url.scheme == "http" else None
        target = f"http://{host}{url.raw_path_qs}" if proxy else url.raw_path_qs
        headers = {
            "User-Agent": self.user_agent,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Language": "en",
            **request.headers,
            "Accept-Encoding": "gzip, deflate",
        }
        if url.scheme == "https" and (account := self.passwords.get(url.raw_host or "")):
            headers.setdefault("Authorization", basic_authorization(*account))
        if proxy:
            headers |= proxy_headers(proxy)
        lines = [f"{name}: {value}\r\n" for name, value in headers.items()]
        return f"{request.method} {target} HTTP/1.1\r\nHost: {host}\r\n{''.join(lines)}\r\n".encode()

    def close(self) -> None:
        """Close every kept connection."""
        self.idle.close()


def _origin(url: URL) -> Origin:
    return url.scheme, url.host_port_subcomponent


def decoded(body: bytes | bytearray, coding: str, limit: int) -> bytes:
    """Return the body without its content coding, at most `limit` bytes; empty for a coding that was not accepted."""
    coding = coding.strip().lower()
    if coding in {"identity", ""}:
        return bytes(body)
    if coding not in {"gzip", "x-gzip", "deflate"}:
        return b""
    for window in (47, -15):  # gzip or zlib by its first bytes; else a bare deflate stream
        with contextlib.suppress(zlib.error):
            return zlib.decompressobj(window).decompress(body, limit)
    return b""
