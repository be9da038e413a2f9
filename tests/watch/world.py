"""A survey of 88 records and the services that it rests on, and forty things that happen there.

`calm` is the world in which everything was read. `plant` lets things happen: each entry of `EVENTS` is one change that
must be reported once; what `plant` does beside them must not be reported at all.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

from catalog.catalog import Catalog
from catalog.paths import Project
from catalog.rules import load
from catalog.services.asking.client import ServiceClient
from catalog.watch.citations import CitedSource, citations
from catalog.watch.run import WatchResult, watch
from catalog.watch.state import WatchState
from tests.standins.clock import SimulatedClock
from tests.standins.exchange import Asked, Said, as_json
from tests.standins.server import StandIns, stand_ins
from tests.standins.world import HubEntry, ModelScopeEntry, Page, Paper, Release, Repository, Work, World

RECORDS = 88
READ = "2026-10-01"
"""When every source was read."""
HAPPENED = "2026-11-21"
"""Between the first run of the simulated clock and the one a week later."""
SURVEY = """\
title: Looms
description: Looms, compared.
record: tests.watch.looms:Loom
folder: looms
one: loom
many: looms
address: https://looms.example.org/
repository: https://github.com/example/looms
newest: released
columns: [released, threads, shuttle]
cite: {title: paper, arxiv: arxiv}
download: {repository: code, weights: weights}
"""
WEB = "pages.looms-and-shuttles.museum"
"""Where the pages are by their addresses; the run of these tests asks the stand-in instead."""
WEEK = 7 * 86_400.0


def paper(number: int) -> str:
    return f"2401.{number:05}"


def repository(number: int) -> str:
    return f"lab-{number}/loom-{number}"


def doi(number: int) -> str:
    return f"10.5555/loom.{number}"


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def write_survey(root: Path, numbers: Iterable[int] = range(RECORDS)) -> Project:
    """Write the survey, or only the records with some numbers."""
    (root / "data" / "looms").mkdir(parents=True)
    (root / "data" / "survey.yml").write_text(SURVEY, encoding="utf-8")
    for number in numbers:
        text = yaml.safe_dump(_record(number), sort_keys=False)
        (root / "data" / "looms" / f"loom-{number}.yml").write_text(text, encoding="utf-8")
    return Project(root)


def _record(number: int) -> dict[str, Any]:
    version = "v1" if number in PINNED else ""
    sources = {
        "paper": f"https://arxiv.org/abs/{paper(number)}{version}",
        "readme": f"https://github.com/{repository(number)}",
        "card": f"https://huggingface.co/{repository(number)}",
    }
    facts = {
        "released": {"value": "2024-01-15", "source": "paper"},
        "paper": {"value": f"Weaving {number}", "source": "paper"},
        "arxiv": {"value": paper(number), "source": "paper"},
        "threads": {"value": 100 + number, "source": "readme"},
        "code": {"value": sources["readme"], "source": "readme"},
        "weights": {"value": sources["card"], "source": "card"},
    }
    for kind, (numbers, url) in FURTHER.items():
        if number in numbers:
            sources[kind] = url.format(number=number, name=repository(number), doi=doi(number))
            facts["shuttle"] = {"value": "wood", "source": kind}
    described = {key: {"url": url, "title": f"The {key}", "read": READ} for key, url in sources.items()}
    return {"slug": f"loom-{number}", "name": f"Loom {number}", "sources": described, **facts}


FURTHER = {
    "file": (range(28, 32), "https://github.com/{name}/blob/main/plans/shuttle.yaml"),
    "page": (range(44, 54), f"https://{WEB}/looms/{{number}}"),
    "mirror": (range(54, 58), "https://modelscope.cn/models/{name}"),
    "article": (range(58, 66), "https://doi.org/{doi}"),
}
"""Kinds of sources that only some records have → their numbers, and the address."""
PINNED = frozenset({0, 1})
"""Records that cite the first version of their paper by its address."""


def calm() -> World:
    """The world in which everything was read."""
    numbers = range(RECORDS)
    world = World(
        papers=[Paper(paper(n), f"Weaving {n}", submitted="2024-01-15", categories=["cs.CL"]) for n in numbers],
        repositories=[
            Repository(repository(n), 1000 + n, pushed="2026-09-01", releases=[Release("v1", "2026-08-01")])
            for n in numbers
        ],
        hub=[
            HubEntry(
                repository(n),
                identifier=f"6731aa00bb11cc22dd33{n:04}",
                sha=_sha(f"calm {n}"),
                files={"README.md": b"card", "config.json": b"{}", "model.safetensors": b"weights"},
            )
            for n in numbers
        ],
        modelscope=[ModelScopeEntry(repository(n)) for n in FURTHER["mirror"][0]],
        works=[Work(doi(n), f"Weaving {n}", venue="Proc. Looms") for n in FURTHER["article"][0]],
        pages=[Page(f"/looms/{n}", f"<p>The shuttle of loom {n} is made of wood.</p>") for n in FURTHER["page"][0]],
    )
    world.paper(paper(3)).comment = "This version supersedes 2310.00001, which has been withdrawn"
    world.entry(repository(35)).gated = "auto"
    world.works[-1].venue, world.works[-1].kind = "", "posted-content"
    return world


@dataclass
class Tree:
    """What the stand-ins do not say of themselves: when files changed, by repository and path."""

    files: dict[tuple[str, str], str] = field(default_factory=dict)

    def day(self, name: str, path: str) -> str:
        return self.files.get((name, path), "2026-06-01")


TOKENS = {"GITHUB_TOKEN": "right-token", "HF_TOKEN": "right-token"}
EVENTS = {
    **{f"arxiv:{paper(n)}": ["version"] for n in (0, 1, 2)},
    **{f"arxiv:{paper(n)}": ["title", "version"] for n in (8, 9)},
    **{f"arxiv:{paper(n)}": ["withdrawn"] for n in (5, 6)},
    **{f"arxiv:{paper(n)}": ["published"] for n in (10, 11)},
    **{f"github:{repository(n)}": ["renamed"] for n in (14, 15)},
    **{f"github:{repository(n)}": ["archived"] for n in (17, 18)},
    **{f"github:{repository(n)}": ["relicensed"] for n in (19, 20)},
    **{f"github:{repository(n)}": ["release"] for n in (22, 23, 24)},
    **{f"github:{repository(n)}": ["gone"] for n in (25, 26)},
    **{f"github:{repository(n)}": ["content"] for n in (27, 30)},
    f"github:{repository(28)}:plans/shuttle.yaml": ["content"],
    f"huggingface:{repository(32)}": ["gone"],
    f"huggingface:{repository(33)}": ["gated"],
    f"huggingface:{repository(34)}": ["gone"],
    f"huggingface:{repository(35)}": ["opened"],
    f"huggingface:{repository(36)}": ["disabled"],
    f"huggingface:{repository(37)}": ["relicensed"],
    f"huggingface:{repository(38)}": ["renamed"],
    f"huggingface:{repository(39)}": ["revision"],
    f"huggingface:{repository(40)}": ["checkpoint"],
    f"doi:{doi(58)}": ["retracted"],
    f"doi:{doi(65)}": ["published"],
    "page 44": ["content"],
    "page 45": ["content"],
    f"modelscope:models/{repository(54)}": ["relicensed"],
    f"modelscope:models/{repository(55)}": ["gone"],
}
"""Work → the kinds of change that happen to it, forty in all."""


def plant(standing: StandIns, tree: Tree) -> None:
    """Let all of it happen, and what looks like it and is none."""
    world = standing.world
    for n in (0, 1, 2, 8, 9):
        changed = world.paper(paper(n))
        changed.version, changed.updated = 2, HAPPENED
        changed.title += ": a Longer Title" if n in {8, 9} else ""
    for n in (5, 6):
        changed = world.paper(paper(n))
        changed.version, changed.updated, changed.is_withdrawn = 2, HAPPENED, True
        changed.comment = "This paper has been withdrawn by the authors"
    world.paper(paper(10)).journal = "Proc. Looms 2026"
    world.paper(paper(11)).doi = "10.5555/elsewhere.11"
    _plant_code(world, tree)
    _plant_models(world, tree)
    world.works.append(Work("10.5555/notice.58", "Retraction: Weaving 58", retracts=doi(58)))
    world.works[7].venue, world.works[7].kind = "Proc. Looms", "proceedings-article"
    world.modelscope[0].licence = "MIT"
    world.modelscope[3].is_private = True  # it does not say that it is not there
    del world.modelscope[1]
    for page in world.pages[:2]:
        page.content = str(page.content).replace("wood", "bone")
    # Another text each time: nobody can say what changed there.
    restless = iter(range(1_000_000))
    standing.plant("web", "/looms/46", lambda _: Said(200, b"<p>Visitor %d</p>" % next(restless), "text/html"))
    # Markup and scripts are not read.
    world.pages[3].content = f"<script>version = 2</script><div class=new>{world.pages[3].content}</div>"
    # An outage of a moment.
    standing.plant("GitHub", f"/repos/{repository(29)}", lambda _: as_json({"message": "Not Found"}, 404), times=1)
    standing.plant("Hugging Face", f"/api/models/{repository(41)}", _hub_denial, times=1)
    standing.plant("ModelScope", f"/api/v1/models/{repository(56)}", _overload)
    standing.plant("ModelScope", f"/openapi/v1/models/{repository(56)}", _overload)


def _plant_code(world: World, tree: Tree) -> None:
    for n in (14, 15):
        moved = world.repository(repository(n))
        moved.former.append(moved.name)
        moved.name = f"guild-{n}/loom-{n}"
    # Somebody else takes the old name of one of them.
    world.repositories.append(Repository(repository(15), 9015, description="Something else"))
    for n in (17, 18):
        world.repository(repository(n)).is_archived = True
    for n in (19, 20):
        world.repository(repository(n)).licence = "MIT"
    world.repository(repository(21)).licence = "NOASSERTION"
    for n in (22, 23, 24):
        world.repository(repository(n)).releases.append(Release("v2", HAPPENED))
    world.repository(repository(16)).releases.append(Release("v2-rc1", HAPPENED, is_prerelease=True))
    for n in (25, 26):
        world.repository(repository(n)).is_private = True
    for n in (27, 28, 29, 30, 31):
        world.repository(repository(n)).pushed = HAPPENED
    for n in (27, 30):
        tree.files[repository(n), "README.md"] = HAPPENED
    tree.files[repository(28), "plans/shuttle.yaml"] = HAPPENED
    tree.files[repository(29), "tests/other.py"] = HAPPENED


def _plant_models(world: World, tree: Tree) -> None:
    world.entry(repository(32)).is_private = True
    world.entry(repository(33)).gated = "manual"
    world.entry(repository(34)).identifier = "ffff00000000000000000034"
    world.entry(repository(35)).gated = False
    world.entry(repository(36)).is_disabled = True
    world.entry(repository(37)).licence = "cc-by-nc-4.0"
    moved = world.entry(repository(38))
    moved.former.append(moved.name)
    moved.name = "guild-38/loom-38"
    for n in (39, 40, 42):
        changed = world.entry(repository(n))
        changed.modified, changed.sha = HAPPENED, _sha(f"changed {n}")
    tree.files[repository(39), "model.safetensors"] = HAPPENED
    world.entry(repository(40)).files["loom-large.safetensors"] = b"weights"
    tree.files[repository(40), "loom-large.safetensors"] = HAPPENED
    tree.files[repository(42), "README.md"] = HAPPENED


def _hub_denial(_: Asked) -> Said:
    return as_json({"error": "Invalid username or password."}, 401)


def _overload(_: Asked) -> Said:
    message = "获取模型信息失败，信息：Error 1461: Can't create more than max_prepared_stmt_count statements"  # noqa: RUF001
    return as_json({"Code": 10010205001, "Success": False, "Message": message}, 404)


@dataclass
class Watched:
    """The survey, its services, and the state that runs leave."""

    project: Project
    standing: StandIns
    tree: Tree
    state: WatchState = field(default_factory=WatchState)

    @property
    def catalog(self) -> Catalog:
        return load(self.project)

    @property
    def today(self) -> date:
        return datetime.fromtimestamp(self.standing.clock.time(), UTC).date()

    def run(self, **options: Any) -> WatchResult:
        """One run as the command does it, with tokens, and without kept answers unless `cache` is given."""
        result = asyncio.run(self._run(options))
        self.state = result.state
        return result

    async def _run(self, options: dict[str, Any]) -> WatchResult:
        environment = self.standing.environment | options.pop("environment", TOKENS)
        async with ServiceClient("", environment, clock=self.standing.clock, **options) as client:
            return await watch(self.state, self.cited(), client, self.today)

    def cited(self) -> dict[str, list[CitedSource]]:
        """The citations, with the stand-in's address in place of that of each page."""
        here = self.standing.url("")
        return {
            work: [replace(each, url=each.url.replace(f"https://{WEB}", here)) for each in found]
            for work, found in citations(self.catalog.records).items()
        }

    def name(self, work: str) -> str:
        """A work as `EVENTS` has it: pages by their number."""
        return f"page {work.rpartition('/')[2]}" if work.startswith(WEB) else work

    def told(self, result: WatchResult) -> dict[str, list[str]]:
        """What a run told for the first time, in the form of `EVENTS`."""
        told: dict[str, list[str]] = {}
        for change in result.new:
            told.setdefault(self.name(change.work), []).append(str(change.kind))
        return {work: sorted(kinds) for work, kinds in told.items()}


@contextmanager
def watched(
    root: Path, numbers: Iterable[int] = range(RECORDS), clock: SimulatedClock | None = None
) -> Iterator[Watched]:
    """The survey and its services on loopback, at the pace of a simulated clock."""
    tree = Tree()
    with stand_ins(calm(), clock or SimulatedClock()) as standing:
        _say_more(standing, tree)
        yield Watched(write_survey(root, numbers), standing, tree)


def _say_more(standing: StandIns, tree: Tree) -> None:
    """Let the stand-ins tell when files changed, and list notices of retraction."""
    plain = dict(standing._answering)

    def github(world: World, asked: Asked, clock: SimulatedClock) -> Said:
        if not asked.path.endswith("/commits"):
            return plain["GitHub"](world, asked, clock)
        name, path = "/".join(asked.path.split("/")[2:4]), asked.first("path")
        day = tree.day(name, path)
        commit = {"committer": {"date": f"{day}T08:00:00Z"}, "author": {"date": f"{day}T08:00:00Z"}}
        return as_json([{"sha": _sha(f"{name}{path}{day}"), "commit": commit}])

    def hub(world: World, asked: Asked, clock: SimulatedClock) -> Said:
        name, _, rest = asked.path.removeprefix("/api/models/").partition("/tree/")
        if not rest:
            return plain["Hugging Face"](world, asked, clock)
        entry = world.entry(name)
        days = {path: tree.day(name, path) for path in entry.files}
        commits = {path: {"id": _sha(f"{path}{day}"), "date": f"{day}T08:00:00.000Z"} for path, day in days.items()}
        return as_json([{"type": "file", "path": path, "lastCommit": commits[path]} for path in days])

    def crossref(world: World, asked: Asked, clock: SimulatedClock) -> Said:
        if asked.path != "/works":
            return plain["Crossref"](world, asked, clock)
        wanted = asked.first("filter").removeprefix("updates:")
        notices = [work for work in world.works if work.retracts == wanted]
        items = [{"DOI": each.doi, "update-to": [{"type": "retraction", "DOI": wanted}]} for each in notices]
        return as_json({"status": "ok", "message-type": "work-list", "message": {"items": items}})

    standing._answering |= {"GitHub": github, "Hugging Face": hub, "Crossref": crossref}


def reread(project: Project, day: str) -> None:
    """Let somebody read every source again on a day."""
    for file in sorted((project.data / "looms").iterdir()):
        text = file.read_text(encoding="utf-8").replace(f"read: '{READ}'", f"read: '{day}'")
        file.write_text(text, encoding="utf-8")
