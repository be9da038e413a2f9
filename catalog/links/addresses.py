"""Which network addresses may be contacted, decided once for each name and held to.

A name is resolved one time in a run; the connection goes to the very address that was checked, so a second,
different answer of the name server can never be used.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import re
import socket
from collections.abc import Iterable
from threading import Thread
from typing import Any

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NUMERIC = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+))*\.?", re.IGNORECASE)
_EMBEDDING = [ipaddress.ip_network(net) for net in ("::ffff:0:0/96", "::/96", "2002::/16", "2001::/32")]
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_LOOKUPS = 32  # names looked up at once
_LOOKUP_SECONDS = 8.0
_LOST = 4  # names without an answer after which the name server is taken to be gone
_CLOSED = {
    "carrier-grade NAT": ipaddress.ip_network("100.64.0.0/10"),
    "local translation": ipaddress.ip_network("64:ff9b:1::/48"),
    "site-local": ipaddress.ip_network("fec0::/10"),
}


class Refused(Exception):  # noqa: N818
    """The address must not be contacted; the message says what it is."""


class Unresolved(Exception):  # noqa: N818
    """The name has no address; `missing` says that the name server knows of none."""

    def __init__(self, message: str, *, missing: bool) -> None:
        super().__init__(message)
        self.missing = missing


def kind(address: Address) -> str:
    """What makes `address` unfit to be asked; empty for a public one."""
    for name, network in _CLOSED.items():
        if address.version == network.version and address in network:
            return f"{name} address"
    if isinstance(address, ipaddress.IPv6Address) and int(address) > 1:
        if any(address in net for net in _EMBEDDING):
            return "IPv6 address with an IPv4 address inside"
        if address in _TRANSLATED:
            return kind(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    tests = {
        "unspecified": address.is_unspecified,
        "loopback": address.is_loopback,
        "link-local": address.is_link_local,
        "multicast": address.is_multicast,
        "reserved": address.is_reserved,
        "private": address.is_private,
        "special-purpose": not address.is_global,
    }
    return next((f"{name} address" for name, true in tests.items() if true), "")


class Guard:
    """Resolves names and lets only permitted addresses through; `allow` lists networks opened on purpose."""

    def __init__(self, allow: Iterable[Network] = ()) -> None:
        self._allow = tuple(allow)
        self._asked: dict[str, asyncio.Task[tuple[Address, ...]]] = {}
        self._turns = asyncio.Semaphore(_LOOKUPS)
        self._answered = False
        self._unanswered = 0

    def check(self, address: Address) -> None:
        """Raise Refused unless `address` may be contacted."""
        what = kind(address)
        if what and not any(address.version == net.version and address in net for net in self._allow):
            raise Refused(f"{address} is a {what}")

    async def addresses(self, host: str) -> tuple[Address, ...]:
        """The permitted addresses of `host`, IPv4 first.

        Raises:
            Refused: none of its addresses may be contacted.
            Unresolved: it has none.
        """
        literal = _literal(host)
        if literal:
            self.check(literal)
            return (literal,)
        task = self._asked.get(host)
        if task is None or (task.done() and _may_change(task)):
            task = self._asked[host] = asyncio.ensure_future(self._resolve(host))
        return await asyncio.shield(task)

    async def _resolve(self, host: str) -> tuple[Address, ...]:
        if host.rstrip(".").rpartition(".")[2] == "invalid":
            raise Unresolved("no name under .invalid exists", missing=True)
        if self._unanswered >= _LOST and not self._answered:
            raise Unresolved("the name server answers for no name", missing=False)
        try:
            async with self._turns, asyncio.timeout(_LOOKUP_SECONDS):
                found = await _look_up(host)
        except TimeoutError:
            self._unanswered += 1
            raise Unresolved("the name server did not answer", missing=False) from None
        except socket.gaierror as error:
            missing = error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", -5)}
            self._answered |= missing
            self._unanswered += not missing
            told = "the name does not exist" if missing else f"the name server did not answer ({error.strerror})"
            raise Unresolved(told, missing=missing) from error
        except UnicodeError as error:
            raise Unresolved("the name cannot exist", missing=True) from error
        self._answered = True
        every = {ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found}
        return self._permitted(host, sorted(every, key=lambda address: (address.version, int(address))))

    def _permitted(self, host: str, every: list[Address]) -> tuple[Address, ...]:
        kept: list[Address] = []
        why = ""
        for address in every:
            try:
                self.check(address)
            except Refused as error:
                why = str(error)
            else:
                kept.append(address)
        if not kept:
            raise Refused(f"{host} leads to {why.replace(' is ', ', ')}")
        return tuple(kept)


async def _look_up(host: str) -> list[Any]:
    """`getaddrinfo` in a thread of its own that nobody waits for when it takes too long, not even the interpreter."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[list[Any]] = loop.create_future()

    def settle(found: list[Any] | None, error: Exception | None) -> None:
        if future.done():
            return
        if error:
            future.set_exception(error)
        else:
            future.set_result(found or [])

    def ask() -> None:
        found, failure = None, None
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            failure = error
        with contextlib.suppress(RuntimeError):  # the run is over
            loop.call_soon_threadsafe(settle, found, failure)

    Thread(target=ask, daemon=True, name=f"look up {host}").start()
    return await future


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    if _NUMERIC.fullmatch(host) or host.rpartition("%")[1]:
        raise Refused(f"{host} is an address in disguise")
    return None


def _may_change(task: asyncio.Task[tuple[Address, ...]]) -> bool:
    error = None if task.cancelled() else task.exception()
    return task.cancelled() or (isinstance(error, Unresolved) and not error.missing)
