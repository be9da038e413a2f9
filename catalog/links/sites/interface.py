"""What the adapters of model and code hosts share: one request to a JSON API for each address."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from yarl import URL

from catalog.links.classify import classify
from catalog.links.redirects import Redirected
from catalog.links.results import Classification, LinkGroup, Verdict
from catalog.links.retry import Retrier, RetryBudget
from catalog.links.throttle import RateLimited
from catalog.links.urls import InvalidUrlError, UnsupportedSchemeError, join
from catalog.services.exchange import API_BODY, ForbiddenAddressError, Request, RequestError, Response
from catalog.services.replies import json_object


class OneByOne(ABC):
    """A site whose API is asked about each address separately."""

    limits: Mapping[str, tuple[int, float]] = {}

    @abstractmethod
    async def one(self, url: URL, retrier: Retrier, budget: RetryBudget) -> Classification | None:
        """What is at `url`; None when the page must be asked."""

    async def look(
        self, groups: Sequence[LinkGroup], retrier: Retrier, retries: int
    ) -> Mapping[URL, Classification | None]:
        """Ask about every group at its own time."""
        found = await asyncio.gather(*(self._safe(group.url, retrier, retries) for group in groups))
        return {group.url: classification for group, classification in zip(groups, found, strict=True)}

    async def _safe(self, url: URL, retrier: Retrier, retries: int) -> Classification | None:
        try:
            return await self.one(url, retrier, RetryBudget(retries))
        except RequestError as error:
            return Classification(Verdict.TRANSIENT, str(error))
        except RateLimited as error:
            return Classification(Verdict.BLOCKED, str(error))
        except ForbiddenAddressError as error:
            return Classification(Verdict.REFUSED, str(error))
        except Exception as error:  # noqa: BLE001 - one response's surprise must not cost the others their result
            return Classification(Verdict.TRANSIENT, f"internal error while checking: {type(error).__name__}: {error}")


async def ask_json(
    retrier: Retrier, url: URL, budget: RetryBudget, headers: Mapping[str, str] | None = None
) -> tuple[Response, dict[str, Any]]:
    """The API's response after redirects within its host, and its JSON object (empty if it holds none)."""
    sent = {"Accept": "application/json", **(headers or {})}
    response = await retrier.fetch(Request(url, limit=API_BODY, headers=sent), budget)
    for _ in range(3):
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
    return response, (json_object(response.body) if response.status == 200 else None) or {}


def as_page(response: Response) -> Classification:
    """The verdict on an API's response, by the rules for a page."""
    return classify(Redirected(response, response.url))
