"""Web pages: whether their text is another than the last time."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from catalog.services.fetch import fetch_page
from catalog.services.works import names_commit
from catalog.watch.citations import HOSTED
from catalog.watch.state import MAX_WORK
from catalog.watch.upstream.observation import GONE, YES, Observation, Observed
from catalog.watch.upstream.sources import Sources

DIGEST = "digest"
RESTLESS = "restless"
"""Key of pages that say something else each time they are asked."""
_DIGITS = 16  # of a digest: enough to tell versions of one page
AT_ONCE = 16
"""Hosts that are asked side by side."""


async def observe_pages(sources: Sources) -> Observed:
    """What the pages say on which facts rest, several hosts at a time and each page of a host after the other."""
    works = [work for work in sources.ordered(sources.cited) if _is_watched(sources, work)]
    observed = Observed("pages", "pages", len(works))
    hosts: dict[str, list[str]] = {}
    for work in works:
        hosts.setdefault(urlsplit(_address(sources, work)).netloc, []).append(work)
    turns = asyncio.Semaphore(AT_ONCE)

    async def ask(host_works: list[str]) -> None:
        part = Observed("pages", "pages")
        async with turns:
            await part.ask(host_works, lambda work: _page(sources, part, work))
            denied, part.missing = part.missing, []
            await part.ask(denied, lambda work: _confirmed(sources, part, work))
        observed.observations |= part.observations | {work: Observation({GONE: YES}) for work in part.missing}
        observed.failures |= part.failures

    await asyncio.gather(*map(ask, hosts.values()))
    _distrust_portal(sources, observed)
    observed.distrust_outage(sources.gone())
    return observed


def _distrust_portal(sources: Sources, observed: Observed) -> None:
    """Believe nothing of a new text that pages of several hosts have in common: it is that of a network's own page."""
    new: dict[str, list[str]] = {}
    for work, each in observed.observations.items():
        digest = each.values.get(DIGEST)
        if digest and digest != sources.seen(work).get(DIGEST):
            new.setdefault(digest, []).append(work)
    for works in new.values():
        if len({urlsplit(_address(sources, work)).netloc for work in works}) > 1:
            for work in works:
                del observed.observations[work]
                observed.failures[work] = "other hosts show the same text, which is not believed"


def _is_watched(sources: Sources, work: str) -> bool:
    """Whether facts rest on a page that can change."""
    is_page = not work.startswith(HOSTED) and len(work) <= MAX_WORK
    return is_page and not names_commit(_address(sources, work)) and any(each.facts for each in sources.cited[work])


def _address(sources: Sources, work: str) -> str:
    return sources.cited[work][0].url


async def _page(sources: Sources, part: Observed, work: str) -> None:
    """Ask for a page; one with another text than before is asked again, for some differ each time."""
    known = sources.seen(work)
    page = await fetch_page(sources.client, _address(sources, work))
    digest = page.digest[:_DIGITS]
    values = {DIGEST: digest, GONE: ""}
    if known.get(RESTLESS):
        values[DIGEST] = known[DIGEST]
    elif known.get(DIGEST) not in {None, digest}:
        again = await _fresh(sources, work)
        if again != digest:
            values = {DIGEST: known[DIGEST], RESTLESS: YES, GONE: ""}
    part.observations[work] = Observation(values)


async def _confirmed(sources: Sources, part: Observed, work: str) -> None:
    """Ask again for a page that was denied; one that is there after all is compared in the next run."""
    digest = await _fresh(sources, work)
    part.observations[work] = Observation({DIGEST: sources.seen(work).get(DIGEST, digest), GONE: ""})


async def _fresh(sources: Sources, work: str) -> str:
    return (await fetch_page(sources.client, _address(sources, work), is_fresh=True)).digest[:_DIGITS]
