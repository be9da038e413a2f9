"""Opening connections: to checked addresses only, with TLS for the name asked, or through a proxy on request."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from enum import Enum

from yarl import URL

from catalog.links.addresses import Address, Guard, Unresolved
from catalog.links.wire import Wire

_RECEIVE_BUFFER = 131_072  # bytes the system may take in before anything is read
_PROXY_ANSWER = 16_384


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


@dataclass(slots=True)
class Dialer:
    """Opens connections; `proxy` is the address of an HTTP proxy, which then finds the servers itself."""

    guard: Guard
    proxy: URL | None = None
    reached: bool = False
    """Whether any server took, or turned down, a connection."""
    _tls: ssl.SSLContext | None = None

    async def open(self, url: URL) -> Wire:
        """A connection for requests to `url`.

        Raises:
            Refused: the address must not be contacted; nothing was sent.
            Failed: there is no such name.
            OSError: the connection was not made.
        """
        addresses = await self.find(url)
        for address in addresses[:-1]:
            try:
                return await self._dial(address, url)
            except ssl.SSLError:
                raise
            except OSError:
                continue
        return await self._dial(addresses[-1], url)

    async def find(self, url: URL) -> tuple[Address, ...]:
        """The checked addresses of the host of `url`, from one look-up a run.

        Raises:
            Refused: none of them may be contacted.
            Failed: there are none.
        """
        host = url.raw_host or ""
        try:
            return (await self.guard.addresses(host))[:3]
        except Unresolved as error:
            if self.proxy:
                return (ipaddress.IPv4Address(0),)
            raise Failed(Fault.NO_NAME if error.missing else Fault.NO_NAME_SERVER, str(error)) from error

    async def _dial(self, address: Address, url: URL) -> Wire:
        loop = asyncio.get_running_loop()
        try:
            sock = await self._through_proxy(url) if self.proxy else await _connected(address, url.port or 80)
        except ConnectionRefusedError:
            self.reached = True
            raise
        self.reached = True
        secure = url.scheme == "https"
        try:
            _, wire = await loop.create_connection(
                Wire,
                sock=sock,
                ssl=self._context() if secure else None,
                server_hostname=(url.raw_host or "").removesuffix(".") if secure else None,
            )
        except BaseException:
            sock.close()
            raise
        return wire

    async def _through_proxy(self, url: URL) -> socket.socket:
        """A socket that leads to the server of an https address, or to the proxy itself for an http one."""
        loop = asyncio.get_running_loop()
        host, port = self.proxy.host if self.proxy else "", self.proxy.port if self.proxy else 0
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        sock = await _connected(ipaddress.ip_address(found[0][4][0]), port or 80)
        if url.scheme != "https":
            return sock
        target = f"{url.host_subcomponent}:{url.port}"
        await loop.sock_sendall(sock, f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
        said = b""
        while b"\r\n\r\n" not in said and len(said) < _PROXY_ANSWER:
            more = await loop.sock_recv(sock, 1)  # not a byte more: what follows belongs to TLS
            if not more:
                break
            said += more
        if said[9:12] != b"200":
            sock.close()
            raise Failed(Fault.UNREACHABLE, f"the proxy answered {said[:60].decode('latin-1').strip()!r}")
        return sock

    def _context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
            self._tls.set_alpn_protocols(["http/1.1"])
        return self._tls


async def _connected(address: Address, port: int) -> socket.socket:
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


def failed(error: OSError) -> Failed:
    """What the system's error means for a reader."""
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
