"""The run over many links: each address once, sites first, everything within one time limit."""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from yarl import URL

from catalog.errors import SetupError
from catalog.links import urls
from catalog.links.addresses import Guard, Network, Refused
from catalog.links.classify import judge
from catalog.links.dial import Dialer, Failed
from catalog.links.fetch import LOOK, SEARCH, Client
from catalog.links.redirects import Lost, Seen, follow
from catalog.links.retry import Asker, Tries
from catalog.links.sites import Site
from catalog.links.throttle import Limit, Paces, Resting
from catalog.links.urls import NotWeb, Unusable
from catalog.links.verdicts import Judgement, Outcome, Target, Verdict

if TYPE_CHECKING:
    import netrc

_FILES = re.compile(
    r"\.(?:7z|bin|bz2|csv|docx?|epub|flac|gif|gz|ipynb|jpe?g|json|jsonl|m4a|mp3|mp4|npz|onnx|parquet|pdf|png|pptx?|ps|pt"
    r"|rar|safetensors|svg|tar|tgz|tsv|txt|wav|webm|webp|xlsx?|xml|xz|ya?ml|zip|zst)",
    re.IGNORECASE,
)
_WAITING_FACTOR = 16  # links waiting for their host's turn, for each one being asked
UNREACHED = "nothing could be reached"
INTERRUPTED = "the run was interrupted"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run behaves; times in seconds, 0 lifts a limit."""

    agent: str = "Mozilla/5.0 (compatible; survey-catalog)"
    timeout: float = 15.0
    retries: int = 2
    concurrency: int = 64
    limit: Limit = field(default_factory=Limit)
    hosts: Mapping[str, Limit] = field(default_factory=dict)
    unanchored: frozenset[str] = frozenset()
    """Hosts whose anchors a script draws, so that none can be looked for."""
    deadline: float = 0.0
    longest_wait: float = 20.0
    allow: tuple[Network, ...] = ()
    proxy: str = ""
    netrc: Path | None = None

    @property
    def link_deadline(self) -> float:
        """The longest one link may take, whatever its server does; waiting for a turn is not counted."""
        return (self.timeout + self.longest_wait) * (self.retries + 2)


@dataclass(frozen=True, slots=True)
class Job:
    """One address to be asked, and the links that mean it."""

    url: URL
    targets: tuple[Target, ...]
    fragments: tuple[str, ...]


class Check:
    """One run; `done` is called with every outcome as it comes."""

    def __init__(
        self, settings: Settings, sites: Sequence[Site] = (), done: Callable[[Outcome], None] = lambda _: None
    ) -> None:
        self._settings = settings
        self._sites = sites
        self._done = done
        self._outcomes: dict[str, Outcome] = {}
        self.stopped = ""
        """Why the run ended before every link was asked; empty when it did not."""

    async def run(self, targets: Sequence[Target]) -> list[Outcome]:
        """One outcome for each target, in their order; links not reached in time are transient."""
        guard = Guard(self._settings.allow)
        dialer = Dialer(guard, URL(self._settings.proxy) if self._settings.proxy else None)
        client = Client(dialer, self._settings.timeout, self._settings.agent, _passwords(self._settings.netrc))
        own = {host: Limit(*limit) for site in self._sites for host, limit in site.limits.items()}
        paces = Paces(self._settings.limit, own | dict(self._settings.hosts))
        slots = asyncio.Semaphore(self._settings.concurrency)
        asker = Asker(client, paces, slots, self._settings.longest_wait)
        try:
            async with asyncio.timeout(self._settings.deadline or None):
                await self._all(self._jobs(targets), asker)
        except TimeoutError:
            self.stopped = f"the run's {self._settings.deadline:g} s were over"
        except asyncio.CancelledError:
            self.stopped = INTERRUPTED
        finally:
            client.close()
        outcomes = [self._outcomes.get(target.url) or self._missed(target) for target in targets]
        if dialer.reached:
            return outcomes
        return [_unreached(outcome) for outcome in outcomes]

    def _missed(self, target: Target) -> Outcome:
        return Outcome(target.url, Verdict.TRANSIENT, f"not asked: {self.stopped}", uses=target.uses)

    def _jobs(self, targets: Iterable[Target]) -> list[Job]:
        """The addresses behind the targets, each once; links that cannot be asked get their outcome here."""
        groups: dict[str, list[tuple[URL, Target]]] = defaultdict(list)
        for target in targets:
            try:
                url = urls.parse(target.url)
            except NotWeb as error:
                self._finish(target, Judgement(Verdict.SKIPPED, str(error)), 0.0)
            except Unusable as error:
                self._finish(target, Judgement(Verdict.INVALID, str(error)), 0.0)
            else:
                groups[str(urls.without_fragment(url))].append((url, target))
        return [
            Job(
                urls.without_fragment(group[0][0]),
                tuple(target for _, target in group),
                tuple(url.raw_fragment for url, _ in group),
            )
            for group in groups.values()
        ]

    async def _all(self, jobs: Sequence[Job], asker: Asker) -> None:
        rest = list(jobs)
        claimed: list[tuple[Site, list[Job]]] = []
        for site in self._sites:
            mine = [job for job in rest if site.claims(job.url)]
            if mine:
                claimed.append((site, mine))
                rest = [job for job in rest if not site.claims(job.url)]
        async with asyncio.TaskGroup() as group:
            for site, mine in claimed:
                group.create_task(self._ask_site(site, mine, asker))
            group.create_task(self._ask_pages(rest, asker))

    async def _ask_site(self, site: Site, jobs: Sequence[Job], asker: Asker) -> None:
        began = time.monotonic()
        try:
            found = await site.look(jobs, asker, self._settings.retries)
        except Exception as error:  # noqa: BLE001 - one site's surprise must not cost the other links their result
            found = dict.fromkeys((job.url for job in jobs), _surprise(error))
        share = (time.monotonic() - began) / len(jobs)
        pages = []
        for job in jobs:
            judgement = found.get(job.url)
            if judgement is None:
                pages.append(job)
                continue
            for target in job.targets:
                self._finish(target, judgement, share)
        await self._ask_pages(pages, asker)

    async def _ask_pages(self, jobs: Sequence[Job], asker: Asker) -> None:
        queue = _by_turns(jobs)

        async def worker() -> None:
            for job in queue:
                await self._page(job, asker)

        async with asyncio.TaskGroup() as group:
            for _ in range(min(len(jobs), self._settings.concurrency * _WAITING_FACTOR)):
                group.create_task(worker())

    async def _page(self, job: Job, asker: Asker) -> None:
        tries = Tries(self._settings.retries, self._settings.link_deadline)
        try:
            judgements = await self._look(job, asker, tries)
        except Exception as error:  # noqa: BLE001 - one server's surprise must not cost the other links their result
            judgements = [_surprise(error)]
        for place, target in enumerate(job.targets):
            self._finish(target, judgements[min(place, len(judgements) - 1)], tries.busy)

    async def _look(self, job: Job, asker: Asker, tries: Tries) -> list[Judgement]:
        search = any(fragment and not fragment.startswith(":~:") for fragment in job.fragments)
        is_file = bool(_FILES.fullmatch(job.url.suffix))
        appetite = SEARCH if search and not is_file else LOOK
        try:
            seen = await follow(asker, job.url, tries, method="HEAD" if is_file else "GET", appetite=appetite)
        except Refused as error:
            return [Judgement(Verdict.REFUSED, str(error))]
        except NotWeb as error:
            return [Judgement(Verdict.REFUSED, f"redirects to {error}")]
        except Lost as error:
            return [Judgement(Verdict.BROKEN, str(error), error.status)]
        except Resting as error:
            return [Judgement(Verdict.BLOCKED if error.refusal else Verdict.TRANSIENT, str(error))]
        except Failed as error:
            return [Judgement(Verdict.BROKEN if error.fault.lasting else Verdict.TRANSIENT, str(error))]
        return [self._judge(seen, fragment) for fragment in job.fragments]

    def _judge(self, seen: Seen, fragment: str) -> Judgement:
        host = seen.target.host or ""
        anchors = not any(host == name or host.endswith(f".{name}") for name in self._settings.unanchored)
        judgement = judge(seen, fragment, anchors=anchors)
        if judgement.location and fragment and "#" not in judgement.location:
            return replace(judgement, location=f"{judgement.location}#{fragment}")
        return judgement

    def _finish(self, target: Target, judgement: Judgement, seconds: float) -> None:
        outcome = Outcome(
            target.url,
            judgement.verdict,
            judgement.reason,
            judgement.status,
            judgement.location,
            round(seconds, 3),
            target.uses,
            urls.advice(target.url),
            redirected=judgement.redirected,
        )
        self._outcomes[target.url] = outcome
        self._done(outcome)


def _by_turns(jobs: Iterable[Job]) -> Iterator[Job]:
    """One link of each host in turn, so that a host with many links does not keep the others waiting."""
    hosts: dict[str, list[Job]] = defaultdict(list)
    for job in jobs:
        hosts[job.url.host or ""].append(job)
    return (job for job in chain.from_iterable(zip_longest(*hosts.values())) if job is not None)


def _surprise(error: Exception) -> Judgement:
    return Judgement(Verdict.TRANSIENT, f"the check itself failed: {type(error).__name__}: {error}")


def _passwords(path: Path | None) -> netrc.netrc | None:
    if path is None:
        return None
    import netrc  # noqa: PLC0415

    try:
        return netrc.netrc(path)
    except (OSError, netrc.NetrcParseError) as error:
        raise SetupError(f"cannot read {path}: {error}") from error


def _unreached(outcome: Outcome) -> Outcome:
    if outcome.verdict in {Verdict.BROKEN, Verdict.TRANSIENT, Verdict.BLOCKED}:
        return replace(outcome, verdict=Verdict.TRANSIENT, reason=f"{UNREACHED}: {outcome.reason}")
    return outcome
