"""Connections to permitted addresses only, with TLS for the name in the URL, or through a proxy on request."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import socket
import ssl
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from yarl import URL

from catalog.services.transport.addresses import Resolver
from catalog.services.transport.certificates import UNKNOWN_ISSUER, TrustStore
from catalog.services.transport.descriptors import EXHAUSTED
from catalog.services.transport.exchange import Cause, RequestError
from catalog.services.transport.http1 import Connection
from catalog.services.transport.networks import Address
from catalog.services.transport.proxies import Proxies

_STAGGER = 0.25  # seconds until the next address is tried beside the one before (RFC 8305)
_RECEIVE_BUFFER = 131_072  # bytes the system may take in before anything is read
_PROXY_HEADERS = 16_384
_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})
_OUTDATED = ("LEGACY_RENEGOTIATION", "KEY_TOO_SMALL", "SIGNATURE_TYPE", "MD_TOO_WEAK")
_NO_COMMON_TLS = frozenset({
    "HTTP_REQUEST", "NO_PROTOCOLS_AVAILABLE", "UNSUPPORTED_PROTOCOL", "WRONG_SSL_VERSION", "WRONG_VERSION_NUMBER",
})  # fmt: skip
"""Reasons for which no client would come to terms with the server."""
_NAMED_BY_PROXY = (ipaddress.IPv4Address(0),)


@dataclass(slots=True)
class ConnectionFactory:
    """Opens connections; an HTTP proxy resolves the names that this machine cannot, to addresses nobody checks."""

    resolver: Resolver
    proxies: Proxies = field(default_factory=Proxies)
    reached: bool = False
    """Whether any server accepted or refused a connection, or was reached by its proxy."""
    trust: TrustStore = field(default_factory=TrustStore)

    async def connect(self, url: URL, context: ssl.SSLContext | None = None) -> Connection:
        """Open a connection for requests to `url`: the first of its addresses that accepts one.

        Another `context` than that of `trust` is for questions about a server's certificate.

        Raises:
            ForbiddenAddressError: none of its addresses may be contacted; nothing was sent.
            RequestError: the name has no address, or the proxy refuses.
            OSError: no address accepts a connection.
        """
        addresses, port = await self.addresses(url), url.port or 80
        proxy = self.proxies.of(url)
        if proxy:
            return await self._secured(await _proxy_socket(proxy), url, context, proxy)
        while True:
            try:
                address, sock = await _connect_first(addresses, port)
            except ConnectionRefusedError:
                self.reached = True
                raise
            self.reached = True
            try:
                return await self._secured(sock, url, context)
            except ssl.SSLError:
                raise
            except OSError:
                addresses = [other for other in addresses if other != address]
                if not addresses:
                    raise

    async def addresses(self, url: URL) -> Sequence[Address]:
        """Return the permitted addresses of the host of `url`.

        Raises:
            ForbiddenAddressError: none of them may be contacted.
            RequestError: there are none.
        """
        try:
            return await self.resolver.resolve(url.raw_host or "")
        except RequestError:
            if self.proxies.of(url):
                return _NAMED_BY_PROXY
            raise

    async def _secured(
        self, sock: socket.socket, url: URL, context: ssl.SSLContext | None, proxy: URL | None = None
    ) -> Connection:
        """The connection on `sock`, with TLS for https; what its handshake says of certificates is noted."""
        noted = url.scheme == "https" and not context
        try:
            connection = await self._open(sock, url, context, proxy)
        except ssl.SSLError as error:
            if noted:
                self.trust.record(url.raw_host or "", error)
            raise
        if noted:
            self.trust.record(url.raw_host or "")
        return connection

    async def _open(
        self, sock: socket.socket, url: URL, context: ssl.SSLContext | None, proxy: URL | None
    ) -> Connection:
        secure = url.scheme == "https"
        try:
            if proxy and secure:
                await _open_tunnel(sock, url, proxy)
                self.reached = True
            _, connection = await asyncio.get_running_loop().create_connection(
                Connection,
                sock=sock,
                ssl=(context or self.trust.context) if secure else None,
                server_hostname=(url.raw_host or "").removesuffix(".") if secure else None,
            )
        except BaseException:
            sock.close()
            raise
        return connection


async def _connect_first(addresses: Sequence[Address], port: int) -> tuple[Address, socket.socket]:
    """Return the first socket that connects; the next address is tried after a failure or `_STAGGER` seconds.

    Raises:
        OSError: no address accepts a connection.
    """
    if len(addresses) == 1:
        return addresses[0], await _connect(addresses[0], port)
    waiting, pending, errors = list(addresses), dict[asyncio.Task[socket.socket], Address](), list[OSError]()
    try:
        while waiting or pending:
            if waiting:
                address = waiting.pop(0)
                pending[asyncio.create_task(_connect(address, port))] = address
            done, _ = await asyncio.wait(
                pending, timeout=_STAGGER if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                address = pending.pop(task)
                try:
                    return address, task.result()
                except OSError as error:
                    if error.errno in EXHAUSTED:
                        raise
                    errors.append(error)
    finally:
        for task in pending:
            task.cancel()
    # That this machine has no route (often: no IPv6) says nothing about the server.
    raise next((error for error in errors if error.errno not in _NO_ROUTE), errors[-1])


async def _connect(address: Address, port: int) -> socket.socket:
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)  # noqa: FBT003
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
        await asyncio.get_running_loop().sock_connect(sock, (str(address), port))
    except BaseException:
        sock.close()
        raise
    return sock


async def _proxy_socket(proxy: URL) -> socket.socket:
    """Return a socket to the proxy, at an address nobody checks: whoever runs the program named it.

    Raises:
        RequestError: it cannot be reached, which says nothing about any server.
    """
    try:
        infos = await asyncio.get_running_loop().getaddrinfo(proxy.host, proxy.port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(ipaddress.ip_address(info[4][0]) for info in infos))
        return (await _connect_first(addresses, proxy.port or 80))[1]
    except OSError as error:
        if error.errno in EXHAUSTED:
            raise
        reason = request_error(error)
        raise RequestError(
            Cause.UNREACHABLE, f"the proxy {proxy.host}:{proxy.port} cannot be reached: {reason}"
        ) from error


def proxy_headers(proxy: URL) -> Mapping[str, str]:
    """Return the header fields that are for the proxy alone: the user and password of its address."""
    if proxy.user is None:
        return {}
    return {"Proxy-Authorization": basic_authorization(proxy.user, proxy.password or "")}


async def _open_tunnel(sock: socket.socket, url: URL, proxy: URL) -> None:
    """Ask the proxy behind `sock` for a tunnel to the server of `url`."""
    loop = asyncio.get_running_loop()
    target = f"{url.host_subcomponent}:{url.port}"
    lines = [f"{name}: {value}\r\n" for name, value in {"Host": target, **proxy_headers(proxy)}.items()]
    await loop.sock_sendall(sock, f"CONNECT {target} HTTP/1.1\r\n{''.join(lines)}\r\n".encode())
    headers = b""
    while b"\r\n\r\n" not in headers and len(headers) < _PROXY_HEADERS:
        byte = await loop.sock_recv(sock, 1)  # not a byte more: what follows belongs to TLS
        if not byte:
            break
        headers += byte
    if headers[9:12] != b"200":
        status_line = headers[:60].decode("latin-1").strip()
        raise RequestError(Cause.UNREACHABLE, f"the proxy answered {status_line!r}")


def basic_authorization(user: str, password: str) -> str:
    """Return the value of an authorization header field for a user and a password."""
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


def request_error(error: OSError, url: URL | None = None) -> RequestError:
    """Return what the system's error means for a reader of `url`."""
    if isinstance(error, ssl.SSLError):
        return RequestError(*_tls_failure(error), url)
    if isinstance(error, ConnectionRefusedError):
        return RequestError(Cause.CLOSED_PORT, "the port is closed", url)
    if isinstance(error, ConnectionError):
        return RequestError(Cause.RESET, "the connection was reset", url)
    if error.errno in _NO_ROUTE:
        return RequestError(Cause.UNREACHABLE, "no route to the network", url)
    return RequestError(Cause.UNREACHABLE, error.strerror or str(error) or "the connection failed", url)


def _tls_failure(error: ssl.SSLError) -> tuple[Cause, str]:
    if isinstance(error, ssl.SSLCertVerificationError):
        cause = Cause.UNKNOWN_ISSUER if error.verify_code in UNKNOWN_ISSUER else Cause.CERTIFICATE
        return cause, f"TLS: {error.verify_message}"
    if isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)):
        return Cause.RESET, "TLS: the connection was closed during the handshake"
    reason = getattr(error, "reason", "") or ""  # the library sets it, Python does not
    message = f"TLS: {reason.replace('_', ' ').lower() or error}"
    if any(words in reason for words in _OUTDATED):
        return Cause.OUTDATED_TLS, f"{message}; browsers may accept it"
    # Anything else may be damage on the way.
    return (Cause.TLS if "ALERT" in reason or reason in _NO_COMMON_TLS else Cause.MALFORMED), message
