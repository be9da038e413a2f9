"""Requests to services: each at its own pace, bounded, its answers kept, on the host it was made for."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import httpx

from catalog.errors import SetupError
from catalog.services.asking import manners
from catalog.services.asking.asking import (
    REDIRECTS,
    Asking,
    is_page_instead,
    read_url,
    redirect_target,
    shown_host,
    shown_path,
)
from catalog.services.asking.budget import RunBudget, Usage
from catalog.services.asking.clock import SYSTEM_CLOCK, Clock
from catalog.services.asking.failures import BudgetError, NotFoundError, RefusedError, ServiceError, StoppedError
from catalog.services.asking.kept_answers import AnswerKey, KeptAnswers, Reply
from catalog.services.asking.manners import Manners
from catalog.services.asking.pace import MAX_WAIT, ServicePace, is_unsent
from catalog.services.asking.tokens import Tokens, is_token_refused, origin
from catalog.services.transport.addresses import Resolver
from catalog.services.transport.http import GuardedTransport, user_agent
from catalog.services.transport.proxies import environment_proxies

__all__ = ["Asking", "BudgetError", "NotFoundError", "RefusedError", "Reply", "ServiceClient", "ServiceError",
           "StoppedError", "Usage"]  # fmt: skip

A = TypeVar("A")
SECONDS = 20.0
"""Seconds until the headers of a response, and again until the end of its body."""
_ATTEMPTS = 3
_MAX_HOPS = 5
_GOOD_FOR = 6 * 3600.0  # seconds for which a kept answer is used without asking again
_DAY = 86_400.0
_RETRIED = frozenset({408, 500, 502, 503, 504})
_MAX_LOOKUP_FAILURES = 2  # each takes seconds, and services are few: without a network all is told soon


class ServiceClient:
    """Asks services at their public addresses, each replaced by what the environment has under its name.

    `contact` is a URL that explains the requests to the services. At most `budget` requests are sent within `seconds`;
    answers are kept in the folder `cache`. For the limits and failures of a service, no more than `max_wait` seconds
    are waited in all, beside its pace. Several services may be asked at the same time, each gets one request after the
    other. `usage` is by the name of the service. `answer_within` is in seconds, for the headers of a response and again
    for its body.

    Raises:
        SetupError: a replaced address is not a URL, the environment names a proxy that cannot be used or holds a token
            that is none, or `cache` is no folder.
    """

    def __init__(  # noqa: PLR0913 - what differs from run to run
        self,
        contact: str = "",
        environment: Mapping[str, str] = os.environ,
        *,
        budget: int | None = None,
        seconds: float | None = None,
        cache: Path | None = None,
        clock: Clock = SYSTEM_CLOCK,
        max_wait: float = MAX_WAIT,
        answer_within: float = SECONDS,
    ) -> None:
        own = {name: environment[name].rstrip("/") for name in manners.SERVICES if name in environment}
        addresses = {name: own.get(name, address) for name, (address, _) in manners.SERVICES.items()}
        (self.arxiv, self.arxiv_feeds, self.arxiv_oai, self.crossref, self.datacite, self.doi, self.github,
         self.hugging_face, self.modelscope) = addresses.values()  # fmt: skip
        self._bases = [(_base(addresses[name]), own_manners) for name, (_, own_manners) in manners.SERVICES.items()]
        self._tokens = Tokens()
        for base, own_manners in self._bases:
            self._tokens.add(base, own_manners.tokens, environment)
        trusted = [_base(address).host for address in own.values()]
        self._http = GuardedTransport(
            Resolver(trusted=trusted, max_failures=_MAX_LOOKUP_FAILURES), environment_proxies(), seconds=answer_within
        )
        self._user_agent = user_agent(contact)
        self._clock, self._max_wait = clock, max_wait
        self._budget, self._kept = RunBudget(clock, budget, seconds), KeptAnswers(cache)
        self.usage: dict[str, Usage] = {own_manners.name: Usage() for own_manners in manners.ALL}
        self._paces: dict[str, ServicePace] = {}
        self._under_way: dict[AnswerKey, asyncio.Lock] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()
        self._kept.tidy()

    async def ask(self, url: str, asking: Asking, read: Callable[[Reply], A | None]) -> A:
        """What `read` makes of the answer; None from it says that the answer has another form than documented.

        Raises:
            NotFoundError: the service has nothing there.
            RefusedError: it refuses this request, with another status.
            StoppedError: it is not asked again in this run.
            BudgetError: the run may send no more.
            ServiceError: any other reason for which there is no usable answer.
        """
        address = read_url(url)
        pace = self._pace_of(address, asking)
        key = AnswerKey(url, asking.accept, bool(self._token_for(address, asking)))
        async with self._under_way.setdefault(key, asyncio.Lock()):
            kept = None if asking.is_fresh else self._kept.read(key)
            if kept is None or not self._is_good(kept, pace.manners, asking):
                kept = await self._final(address, asking, kept)
            else:
                pace.usage.kept += 1
            return self._said(kept, asking, read, key)

    def _said(self, reply: Reply, asking: Asking, read: Callable[[Reply], A | None], key: AnswerKey) -> A:
        """What an answer says; it is kept unless it has another form than documented."""
        address = read_url(reply.address)
        pace = self._pace_of(address, asking)
        is_page = is_page_instead(reply, asking.accept)
        is_missing = not is_page and asking.is_missing(reply.status, reply.headers)
        result = None if is_missing or is_page else read(reply)
        if result is None and not is_missing:
            self._kept.drop(key)
            raise pace.wrong_form()
        pace.after_success()
        self._kept.write(key, reply)
        if result is None:
            raise NotFoundError(f"{pace.name} has nothing at {shown_path(address)}")
        return result

    def _is_good(self, kept: Reply, own_manners: Manners, asking: Asking) -> bool:
        """Whether a kept answer is used without asking: that of this day, of the last hours, or a pinned one."""
        now = self._clock.time()
        if asking.is_pinned and kept.status == 200:
            return True
        if own_manners.by_day:
            return now // _DAY == kept.moment // _DAY
        return 0 <= now - kept.moment < _GOOD_FOR

    async def _final(self, address: httpx.URL, asking: Asking, kept: Reply | None) -> Reply:
        """The answer at the end of the redirects."""
        for _ in range(_MAX_HOPS):
            conditions = kept.conditions if kept and kept.address == str(address) else {}
            response = await self._exchange(address, asking, conditions)
            now = self._clock.time()
            if response.status_code == 304 and kept and conditions:
                return Reply(kept.address, kept.status, kept.headers, kept.content, now)
            if not (asking.follows and response.status_code in REDIRECTS and "location" in response.headers):
                headers = {name.lower(): value for name, value in response.headers.items()}
                return Reply(str(address), response.status_code, headers, response.content, now)
            address = redirect_target(address, response.headers["location"], any_host=asking.any_host)
        raise ServiceError(f"{shown_host(address)}: more than {_MAX_HOPS - 1} redirects")

    async def _exchange(self, url: httpx.URL, asking: Asking, conditions: Mapping[str, str]) -> httpx.Response:
        """The response of one address, after as many attempts as make sense."""
        pace = self._pace_of(url, asking)
        async with pace.turn:
            for again in (*[True] * (_ATTEMPTS - 1), False):
                await pace.ready(url.path)
                try:
                    response = await self._send(url, asking, conditions, pace)
                except httpx.HTTPError as error:
                    await pace.after_error(error, again=again)
                    continue
                if await self._settles(response, url, asking, pace, again=again):
                    return response
        raise ServiceError(f"{pace.name}: no usable answer")

    async def _send(
        self, url: httpx.URL, asking: Asking, conditions: Mapping[str, str], pace: ServicePace
    ) -> httpx.Response:
        headers = {"User-Agent": self._user_agent, "Accept": asking.accept, **pace.manners.headers, **conditions}
        headers |= self._token_for(url, asking)
        request = httpx.Request("GET", url, headers=headers, extensions={"max_bytes": asking.max_bytes})
        # Others may have spent the rest while this one waited for its turn.
        self._budget.check()
        self._budget.sent += 1
        pace.usage.requests += 1
        pace.begin_gap()
        try:
            response = self._tokens.hide(url, await self._http.handle_async_request(request))
        except httpx.HTTPError as error:
            if is_unsent(error):
                self._budget.sent -= 1
                pace.usage.requests -= 1
            pace.begin_gap()
            raise
        pace.usage.answers += 1
        pace.note(url.path, response.headers)
        return response

    async def _settles(
        self, response: httpx.Response, url: httpx.URL, asking: Asking, pace: ServicePace, *, again: bool
    ) -> bool:
        """Whether a response is the answer; False after the pause that another attempt needs."""
        status, headers, content = response.status_code, response.headers, response.content
        if status == 304 or status in REDIRECTS:
            return True
        if status in asking.refusals:
            pace.after_success()
            raise RefusedError(f"{pace.name} refuses the request (HTTP {status})", status, content)
        if status == 401 and self._token_for(url, asking) and is_token_refused(headers, content):
            pace.usage.failure = f"{pace.name}: {self._tokens.drop(url)} is not accepted; asked without it"
            return False
        if pace.is_refusal(status, headers, content) or status in _RETRIED:
            await pace.after_refusal(url.path, status, headers, content, again=again)
            return False
        if status == 200 or asking.is_missing(status, headers):
            return True
        if status in pace.manners.final:
            raise pace.stop(f"it refuses to answer (HTTP {status})")
        pace.after_success()
        raise RefusedError(f"{pace.name}: HTTP {status}", status, content)

    def _token_for(self, url: httpx.URL, asking: Asking) -> dict[str, str]:
        """The header with the token of a service; none where redirects may lead anywhere."""
        return {} if asking.any_host else self._tokens.headers_for(url)

    def _pace_of(self, url: httpx.URL, asking: Asking) -> ServicePace:
        own_manners = self._manners_of(url, asking.service)
        name = shown_host(url) if own_manners.by_host else own_manners.name
        key = f"{own_manners.name} {name}"
        if key not in self._paces:
            pace = ServicePace(name, own_manners, self.usage[own_manners.name], self._budget, self._clock)
            self._paces[key], pace.max_wait = pace, self._max_wait
            if own_manners.tokens and not self._tokens.headers_for(url):
                pace.token = own_manners.tokens[0]
        return self._paces[key]

    def _manners_of(self, url: httpx.URL, service: str) -> Manners:
        for base, own_manners in self._bases:
            if origin(base) == origin(url) and url.path.startswith(base.path.rstrip("/")):
                return own_manners
        for own_manners in manners.ALL:
            if any(url.host == domain or url.host.endswith(f".{domain}") for domain in own_manners.domains):
                return own_manners
        return manners.FEEDS if service == manners.FEEDS.name else manners.PAGES


def _base(address: str) -> httpx.URL:
    try:
        return read_url(address)
    except ServiceError:
        raise SetupError(f"{address[:100]!r} is not the address of a service") from None
