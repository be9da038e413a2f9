"""What the adapters of model and code hosts share: one request to a JSON API for each address."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from yarl import URL

from catalog.links.addresses import Refused
from catalog.links.classify import judge
from catalog.links.dial import Failed
from catalog.links.fetch import READ, Answer, Question
from catalog.links.redirects import Seen
from catalog.links.retry import Asker, Tries
from catalog.links.sites import Job
from catalog.links.throttle import Resting
from catalog.links.urls import NotWeb, Unusable, join
from catalog.links.verdicts import Judgement, Verdict
from catalog.services.replies import json_object


class OneByOne(ABC):
    """A site whose API is asked about each address separately."""

    limits: Mapping[str, tuple[int, float]] = {}

    @abstractmethod
    async def one(self, url: URL, asker: Asker, tries: Tries) -> Judgement | None:
        """What is at `url`; None when the page must be asked."""

    async def look(self, jobs: Sequence[Job], asker: Asker, retries: int) -> Mapping[URL, Judgement | None]:
        """Ask about every job at its own time."""
        found = await asyncio.gather(*(self._safe(job.url, asker, retries) for job in jobs))
        return {job.url: judgement for job, judgement in zip(jobs, found, strict=True)}

    async def _safe(self, url: URL, asker: Asker, retries: int) -> Judgement | None:
        try:
            return await self.one(url, asker, Tries(retries))
        except Failed as error:
            return Judgement(Verdict.TRANSIENT, str(error))
        except Resting as error:
            return Judgement(Verdict.BLOCKED, str(error))
        except Refused as error:
            return Judgement(Verdict.REFUSED, str(error))
        except Exception as error:  # noqa: BLE001 - one answer's surprise must not cost the others their result
            return Judgement(Verdict.TRANSIENT, f"internal error while checking: {type(error).__name__}: {error}")


async def ask_json(
    asker: Asker, url: URL, tries: Tries, headers: Mapping[str, str] | None = None
) -> tuple[Answer, dict[str, Any]]:
    """The API's answer after redirects within its host, and its JSON object (empty if it holds none)."""
    sent = {"Accept": "application/json", **(headers or {})}
    answer = await asker.settle(Question(url, appetite=READ, headers=sent), tries)
    for _ in range(3):
        if answer.status not in {301, 302, 307, 308}:
            break
        try:
            following = join(answer.url, answer.headers.get("location", ""))
        except (NotWeb, Unusable):
            break
        # A token must never leave the host it is for.
        if following.host != url.host or following.scheme != url.scheme:
            break
        answer = await asker.settle(Question(following, appetite=READ, headers=sent), tries)
    return answer, (json_object(answer.body) if answer.status == 200 else None) or {}


def as_page(answer: Answer) -> Judgement:
    """The verdict on an API's answer, by the rules for a page."""
    return judge(Seen(answer, answer.url))
