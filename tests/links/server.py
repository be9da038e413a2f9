"""A loopback server that misbehaves on purpose: each case has an address of its own and a script of responses."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

PAGE = b"<!doctype html><title>A page</title><h1 id=top-of-page>A page</h1><p>It says something of its own.</p>"


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]
    at: float
    connection: int


@dataclass
class Exchange:
    """One request and the means to answer it; `number` counts the requests of the case from 0."""

    request: Request
    number: int
    host: Host
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        self.host.sent += len(data)
        await self.writer.drain()


class HangUp(Exception):  # noqa: N818
    """The script wants the connection closed."""


_ENDS = (ConnectionError, HangUp, asyncio.IncompleteReadError, ssl.SSLError, asyncio.CancelledError)
Script = Callable[[Exchange], Awaitable[None]]


@dataclass
class Host:
    """One address with its script, and what was asked of it."""

    script: Script
    tls: ssl.SSLContext | None = None
    address: str = ""
    port: int = 0
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    sent: int = 0
    active: int = 0
    most_active: int = 0
    _server: asyncio.Server | None = None
    _running: dict[asyncio.Task[None], asyncio.StreamWriter] = field(default_factory=dict)

    async def start(self, address: str, port: int = 0) -> None:
        self._server = await asyncio.start_server(self._serve, address, port, ssl=self.tls, limit=2**20)
        self.address, self.port = address, self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()
        for task, writer in list(self._running.items()):
            writer.transport.abort()
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    @property
    def origin(self) -> str:
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        connection = self.connections
        task = asyncio.current_task()
        self._running[task] = writer
        with contextlib.suppress(*_ENDS):
            while head := await reader.readuntil(b"\r\n\r\n"):
                request = _request(head, connection)
                self.requests.append(request)
                self.active += 1
                self.most_active = max(self.active, self.most_active)
                try:
                    await self.script(Exchange(request, len(self.requests) - 1, self, writer))
                finally:
                    self.active -= 1
        del self._running[task]
        writer.close()
        with contextlib.suppress(*_ENDS):
            await writer.wait_closed()


def _request(head: bytes, connection: int) -> Request:
    first, *lines = head.decode("latin-1").rstrip().split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Request(method, path, headers, time.monotonic(), connection)


# scripts


def answer(status: int = 200, body: bytes = PAGE, kind: str = "text/html", **headers: str) -> Script:
    """A well-formed answer; HEAD gets its headers alone."""

    async def script(exchange: Exchange) -> None:
        fields = {"Content-Type": kind, "Content-Length": str(len(body))}
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
        head = f"HTTP/1.1 {status} Status\r\n{lines}\r\n".encode()
        await exchange.send(head if exchange.request.method == "HEAD" else head + body)

    return script


def redirect(location: str, status: int = 302, **headers: str) -> Script:
    return answer(status, b"", Location=location, **headers)


def raw(data: bytes) -> Script:
    """These bytes, then the connection is closed."""

    async def script(exchange: Exchange) -> None:
        await exchange.send(data)
        raise HangUp

    return script


async def hang(_: Exchange) -> None:
    """No answer, ever."""
    await asyncio.sleep(60)


async def reset(exchange: Exchange) -> None:
    """The connection breaks in place of an answer."""
    exchange.writer.transport.abort()
    raise HangUp


def drip(head: bytes, gap: float) -> Script:
    """One byte at a time: no single read ever times out."""

    async def script(exchange: Exchange) -> None:
        for byte in head:
            await exchange.send(bytes([byte]))
            await asyncio.sleep(gap)

    return script


def endless(kind: str = "text/html", piece: bytes = b"<p>more and more of it</p>" * 400) -> Script:
    """A body without an end."""

    async def script(exchange: Exchange) -> None:
        await exchange.send(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode())
        while exchange.request.method != "HEAD":
            await exchange.send(piece)
            await asyncio.sleep(0)
        raise HangUp

    return script


def then(*scripts: Script) -> Script:
    """The first request gets the first script, and so on; the last one stays."""

    async def script(exchange: Exchange) -> None:
        await scripts[min(exchange.number, len(scripts) - 1)](exchange)

    return script


def on(*, head: Script, get: Script) -> Script:
    """One script for HEAD, another for GET."""

    async def script(exchange: Exchange) -> None:
        await (head if exchange.request.method == "HEAD" else get)(exchange)

    return script


def at(**paths: Script) -> Script:
    """A script for each path, `start` for /start and `a__b` for /a/b; anything else is not found."""
    scripts = {name.replace("__", "/"): script for name, script in paths.items()}

    async def script(exchange: Exchange) -> None:
        name = exchange.request.path.partition("?")[0].strip("/")
        await scripts.get(name, answer(404))(exchange)

    return script
