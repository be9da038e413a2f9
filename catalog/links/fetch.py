"""One request to one address: connection pinned to a checked network address, time and bytes bounded."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import ssl
import time
import zlib
from collections import deque
from dataclasses import dataclass, field
from enum import Enum

from yarl import URL

from catalog.links.addresses import Address, Guard, Unresolved
from catalog.links.wire import Headers, Reply, Room, Wire

_IDLE_SECONDS = 5.0
_IDLE_MOST = 256
_RECEIVE_BUFFER = 131_072  # bytes the system may take in before anything is read


class Fault(Enum):
    """Why there was no answer; the value says whether that lasts (and is no outage)."""

    NO_NAME = ("no such name", True)
    CLOSED_PORT = ("closed port", True)
    CERTIFICATE = ("certificate", True)
    TLS = ("TLS", True)
    NO_NAME_SERVER = ("name server", False)
    UNREACHABLE = ("unreachable", False)
    TIMEOUT = ("timeout", False)
    RESET = ("reset", False)
    GARBLED = ("garbled", False)

    @property
    def lasting(self) -> bool:
        """Whether a reader would meet the same tomorrow."""
        return self.value[1]


class Failed(Exception):  # noqa: N818
    """No answer came; the message says what happened instead."""

    def __init__(self, fault: Fault, message: str) -> None:
        super().__init__(message)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    `body` is unpacked; `whole` says that nothing of it is missing, `cut` that we chose to stop reading.
    """

    url: URL
    method: str
    status: int
    headers: Headers
    body: bytes = b""
    whole: bool = True
    cut: bool = False

    @property
    def is_page(self) -> bool:
        """Whether the content is, or may be, HTML."""
        return is_page(self.headers)


@dataclass(frozen=True, slots=True)
class Appetite:
    """How much of an answer is wanted: bytes of a page, bytes of anything else, seconds after the headers."""

    page: int = 65_536
    other: int = 16_384
    patience: float = 5.0
    every: bool = False
    """Whether the body matters for every kind of answer (an interface), not only for pages."""

    def room(self, status: int, headers: Headers) -> int:
        """Bytes to read; small bodies nobody needs are read too, since that saves the next connection."""
        length = headers.get("content-length", "")
        size = int(length) if length.isdecimal() else None
        if self.every or (200 <= status < 300 and is_page(headers)):
            return self.page
        return self.other if size is not None and size <= self.other else 0


LOOK = Appetite()
"""Enough of a page for its title and first sentences."""
SEARCH = Appetite(page=1_048_576, patience=20.0)
"""Enough of a page to find an anchor."""
READ = Appetite(page=4_194_304, patience=20.0, every=True)
"""The whole answer of an interface."""


@dataclass(slots=True)
class Client:
    """Asks servers; at most `timeout` seconds pass until the headers of an answer are there."""

    guard: Guard
    timeout: float
    agent: str
    contacted: bool = False
    """Whether any server was reached at all."""
    _idle: deque[tuple[tuple[str, str, int], Wire, float]] = field(default_factory=deque)
    _tls: ssl.SSLContext | None = None

    async def ask(self, method: str, url: URL, appetite: Appetite = LOOK, headers: Headers | None = None) -> Answer:
        """The server's answer to one request, whatever its status.

        Raises:
            Refused: the address must not be contacted; nothing was sent.
            Failed: no answer came.
        """
        request = self._request(method, url, headers or {})
        try:
            async with asyncio.timeout(self.timeout):
                wire, reply = await self._exchange(method, url, request, appetite.room)
        except TimeoutError:
            raise Failed(Fault.TIMEOUT, f"no answer within {self.timeout:g} s") from None
        except OSError as error:
            raise _failed(error) from error
        try:
            await self._body(reply, min(appetite.patience, self.timeout))
        finally:
            self._put_back(url, wire, reply)
        return Answer(url, method, reply.status, reply.headers, unpacked(reply, appetite.page), whole=reply.whole)

    async def _exchange(self, method: str, url: URL, request: bytes, room: Room) -> tuple[Wire, Reply]:
        reused = self._take(url)
        for wire in (reused, None) if reused else (None,):
            live = wire or await self._connect(url)
            reply = Reply(bodiless=method == "HEAD", room=room)
            try:
                live.send(request, reply)
                await reply.head
            except BaseException:
                live.close()
                raise
            if reply.status:
                self.contacted = True
                return live, reply
            live.close()
            # A kept connection may have been closed by the server in the meantime: that is no failure.
            if wire is None or reply.received:
                break
        closed = reply.fault.startswith("the connection")
        raise Failed(Fault.RESET if closed else Fault.GARBLED, reply.fault)

    async def _body(self, reply: Reply, patience: float) -> None:
        if not reply.end.done():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await asyncio.shield(reply.end)

    def _request(self, method: str, url: URL, headers: Headers) -> bytes:
        host = f"[{url.raw_host}]" if ":" in (url.raw_host or "") else url.raw_host
        port = "" if url.is_default_port() else f":{url.port}"
        lines = [f"{method} {url.raw_path_qs} HTTP/1.1", f"Host: {host}{port}", f"User-Agent: {self.agent}"]
        told = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "en", **headers}
        lines += [f"{name}: {value}" for name, value in told.items()]
        return "\r\n".join([*lines, "Accept-Encoding: gzip, deflate", "", ""]).encode()

    # connections

    async def _connect(self, url: URL) -> Wire:
        host = (url.raw_host or "").removesuffix(".")
        try:
            addresses = await self.guard.addresses(url.raw_host or "")
        except Unresolved as error:
            fault = Fault.NO_NAME if error.missing else Fault.NO_NAME_SERVER
            raise Failed(fault, str(error)) from error
        for place, address in enumerate(addresses[:3], 1):
            try:
                return await self._dial(address, url.port or 80, host if url.scheme == "https" else None)
            except OSError as error:
                if place == len(addresses[:3]) or isinstance(error, ssl.SSLError):
                    raise
        raise Failed(Fault.UNREACHABLE, "no address to connect to")

    async def _dial(self, address: Address, port: int, tls_name: str | None) -> Wire:
        loop = asyncio.get_running_loop()
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.setblocking(False)  # noqa: FBT003
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
            await loop.sock_connect(sock, (str(address), port))
            context = self._context() if tls_name else None
            self.contacted = True
            _, wire = await loop.create_connection(Wire, sock=sock, ssl=context, server_hostname=tls_name)
        except BaseException:
            sock.close()
            raise
        return wire

    def _context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
            self._tls.set_alpn_protocols(["http/1.1"])
        return self._tls

    def _take(self, url: URL) -> Wire | None:
        key, now = _key(url), time.monotonic()
        for place, (other, wire, since) in enumerate(self._idle):
            if other == key and not wire.lost and now - since < _IDLE_SECONDS:
                del self._idle[place]
                return wire
        return None

    def _put_back(self, url: URL, wire: Wire, reply: Reply) -> None:
        if not (reply.whole and wire.reusable):
            reply.finish()
            wire.close()
            return
        self._idle.append((_key(url), wire, time.monotonic()))
        while self._idle and (len(self._idle) > _IDLE_MOST or time.monotonic() - self._idle[0][2] > _IDLE_SECONDS):
            self._idle.popleft()[1].close()

    def close(self) -> None:
        """Hang up every kept connection."""
        while self._idle:
            self._idle.popleft()[1].close()


def is_page(headers: Headers) -> bool:
    """Whether headers announce HTML, or nothing at all."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in {"text/html", "application/xhtml+xml", ""}


def _key(url: URL) -> tuple[str, str, int]:
    return url.scheme, url.raw_host or "", url.port or 0


def _failed(error: OSError) -> Failed:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Failed(Fault.CERTIFICATE, f"TLS: {error.verify_message}")
    if isinstance(error, ssl.SSLError):
        said = (error.reason or str(error)).replace("_", " ").lower()
        return Failed(Fault.TLS, f"TLS: {said}")
    if isinstance(error, ConnectionRefusedError):
        return Failed(Fault.CLOSED_PORT, "the port is closed")
    if isinstance(error, ConnectionError):
        return Failed(Fault.RESET, "the connection was reset")
    if error.errno in {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}:
        return Failed(Fault.UNREACHABLE, "there is no way to that network")
    return Failed(Fault.UNREACHABLE, error.strerror or str(error))


def unpacked(reply: Reply, limit: int) -> bytes:
    """The body without its content coding, at most `limit` bytes; empty for a coding never asked for."""
    coding = reply.headers.get("content-encoding", "identity").strip().lower()
    if coding in {"identity", ""}:
        return bytes(reply.body)
    if coding not in {"gzip", "x-gzip", "deflate"}:
        return b""
    for window in (47, -15):  # gzip or zlib by its first bytes; else a bare deflate stream
        with contextlib.suppress(zlib.error):
            return zlib.decompressobj(window).decompress(bytes(reply.body), limit)
    return b""
