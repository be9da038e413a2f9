"""Requests to services: each at its own pace, bounded, its answers kept, on the host it was made for."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from catalog.errors import SetupError
from catalog.services import http, manners
from catalog.services.budget import RunBudget, Usage
from catalog.services.clock import SYSTEM_CLOCK, Clock
from catalog.services.exchange import Cause, ForbiddenAddressError, RequestError
from catalog.services.failures import BudgetError, NotFoundError, RefusedError, ServiceError, StoppedError
from catalog.services.kept_answers import KeptAnswers, Reply
from catalog.services.manners import Manners
from catalog.services.pace import MAX_WAIT, ServicePace
from catalog.services.proxies import environment_proxies
from catalog.services.replies import json_object
from catalog.services.tokens import Tokens, origin

__all__ = ["Asking", "BudgetError", "NotFoundError", "RefusedError", "Reply", "ServiceClient", "ServiceError",
           "StoppedError", "Usage"]  # fmt: skip

A = TypeVar("A")
MissingTest = Callable[[int, Mapping[str, str]], bool]
"""Whether the status and headers of a response say that the service has no such thing."""
SECONDS = 20.0
"""Seconds until the headers of a response, and again until the end of its body."""
_ATTEMPTS = 3
_MAX_HOPS = 5
_GOOD_FOR = 6 * 3600.0  # seconds for which a kept answer is used without asking again
_DAY = 86_400.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOTHING_SENT = frozenset({Cause.NO_NAME, Cause.NO_NAME_SERVER})


def _is_missing(status: int, _: Mapping[str, str]) -> bool:
    return status in {404, 410}


@dataclass(frozen=True, slots=True)
class Asking:
    """How something is asked for, beside its address."""

    accept: str = "application/json"
    is_missing: MissingTest = _is_missing
    refusals: frozenset[int] = frozenset()
    """Statuses of failure that here speak of this very request: RefusedError at once, without a second attempt."""
    service: str = "pages"
    """`pages` or `feeds`: what an address is counted as that belongs to no service."""
    any_host: bool = False
    """Whether redirects to other public hosts are followed."""
    follows: bool = True
    """Whether redirects are followed at all; if not, they are the answer."""
    is_pinned: bool = False
    """Whether the address names its revision: its answer never changes."""
    is_fresh: bool = False
    """Whether the service itself must answer now, without regard to what was kept."""
    max_bytes: int = http.MAX_BYTES


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
        trusted = [_url(address).host for address in own.values()]
        self._origins = [(_url(addresses[name]), own_manners) for name, (_, own_manners) in manners.SERVICES.items()]
        self._tokens = Tokens()
        for name, (_, own_manners) in manners.SERVICES.items():
            self._tokens.add(addresses[name], own_manners.tokens, environment)
        self._http = http.client(contact, trusted=trusted, proxies=environment_proxies(), seconds=answer_within)
        self._http.follow_redirects = False
        self._patience, self._max_wait = 3 * answer_within, max_wait
        self._clock, self._budget, self._kept = clock, RunBudget(clock, budget, seconds), KeptAnswers(cache)
        self.usage: dict[str, Usage] = {own_manners.name: Usage() for own_manners in manners.ALL}
        self._paces: dict[str, ServicePace] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()
        self._kept.tidy()

    async def get(self, url: str, accept: str, is_missing: MissingTest = _is_missing) -> bytes:
        """The body of the response at `url`; redirects are followed within its host only.

        Raises:
            NotFoundError, ServiceError: as for `ask`.
        """
        return (await self.ask(url, Asking(accept, is_missing), lambda reply: reply)).content

    async def get_json(
        self, url: str, read: Callable[[dict[str, Any]], A | None], is_missing: MissingTest = _is_missing
    ) -> A:
        """What `read` makes of the JSON object at `url`.

        Raises:
            NotFoundError, ServiceError: as for `ask`.
        """

        def read_object(reply: Reply) -> A | None:
            content = json_object(reply.content)
            return None if content is None else read(content)

        return await self.ask(url, Asking(is_missing=is_missing), read_object)

    async def ask(self, url: str, asking: Asking, read: Callable[[Reply], A | None]) -> A:
        """What `read` makes of the answer; None from it says that the answer has another form than documented.

        Raises:
            NotFoundError: the service has nothing there.
            RefusedError: it refuses this request, with another status.
            StoppedError: it is not asked again in this run.
            BudgetError: the run may send no more.
            ServiceError: any other reason for which there is no usable answer.
        """
        kept = None if asking.is_fresh else self._kept.read(url, asking.accept)
        pace = self._pace_of(_url(url, ServiceError), asking)
        if kept and self._is_good(kept, pace.manners, asking):
            pace.usage.kept += 1
            return self._result(kept, asking, read, pace)
        reply = await self._final(url, asking, kept)
        result = self._result(reply, asking, read, pace)
        self._kept.write(url, asking.accept, reply)
        return result

    def _is_good(self, kept: Reply, own_manners: Manners, asking: Asking) -> bool:
        """Whether a kept answer is used without asking: that of this day, of the last hours, or a pinned one."""
        now = self._clock.time()
        if asking.is_pinned and kept.status == 200:
            return True
        if own_manners.by_day:
            return now // _DAY == kept.moment // _DAY
        return 0 <= now - kept.moment < _GOOD_FOR

    def _result(self, reply: Reply, asking: Asking, read: Callable[[Reply], A | None], pace: ServicePace) -> A:
        if asking.is_missing(reply.status, reply.headers):
            raise NotFoundError(f"{pace.name} has nothing at {_url(reply.address).path}")
        result = None if _is_page_instead(reply, asking.accept) else read(reply)
        if result is None:
            raise pace.wrong_form()
        pace.after_success()
        return result

    async def _final(self, url: str, asking: Asking, kept: Reply | None) -> Reply:
        """The answer at the end of the redirects."""
        address = _url(url, ServiceError)
        for _ in range(_MAX_HOPS):
            conditions = kept.conditions if kept and kept.address == str(address) else {}
            response = await self._exchange(address, asking, conditions)
            if response.status_code == 304 and kept and conditions:
                return Reply(kept.address, kept.status, kept.headers, kept.content, self._clock.time())
            if not (asking.follows and response.status_code in _REDIRECTS and "location" in response.headers):
                headers = {name.lower(): value for name, value in response.headers.items()}
                return Reply(str(address), response.status_code, headers, response.content, self._clock.time())
            address = _target(address, response.headers["location"], asking)
        raise ServiceError(f"{address.host}: more than {_MAX_HOPS - 1} redirects")

    async def _exchange(self, url: httpx.URL, asking: Asking, conditions: Mapping[str, str]) -> httpx.Response:
        """The response of one address, after as many attempts as make sense."""
        pace = self._pace_of(url, asking)
        async with pace.turn:
            for again in (*[True] * (_ATTEMPTS - 1), False):
                await pace.ready(url.path)
                try:
                    response = await self._send(url, asking, conditions, pace)
                except httpx.HTTPError as error:
                    await _after_error(error, pace, again=again)
                    continue
                if await self._settles(response, url, asking, pace, again=again):
                    return response
        raise ServiceError(f"{url.host}: no usable answer")

    async def _send(
        self, url: httpx.URL, asking: Asking, conditions: Mapping[str, str], pace: ServicePace
    ) -> httpx.Response:
        headers = {"Accept": asking.accept, **conditions, **self._tokens.headers_for(url)}
        request = self._http.build_request("GET", url, headers=headers, extensions={"max_bytes": asking.max_bytes})
        self._budget.spend()
        pace.usage.requests += 1
        pace.sent()
        try:
            async with asyncio.timeout(self._patience):
                response = await self._http.send(request)
        except TimeoutError:
            raise httpx.ReadTimeout(f"no response within {self._patience:.0f} seconds", request=request) from None
        except httpx.HTTPError as error:
            if _is_unsent(error):
                self._budget.sent -= 1
                pace.usage.requests -= 1
            raise
        pace.usage.answers += 1
        pace.note(url.path, response.headers)
        return response

    async def _settles(
        self, response: httpx.Response, url: httpx.URL, asking: Asking, pace: ServicePace, *, again: bool
    ) -> bool:
        """Whether a response is the answer; False after the pause that another attempt needs."""
        status, headers, content = response.status_code, response.headers, response.content
        if status == 304 or status in _REDIRECTS:
            return True
        if status in asking.refusals:
            pace.after_success()
            raise RefusedError(f"{pace.name} refuses the request (HTTP {status})", status, content)
        if status == 401 and "Authorization" in response.request.headers and _is_bad_token(headers, content):
            pace.usage.failure = f"{pace.name}: {self._tokens.drop(url)} is not accepted; asked without it"
            return False
        if pace.is_refusal(status, headers, content):
            await pace.after_refusal(url.path, status, headers, content, again=again)
            return False
        if status == 200 or asking.is_missing(status, headers):
            return True
        if status in pace.manners.final:
            raise pace.stop(f"it refuses to answer (HTTP {status})")
        pace.after_success()
        raise RefusedError(f"{pace.name}: HTTP {status}", status, content)

    def _pace_of(self, url: httpx.URL, asking: Asking) -> ServicePace:
        own_manners = self._manners_of(url, asking.service)
        name = url.netloc.decode() if own_manners.by_host else own_manners.name
        if name not in self._paces:
            pace = ServicePace(name, own_manners, self.usage[own_manners.name], self._budget, self._clock)
            self._paces[name], pace.max_wait = pace, self._max_wait
            if own_manners.tokens and not self._tokens.headers_for(url):
                pace.advice = f"set {own_manners.tokens[0]}, or go on later"
        return self._paces[name]

    def _manners_of(self, url: httpx.URL, service: str) -> Manners:
        for own, own_manners in self._origins:
            if origin(own) == origin(url) and url.path.startswith(own.path.rstrip("/")):
                return own_manners
        for own_manners in manners.ALL:
            if any(url.host == domain or url.host.endswith(f".{domain}") for domain in own_manners.domains):
                return own_manners
        return manners.FEEDS if service == manners.FEEDS.name else manners.PAGES


def _url(address: str, error_class: type[SetupError | ServiceError] = SetupError) -> httpx.URL:
    try:
        return httpx.URL(address).copy_with(fragment=None)
    except httpx.InvalidURL as error:
        raise error_class(f"{address[:100]!r} is not the address of a service: {error}") from None


def _target(address: httpx.URL, location: str, asking: Asking) -> httpx.URL:
    """Where a redirect leads, if it may be followed."""
    try:
        target = address.join(location).copy_with(fragment=None)
    except httpx.InvalidURL:
        raise ServiceError(f"{address.host}: redirects to something that is no address") from None
    may_leave = asking.any_host or origin(target) == origin(address)
    if target.scheme not in {"http", "https"} or not may_leave:
        raise ServiceError(f"{address.host}: redirects to another host ({target.scheme}://{target.host}); not followed")
    return target


def _is_unsent(error: httpx.HTTPError) -> bool:
    """Whether nothing was sent: the address is forbidden, or the name has none."""
    cause = error.__cause__
    return isinstance(cause, ForbiddenAddressError) or (
        isinstance(cause, RequestError) and cause.cause in _NOTHING_SENT
    )


async def _after_error(error: httpx.HTTPError, pace: ServicePace, *, again: bool) -> None:
    """Return when the request may be sent again after it had no response."""
    cause, reason = error.__cause__, str(error)
    if isinstance(cause, ForbiddenAddressError) or isinstance(error, http.TooLongError):
        raise ServiceError(f"{pace.name}: {reason}")
    if isinstance(cause, RequestError) and (cause.cause.permanent or cause.cause in _NOTHING_SENT):
        raise pace.stop(reason)
    await pace.after_failure(reason, again=again)


def _is_bad_token(headers: Mapping[str, str], content: bytes) -> bool:
    said = headers.get("x-error-message", "").lower().encode() + content[:2000].lower()
    return b"invalid credentials" in said or b"bad credentials" in said


def _is_page_instead(reply: Reply, accept: str) -> bool:
    """Whether HTML came in place of what was asked for: a portal or a proxy says something of its own."""
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "text/html" and "html" not in accept and "*/*" not in accept
