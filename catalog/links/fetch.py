"""One request to one address: connection pinned to a checked network address, time and bytes bounded."""

from __future__ import annotations

import asyncio
import contextlib
import time
import zlib
from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yarl import URL

from catalog.links.dial import Dialer, Failed, Fault, failed
from catalog.links.wire import Headers, Reply, Wire

if TYPE_CHECKING:
    import netrc

_IDLE_SECONDS = 5.0
_IDLE_ORIGINS = 256


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
    def is_short(self) -> bool:
        """Whether the body ended, or stood still, before there was much of it."""
        return not self.whole and not self.cut and len(self.body) < LOOK.page

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


@dataclass(frozen=True, slots=True)
class Question:
    """One request, before it is sent."""

    url: URL
    method: str = "GET"
    appetite: Appetite = LOOK
    headers: Headers = field(default_factory=dict)


@dataclass(slots=True)
class Client:
    """Asks servers; at most `timeout` seconds pass until the headers of an answer are there."""

    dialer: Dialer
    timeout: float
    agent: str
    passwords: netrc.netrc | None = None
    """Sent to the hosts they are for, and to no other."""
    _idle: dict[tuple[str, str, int], list[tuple[Wire, float]]] = field(default_factory=dict)

    async def ask(self, question: Question) -> Answer:
        """The server's answer to one request, whatever its status.

        Raises:
            Refused: the address must not be contacted; nothing was sent.
            Failed: no answer came.
        """
        try:
            async with asyncio.timeout(self.timeout):
                wire, reply = await self._exchange(question)
        except TimeoutError:
            raise Failed(Fault.TIMEOUT, f"no answer within {self.timeout:g} s") from None
        except OSError as error:
            raise failed(error) from error
        try:
            await self._body(reply, min(question.appetite.patience, self.timeout))
        finally:
            self._put_back(question.url, wire, reply)
        body = unpacked(reply, question.appetite.page)
        return Answer(
            question.url, question.method, reply.status, reply.headers, body, whole=reply.whole, cut=reply.cut
        )

    async def _exchange(self, question: Question) -> tuple[Wire, Reply]:
        request = self._request(question)
        reused = self._take(question.url)
        for wire in (reused, None) if reused else (None,):
            live = wire or await self.dialer.open(question.url)
            reply = Reply(bodiless=question.method == "HEAD", room=question.appetite.room)
            try:
                live.send(request, reply)
                await reply.head
            except BaseException:
                live.close()
                raise
            if reply.status:
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

    def _request(self, question: Question) -> bytes:
        url = question.url
        host = url.host_port_subcomponent
        proxied = self.dialer.proxy is not None and url.scheme == "http"
        target = f"http://{host}{url.raw_path_qs}" if proxied else url.raw_path_qs
        lines = [f"{question.method} {target} HTTP/1.1", f"Host: {host}", f"User-Agent: {self.agent}"]
        told = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "en", **question.headers}
        if self.passwords and (found := self.passwords.authenticators(url.raw_host or "")):
            told["Authorization"] = "Basic " + b64encode(f"{found[0]}:{found[2]}".encode()).decode()
        lines += [f"{name}: {value}" for name, value in told.items()]
        return "\r\n".join([*lines, "Accept-Encoding: gzip, deflate", "", ""]).encode()

    # kept connections

    def _take(self, url: URL) -> Wire | None:
        waiting = self._idle.get(_origin(url), [])
        while waiting:
            wire, since = waiting.pop()
            if not wire.lost and time.monotonic() - since < _IDLE_SECONDS:
                return wire
            wire.close()
        return None

    def _put_back(self, url: URL, wire: Wire, reply: Reply) -> None:
        if not (reply.whole and wire.reusable):
            reply.finish()
            wire.close()
            return
        self._idle.setdefault(_origin(url), []).append((wire, time.monotonic()))
        if len(self._idle) > _IDLE_ORIGINS:
            for forgotten, _ in self._idle.pop(next(iter(self._idle))):
                forgotten.close()

    def close(self) -> None:
        """Hang up every kept connection."""
        for wire, _ in (pair for waiting in self._idle.values() for pair in waiting):
            wire.close()
        self._idle.clear()


def _origin(url: URL) -> tuple[str, str, int]:
    return url.scheme, url.raw_host or "", url.port or 0


def is_page(headers: Headers) -> bool:
    """Whether headers announce HTML, or nothing at all."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in {"text/html", "application/xhtml+xml", ""}


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
