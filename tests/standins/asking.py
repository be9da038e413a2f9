"""Questions to the stand-ins through the real client, whose clock does not wait."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from catalog.services.asking.asking import Asking
from catalog.services.asking.client import Reply, ServiceClient
from catalog.services.asking.failures import NotFoundError, ServiceError
from tests.standins.clock import SimulatedClock
from tests.standins.server import StandIns


def whole(reply: Reply) -> Reply:
    """What reads nothing: the reply itself."""
    return reply


def ask(
    url: str,
    services: StandIns | None = None,
    asking: Asking | None = None,
    *,
    tokens: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
    **options: Any,
) -> Reply:
    """The answer to one question of a client of its own."""

    async def run() -> Reply:
        own = dict(services.environment if services else {}) | dict(tokens or {}) | dict(environment or {})
        options.setdefault("clock", services.clock if services else SimulatedClock())
        async with ServiceClient(options.pop("contact", ""), own, **options) as client:
            return await client.ask(url, asking or Asking(), whole)

    return asyncio.run(run())


def asked_of(
    services: StandIns,
    urls: Sequence[str],
    tokens: Mapping[str, str] | None = None,
    answers: list[Reply | str] | None = None,
    **options: Any,
) -> ServiceClient:
    """The client after all questions, one after the other; `answers` gets replies, or the sentences in their place."""

    async def run() -> ServiceClient:
        options.setdefault("clock", services.clock)
        asking = options.pop("asking", Asking("*/*"))
        async with ServiceClient("", services.environment | dict(tokens or {}), **options) as client:
            for url in urls:
                try:
                    answer: Reply | str = await client.ask(url, asking, whole)
                except (ServiceError, NotFoundError) as error:
                    answer = str(error)
                if answers is not None:
                    answers.append(answer)
            return client

    return asyncio.run(run())
