"""The committed survey: how long a weekly run takes at the manners of the services, and what it costs them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from catalog.catalog import Catalog
from catalog.services.asking import manners
from catalog.services.asking.client import ServiceClient, Usage
from catalog.watch.citations import HOSTED, ByWork, citations
from catalog.watch.news import find_news
from catalog.watch.run import WatchResult, watch
from catalog.watch.state import WatchState
from catalog.watch.upstream import pages
from catalog.watch.upstream.names import name_of
from tests.standins.clock import SimulatedClock
from tests.standins.server import StandIns, stand_ins
from tests.standins.world import HubEntry, ModelScopeEntry, Page, Paper, Repository, Work, World

MINUTES = 5
TODAY = date(2026, 12, 5)
COST = 0.2
"""Seconds of a request."""


def _world(cited: ByWork) -> World:
    """A world in which all that the records cite exists."""
    world = World(hub_per_window=500, github_per_hour=1000)  # a stranger's at Hugging Face, a workflow's at GitHub
    names: dict[str, dict[tuple[str, str], None]] = {}
    for work in cited:
        service, _, rest = work.partition(":")
        if work.startswith(("arxiv:", "doi:")):
            world.papers += [Paper(rest)] * (service == "arxiv")
            world.works += [Work(rest)] * (service == "doi")
        elif work.startswith(HOSTED):
            names.setdefault(service, {})[name_of(work)] = None
        else:
            world.pages.append(Page(f"/{len(world.pages)}"))
    world.repositories = [
        Repository(name, number, pushed="2026-12-01") for number, (_, name) in enumerate(names["github"], 1)
    ]
    world.hub = [
        HubEntry(name, kind or "models", f"{number:024}") for number, (kind, name) in enumerate(names["huggingface"])
    ]
    world.modelscope = [ModelScopeEntry(name, kind) for kind, name in names["modelscope"]]
    return world


def _on_loopback(cited: ByWork, standing: StandIns) -> ByWork:
    """The citations with each page at the stand-in, under a name of its host's own pace."""
    pages = [work for work in cited if not work.startswith(HOSTED)]
    there = {work: standing.url(f"/{number}") for number, work in enumerate(pages)}
    return {work: [replace(each, url=there.get(work, each.url)) for each in found] for work, found in cited.items()}


def _asking(usage: Usage) -> float:
    return usage.waited + usage.requests * COST


def _seconds(usage: Mapping[str, Usage], cited: ByWork) -> float:
    """How long a run takes: services are asked side by side, then pages, several hosts side by side."""
    services = [_asking(each) for name, each in usage.items() if name != "pages"]
    hosts = Counter(urlsplit(found[0].url).netloc for work, found in cited.items() if not work.startswith(HOSTED))
    lines = hosts.total() / pages.AT_ONCE + max(hosts.values())  # as long as the last line can be, in pages
    return max(services) + lines * (manners.PAGES.gap + COST)


def test_a_weekly_run_takes_less_than_five_minutes(catalog: Catalog, tmp_path: Path):
    cited = citations(catalog.records)
    with stand_ins(_world(cited), SimulatedClock(), COST) as standing:

        async def run() -> WatchResult:
            environment = standing.environment | {"GITHUB_TOKEN": "right-token"}
            async with ServiceClient("", environment, cache=tmp_path, clock=standing.clock) as client:
                result = await watch(WatchState(), _on_loopback(cited, standing), client, TODAY)
                took.append(_seconds(result.usage, cited))
                before = [replace(usage) for usage in result.usage.values()]
                news = await find_news(client, catalog, result.state, TODAY)
                took.append(sum(map(_asking, result.usage.values())) - sum(map(_asking, before)))
                assert (result.failures, news.failures) == ((), ())
                return result

        took: list[float] = []
        result = asyncio.run(run())
        assert sum(took) < MINUTES * 60
        assert {name: usage.limited for name, usage in result.usage.items() if usage.limited} == {}
        assert len(standing.asked("arXiv")) < 20
        assert len(standing.asked("GitHub")) < 1000  # what a workflow may send in an hour
        assert len(standing.asked("Hugging Face")) < 500  # what a stranger may send in five minutes
