"""A small survey of looms, the services that show what is new, and one run against them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import yaml

from catalog.catalog import Catalog
from catalog.paths import Project
from catalog.rules import load
from catalog.services.asking.client import ServiceClient
from catalog.watch.news import News, find_news
from catalog.watch.state import WatchState
from tests.standins.server import StandIns
from tests.standins.world import Entry, Feed, HubEntry, Paper, Repository, World

TODAY = date(2026, 11, 18)
"""The day on which the clock of the stand-ins begins."""
FIELDS = """\
title: {label: Title}
authors: {label: Authors, many: true}
arxiv: {label: arXiv, type: arxiv}
doi: {label: DOI}
link: {label: Link, type: link}
repository: {label: Code, type: link}
weights: {label: Weights, type: link, many: true}
yarn: {label: Yarn, vocabulary: yarns, many: true}
"""
SETTINGS = """\
title: Looms
description: Looms, compared.
cite: {title: title, authors: authors, arxiv: arxiv, doi: doi, link: link}
download: {repository: repository, weights: weights}
columns: [title]
watch:
  days: 30
  categories: [cs.CL, cs.SD]
  topics: [weaving]
  tags: [weaving]
  words: {all: [[loom, weaving]], any: [speech, pattern], none: [knitting]}
"""
YARNS = """\
silk-7b: {name: Silk-7B, meaning: A yarn., aliases: [Silk], link: "https://huggingface.co/yarns/Silk-7B"}
wool: {name: Wool, meaning: Another yarn.}
"""
RECORDS: Mapping[str, str] = {
    "warp": """\
slug: warp
name: Warp
formerly: [old-warp]
sources: {paper: "https://arxiv.org/abs/2601.00001v1"}
title: {value: "Warp: Weaving Speech with Silk Shuttles", source: paper}
authors: {value: [Ada Weaver, Bo Spinner, Cy Dyer], source: paper}
arxiv: {value: "2601.00001", source: paper}
repository: {value: "https://github.com/loom-lab/warp", source: paper}
weights: {value: ["https://huggingface.co/Loom-Lab/Warp-7B"], source: paper}
yarn: {value: [silk-7b], source: paper}
""",
    "weft": """\
slug: weft
name: Weft
sources: {paper: "https://arxiv.org/abs/2601.00002"}
title: {value: "Weft: A Loom that Listens to Speech Patterns", source: paper}
authors: {value: [Ada Weaver, Di Carder], source: paper}
doi: {value: 10.1234/weft.2026, source: paper}
arxiv: {value: "2601.00002", source: paper}
""",
    "heddle": """\
slug: heddle
name: Heddle
sources: {readme: "https://github.com/heddles/heddle/blob/main/README.md"}
title: {value: "Heddle, a Weaving Machine for Speech", source: readme}
repository: {value: "https://github.com/heddles/heddle", source: readme}
""",
}
CANDIDATES = """\
waiting:
  treadle: {name: Treadle, link: "https://github.com/treadles/treadle", reason: Too little is known., date: 2026-09-01}
dismissed:
  knots: {name: Knots, link: "https://www.arxiv.org/pdf/2610.00009v1", reason: No loom at all., date: 2026-10-01}
"""


def day(ago: int) -> str:
    """The day so many days before today."""
    return (TODAY - timedelta(days=ago)).isoformat()


def survey(folder: Path, settings: str = SETTINGS, records: Mapping[str, str] = RECORDS) -> Catalog:
    """The survey, written into a folder and read."""
    data = folder / "data"
    (data / "records").mkdir(parents=True)
    files = {"survey.yml": settings, "fields.yml": FIELDS, "yarns.yml": YARNS, "candidates.yml": CANDIDATES}
    for name, text in files.items():
        (data / name).write_text(text, encoding="utf-8")
    for slug, text in records.items():
        (data / "records" / f"{slug}.yml").write_text(text, encoding="utf-8")
    return load(Project(folder))


def with_feeds(feeds: StandIns, *paths: str) -> str:
    """The settings with feeds of the stand-ins."""
    settings = yaml.safe_load(SETTINGS)
    settings["watch"]["feeds"] = [feeds.url(path) for path in paths]
    return yaml.safe_dump(settings)


def news(services: StandIns, catalog: Catalog, state: WatchState | None = None) -> News:
    """One run."""

    async def run() -> News:
        async with ServiceClient("", services.environment, clock=services.clock) as client:
            return await find_news(client, catalog, state or WatchState(), TODAY)

    return asyncio.run(run())


def planted() -> World:
    """Twelve candidates: five are in the catalogue under another address, two were looked at, five are new."""
    papers = [
        Paper("2611.00001", "Reed: A Loom for Speech", ["Ada Weaver", "Cy Dyer", "Eve Other"], day(5),
              abstract="Weaving speech with silk. Code: https://github.com/reed-lab/reed", categories=["cs.CL"]),
        Paper("2611.00002", "Patterns in Weaving", ["Nobody Known"], day(3), abstract="Looms.", categories=["cs.SD"]),
        Paper("2610.00009", "Knots: Looms for Speech", ["Nobody Known"], day(20), categories=["cs.CL"],
              abstract="A loom."),
    ]  # fmt: skip
    repositories = [
        Repository("reed-lab/reed", 11, "Weaving of the Reed paper", topics=["weaving"], created=day(4)),
        Repository("heddle-org/heddle", 12, "A weaving machine for speech", topics=["weaving"], created=day(2),
                   former=["heddles/heddle"]),
        Repository("treadles/Treadle", 13, "A loom with pattern drive", topics=["weaving"], created=day(2)),
        Repository("shed/shed", 14, "Weaving speech", topics=["weaving"], created=day(1),
                   readme="See https://arxiv.org/abs/2611.07777v2 for the loom."),
    ]  # fmt: skip
    hub = [
        HubEntry("reed-lab/Reed-7B", identifier="a1", created=day(4), tags=["weaving", "speech"],
                 papers=["2611.00001"]),
        HubEntry("loom-lab/warp-7b", identifier="a2", created=day(4), tags=["weaving", "speech"]),
        HubEntry("bobbin/Bobbin-1B", identifier="a3", created=day(6), tags=["weaving", "speech"],
                 base_models=["yarns/Silk-7B"]),
        HubEntry("copies/Bobbin-1B-GGUF", identifier="a4", created=day(2), tags=["weaving", "speech"],
                 base_models=["bobbin/Bobbin-1B"], base_relation="quantized"),
        HubEntry("tuned/my-bobbin", identifier="a5", created=day(2), tags=["weaving", "speech"],
                 base_models=["bobbin/Bobbin-1B"]),
    ]  # fmt: skip
    entries = [
        Entry("1", "http://export.arxiv.org/pdf/2601.00001v2", "Speech looms", day(3)),
        Entry("2", "https://doi.org/10.48550/arXiv.2601.00002", "More speech looms", day(3)),
        Entry("3", "https://huggingface.co/papers/2601.00002", "A loom that listens to speech", day(2)),
        Entry("4", "https://blog.example/shuttle?utm_source=rss#top", "Shuttle, a loom for speech", day(2)),
        Entry("5", "https://doi.org/10.1234/WEFT.2026", "Weft, a loom for speech", day(2)),
    ]
    return World(papers, repositories, hub, feeds=[Feed("/news.rss", entries=entries)])
