"""TLS: what fails once, what only some clients get, and chains that a server sends incomplete."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import ssl
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from catalog.links.check import CheckOptions, LinkCheck
from catalog.links.results import LinkResult, LinkTarget
from catalog.services.transport.chains import issuer_address
from catalog.services.transport.connect import request_error
from catalog.services.transport.exchange import Cause
from tests.links.server import Host, Script, answer, at

ADDRESS, OTHER, ISSUERS = "127.0.45.1", "127.0.45.3", "127.0.45.2"
HERE = CheckOptions(timeout=2.0, retries=0, second_look=0.1, allow=(ipaddress.ip_network("127.0.0.0/16"),))
NAMES = [x509.IPAddress(ipaddress.ip_address(address)) for address in (ADDRESS, OTHER)]
NOW = dt.datetime.now(dt.UTC)


class Authority:
    """A certificate authority: a root, or one below another."""

    def __init__(self, name: str, above: Authority | None = None, issuers: str = "") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = (above or self).issue(self.name, self.key, issuers, is_authority=True)

    def issue(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, issuers: str = "", days: int = 9, *, is_authority: bool
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - dt.timedelta(days=20))
            .not_valid_after(NOW + dt.timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName(NAMES), critical=False)
        )
        if issuers:
            access = x509.AccessDescription(
                AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(issuers)
            )
            builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
        return builder.sign(self.key, hashes.SHA256())

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def server(self, folder: Path, issuers: str = "", days: int = 9) -> ssl.SSLContext:
        """The settings of a server with a certificate of this authority, which it sends alone."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self.issue(x509.Name([]), key, issuers, days, is_authority=False)
        file = folder / "server.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The one authority that this machine knows."""
    authority = Authority("Root")
    (tmp_path / "ca.pem").write_bytes(authority.certificate.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    return authority


def check(build: Callable[[str], tuple[ssl.SSLContext, Script]]) -> LinkResult:
    """What becomes of a link to a server; `build` gets the address where issuers' certificates may be fetched."""
    issuers = Host(answer(404))

    async def play() -> LinkResult:
        await issuers.start(ISSUERS)
        secure, issuers.script = build(issuers.origin)
        server = Host(answer(), tls=secure)
        await server.start(ADDRESS)
        try:
            # The other link is there so that something is reached.
            results = await LinkCheck(HERE).run([LinkTarget(server.origin), LinkTarget(f"{issuers.origin}/x.pdf")])
        finally:
            await server.stop()
            await issuers.stop()
        return results[0]

    return asyncio.run(play())


def certificates(**authorities: Authority) -> Script:
    return at(**{name: answer(200, each.der, "application/pkix-cert") for name, each in authorities.items()})


def test_a_chain_that_browsers_complete_is_suspect(root: Authority, tmp_path: Path) -> None:
    def build(issuers: str) -> tuple[ssl.SSLContext, Script]:
        middle = Authority("Middle", root)
        return middle.server(tmp_path, f"{issuers}/middle"), certificates(middle=middle)

    result = check(build)
    assert result.verdict == "suspect"
    assert "does not send the certificate of its issuer" in result.reason


def test_servers_with_incomplete_chains_do_not_make_this_machine_s_certificates_useless(
    root: Authority, tmp_path: Path
) -> None:
    middle = Authority("Middle", root)
    issuers = Host(certificates(middle=middle))

    async def play() -> tuple[LinkCheck, list[LinkResult]]:
        await issuers.start(ISSUERS)
        context = middle.server(tmp_path, f"{issuers.origin}/middle")
        servers = [Host(answer(), tls=context), Host(answer(), tls=context)]
        for server, address in zip(servers, (ADDRESS, OTHER), strict=True):
            await server.start(address)
        # One after the other, as links of one host are.
        run = LinkCheck(replace(HERE, concurrency=1))
        results = await run.run([LinkTarget(server.origin) for server in servers])
        for host in (issuers, *servers):
            await host.stop()
        return run, results

    run, results = asyncio.run(play())
    assert {str(result.verdict) for result in results} == {"suspect"}
    assert not run.failure


def test_two_missing_certificates_are_fetched_one_after_the_other(root: Authority, tmp_path: Path) -> None:
    def build(issuers: str) -> tuple[ssl.SSLContext, Script]:
        middle = Authority("Middle", root)
        lower = Authority("Lower", middle, f"{issuers}/middle")
        return lower.server(tmp_path, f"{issuers}/lower"), certificates(middle=middle, lower=lower)

    assert check(build).verdict == "suspect"


def test_a_chain_that_ends_at_a_stranger_is_broken(root: Authority, tmp_path: Path) -> None:
    def build(issuers: str) -> tuple[ssl.SSLContext, Script]:
        stranger = Authority("Stranger")
        middle = Authority("Middle", stranger, f"{issuers}/stranger")
        return middle.server(tmp_path, f"{issuers}/middle"), certificates(middle=middle, stranger=stranger)

    result = check(build)
    assert (result.verdict, result.reason) == ("broken", "TLS: unable to get local issuer certificate")


def test_a_completed_chain_may_be_invalid_all_the_same(root: Authority, tmp_path: Path) -> None:
    def build(issuers: str) -> tuple[ssl.SSLContext, Script]:
        middle = Authority("Middle", root)
        return middle.server(tmp_path, f"{issuers}/middle", days=-1), certificates(middle=middle)

    result = check(build)
    assert (result.verdict, result.reason) == ("broken", "TLS: certificate has expired")


@pytest.mark.parametrize("reply", [answer(404), answer(200, b"no certificate"), answer(200, b"")])
def test_an_issuer_that_cannot_be_fetched_proves_nothing(root: Authority, tmp_path: Path, reply: Script) -> None:
    def build(issuers: str) -> tuple[ssl.SSLContext, Script]:
        return Authority("Middle", root).server(tmp_path, f"{issuers}/middle"), reply

    result = check(build)
    assert result.verdict == "suspect"
    assert "nor does http://127.0.45.2" in result.reason


def test_an_unknown_issuer_without_an_address_is_broken(root: Authority, tmp_path: Path) -> None:
    assert check(lambda _: (Authority("Stranger").server(tmp_path), answer())).verdict == "broken"


def test_only_an_http_address_in_a_certificate_is_read() -> None:
    method = b"\x06\x08+\x06\x01\x05\x05\x070\x02\x86"
    assert issuer_address(b"xx" + method + b"\x14http://ca.example/ca" + b"more") == "http://ca.example/ca"
    long = b"http://ca.example/" + b"x" * 120
    assert issuer_address(method + b"\x81" + bytes([len(long)]) + long + b"more") == long.decode()
    assert not issuer_address(method + b"\x0fldap://ca.example")
    assert not issuer_address(b"")


def alert(number: int) -> bytes:
    return bytes([21, 3, 3, 0, 2, 2, number])


@pytest.mark.parametrize("first", [alert(80), alert(40), b""], ids=["internal_error", "handshake_failure", "close"])
def test_a_handshake_that_fails_once_is_tried_again(root: Authority, tmp_path: Path, first: bytes) -> None:
    context, connections = root.server(tmp_path), []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(writer)
        if len(connections) == 1:
            await reader.read(1000)
            writer.write(first)
        else:
            await writer.start_tls(context)
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    async def play() -> LinkResult:
        server = await asyncio.start_server(serve, ADDRESS, 0)
        port = server.sockets[0].getsockname()[1]
        try:
            options = replace(HERE, retries=1)
            return (await LinkCheck(options).run([LinkTarget(f"https://{ADDRESS}:{port}/")]))[0]
        finally:
            server.close()

    assert asyncio.run(play()).verdict == "ok"
    assert len(connections) == 2


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        ("TLSV1_ALERT_INTERNAL_ERROR", Cause.TLS),
        ("WRONG_VERSION_NUMBER", Cause.TLS),
        ("UNSAFE_LEGACY_RENEGOTIATION_DISABLED", Cause.OUTDATED_TLS),
        ("DH_KEY_TOO_SMALL", Cause.OUTDATED_TLS),
        ("DECRYPTION_FAILED_OR_BAD_RECORD_MAC", Cause.MALFORMED),
    ],
)
def test_only_what_the_server_says_of_tls_is_definite(reason: str, cause: Cause) -> None:
    error = ssl.SSLError(1, "")
    error.reason = reason
    assert request_error(error).cause is cause


def test_no_failure_is_without_a_reason() -> None:
    for error in (OSError(), TimeoutError(), ssl.SSLError(), ConnectionError(), ssl.SSLEOFError()):
        assert str(request_error(error)).strip(": ")
