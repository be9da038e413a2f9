"""A host with several addresses: each is a candidate, and a dead one costs a quarter of a second."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator, Sequence

import pytest
import trustme
from yarl import URL

from catalog.services.transport.addresses import Resolver
from catalog.services.transport.connect import ConnectionFactory
from catalog.services.transport.exchange import Cause, ForbiddenAddressError, Request, RequestError, Response
from catalog.services.transport.http1 import Connection
from catalog.services.transport.pool import ConnectionPool, IdleConnections
from tests.links.server import Host, answer

LOOPBACK = (ipaddress.ip_network("127.0.0.0/16"), ipaddress.ip_network("::1"))


@contextlib.contextmanager
def silent(address: str, port: int) -> Iterator[None]:
    """A port that answers nobody: its queue of connections nobody accepts is full."""
    with contextlib.ExitStack() as sockets:
        server = sockets.enter_context(socket.socket())
        server.bind((address, port))
        server.listen(0)
        for _ in range(4):
            waiting = sockets.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex((address, port))
        yield


def resolve_to(addresses: Sequence[str], patch: pytest.MonkeyPatch) -> None:
    families = {True: socket.AF_INET6, False: socket.AF_INET}
    infos = [(families[":" in address], socket.SOCK_STREAM, 6, "", (address, 0)) for address in addresses]
    patch.setattr(socket, "getaddrinfo", lambda *_, **__: infos)


async def request(host: Host, name: str = "several.example", seconds: float = 5.0) -> Response:
    pool = ConnectionPool(ConnectionFactory(Resolver(LOOPBACK)), seconds, "test")
    try:
        return await pool.send(Request(URL(f"{'https' if host.tls else 'http'}://{name}:{host.port}/")))
    finally:
        pool.close()


async def seconds_of_a_request(host: Host) -> float:
    began = time.monotonic()
    assert (await request(host)).status == 200
    return time.monotonic() - began


@pytest.mark.parametrize("dead", [1, 2])
def test_each_dead_address_costs_a_quarter_of_a_second(dead: int, monkeypatch: pytest.MonkeyPatch) -> None:
    live = Host(answer())
    dead_addresses = [f"127.0.92.{number + 2}" for number in range(dead)]
    resolve_to([*dead_addresses, "127.0.92.1"], monkeypatch)

    async def play() -> float:
        await live.start("127.0.92.1")
        with contextlib.ExitStack() as ports:
            for address in dead_addresses:
                ports.enter_context(silent(address, live.port))
            try:
                return await seconds_of_a_request(live)
            finally:
                await live.stop()

    assert 0.25 * dead <= asyncio.run(play()) < 0.25 * dead + 0.5
    assert live.connections == 1


def test_every_address_is_a_candidate_and_closed_ports_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    live = Host(answer())
    resolve_to([f"127.0.93.{number}" for number in range(20, 0, -1)], monkeypatch)

    async def play() -> float:
        await live.start("127.0.93.1")
        try:
            return await seconds_of_a_request(live)
        finally:
            await live.stop()

    assert asyncio.run(play()) < 0.25


def test_an_address_that_answers_slowly_still_wins_where_the_next_ones_are_dead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    live = Host(answer())
    resolve_to(["127.0.92.1", "127.0.92.2"], monkeypatch)
    loop_connect = asyncio.SelectorEventLoop.sock_connect

    async def slowly(loop: asyncio.SelectorEventLoop, sock: socket.socket, address: tuple[str, int]) -> None:
        await asyncio.sleep(0.4 if address[0] == "127.0.92.1" else 0)
        await loop_connect(loop, sock, address)

    async def play() -> float:
        await live.start("127.0.92.1")
        with silent("127.0.92.2", live.port):
            try:
                return await seconds_of_a_request(live)
            finally:
                await live.stop()

    monkeypatch.setattr(asyncio.SelectorEventLoop, "sock_connect", slowly)
    assert 0.4 <= asyncio.run(play()) < 1.0


def test_addresses_that_are_all_dead_take_no_longer_than_the_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    live = Host(answer())
    resolve_to(["127.0.92.2", "127.0.92.3"], monkeypatch)

    async def play() -> float:
        await live.start("127.0.92.1")
        began = time.monotonic()
        with silent("127.0.92.2", live.port), silent("127.0.92.3", live.port):
            with pytest.raises(RequestError) as error:
                await request(live, seconds=0.6)
            await live.stop()
        assert error.value.cause is Cause.TIMEOUT
        return time.monotonic() - began

    assert 0.6 <= asyncio.run(play()) < 1.2


def test_addresses_that_are_all_closed_are_a_closed_port(monkeypatch: pytest.MonkeyPatch) -> None:
    live = Host(answer())
    resolve_to(["127.0.92.2", "::1", "127.0.92.3"], monkeypatch)

    async def play() -> None:
        await live.start("127.0.92.1")
        try:
            with pytest.raises(RequestError) as error:
                await request(live)
        finally:
            await live.stop()
        assert error.value.cause is Cause.CLOSED_PORT

    asyncio.run(play())


def test_a_forbidden_address_is_never_a_candidate(monkeypatch: pytest.MonkeyPatch) -> None:
    trap, live = Host(answer()), Host(answer())
    resolve_to(["127.99.0.1", "127.0.92.1"], monkeypatch)

    async def play() -> None:
        await live.start("127.0.92.1")
        trap_server = await asyncio.start_server(trap._serve, "127.99.0.1", live.port)
        assert (await request(live)).status == 200
        resolve_to(["127.99.0.1"], monkeypatch)
        with pytest.raises(ForbiddenAddressError):
            await request(live)
        trap_server.close()
        await live.stop()

    asyncio.run(play())
    assert not trap.connections


def test_a_handshake_that_breaks_leads_to_the_next_address(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("several.example").configure_cert(context)
    live = Host(answer(), tls=context)
    broken: list[bytes] = []
    resolve_to(["127.0.92.2", "127.0.92.1"], monkeypatch)

    async def break_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        broken.append(await reader.read(1))
        writer.transport.abort()

    async def play() -> Response:
        await live.start("127.0.92.1")
        breaking = await asyncio.start_server(break_off, "127.0.92.2", live.port)
        try:
            return await request(live)
        finally:
            breaking.close()
            await live.stop()
            await asyncio.sleep(0.05)

    assert asyncio.run(play()).status == 200
    assert len(broken) == 1


def test_ipv4_and_ipv6_addresses_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(["2606:4700::1", "2606:4700::2", "1.1.1.2", "1.1.1.1", "1.1.1.2", "1.1.1.3"], monkeypatch)

    async def play() -> list[str]:
        return [str(address) for address in await Resolver().resolve("several.example")]

    assert asyncio.run(play()) == ["1.1.1.2", "2606:4700::1", "1.1.1.1", "2606:4700::2", "1.1.1.3"]


def test_idle_connections_make_room_when_the_system_has_no_descriptor_left(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Host(answer()), Host(answer())
    resolve_to(["127.0.92.1"], monkeypatch)
    closed: list[int] = []

    async def play() -> Response:
        await first.start("127.0.92.1")
        await second.start("127.0.92.1")
        pool = ConnectionPool(ConnectionFactory(Resolver(LOOPBACK)), 5.0, "test")
        await pool.send(Request(URL(f"http://several.example:{first.port}/")))
        (idle,) = pool.idle._kept
        original = pool.factory.connect

        async def connect(_: ConnectionFactory, url: URL) -> Connection:
            if not idle.closed:
                closed.append(errno.EMFILE)
                raise OSError(errno.EMFILE, "Too many open files")
            return await original(url)

        monkeypatch.setattr(ConnectionFactory, "connect", connect)
        try:
            return await pool.send(Request(URL(f"http://several.example:{second.port}/")))
        finally:
            pool.close()
            await first.stop()
            await second.stop()

    assert asyncio.run(play()).status == 200
    assert closed


def test_as_many_connections_are_kept_as_the_system_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    hosts = [Host(answer()) for _ in range(4)]
    resolve_to(["127.0.92.1"], monkeypatch)

    async def play() -> list[int]:
        pool = ConnectionPool(ConnectionFactory(Resolver(LOOPBACK)), 5.0, "test", idle=IdleConnections(capacity=2))
        for host in hosts:
            await host.start("127.0.92.1")
            await pool.send(Request(URL(f"http://several.example:{host.port}/")))
        kept = [host.port for host in hosts if pool.idle.take(("http", f"several.example:{host.port}"))]
        for host in hosts:
            await host.stop()
        return kept

    assert asyncio.run(play()) == [host.port for host in hosts[2:]]
