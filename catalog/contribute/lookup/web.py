"""One polite request at a time to the few services that are asked."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from types import TracebackType
from typing import Self

import httpx

from catalog.errors import CatalogError

_LIMIT = 2_000_000
_SECONDS = 30.0
_REDIRECTS = 3


class Unanswered(CatalogError):  # noqa: N818
    """A service gave no usable answer: no network, overload, or an answer that is not what it should be."""


class NotFound(CatalogError):  # noqa: N818
    """The service answered that it knows no such thing."""


@dataclass(frozen=True, slots=True)
class Services:
    """Base addresses of the services; each can be replaced by an environment variable, for a mirror or a test."""

    arxiv: str
    github: str
    hugging_face: str

    @classmethod
    def usual(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """CATALOG_ARXIV, CATALOG_GITHUB and CATALOG_HUGGING_FACE, or the public addresses."""
        return cls(
            environment.get("CATALOG_ARXIV", "https://export.arxiv.org").rstrip("/"),
            environment.get("CATALOG_GITHUB", "https://api.github.com").rstrip("/"),
            environment.get("CATALOG_HUGGING_FACE", "https://huggingface.co").rstrip("/"),
        )


class Web:
    """Asks with a name, within 30 seconds, for at most 2 MB, and follows redirects on the same host only."""

    def __init__(self, contact: str = "") -> None:
        about = f" (+{contact})" if contact else ""
        agent = f"survey-catalog/{metadata.version('survey-catalog')}{about}"
        limits = httpx.Timeout(10.0)
        self._client = httpx.Client(headers={"User-Agent": agent}, timeout=limits, follow_redirects=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, url: str, accept: str = "application/json") -> bytes:
        """The body of the answer.

        Raises:
            NotFound: the service says that there is nothing.
            Unanswered: anything else but success.
        """
        try:
            return self._followed(httpx.URL(url), accept)
        except httpx.InvalidURL as error:
            raise Unanswered(f"{url[:100]} is no address: {error}") from None
        except httpx.HTTPError as error:
            told = str(error) or type(error).__name__
            raise Unanswered(f"{httpx.URL(url).host} cannot be reached ({told})") from None

    def _followed(self, url: httpx.URL, accept: str) -> bytes:
        host, until = url.host, time.monotonic() + _SECONDS
        for _ in range(_REDIRECTS):
            with self._client.stream("GET", url, headers={"Accept": accept}) as answer:
                if not answer.has_redirect_location:
                    _refuse_unless_fine(answer)
                    return _body(answer, until)
                url = url.join(answer.headers["location"])
            if url.host != host or url.scheme not in ("http", "https"):
                raise Unanswered(f"{host} sends us to {url.host or url.scheme}, which is not followed")
        raise Unanswered(f"{host} redirects without end")


def _refuse_unless_fine(answer: httpx.Response) -> None:
    host = answer.url.host
    if answer.status_code in (404, 410):
        raise NotFound(f"{host} knows nothing under {answer.url.path}")
    if answer.status_code in (403, 429):
        raise Unanswered(f"{host} has had too many questions from this network; try again later")
    if answer.status_code != 200:
        raise Unanswered(f"{host} answers with status {answer.status_code}")


def _body(answer: httpx.Response, until: float) -> bytes:
    body = bytearray()
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > _LIMIT:
            raise Unanswered(f"{answer.url.host} sends more than {_LIMIT // 1_000_000} MB")
        if time.monotonic() > until:
            raise Unanswered(f"{answer.url.host} takes longer than {_SECONDS:.0f} seconds")
    return bytes(body)
