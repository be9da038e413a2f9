"""What the adapters of model and code hosts share: one request to a JSON API for each URL."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from yarl import URL

from catalog.links.classify import classify, classify_failure
from catalog.links.redirects import Redirected
from catalog.links.results import Classification, LinkGroup, Verdict
from catalog.links.retry import Retrier, RetryBudget
from catalog.links.sites import Site
from catalog.links.throttle import RateLimited
from catalog.links.urls import InvalidUrlError, UnsupportedSchemeError, join
from catalog.services.replies import json_object
from catalog.services.transport.exchange import API_BODY, ForbiddenAddressError, Request, RequestError, Response

A = TypeVar("A")
_MAX_REDIRECTS = 3


class ApiSite(Site, ABC, Generic[A]):
    """A site whose API is asked about each URL separately; `A` is what its URLs name."""

    limits: Mapping[str, tuple[int, float]] = {}

    @abstractmethod
    def read(self, url: URL) -> A | None:
        """What `url` names; None if the API says nothing of it."""

    @abstractmethod
    async def check(self, url: URL, address: A, retrier: Retrier, budget: RetryBudget) -> Classification | None:
        """What the API says of `address`; None when the page must be asked."""

    def claims(self, url: URL) -> bool:
        """Whether this adapter understands `url`."""
        return self.read(url) is not None

    async def look(
        self, groups: Sequence[LinkGroup], retrier: Retrier, retries: int
    ) -> Mapping[URL, Classification | None]:
        """Ask about every group at its own time."""
        results = await asyncio.gather(*(self._safe(group.url, retrier, retries) for group in groups))
        return {group.url: classification for group, classification in zip(groups, results, strict=True)}

    async def _safe(self, url: URL, retrier: Retrier, retries: int) -> Classification | None:
        address = self.read(url)
        try:
            return None if address is None else await self.check(url, address, retrier, RetryBudget(retries))
        except ForbiddenAddressError:
            return None  # that of the API perhaps; the page has its own
        except Exception as error:  # noqa: BLE001 - one response's surprise must not cost the others their result
            return failure(error)


def failure(error: Exception) -> Classification:
    """The verdict on a link without a response of the API, which proves nothing about the page."""
    if isinstance(error, RateLimited):
        return Classification(Verdict.BLOCKED, str(error))
    if isinstance(error, RequestError | ForbiddenAddressError):
        return Classification(Verdict.TRANSIENT, str(error))
    return classify_failure(error)


async def ask_json(
    retrier: Retrier, url: URL, budget: RetryBudget, headers: Mapping[str, str] | None = None
) -> tuple[Response, dict[str, Any]]:
    """The API's response after redirects within its host, and its JSON object, which errors have too."""
    sent = {"Accept": "application/json", **(headers or {})}
    response = await retrier.fetch(Request(url, limit=API_BODY, headers=sent), budget)
    for _ in range(_MAX_REDIRECTS):
        if response.status not in {301, 302, 307, 308}:
            break
        try:
            following = join(response.url, response.headers.get("location", ""))
        except (UnsupportedSchemeError, InvalidUrlError):
            break
        # A token must never leave the host it is for.
        if following.host != url.host or following.scheme != url.scheme:
            break
        response = await retrier.fetch(Request(following, limit=API_BODY, headers=sent), budget)
    return response, json_object(response.body) or {}


def as_page(response: Response) -> Classification:
    """The verdict on an API's response, by the rules for a page."""
    return classify(Redirected(response, response.url))
