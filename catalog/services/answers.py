"""What a service answered, whatever the status, and what of it is an error in the words of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.services.client import NotFoundError, ServiceClient, ServiceError
from catalog.services.replies import json_object


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; the content of an answer that is no success may be missing."""

    status: int
    headers: Mapping[str, str]
    content: bytes = b""
    error: str = ""
    """The client's own sentence where the status is not 200."""

    @property
    def json(self) -> dict[str, Any]:
        """The JSON object of the content; an empty one if it has none."""
        return json_object(self.content) or {}


async def ask(client: ServiceClient, url: str, accept: str = "application/json") -> Answer:
    """What the service says, of whatever status.

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
        if not seen or seen[0][0] in {403, 429}:
            raise
        return Answer(*seen[0], error=str(error))
    return Answer(*seen[0], content)
