"""Requests to permitted addresses over kept connections; time and bytes are bounded."""

from __future__ import annotations

import asyncio
import contextlib
import time
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yarl import URL

from catalog.services.connect import ConnectionFactory, basic_authorization, request_error
from catalog.services.exchange import Cause, Request, RequestError, Response
from catalog.services.http1 import Connection

if TYPE_CHECKING:
    import netrc

_IDLE_SECONDS = 5.0
_IDLE_ORIGINS = 256
_MISDIRECTED = 421  # asks for the same request on another connection


@dataclass(slots=True)
class ConnectionPool:
    """Sends requests; the headers of a response must come within `timeout` seconds."""

    factory: ConnectionFactory
    timeout: float
    user_agent: str
    passwords: netrc.netrc | None = None
    """Sent to the hosts they are for, and to no other."""
    _idle: dict[tuple[str, str | None], list[tuple[Connection, float]]] = field(default_factory=dict)

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
            raise request_error(error) from error
        await connection.read(min(request.limit.seconds, self.timeout))
        if connection.reusable and connection.status != _MISDIRECTED:
            self._put_back(request.url, connection)
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
        idle = self._take(request.url)
        if idle:
            try:
                return await self._send_on(idle, request)
            except RequestError:
                # The server may have closed an idle connection in the meantime: that is not a failure.
                if idle.received:
                    raise
        return await self._send_on(await self.factory.connect(request.url), request)

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
        proxied = self.factory.proxy is not None and url.scheme == "http"
        target = f"http://{host}{url.raw_path_qs}" if proxied else url.raw_path_qs
        headers = {
            "User-Agent": self.user_agent,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Language": "en",
            **request.headers,
            "Accept-Encoding": "gzip, deflate",
        }
        if self.passwords and (entry := self.passwords.authenticators(url.raw_host or "")):
            headers["Authorization"] = basic_authorization(entry[0], entry[2] or "")
        if proxied:
            headers |= self.factory.proxy_headers
        lines = [f"{name}: {value}\r\n" for name, value in headers.items()]
        return f"{request.method} {target} HTTP/1.1\r\nHost: {host}\r\n{''.join(lines)}\r\n".encode()

    def _take(self, url: URL) -> Connection | None:
        idle = self._idle.get(_origin(url), [])
        while idle:
            connection, since = idle.pop()
            if not connection.closed and time.monotonic() - since < _IDLE_SECONDS:
                return connection
            connection.close()
        return None

    def _put_back(self, url: URL, connection: Connection) -> None:
        self._idle.setdefault(_origin(url), []).append((connection, time.monotonic()))
        if len(self._idle) > _IDLE_ORIGINS:
            for oldest, _ in self._idle.pop(next(iter(self._idle))):
                oldest.close()

    def close(self) -> None:
        """Close every kept connection."""
        for connection, _ in (pair for idle in self._idle.values() for pair in idle):
            connection.close()
        self._idle.clear()


def _origin(url: URL) -> tuple[str, str | None]:
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
