"""One HTTP/1.1 exchange over one connection, bounded in every direction.

The parser is llhttp (through httptools). The rest of a general client is left out on purpose: a checker needs to
connect to one given address, to see raw headers, and to stop reading at a byte it chooses.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

Headers = Mapping[str, str]
Room = Callable[[int, Headers], int]
"""From status and headers to the number of body bytes worth reading."""

HEADER_LIMIT = 131_072
"""Bytes of head a server may send before it is hung up on."""


class Reply:
    """What came back so far; `head` and `end` are done when the headers and the whole answer are in."""

    def __init__(self, *, bodiless: bool, room: Room) -> None:
        loop = asyncio.get_running_loop()
        self.bodiless = bodiless
        self.room = room
        self.status = 0
        self.fields: list[tuple[str, str]] = []
        self.body = bytearray()
        self.limit = 0
        self.received = 0
        self.whole = False
        self.cut = False
        self.fault = ""
        self.head: asyncio.Future[None] = loop.create_future()
        self.end: asyncio.Future[None] = loop.create_future()

    def finish(self, fault: str = "") -> None:
        """Nothing more is read; `fault` says what was wrong, if anything."""
        self.fault = self.fault or fault
        for future in (self.head, self.end):
            if not future.done():
                future.set_result(None)

    @property
    def headers(self) -> dict[str, str]:
        """Names in lower case; repeated ones joined by commas, cookies by line ends."""
        told: dict[str, str] = {}
        for name, value in self.fields:
            if name in told:
                told[name] += ("\n" if name == "set-cookie" else ", ") + value
            else:
                told[name] = value
        return told


class Wire(asyncio.Protocol):
    """A connection that carries one exchange at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._parser: HttpResponseParser | None = None
        self._reply: Reply | None = None
        self.reusable = False
        self.lost = False

    def send(self, request: bytes, reply: Reply) -> None:
        """Start an exchange; `reply` fills up by itself."""
        self._parser = HttpResponseParser(self)
        # What browsers forgive is forgiven here: a reader would get the page.
        self._parser.set_dangerous_leniencies(
            lenient_headers=True,
            lenient_chunked_length=True,
            lenient_transfer_encoding=True,
            lenient_version=True,
            lenient_optional_lf_after_cr=True,
            lenient_optional_cr_before_lf=True,
            lenient_optional_crlf_after_chunk=True,
            lenient_spaces_after_chunk_size=True,
        )
        self._reply = reply
        self.reusable = False
        if self.lost or self._transport is None:
            reply.finish("the connection was closed before an answer came")
        else:
            self._transport.write(request)

    def close(self) -> None:
        """Hang up at once; what the server still sends is thrown away by the system."""
        self.reusable = False
        if self._transport is not None:
            self._transport.abort()

    # asyncio calls these

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Feed the parser; bytes nobody asked for make the connection useless."""
        reply, parser = self._reply, self._parser
        if reply is None or parser is None or reply.end.done():
            self.close()
            return
        reply.received += len(data)
        try:
            parser.feed_data(data)
        except HttpParserUpgrade:
            self._stop("the server switched to another protocol")
        except HttpParserError as error:
            self._stop(f"not HTTP: {error}")
        if not reply.head.done() and reply.received > HEADER_LIMIT:
            self._stop(f"more than {HEADER_LIMIT:,} bytes of headers")

    def connection_lost(self, exc: Exception | None) -> None:
        """The server, or we, hung up: an answer without a length ends here, any other is cut short."""
        self.lost = True
        self.reusable = False
        reply = self._reply
        if reply is None or reply.end.done():
            return
        framed = {"content-length", "transfer-encoding"} & reply.headers.keys()
        reply.whole = bool(reply.status) and not framed and exc is None
        reset = "the connection was reset" if isinstance(exc, ConnectionResetError) else "the connection was closed"
        reply.finish("" if reply.whole else f"{reset} before {'the end' if reply.status else 'an answer came'}")

    # httptools calls these

    def on_message_begin(self) -> None:
        """A second answer to one question spoils the connection."""
        if self._reply is not None and self._reply.end.done():
            self.reusable = False

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header field; trailers come after the headers are complete and are ignored."""
        if self._reply is not None and not self._reply.head.done():
            self._reply.fields.append((name.decode("latin-1").lower(), _text(value)))

    def on_headers_complete(self) -> None:
        """Decide how much of the body is worth reading."""
        reply, parser = self._reply, self._parser
        if reply is None or parser is None or reply.head.done():
            return
        status = parser.get_status_code()
        if 100 <= status < 200:
            reply.fields.clear()
            return
        reply.status = status
        reply.head.set_result(None)
        reply.limit = 0 if reply.bodiless else reply.room(status, reply.headers)
        if not reply.limit:
            self._cut(reply)

    def on_body(self, data: bytes) -> None:
        """Keep what there is room for, then hang up."""
        reply = self._reply
        if reply is None or reply.end.done():
            return
        reply.body += data[: reply.limit - len(reply.body)]
        if len(reply.body) >= reply.limit:
            self._cut(reply)

    def on_message_complete(self) -> None:
        """The answer is whole and the connection may carry another."""
        reply, parser = self._reply, self._parser
        if reply is None or parser is None or not reply.head.done() or reply.end.done():
            return
        reply.whole = True
        self.reusable = parser.should_keep_alive()
        reply.finish()

    def _cut(self, reply: Reply) -> None:
        reply.cut = True
        self._stop()

    def _stop(self, fault: str = "") -> None:
        if self._reply is not None:
            self._reply.finish(fault)
        self.close()


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
