"""The run over many links: each URL once, sites first, everything within one time limit."""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, zip_longest
from pathlib import Path
from types import MappingProxyType

from yarl import URL

from catalog.errors import SetupError
from catalog.links import urls
from catalog.links.chains import classify_chain
from catalog.links.classify import classify, classify_failure
from catalog.links.outcome import INTERRUPTED, assess
from catalog.links.redirects import Redirected, follow
from catalog.links.results import Classification, LinkGroup, LinkResult, LinkTarget, Verdict
from catalog.links.retry import Retrier, RetryBudget
from catalog.links.sites import Site
from catalog.links.throttle import HostLimit, HostThrottles
from catalog.links.urls import InvalidUrlError, UnsupportedSchemeError
from catalog.services.transport.addresses import Resolver
from catalog.services.transport.connect import ConnectionFactory
from catalog.services.transport.exchange import FULL_PAGE, PAGE_START, Cause, RequestError
from catalog.services.transport.networks import Network
from catalog.services.transport.pool import ConnectionPool
from catalog.services.transport.proxies import Proxies, single_proxy

_FILES = re.compile(
    r"\.(?:7z|bin|bz2|csv|docx?|epub|flac|gif|gz|ipynb|jpe?g|json|jsonl|m4a|mp3|mp4|npz|onnx|parquet|pdf|png|pptx?|ps|pt"
    r"|rar|safetensors|svg|tar|tgz|tsv|txt|wav|webm|webp|xlsx?|xml|xz|ya?ml|zip|zst)",
    re.IGNORECASE,
)
_WAITING_FACTOR = 16  # links that may wait for their host's turn, for each one being requested
Confirmation = Callable[[Classification], Classification]
"""From the classification of a page to that of a link which an API denies."""
_NONE: Mapping[URL, Confirmation] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """How links are checked; times in seconds, 0 lifts a limit."""

    user_agent: str = "Mozilla/5.0 (compatible; survey-catalog)"
    timeout: float = 15.0
    retries: int = 2
    concurrency: int = 64
    limit: HostLimit = field(default_factory=HostLimit)
    host_limits: Mapping[str, HostLimit] = field(default_factory=dict)
    unanchored: frozenset[str] = frozenset()
    """Hosts whose anchors a script draws, so that none can be looked for."""
    deadline: float = 0.0
    max_wait: float = 20.0
    second_look: float = 3.0
    """The pause before what seems broken is requested once more."""
    allow: tuple[Network, ...] = ()
    proxy: str = ""
    """One that is used for every link, in place of `proxies`."""
    proxies: Proxies = field(default_factory=Proxies)
    netrc: Path | None = None

    @property
    def link_deadline(self) -> float:
        """The most seconds one link may take, whatever its server does; waiting for a turn is not counted."""
        return (self.timeout + self.max_wait) * (self.retries + 2)


class LinkCheck:
    """One run; `done` is called with every result as it comes."""

    def __init__(
        self, options: CheckOptions, sites: Sequence[Site] = (), done: Callable[[LinkResult], None] = lambda _: None
    ) -> None:
        self._options = options
        self._sites = sites
        self._done = done
        self._unanchored = tuple(f".{host}" for host in options.unanchored)
        self._results: dict[str, LinkResult] = {}
        self.stopped = ""
        """Why the run did not check every link; empty when it did."""
        self.failure = ""
        """The sentence that says why the run proves nothing; empty when it proves something."""

    async def run(self, targets: Sequence[LinkTarget]) -> list[LinkResult]:
        """Return one result for each target, in their order; links not checked in time are transient."""
        options, stopped = self._options, ""
        proxies = single_proxy(options.proxy) if options.proxy else options.proxies
        factory = ConnectionFactory(Resolver(options.allow), proxies)
        pool = ConnectionPool(factory, options.timeout, options.user_agent, _passwords(options.netrc))
        site_limits = {host: HostLimit(*limit) for site in self._sites for host, limit in site.limits.items()}
        throttles = HostThrottles(options.limit, site_limits | dict(options.host_limits))
        retrier = Retrier(
            pool, throttles, asyncio.Semaphore(min(options.concurrency, pool.idle.capacity)), options.max_wait
        )
        try:
            async with asyncio.timeout(options.deadline or None):
                await self._check_all(self._groups(targets), retrier)
        except TimeoutError:
            stopped = f"the deadline of {options.deadline:g} s passed"
        except asyncio.CancelledError:
            stopped = INTERRUPTED
        finally:
            pool.close()
        results = [self._results.get(target.url) or _missed(target, stopped) for target in targets]
        outcome = assess(results, factory, stopped)
        self.stopped, self.failure = outcome.stopped, outcome.failure
        return list(outcome.results)

    def _groups(self, targets: Iterable[LinkTarget]) -> list[LinkGroup]:
        """The URLs behind the targets, each once; links that cannot be requested get their result here."""
        groups: dict[str, list[tuple[URL, LinkTarget]]] = defaultdict(list)
        for target in targets:
            try:
                url = urls.parse(target.url)
            except UnsupportedSchemeError as error:
                self._finish(target, Classification(Verdict.SKIPPED, str(error)), 0.0)
            except InvalidUrlError as error:
                self._finish(target, Classification(Verdict.INVALID, str(error)), 0.0)
            else:
                groups[str(urls.without_fragment(url))].append((url, target))
        return [
            LinkGroup(
                urls.without_fragment(group[0][0]),
                tuple(target for _, target in group),
                tuple(url.raw_fragment for url, _ in group),
            )
            for group in groups.values()
        ]

    async def _check_all(self, groups: Sequence[LinkGroup], retrier: Retrier) -> None:
        rest = list(groups)
        async with asyncio.TaskGroup() as tasks:
            for site in self._sites:
                claimed = [group for group in rest if site.claims(group.url)]
                if claimed:
                    rest = [group for group in rest if not site.claims(group.url)]
                    tasks.create_task(self._check_site(site, claimed, retrier))
            tasks.create_task(self._check_pages(rest, retrier))

    async def _check_site(self, site: Site, groups: Sequence[LinkGroup], retrier: Retrier) -> None:
        began = time.monotonic()
        try:
            classifications = await site.look(groups, retrier, self._options.retries)
        except Exception as error:  # noqa: BLE001 - one site's surprise must not cost the other links their result
            classifications = dict.fromkeys((group.url for group in groups), classify_failure(error))
        share = (time.monotonic() - began) / len(groups)
        pages, confirmations = [], {}
        for group in groups:
            classification = classifications.get(group.url)
            if classification is None or classification.verdict is Verdict.BROKEN:
                pages.append(group)
                if classification:
                    confirmations[group.url] = partial(site.confirm, classification)
                continue
            for target in group.targets:
                self._finish(target, classification, share)
        await self._check_pages(pages, retrier, confirmations)

    async def _check_pages(
        self, groups: Sequence[LinkGroup], retrier: Retrier, confirmations: Mapping[URL, Confirmation] = _NONE
    ) -> None:
        queue = _by_turns(groups)

        async def worker() -> None:
            for group in queue:
                await self._check_page(group, retrier, confirmations.get(group.url))

        async with asyncio.TaskGroup() as tasks:
            for _ in range(min(len(groups), self._options.concurrency * _WAITING_FACTOR)):
                tasks.create_task(worker())

    async def _check_page(self, group: LinkGroup, retrier: Retrier, confirm: Confirmation | None) -> None:
        """Request a page; what seems broken, or is denied by an API, once more after a pause, before it is."""
        classifications, seconds = ([], 0.0) if confirm else await self._look(group, retrier)
        if confirm or any(each.verdict is Verdict.BROKEN and not each.is_final for each in classifications):
            await asyncio.sleep(self._options.second_look)
            classifications, busy = await self._look(group, retrier, again=True)
            seconds += self._options.second_look + busy
        for target, classification in zip(group.targets, classifications, strict=True):
            self._finish(target, confirm(classification) if confirm else classification, seconds)

    async def _look(
        self, group: LinkGroup, retrier: Retrier, *, again: bool = False
    ) -> tuple[list[Classification], float]:
        """A classification for each link of the group, and the seconds spent on it."""
        budget = RetryBudget(self._options.retries, self._options.link_deadline)
        try:
            redirected = await _request_page(group, retrier, budget, again=again)
            return [self._classify(redirected, fragment) for fragment in group.fragments], budget.busy
        except RequestError as error:
            is_chain = again and error.cause is Cause.UNKNOWN_ISSUER
            classification = await classify_chain(error, retrier) if is_chain else classify_failure(error)
            return [classification] * len(group.targets), budget.busy
        except Exception as error:  # noqa: BLE001 - one server's surprise must not cost the other links their result
            return [classify_failure(error)] * len(group.targets), budget.busy

    def _classify(self, redirected: Redirected, fragment: str) -> Classification:
        anchors = not f".{redirected.target.host}".endswith(self._unanchored)
        classification = classify(redirected, fragment, anchors=anchors)
        if classification.location and fragment and "#" not in classification.location:
            return replace(classification, location=f"{classification.location}#{fragment}")
        return classification

    def _finish(self, target: LinkTarget, classification: Classification, seconds: float) -> None:
        result = LinkResult(
            target.url,
            classification.verdict,
            classification.reason,
            classification.status,
            classification.location,
            round(seconds, 3),
            target.occurrences,
            urls.advice(target.url),
            redirected=classification.redirected,
        )
        self._results[target.url] = result
        self._done(result)


async def _request_page(group: LinkGroup, retrier: Retrier, budget: RetryBudget, *, again: bool) -> Redirected:
    has_anchor = any(fragment and not fragment.startswith(":~:") for fragment in group.fragments)
    is_file = bool(_FILES.fullmatch(group.url.suffix))
    limit = FULL_PAGE if has_anchor and not is_file else PAGE_START
    return await follow(retrier, group.url, budget, method="HEAD" if is_file and not again else "GET", limit=limit)


def _by_turns(groups: Iterable[LinkGroup]) -> Iterator[LinkGroup]:
    """One link of each host in turn, so that a host with many links does not keep the others waiting."""
    hosts: dict[str, list[LinkGroup]] = defaultdict(list)
    for group in groups:
        hosts[group.url.host or ""].append(group)
    return (group for group in chain.from_iterable(zip_longest(*hosts.values())) if group is not None)


def _passwords(path: Path | None) -> dict[str, tuple[str, str]]:
    """The users and passwords of the hosts that the file names; its `default` would send them to every host."""
    if path is None:
        return {}
    import netrc  # noqa: PLC0415 - most runs need none

    try:
        hosts = netrc.netrc(str(path)).hosts
    except (OSError, ValueError, netrc.NetrcParseError) as error:
        raise SetupError(f"cannot read {path}: {error}") from error
    named = ((host.lower(), user, password) for host, (user, _, password) in hosts.items() if host != "default")
    return {host: (user or "", password or "") for host, user, password in named}


def _missed(target: LinkTarget, stopped: str) -> LinkResult:
    reason = f"not checked: {stopped}"
    return LinkResult(target.url, Verdict.TRANSIENT, reason, occurrences=target.occurrences, is_checked=False)
