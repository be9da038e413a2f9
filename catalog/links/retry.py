"""One address asked until it gives a stable answer: HEAD or GET, retries, waits, turns.

HEAD comes first where headers settle the matter; when it fails in any way, GET decides. A page that may be a soft 404,
or that must hold an anchor, is asked with GET at once: one request in place of two.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, replace

from catalog.links import rate_headers
from catalog.links.dial import Failed, Fault
from catalog.links.fetch import SEARCH, Answer, Appetite, Client, Question
from catalog.links.throttle import Pace, Paces

_TRY_AGAIN = frozenset({408, 425, 429})
_HOPELESS = frozenset({501, 505, 511})  # server errors that another try will not cure
_FIRST_WAIT = 0.5
_LONGEST_BACKOFF = 8.0


@dataclass(slots=True)
class Tries:
    """How often one link may be asked again, and for how many seconds; shared by all its redirect hops."""

    left: int
    seconds: float = 120.0
    spent: int = 0
    busy: float = 0.0
    """Seconds of asking and pausing so far; waiting for a turn is not the link's doing."""
    waited: float = 0.0
    """Seconds of pause that servers asked for."""


def refuses(answer: Answer) -> bool:
    """Whether the server says: too many requests."""
    return answer.status == 429 or (answer.status == 403 and rate_headers.used_up(answer.headers) is not None)


def _passing(answer: Answer, appetite: Appetite) -> bool:
    """Whether the same question may get another answer soon."""
    if 200 <= answer.status < 300:
        return appetite is SEARCH and answer.is_page and answer.is_short
    if answer.status in _TRY_AGAIN or refuses(answer):
        return True
    wall = rate_headers.challenge(answer.headers)
    return 500 <= answer.status < 600 and answer.status not in _HOPELESS and not wall


def _settles(answer: Answer) -> bool:
    """Whether an answer to HEAD needs no GET after it."""
    if 300 <= answer.status < 400:
        return bool(answer.headers.get("location"))
    return 200 <= answer.status < 300 and answer.status != 202 and not answer.is_page


@dataclass(slots=True)
class Asker:
    """Asks one address at a time, within the pace of its host and the limit of the whole run."""

    client: Client
    paces: Paces
    slots: asyncio.Semaphore
    longest_wait: float

    async def settle(self, question: Question, tries: Tries) -> Answer:
        """The answer that stands after retries.

        Raises:
            Refused: the address must not be contacted.
            Resting: the host asked for too long a pause before this request.
            Failed: the last try got no answer.
        """
        pace = self.paces.of(question.url.raw_host or "")
        while True:
            result = await self._once(pace, question, tries)
            if question.method == "HEAD" and not (isinstance(result, Answer) and _settles(result)):
                question = replace(question, method="GET")
                if isinstance(result, Failed) or not refuses(result):
                    continue
            wait = self._wait(pace, result, tries, question.appetite)
            if wait is None:
                if isinstance(result, Failed):
                    raise result
                return result
            tries.busy += wait
            await asyncio.sleep(wait)

    async def _once(self, pace: Pace, question: Question, tries: Tries) -> Answer | Failed:
        # A name that leads nowhere costs its host nothing: it needs no turn.
        try:
            await self.client.dialer.find(question.url)
        except Failed as error:
            return error
        while True:
            began = await pace.enter(self.longest_wait)
            try:
                async with self.slots:
                    if not pace.has_slowed_since(began):
                        return await self._ask(pace, question, tries)
            finally:
                pace.leave()

    async def _ask(self, pace: Pace, question: Question, tries: Tries) -> Answer | Failed:
        if pace.is_silent:
            return Failed(Fault.TIMEOUT, "the host left every request before this one without an answer")
        if tries.busy > tries.seconds:
            return Failed(Fault.TIMEOUT, f"no end within {tries.seconds:g} s")
        began = time.monotonic()
        try:
            answer = await self.client.ask(question)
        except Failed as error:
            if not error.fault.lasting:
                pace.unanswered()
            return error
        finally:
            tries.busy += time.monotonic() - began
        self._learn(pace, began, answer)
        return answer

    def _learn(self, pace: Pace, began: float, answer: Answer) -> None:
        allowance = rate_headers.allowance(answer.headers)
        if allowance:
            pace.allow(*allowance)
        refused = refuses(answer)
        told = rate_headers.retry_after(answer.headers) if refused or answer.status == 503 else None
        if refused or told is not None:
            pace.refused(began)
        else:
            pace.answered()
        if told:
            pace.rest(told, refusal=refused)

    def _wait(self, pace: Pace, result: Answer | Failed, tries: Tries, appetite: Appetite) -> float | None:
        """Seconds until the next try; None when the result stands."""
        if isinstance(result, Failed):
            worth = not result.fault.lasting or result.fault.name == "CLOSED_PORT"
        else:
            worth = _passing(result, appetite)
        if not worth or tries.left <= 0 or tries.busy > tries.seconds or pace.is_silent:
            return None
        told = None
        if isinstance(result, Answer):
            told = rate_headers.retry_after(result.headers)
            told = rate_headers.used_up(result.headers) if told is None else told
        tries.waited += told or 0.0
        if tries.waited > self.longest_wait:
            return None
        refused = isinstance(result, Answer) and refuses(result)
        first = _FIRST_WAIT * (2 if refused else 1)
        backoff = min(_LONGEST_BACKOFF, first * 2**tries.spent) * random.uniform(0.8, 1.2)  # noqa: S311
        tries.left -= 1
        tries.spent += 1
        if refused and told is None:
            pace.rest(backoff, refusal=True)
        # A little later than told: clocks differ, and all links of the host wake up together.
        return backoff if told is None else told + random.uniform(0.02, 0.2)  # noqa: S311
