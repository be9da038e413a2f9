"""Requests to the APIs of the services: one at a time, bounded, each on the host it was made for."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from catalog.errors import CatalogError, SetupError
from catalog.services import arxiv, crossref, github, http, huggingface
from catalog.services.proxies import environment_proxies
from catalog.services.replies import json_object

A = TypeVar("A")
MissingTest = Callable[[int, Mapping[str, str]], bool]
"""Whether the status and headers of a response say that the service has no such thing."""
_MAX_SECONDS = 30.0
_PUBLIC = {
    "CATALOG_ARXIV": arxiv.API,
    "CATALOG_CROSSREF": crossref.API,
    "CATALOG_GITHUB": github.API,
    "CATALOG_HUGGING_FACE": huggingface.HOME,
}


class ServiceError(CatalogError):
    """A service gave no usable response: no network, overload, or another form than documented."""


class NotFoundError(CatalogError):
    """The service answered that it has no such thing."""


def _is_missing(status: int, _: Mapping[str, str]) -> bool:
    return status in {404, 410}


class ServiceClient:
    """Asks the APIs at their public addresses, each replaced by what the environment has under its name.

    `contact` is a URL that explains the requests to the services.

    Raises:
        SetupError: a replaced address is not a URL, or the environment names a proxy that cannot be used.
    """

    def __init__(self, contact: str = "", environment: Mapping[str, str] = os.environ) -> None:
        own = {name: environment[name].rstrip("/") for name in _PUBLIC if name in environment}
        addresses = _PUBLIC | own
        self.arxiv, self.crossref, self.github, self.hugging_face = addresses.values()
        trusted = [_host(address) for address in own.values()]
        self._http = http.client(contact, trusted=trusted, proxies=environment_proxies())
        self._http.event_hooks = {"request": [_refuse_other_host]}
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def get_json(
        self, url: str, read: Callable[[dict[str, Any]], A | None], is_missing: MissingTest = _is_missing
    ) -> A:
        """What `read` makes of the JSON object at `url`.

        Raises:
            NotFoundError, ServiceError: as for `get`, or the response is of another form.
        """
        reply = json_object(await self.get(url, "application/json", is_missing))
        content = None if reply is None else read(reply)
        if content is None:
            raise ServiceError("the response is not of the documented form")
        return content

    async def get(self, url: str, accept: str, is_missing: MissingTest = _is_missing) -> bytes:
        """The body of the response at `url`; redirects are followed within its host only.

        Raises:
            NotFoundError: the service has nothing there.
            ServiceError: any other status but 200, or no response within the limits.
        """
        host = httpx.URL(url).host
        try:
            async with self._turn, asyncio.timeout(_MAX_SECONDS):
                response = await self._http.get(url, headers={"Accept": accept}, extensions={"host": host})
        except TimeoutError:
            raise ServiceError(f"{host}: no response within {_MAX_SECONDS:.0f} seconds") from None
        except httpx.HTTPError as error:
            raise ServiceError(f"{host}: {error}") from None
        if is_missing(response.status_code, response.headers):
            raise NotFoundError(f"{host} has nothing at {response.url.path}")
        if response.status_code in {403, 429}:
            raise ServiceError(f"{host}: rate limit exceeded (HTTP {response.status_code}); try again later")
        if response.status_code != 200:
            raise ServiceError(f"{host}: HTTP {response.status_code}")
        return response.content


def _host(address: str) -> str:
    try:
        return httpx.URL(address).host
    except httpx.InvalidURL as error:
        raise SetupError(f"{address[:100]!r} is not the address of a service: {error}") from None


async def _refuse_other_host(request: httpx.Request) -> None:
    """Called before every request, redirected ones too, which inherit the extensions of the first."""
    host = request.extensions["host"]
    if request.url.host != host or request.url.scheme not in {"http", "https"}:
        target = f"{request.url.scheme}://{request.url.host}"
        raise ServiceError(f"{host}: redirects to another host ({target}); not followed")
