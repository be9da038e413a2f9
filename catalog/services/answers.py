"""What a service answered, whatever the status, and why it is no success, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.services.client import NotFoundError, ServiceClient, ServiceError
from catalog.services.replies import json_object

_NEVER_MEANT = frozenset({403, 429})  # asked too often, as far as the client knows


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; the content of an answer that is no success may be missing."""

    address: str
    status: int
    headers: Mapping[str, str]
    content: bytes = b""
    error: str = ""
    """The client's own sentence where the status is not 200."""

    @property
    def json(self) -> dict[str, Any]:
        """The JSON object of the content; an empty one if it has none."""
        return json_object(self.content) or {}

    def failure(self, service: str, reason: str = "") -> ServiceError:
        """The error that says why this answer cannot be used: by a reason, else by its status."""
        if reason:
            return ServiceError(f"{service}: {reason}")
        return ServiceError(self.error or f"{service}: the response is not of the documented form")


async def ask(client: ServiceClient, url: str, accept: str = "application/json") -> Answer:
    """What the service says, with whatever status.

    Raises:
        ServiceError: it says nothing: no network, overload, a limit.
    """
    seen: list[tuple[int, Mapping[str, str]]] = []

    def keep(status: int, headers: Mapping[str, str]) -> bool:
        seen.append((status, headers))
        return status in {401, 404, 410}

    try:
        content = await client.get(url, accept, keep)
    except (NotFoundError, ServiceError) as error:
        if not seen or seen[-1][0] in _NEVER_MEANT | {200}:
            raise
        return Answer(url, *seen[-1], error=str(error))
    return Answer(url, *seen[-1], content)
