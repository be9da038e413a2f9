"""Which network addresses may be contacted.

A name is resolved once in a run, and connections go to the very addresses that were checked: a second, different answer
of the name server can never be used.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import ipaddress
import re
import socket
from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest
from threading import Thread
from typing import Any

from catalog.services.transport.exchange import Cause, ForbiddenAddressError, RequestError
from catalog.services.transport.networks import Address, Network, non_public_kind

_NUMERIC = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+))*\.?", re.IGNORECASE)
_LOOKUPS = 32  # names resolved at once
_LOOKUP_SECONDS = 8.0
_MAX_FAILURES = 4


class Resolver:
    """Resolves names to permitted addresses.

    `allow` lists networks that are permitted though they are not public; the addresses of `trusted` hosts, which
    whoever runs the program has named, are not checked. After `max_failures` lookups without an answer, and none with
    one, DNS is taken to be down.
    """

    def __init__(
        self, allow: Iterable[Network] = (), trusted: Iterable[str] = (), max_failures: int = _MAX_FAILURES
    ) -> None:
        self._allow = tuple(allow)
        self._trusted = frozenset(trusted)
        self._resolved: dict[str, tuple[Address, ...]] = {}
        self._lookups: dict[str, asyncio.Task[tuple[Address, ...]]] = {}
        self._turns = asyncio.Semaphore(_LOOKUPS)
        self._dns_works = False
        self._failures, self._max_failures = 0, max_failures

    async def resolve(self, host: str) -> tuple[Address, ...]:
        """Return the permitted addresses of `host`: IPv4 and IPv6 in turn, IPv4 first.

        Raises:
            ForbiddenAddressError: none of its addresses may be contacted.
            RequestError: it has none, or DNS did not say.
        """
        if host not in self._resolved:
            # A literal address is checked without a pause: who asks first is served first.
            literal = _literal(host)
            self._resolved[host] = self._permitted(host, [literal]) if literal else await self._shared_lookup(host)
        return self._resolved[host]

    async def _shared_lookup(self, host: str) -> tuple[Address, ...]:
        lookup = self._lookups.get(host)
        if lookup is None:
            lookup = self._lookups[host] = asyncio.create_task(self._look_up(host))
        try:
            return await asyncio.shield(lookup)
        except RequestError:
            self._lookups.pop(host, None)  # asked again later, it may have one
            raise

    async def _look_up(self, host: str) -> tuple[Address, ...]:
        if host.rstrip(".").rpartition(".")[2] == "invalid":
            raise RequestError(Cause.NO_NAME, "no name under .invalid exists")
        if self._failures >= self._max_failures and not self._dns_works:
            raise RequestError(Cause.NO_NAME_SERVER, "DNS is not responding")
        try:
            async with self._turns, asyncio.timeout(_LOOKUP_SECONDS):
                infos = await _getaddrinfo(host)
        except TimeoutError:
            self._failures += 1
            raise RequestError(Cause.NO_NAME_SERVER, "DNS did not respond") from None
        except socket.gaierror as error:
            if error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", -5)}:
                self._dns_works = True
                raise RequestError(Cause.NO_NAME, "the host name does not exist") from error
            self._failures += 1
            raise RequestError(Cause.NO_NAME_SERVER, f"DNS did not respond ({error.strerror})") from error
        except OSError as error:
            raise RequestError(Cause.NO_NAME_SERVER, f"DNS could not be asked ({error.strerror})") from error
        except UnicodeError as error:
            raise RequestError(Cause.NO_NAME, "the host name is not valid") from error
        self._dns_works = True
        addresses = dict.fromkeys(ipaddress.ip_address(str(info[4][0]).partition("%")[0]) for info in infos)
        return self._permitted(host, _by_turns(list(addresses)))

    def _permitted(self, host: str, addresses: Sequence[Address]) -> tuple[Address, ...]:
        if host in self._trusted:
            return tuple(addresses)
        kinds = {address: self._forbidden_kind(address) for address in addresses}
        permitted = tuple(address for address, kind in kinds.items() if not kind)
        if not permitted:
            address, kind = list(kinds.items())[-1]
            article = "an" if kind.startswith("I") else "a"
            if str(address) == host:
                raise ForbiddenAddressError(f"{address} is {article} {kind}")
            raise ForbiddenAddressError(f"{host} resolves to {address}, {article} {kind}")
        return permitted

    def _forbidden_kind(self, address: Address) -> str:
        allowed = any(address in network for network in self._allow)
        return "" if allowed else non_public_kind(address)


def _by_turns(addresses: Sequence[Address]) -> list[Address]:
    families = [[address for address in addresses if address.version == version] for version in (4, 6)]
    return [address for address in chain.from_iterable(zip_longest(*families)) if address is not None]


async def _getaddrinfo(host: str) -> list[Any]:
    """`socket.getaddrinfo` in a thread that nothing waits for, not even the exit of the interpreter."""
    future: concurrent.futures.Future[list[Any]] = concurrent.futures.Future()
    future.set_running_or_notify_cancel()

    def look_up() -> None:
        try:
            future.set_result(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            future.set_exception(error)

    Thread(target=look_up, daemon=True, name=f"look up {host}").start()
    return await asyncio.wrap_future(future)


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    if _NUMERIC.fullmatch(host) or "%" in host:
        raise ForbiddenAddressError(f"{host} is an IP address in an unusual notation")
    return None
