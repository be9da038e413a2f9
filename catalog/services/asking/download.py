"""One file from an address that somebody names, bounded."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import httpx

from catalog.errors import SetupError
from catalog.services.transport import http
from catalog.services.transport.proxies import environment_proxies

_SECONDS = 60.0


class DownloadedFile(NamedTuple):
    """A file as a server sent it: its content, and the headers by their names in small letters."""

    content: bytes
    headers: Mapping[str, str]


def download(address: str, contact: str, limit: int, trusted: Sequence[str] = ()) -> DownloadedFile:
    """Return what is at an address; `contact`, `limit` (in bytes) and `trusted` are as for `http.client`.

    Raises:
        SetupError: there is no answer within a minute, it is no success, or it is too long.
    """
    try:
        response = asyncio.run(_response(address, contact, limit, trusted))
    except TimeoutError:
        raise SetupError(f"{address}: no response within {_SECONDS:.0f} seconds") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SetupError(f"{address} cannot be read: {error}") from None
    if response.status_code != 200:
        hint = "is it published for everybody to read?"
        raise SetupError(f"{address} cannot be read: HTTP {response.status_code}; {hint}")
    return DownloadedFile(response.content, {name.lower(): value for name, value in response.headers.items()})


async def _response(address: str, contact: str, limit: int, trusted: Sequence[str]) -> httpx.Response:
    async with (
        asyncio.timeout(_SECONDS),
        http.client(contact, trusted=trusted, proxies=environment_proxies(), max_bytes=limit) as client,
    ):
        return await client.get(address)
