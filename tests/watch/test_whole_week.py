"""One week in the world of 88 records: what changed, what is new, and what services state, from the same services."""

from __future__ import annotations

import asyncio
from pathlib import Path

from catalog.contribute.refresh.plan import Refresh, find_proposals
from catalog.services.asking.client import ServiceClient
from catalog.watch.news import LeftOutReason, News, find_news, with_offered
from tests.standins.world import Entry, Feed, HubEntry, Paper, Repository
from tests.watch.world import EVENTS, TOKENS, WEEK, Watched, plant, repository, watched

NEW = "2026-11-20"
SIZED = {70: 7_615_616_512, 71: 2_038_052_480, 72: 596_049_920, 73: 1_543_714_304, 74: 751_632_384}
"""Records whose models have files of which the exact size is known."""
SETTINGS = """\
fill: {{huggingface: {{parameters: size}}}}
watch:
  days: 60
  categories: [cs.CL]
  topics: [weaving]
  tags: [weaving]
  feeds: ["{rss}", "{atom}"]
  words: {{any: [weaving]}}
"""
CANDIDATES = """\
dismissed:
  knots: {name: Knots, link: "https://www.arxiv.org/pdf/2611.00009v1", reason: No loom at all., date: 2026-10-01}
  tangle: {name: Tangle, link: "https://github.com/knots/tangle", reason: No loom at all., date: 2026-10-01}
"""
KNOWN_ELSEWHERE = {
    "http://www.arxiv.org/pdf/2401.00080v3": "Loom 80",
    "https://doi.org/10.48550/ARXIV.2401.00081": "Loom 81",
    "https://huggingface.co/papers/2401.00082": "Loom 82",
    "https://huggingface.co/Lab-83/LOOM-83/tree/main": "Loom 83",
    "https://github.com/guild-14/loom-14": "Loom 14",
}
"""Addresses of what is in the catalogue under another one → its record; the last was renamed in this week."""


def announce(world: Watched) -> None:
    """Let twelve candidates appear: five that are new, five known under another address, two dismissed ones."""
    services = world.standing.world
    services.papers += [
        Paper(f"2611.0000{n}", f"Weaving Anew {n}", submitted=NEW, updated=NEW, categories=["cs.CL"]) for n in (1, 2, 9)
    ]
    services.repositories += [
        Repository("shed/shed", 7001, "Weaving in a shed", topics=["weaving"], created=NEW),
        Repository("knots/tangle", 7002, "Weaving knots", topics=["weaving"], created=NEW),
    ]
    renamed = services.repository("guild-14/loom-14")
    renamed.description, renamed.topics, renamed.created = "Weaving", ["weaving"], NEW
    services.hub.append(HubEntry("bobbin/weaving-1b", identifier="b0bb", created=NEW, tags=["weaving"]))
    elsewhere = [url for url in KNOWN_ELSEWHERE if "github" not in url]
    entries = [Entry(f"e{n}", url, "Weaving, told elsewhere", NEW) for n, url in enumerate(elsewhere)]
    entries.append(Entry("e9", "https://blog.example.org/a-new-loom", "Weaving on a new loom", NEW))
    services.feeds += [Feed("/news.rss", entries=entries[:3]), Feed("/news.atom", is_atom=True, entries=entries[3:])]


def configure(world: Watched) -> None:
    file = world.project.settings
    added = SETTINGS.format(rss=world.standing.url("/news.rss"), atom=world.standing.url("/news.atom"))
    file.write_text(file.read_text(encoding="utf-8") + added, encoding="utf-8")
    (world.project.data / "candidates.yml").write_text(CANDIDATES, encoding="utf-8")


def look(world: Watched) -> tuple[News, Refresh]:
    """The other two parts of a week: news, and proposals."""

    async def run() -> tuple[News, Refresh]:
        environment = world.standing.environment | TOKENS
        async with ServiceClient("", environment, clock=world.standing.clock) as client:
            news = await find_news(client, world.catalog, world.state, world.today)
            return news, await find_proposals(world.catalog, client, (), world.today)

    return asyncio.run(run())


def test_a_week_brings_each_change_each_candidate_and_each_size_once_and_nothing_else(tmp_path: Path):
    with watched(tmp_path) as world:
        configure(world)
        world.run()
        plant(world.standing, world.tree)
        announce(world)
        for n, size in SIZED.items():
            world.standing.world.entry(repository(n)).parameters = {"BF16": size}
        world.standing.clock.pass_by(WEEK)

        assert world.told(world.run()) == EVENTS
        news, refresh = look(world)
        assert sorted(each.work for each in news.candidates) == [
            "arxiv:2611.00001", "arxiv:2611.00002", "blog.example.org/a-new-loom", "github:shed/shed",
            "huggingface:bobbin/weaving-1b",
        ]  # fmt: skip
        assert {each.of for each in news.known if each.reason is LeftOutReason.IN_CATALOGUE} == {
            *KNOWN_ELSEWHERE.values()
        }
        assert (news.left_out[LeftOutReason.IN_CATALOGUE], news.left_out[LeftOutReason.DISMISSED]) == (5, 2)
        assert news.failures == ()
        filled = {
            record.slug: proposal.fill.value
            for record in refresh.records
            for proposal in record.proposals
            if proposal.fill
        }
        assert filled == {f"loom-{n}": size for n, size in SIZED.items()}

        world.state = with_offered(world.state, news.candidates, world.today)
        world.standing.clock.pass_by(WEEK)
        assert world.told(world.run()) == {}
        assert look(world)[0].candidates == ()
