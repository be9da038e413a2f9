"""HTTP/1.1 over one connection, bounded in every direction.

The parser is llhttp (through httptools). A general client is not used because a link checker connects to one given
address, reads raw headers, and stops at a byte it chooses.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

from catalog.services.transport.exchange import Cause, Headers, RequestError

HEADER_LIMIT = 131_072
"""Bytes of headers after which the connection is closed."""


class Connection(asyncio.Protocol):
    """A connection that carries one exchange at a time.

    After `send`, `status` and `headers` are there; after `read`, `body`, and whether it is `complete` or was
    `truncated` at its limit.
    """

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self.closed = False
        self.reusable = False
        self._busy = False
        self._parser = _parser(self)

    async def send(self, request: bytes, max_bytes: Callable[[int, Headers], int], *, bodiless: bool) -> None:
        """Send a request and wait for the headers of its response.

        `max_bytes` returns, from status and headers, how many bytes of the body are read; the response to HEAD is
        `bodiless`.

        Raises:
            RequestError: the connection ended first, or what came is not HTTP.
        """
        loop = asyncio.get_running_loop()
        self._head: asyncio.Future[None] = loop.create_future()
        self._end: asyncio.Future[None] = loop.create_future()
        self._max_bytes, self._bodiless, self._limit = max_bytes, bodiless, 0
        self.received = self.status = 0
        self.headers: dict[str, str] = {}
        self.body = bytearray()
        self.reusable = self.complete = self.truncated = False
        if self.closed or self._transport is None:
            raise RequestError(Cause.RESET, "the connection was closed before a response came")
        self._busy = True
        self._transport.write(request)
        await self._head

    async def read(self, seconds: float) -> None:
        """Wait until the body is there, was truncated, or `seconds` are over; then nothing more is read."""
        try:
            if self._busy:
                await asyncio.wait([self._end], timeout=seconds)
        finally:
            if not self.reusable:
                self._stop()

    @property
    def certificate(self) -> bytes:
        """The server's certificate; empty without TLS."""
        tls = self._transport.get_extra_info("ssl_object") if self._transport else None
        return (tls.getpeercert(binary_form=True) or b"") if tls else b""

    def close(self) -> None:
        """Close at once; the system discards what the server still sends."""
        self.reusable = False
        if self._transport is not None and not self.closed:
            self._transport.abort()

    # called by asyncio

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Feed the parser; data outside an exchange make the connection useless."""
        if not self._busy:
            self.close()
            return
        self.received += len(data)
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade:
            self._stop(Cause.MALFORMED, "the server switched to another protocol")
        except HttpParserError as error:
            self._stop(Cause.MALFORMED, f"not HTTP: {error}")
        if not self._head.done() and self.received > HEADER_LIMIT:
            self._stop(Cause.MALFORMED, f"more than {HEADER_LIMIT:,} bytes of headers")

    def connection_lost(self, exc: Exception | None) -> None:
        """End the exchange: a response without a length is complete now, any other is cut short."""
        self.closed = True
        self.reusable = False
        if not self._busy:
            return
        framed = {"content-length", "transfer-encoding"} & self.headers.keys()
        self.complete = bool(self.status) and not framed and exc is None
        reset = "reset" if isinstance(exc, ConnectionResetError) else "closed"
        self._stop(Cause.RESET, f"the connection was {reset} before a response came")

    # called by httptools

    def on_message_begin(self) -> None:
        """Refuse a second response to one request."""
        if not self._busy:
            self.reusable = False

    def on_header(self, name: bytes, value: bytes) -> None:
        """Store a header field; trailers come after the headers are complete and are ignored."""
        if self._head.done():
            return
        field, text = name.decode("latin-1").lower(), _decoded(value)
        if field in self.headers:
            text = self.headers[field] + ("\n" if field == "set-cookie" else ", ") + text
        self.headers[field] = text

    def on_headers_complete(self) -> None:
        """Decide how much of the body is read."""
        if self._head.done():
            return
        status = self._parser.get_status_code()
        if 100 <= status < 200:
            self.headers.clear()
            return
        self.status = status
        self._head.set_result(None)
        self._limit = 0 if self._bodiless else self._max_bytes(status, self.headers)
        if not self._limit:
            self._truncate()

    def on_body(self, data: bytes) -> None:
        """Store the body up to its limit, then close; what follows an interim response is no body."""
        if not self._busy or not self._head.done():
            return
        self.body += data[: self._limit - len(self.body)]
        if len(self.body) >= self._limit:
            self._truncate()

    def on_message_complete(self) -> None:
        """The response is complete and the connection may carry another."""
        if not self._head.done() or not self._busy:
            return
        self.complete = True
        self.reusable = self._parser.should_keep_alive()
        self._finish()

    def _truncate(self) -> None:
        self.truncated = True
        self._stop()

    def _stop(self, cause: Cause = Cause.RESET, message: str = "") -> None:
        """End the exchange and the connection; without a status, `cause` and `message` are the error of `send`."""
        if not self._head.done():
            self._head.set_exception(RequestError(cause, message))
        self._finish()
        self.close()

    def _finish(self) -> None:
        self._busy = False
        if not self._end.done():
            self._end.set_result(None)


def _parser(connection: Connection) -> HttpResponseParser:
    """A parser that forgives what browsers forgive: a reader would get the page."""
    parser = HttpResponseParser(connection)
    parser.set_dangerous_leniencies(
        lenient_headers=True,
        lenient_chunked_length=True,
        lenient_transfer_encoding=True,
        lenient_version=True,
        lenient_optional_lf_after_cr=True,
        lenient_optional_cr_before_lf=True,
        lenient_optional_crlf_after_chunk=True,
        lenient_spaces_after_chunk_size=True,
    )
    return parser


def _decoded(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
