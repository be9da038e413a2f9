"""The guarded client: which addresses it contacts, how much it reads, what it makes of failures."""

from __future__ import annotations

import asyncio
import gzip
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable

import httpx
import pytest
import trustme

from catalog.services.transport.addresses import Resolver
from catalog.services.transport.http import GuardedTransport, client
from tests.links.server import Host, Script, answer, endless, hang, raw, redirect, reset

LOOPBACK = ipaddress.ip_network("127.0.0.0/16")


def play(script: Script, use: Callable[[httpx.AsyncClient, str], Awaitable[None]], http: httpx.AsyncClient) -> Host:
    """The host that ran `script`, after `use` was called with a client and the host's origin."""
    host = Host(script)

    async def run() -> None:
        await host.start("127.0.91.1")
        try:
            async with http:
                await use(http, host.origin)
        finally:
            await host.stop()

    asyncio.run(run())
    return host


def bounded(seconds: float = 2.0) -> httpx.AsyncClient:
    transport = GuardedTransport(Resolver([LOOPBACK]), max_bytes=10_000, seconds=seconds)
    return httpx.AsyncClient(transport=transport, timeout=None)


def test_a_response_is_decoded_and_its_headers_are_kept() -> None:
    async def use(http: httpx.AsyncClient, origin: str) -> None:
        response = await http.get(f"{origin}/a%2Fb?c=d%20e", headers={"accept": "application/json"})
        assert response.json() == {"a": 1}
        assert response.headers["x-error-code"] == "none"
        assert response.headers.get_list("set-cookie") == ["a=1"]

    body = gzip.compress(b'{"a": 1}')
    host = play(answer(body=body, Content_Encoding="gzip", X_Error_Code="none", Set_Cookie="a=1"), use, bounded())
    request = host.requests[0]
    assert request.path == "/a%2Fb?c=d%20e"
    assert request.headers["accept"] == "application/json"


def test_the_client_says_who_asks() -> None:
    async def use(http: httpx.AsyncClient, origin: str) -> None:
        await http.get(origin)

    host = play(answer(), use, client("https://toys.example/", allow=[LOOPBACK]))
    assert host.requests[0].headers["user-agent"].endswith("(+https://toys.example/)")


def test_connections_are_kept_between_requests() -> None:
    async def use(http: httpx.AsyncClient, origin: str) -> None:
        for number in range(5):
            await http.get(f"{origin}/{number}")

    assert play(answer(), use, bounded()).connections == 1


def test_a_machine_without_certificates_is_named_as_the_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent.pem")
    monkeypatch.setenv("SSL_CERT_DIR", "/nonexistent")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.91.2").configure_cert(context)
    host = Host(answer(), tls=context)

    async def run() -> None:
        await host.start("127.0.91.2")
        async with bounded() as http:
            with pytest.raises(httpx.ConnectError, match="this machine has no certificates"):
                await http.get(host.origin)
        await host.stop()

    asyncio.run(run())


def test_a_private_address_is_not_contacted() -> None:
    async def use(http: httpx.AsyncClient, origin: str) -> None:
        with pytest.raises(httpx.ConnectError, match="is a loopback address"):
            await http.get(origin)

    assert not play(answer(), use, client()).connections


def test_a_redirect_to_a_private_address_is_not_followed() -> None:
    async def use(http: httpx.AsyncClient, origin: str) -> None:
        with pytest.raises(httpx.ConnectError, match=r"10\.0\.0\.1 is a private address"):
            await http.get(origin)

    assert len(play(redirect("http://10.0.0.1/"), use, client(allow=[LOOPBACK])).requests) == 1


def test_redirects_come_to_an_end() -> None:
    async def use(http: httpx.AsyncClient, origin: str) -> None:
        with pytest.raises(httpx.TooManyRedirects):
            await http.get(origin)

    assert len(play(redirect("/again"), use, client(allow=[LOOPBACK])).requests) == 4


def test_a_host_the_operator_named_may_be_private(monkeypatch: pytest.MonkeyPatch) -> None:
    info = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.91.1", 0))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [info])

    async def use(http: httpx.AsyncClient, origin: str) -> None:
        port = httpx.URL(origin).port
        assert (await http.get(f"http://mirror.example:{port}/")).status_code == 200
        with pytest.raises(httpx.ConnectError, match="resolves to"):
            await http.get(f"http://other.example:{port}/")

    play(answer(), use, client(trusted=["mirror.example"]))


@pytest.mark.parametrize(
    ("script", "error", "words"),
    [
        (answer(body=b"x" * 10_001), httpx.ReadError, "longer than 10,000 bytes"),
        (answer(body=gzip.compress(bytes(1_000_000)), Content_Encoding="gzip"), httpx.ReadError, "longer than"),
        (endless(), httpx.ReadError, "longer than"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello"), httpx.ReadError, "before it was complete"),
        (raw(b"what?\r\n\r\n"), httpx.RemoteProtocolError, "not HTTP"),
        (hang, httpx.ReadTimeout, r"no response within 0\.3 s"),
        (reset, httpx.ReadError, "connection was"),
    ],
    ids=["long", "gzip-bomb", "endless", "cut-short", "not-http", "silent", "reset"],
)
def test_a_response_that_cannot_be_used_is_an_error(script: Script, error: type[Exception], words: str) -> None:
    async def use(http: httpx.AsyncClient, origin: str) -> None:
        with pytest.raises(error, match=words):
            await http.get(origin)

    play(script, use, bounded(seconds=0.3))


def test_a_closed_port_is_an_error() -> None:
    async def use(http: httpx.AsyncClient, _: str) -> None:
        with pytest.raises(httpx.ConnectError, match="port is closed"):
            await http.get("http://127.0.91.2:1/")

    play(answer(), use, bounded())


def test_only_reading_methods_are_sent() -> None:
    async def use(http: httpx.AsyncClient, origin: str) -> None:
        assert (await http.head(origin)).status_code == 200
        with pytest.raises(httpx.UnsupportedProtocol, match="POST"):
            await http.post(origin, content=b"x")

    assert len(play(answer(), use, bounded()).requests) == 1
