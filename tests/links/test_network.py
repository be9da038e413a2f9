"""Names, proxies and passwords: what is looked up, what is sent where."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import socket
import ssl
import time
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from catalog.errors import SetupError
from catalog.links.check import CheckOptions, LinkCheck
from catalog.links.results import LinkResult, LinkTarget
from catalog.links.throttle import HostLimit
from catalog.services.transport.addresses import Resolver
from catalog.services.transport.exchange import Cause, ForbiddenAddressError, RequestError
from catalog.services.transport.networks import non_public_kind
from tests.links.server import Host, answer, at, redirect

HERE = CheckOptions(timeout=2.0, retries=0, second_look=0.1, allow=(ipaddress.ip_network("127.0.0.0/16"),))


def found(*addresses: str) -> list[object]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in addresses]


def test_a_name_is_resolved_once_in_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    host, trap = Host(redirect("http://rebind.example:{port}/again")), Host(answer())
    asked: list[str] = []

    def lookup(name: str, *_: object, **__: object) -> list[object]:
        asked.append(name)
        return found("127.0.90.1" if len(asked) == 1 else "127.99.0.1")

    async def play() -> list[LinkResult]:
        await host.start("127.0.90.1")
        await trap.start("127.99.0.1")
        host.script = redirect(f"http://rebind.example:{host.port}/again")
        try:
            return await LinkCheck(HERE).run(
                [LinkTarget(f"http://rebind.example:{host.port}/{path}") for path in ("a", "b")]
            )
        finally:
            await host.stop()
            await trap.stop()

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    asyncio.run(play())
    assert asked == ["rebind.example"]
    assert host.requests[0].headers["host"] == f"rebind.example:{host.port}"
    assert trap.connections == 0


def test_of_a_names_addresses_only_the_public_ones_are_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found("10.0.0.1", "93.184.215.14", "127.0.0.1"))

    async def play() -> tuple[object, ...]:
        return await Resolver().resolve("mixed.example")

    assert [str(address) for address in asyncio.run(play())] == ["93.184.215.14"]


def test_a_name_with_private_addresses_only_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found("192.168.0.7"))
    with pytest.raises(ForbiddenAddressError, match=r"inside\.example resolves to 192\.168\.0\.7, a private address"):
        asyncio.run(Resolver().resolve("inside.example"))


def test_a_dns_failure_does_not_delay_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(*_: object, **__: object) -> None:
        time.sleep(0.5)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    began = time.monotonic()
    targets = [LinkTarget(f"https://host{number}.example/") for number in range(200)]
    results = asyncio.run(LinkCheck(replace(HERE, retries=2)).run(targets))
    assert {str(result.verdict) for result in results} == {"transient"}
    assert time.monotonic() - began < 6


def test_a_lookup_without_descriptors_says_nothing_of_the_link(monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    results = asyncio.run(LinkCheck(HERE).run([LinkTarget("https://host.example/")]))
    assert str(results[0].verdict) == "transient"
    assert "DNS could not be asked (Too many open files)" in results[0].reason


def test_a_failed_lookup_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([socket.gaierror(socket.EAI_AGAIN, "try again"), found("127.0.90.2")])

    def lookup(*_: object, **__: object) -> list[object]:
        answer_or_error = next(answers)
        if isinstance(answer_or_error, Exception):
            raise answer_or_error
        return answer_or_error

    async def play() -> None:
        resolver = Resolver(HERE.allow)
        with pytest.raises(RequestError) as error:
            await resolver.resolve("flaky.example")
        assert error.value.cause is Cause.NO_NAME_SERVER
        assert len(await resolver.resolve("flaky.example")) == 1

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    asyncio.run(play())


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("8.8.8.8", ""),
        ("2606:4700::1111", ""),
        ("64:ff9b::808:808", ""),
        ("64:ff9b::7f00:1", "loopback"),
        ("100.100.100.200", "carrier-grade"),
        ("::ffff:8.8.8.8", "IPv4 address inside"),
        ("2002:7f00:1::", "IPv4 address inside"),
        ("240.0.0.1", "reserved"),
        ("0.1.2.3", "unspecified"),
        ("192.88.99.1", "special-purpose"),
        ("3fff:fff:ffff::1", "documentation"),
        ("2001:db8::1", "documentation"),
        ("5f00::1", "special-purpose"),
        ("100::1", "discard-only"),
        ("100:0:0:1::1", "special-purpose"),
        ("4000::1", "reserved"),
        ("fe00::1", "reserved"),
    ],
)
def test_each_kind_of_address_that_is_not_public_is_named(address: str, what: str) -> None:
    kind = non_public_kind(ipaddress.ip_address(address))
    assert what in kind if what else not kind


@pytest.mark.parametrize(
    "network",
    ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.88.99.0/24", "198.18.0.0/15", "2001:db8::/32", "3fff::/20"],
)
def test_a_special_network_ends_where_the_registry_says(network: str) -> None:
    first, last = (int(end) for end in (ipaddress.ip_network(network)[0], ipaddress.ip_network(network)[-1]))
    make = ipaddress.IPv6Address if ":" in network else ipaddress.IPv4Address
    assert all(non_public_kind(make(number)) for number in (first, last))
    assert not any(non_public_kind(make(number)) for number in (first - 1, last + 1) if number != 0x4000 << 112)


@given(st.ip_addresses())
def test_an_address_taken_for_public_is_public_for_python_too(address: ipaddress.IPv4Address) -> None:
    if not non_public_kind(address):
        assert address.is_global
        assert not address.is_multicast


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_found_in_every_ipv6_form_of_it(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    translated = ipaddress.IPv6Address((0x64FF9B << 96) | number)
    assert non_public_kind(translated) == non_public_kind(address)
    forms = [
        number,
        0xFFFF << 32 | number,
        0xFFFF << 48 | number,
        0x2002 << 112 | number << 80,
        0x20010000 << 96 | number,
    ]
    assert all(non_public_kind(ipaddress.IPv6Address(form)) for form in forms)


def test_https_goes_through_a_proxy_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("papers.example").configure_cert(context)
    secure = Host(answer(), tls=context)
    said: list[bytes] = []

    async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        said.append(await reader.readuntil(b"\r\n\r\n"))
        far_reader, far_writer = await asyncio.open_connection(secure.address, secure.port)
        writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")

        async def pipe(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            with contextlib.suppress(ConnectionError):
                while data := await source.read(65536):
                    sink.write(data)
            sink.close()

        await asyncio.gather(pipe(reader, far_writer), pipe(far_reader, writer))

    async def play() -> list[LinkResult]:
        await secure.start("127.0.90.3")
        proxy = await asyncio.start_server(tunnel, "127.0.90.4", 0)
        port = proxy.sockets[0].getsockname()[1]
        try:
            return await LinkCheck(replace(HERE, proxy=f"http://me:secret@127.0.90.4:{port}")).run(
                [LinkTarget("https://papers.example/")]
            )
        finally:
            proxy.close()
            await secure.stop()
            await asyncio.sleep(0.05)

    results = asyncio.run(play())
    assert str(results[0].verdict) == "ok", results
    assert said[0].startswith(b"CONNECT papers.example:443 HTTP/1.1\r\n")
    assert b"\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\n" in said[0]
    assert "proxy-authorization" not in secure.requests[0].headers


def test_a_password_goes_to_its_own_host_only_and_over_tls_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.90.5", "127.0.90.6").configure_cert(context)
    lines = ("machine 127.0.90.5 login me password secret", "default login joe password public")
    (tmp_path / "netrc").write_text("\n".join(lines) + "\n", encoding="utf-8")
    host, other, plain = Host(answer(), tls=context), Host(answer(), tls=context), Host(answer())

    async def play() -> None:
        await other.start("127.0.90.6")
        await plain.start("127.0.90.5")
        host.script = at(other=redirect(f"{other.origin}/"), plain=redirect(f"{plain.origin}/"))
        await host.start("127.0.90.5")
        links = [f"{host.origin}/other", f"{host.origin}/plain", f"{other.origin}/", f"{plain.origin}/"]
        await LinkCheck(replace(HERE, netrc=tmp_path / "netrc")).run([LinkTarget(link) for link in links])
        for server in (host, other, plain):
            await server.stop()

    asyncio.run(play())
    assert {request.headers.get("authorization") for request in host.requests} == {"Basic bWU6c2VjcmV0"}
    assert not any("authorization" in request.headers for request in (*other.requests, *plain.requests))
    assert (len(other.requests), len(plain.requests)) == (2, 2)


@pytest.mark.parametrize("content", [None, b"machine", b"\xff\x81\x8d"])
def test_a_netrc_that_cannot_be_read_is_an_error(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "netrc").write_bytes(content)
    with pytest.raises(SetupError, match="cannot read"):
        asyncio.run(LinkCheck(replace(HERE, netrc=tmp_path / "netrc")).run([]))


def test_a_name_without_an_address_needs_no_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    began = time.monotonic()
    slow = replace(HERE, limit=HostLimit(1, 1))
    results = asyncio.run(LinkCheck(slow).run([LinkTarget(f"https://gone.example/{number}") for number in range(50)]))
    assert {str(result.verdict) for result in results} == {"transient"}
    assert time.monotonic() - began < 2


def test_a_network_without_a_route_does_not_delay_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unreachable(*_: object) -> None:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found("93.184.215.14"))
    monkeypatch.setattr("catalog.services.transport.connect._connect", unreachable)
    began = time.monotonic()
    slow = replace(HERE, limit=HostLimit(2, 2), retries=2)
    results = asyncio.run(LinkCheck(slow).run([LinkTarget(f"https://far.example/{number}") for number in range(50)]))
    assert {str(result.verdict) for result in results} == {"transient"}
    assert time.monotonic() - began < 8
