"""What the adapters of model and code hosts share: one JSON question per address."""

from __future__ import annotations

import asyncio
import json
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


class OneByOne(ABC):
    """A site that is asked about each address on its own."""

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
            return Judgement(Verdict.TRANSIENT, f"the check itself failed: {type(error).__name__}: {error}")


async def ask_json(
    asker: Asker, url: URL, tries: Tries, headers: Mapping[str, str] | None = None
) -> tuple[Answer, dict[str, Any]]:
    """The interface's answer and its JSON object (empty when it is none); redirects within the host are followed."""
    told = {"Accept": "application/json", **(headers or {})}
    answer = await asker.settle(Question(url, appetite=READ, headers=told), tries)
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
        answer = await asker.settle(Question(following, appetite=READ, headers=told), tries)
    try:
        told_json = json.loads(answer.body) if answer.status == 200 else {}
    except (ValueError, RecursionError):
        told_json = {}
    return answer, told_json if isinstance(told_json, dict) else {}


def as_page(answer: Answer) -> Judgement:
    """The verdict on an interface's refusal: the same words as for a page."""
    return judge(Seen(answer, answer.url))
