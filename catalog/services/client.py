"""Requests to the APIs of the services: one at a time, bounded in bytes and seconds."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from importlib import metadata
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from catalog.errors import CatalogError
from catalog.services import arxiv, github, huggingface
from catalog.services.replies import json_object

A = TypeVar("A")
_MAX_BYTES = 2_000_000
_MAX_SECONDS = 30.0
_MAX_REDIRECTS = 3


MissingTest = Callable[[int, Mapping[str, str]], bool]
"""True if the status and headers of an answer say that the service has no such thing."""


class ServiceError(CatalogError):
    """A service gave no usable answer: no network, overload, or an answer of another form than documented."""


class NotFoundError(CatalogError):
    """The service answered that it has no such thing."""


def _is_missing(status: int, _: Mapping[str, str]) -> bool:
    return status in {404, 410}


@dataclass(frozen=True, slots=True)
class ServiceAddresses:
    """Base addresses of the APIs."""

    arxiv: str = arxiv.API
    github: str = github.API
    hugging_face: str = huggingface.HOME

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The public addresses, each replaced by `CATALOG_ARXIV`, `CATALOG_GITHUB` or `CATALOG_HUGGING_FACE`."""
        names = {field.name: f"CATALOG_{field.name.upper()}" for field in fields(cls)}
        return cls(**{name: environment[key].rstrip("/") for name, key in names.items() if key in environment})


class ServiceClient:
    """Asks the APIs; `contact` is the address of whoever asks, sent along as their terms of use want it."""

    def __init__(self, addresses: ServiceAddresses, contact: str = "") -> None:
        self.addresses = addresses
        about = f" (+{contact})" if contact else ""
        agent = f"survey-catalog/{metadata.version('survey-catalog')}{about}"
        self._http = httpx.AsyncClient(headers={"User-Agent": agent}, timeout=10.0)
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
            NotFoundError, ServiceError: as for `get`, or the answer is of another form.
        """
        reply = json_object(await self.get(url, "application/json", is_missing))
        content = None if reply is None else read(reply)
        if content is None:
            raise ServiceError("the answer is not of the documented form")
        return content

    async def get(self, url: str, accept: str, is_missing: MissingTest = _is_missing) -> bytes:
        """The body of the answer at `url`; redirects are followed within its host only.

        Raises:
            NotFoundError: the service has nothing there.
            ServiceError: any other answer but 200, or none within 30 seconds or 2 MB.
        """
        start = _joined(httpx.URL(), url)
        try:
            async with self._turn, asyncio.timeout(_MAX_SECONDS):
                return await self._follow(start, accept, is_missing)
        except TimeoutError:
            raise ServiceError(f"{start.host}: no complete answer within {_MAX_SECONDS:.0f} seconds") from None
        except httpx.HTTPError as error:
            raise ServiceError(f"{start.host} cannot be reached ({str(error) or type(error).__name__})") from None

    async def _follow(self, url: httpx.URL, accept: str, is_missing: MissingTest) -> bytes:
        host = url.host
        for _ in range(_MAX_REDIRECTS):
            async with self._http.stream("GET", url, headers={"Accept": accept}) as response:
                if not response.has_redirect_location:
                    _raise_for_status(response, is_missing)
                    return await _body(response)
                url = _joined(url, response.headers["location"])
            if url.host != host or url.scheme not in ("http", "https"):
                raise ServiceError(f"{host}: redirects to another host ({url.host or url.scheme}); not followed")
        raise ServiceError(f"{host}: more than {_MAX_REDIRECTS} redirects")


def _joined(base: httpx.URL, location: str) -> httpx.URL:
    try:
        return base.join(location)
    except httpx.InvalidURL as error:
        raise ServiceError(f"{location[:100]!r} is not a valid URL: {error}") from None


def _raise_for_status(response: httpx.Response, is_missing: MissingTest) -> None:
    host, status = response.url.host, response.status_code
    if is_missing(status, response.headers):
        raise NotFoundError(f"{host} has nothing at {response.url.path}")
    if status in (403, 429):
        raise ServiceError(f"{host}: rate limit exceeded (HTTP {status}); try again later")
    if status != 200:
        raise ServiceError(f"{host}: HTTP {status}")


async def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > _MAX_BYTES:
            raise ServiceError(f"{response.url.host}: the answer is larger than {_MAX_BYTES // 1_000_000} MB")
    return bytes(body)
