"""Where news is looked for: arXiv, GitHub, Hugging Face, and feeds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from catalog.services import fetch
from catalog.services.asking.client import ServiceClient
from catalog.services.asking.failures import NotFoundError, ServiceError
from catalog.settings.watch import Watch
from catalog.watch.news.queries import arxiv_query
from catalog.watch.news.sighting import (
    Sighting,
    SightingKind,
    addresses_in,
    entry_seen,
    model_seen,
    paper_seen,
    repository_seen,
)

MOST_PAPERS = 1000
MOST_REPOSITORIES = 200  # of one topic
MOST_MODELS = 1000  # of one tag
MOST_READMES = 20
_REPLACEMENTS = frozenset({"replace", "replace-cross"})


@dataclass(frozen=True, slots=True)
class AskedSource:
    """One question to a service, and what came of it."""

    name: str
    """The service, or `feed`."""
    what: str
    """What was asked for."""
    seen: int = 0
    """How many things the answer showed."""
    notes: tuple[str, ...] = ()
    """What the answer lacks, a sentence without its end each."""
    failure: str = ""
    """Why there is no answer, in a sentence without its end."""


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """What one question showed."""

    asked: AskedSource
    sightings: tuple[Sighting, ...] = ()
    replacements: int = 0
    """New versions of older papers, which are no news."""


@dataclass(frozen=True, slots=True)
class _Found:
    sightings: Sequence[Sighting | None]
    notes: Sequence[str] = ()
    replacements: int = 0


Ask = Callable[[], Awaitable[_Found]]


async def ask_sources(client: ServiceClient, watch: Watch, since: date) -> list[SourceAnswer]:
    """Everything that the sources of a survey show, in the order of its settings.

    A source that fails gives an answer without sightings that says why.
    """
    return await asyncio.gather(*(_answer(name, what, ask) for name, what, ask in _questions(client, watch, since)))


def _questions(client: ServiceClient, watch: Watch, since: date) -> Iterable[tuple[str, str, Ask]]:
    categories = ", ".join(watch.categories)
    if categories:
        yield "arXiv", categories, partial(_papers, client, arxiv_query(watch), since)
        announced = announcements_url(watch, client.arxiv_feeds)
        yield "arXiv", f"announcements of {categories}", partial(_feed, client, announced)
    for topic in watch.topics:
        yield "GitHub", f"topic {topic}", partial(_repositories, client, topic, since)
    for tag in watch.tags:
        yield "Hugging Face", f"tag {tag}", partial(_models, client, tag, since)
    for url in watch.feeds:
        yield "feed", str(url), partial(_feed, client, str(url))


def announcements_url(watch: Watch, home: str) -> str:
    """The address of arXiv's feed of what it announced today in the watched categories."""
    return f"{home}/atom/{'+'.join(watch.categories)}"


async def _answer(name: str, what: str, ask: Ask) -> SourceAnswer:
    asked = AskedSource(name, what)
    try:
        found = await ask()
    except (ServiceError, NotFoundError) as error:
        return SourceAnswer(replace(asked, failure=str(error).rstrip(".")))
    asked = replace(asked, seen=len(found.sightings) + found.replacements, notes=tuple(found.notes))
    return SourceAnswer(asked, tuple(filter(None, found.sightings)), found.replacements)


async def _papers(client: ServiceClient, query: str, since: date) -> _Found:
    notes: list[str] = []
    papers = await fetch.search_papers(client, query, since, MOST_PAPERS, notes=notes)
    return _Found([paper_seen(paper) for paper in papers], _with_limit(notes, len(papers), MOST_PAPERS))


async def _repositories(client: ServiceClient, topic: str, since: date) -> _Found:
    notes: list[str] = []
    found = await fetch.search_repositories(client, f"topic:{topic}", since, MOST_REPOSITORIES, notes=notes)
    return _Found([repository_seen(each) for each in found], _with_limit(notes, len(found), MOST_REPOSITORIES))


async def _models(client: ServiceClient, tag: str, since: date) -> _Found:
    notes: list[str] = []
    found = await fetch.search_models(client, [tag], "", since, MOST_MODELS, notes=notes)
    return _Found([model_seen(model) for model in found], _with_limit(notes, len(found), MOST_MODELS))


def _with_limit(notes: list[str], count: int, most: int) -> list[str]:
    return notes + [f"only the first {most:,} are looked at"] * (count >= most)


async def _feed(client: ServiceClient, url: str) -> _Found:
    entries = await fetch.fetch_feed(client, url)
    new = [entry for entry in entries if entry.kind not in _REPLACEMENTS]
    return _Found([entry_seen(entry) for entry in new], replacements=len(entries) - len(new))


async def with_readmes(client: ServiceClient, sightings: Iterable[Sighting]) -> list[Sighting]:
    """Repositories with the papers that their READMEs name; the newest are asked, the others stay as they are.

    A README that cannot be read is none.
    """
    repositories = [each for each in sightings if each.kind is SightingKind.REPOSITORY and not each.named_papers]
    asked = sorted(repositories, key=lambda each: (each.date, each.work), reverse=True)[:MOST_READMES]
    return list(await asyncio.gather(*(_with_readme(client, each) for each in asked)))


async def _with_readme(client: ServiceClient, repository: Sighting) -> Sighting:
    try:
        readme = await fetch.fetch_readme(client, repository.title)
    except (ServiceError, NotFoundError):
        return repository
    papers = [url for url in addresses_in(readme) if "arxiv.org/" in url]
    return replace(repository, named=(*repository.named, *papers))


async def is_renamed(client: ServiceClient, sighting: Sighting, namesakes: Iterable[str]) -> str:
    """The one of the known names `owner/name` that now leads to a repository or model; empty if none does."""
    for name in namesakes:
        try:
            if sighting.kind is SightingKind.REPOSITORY:
                identity = str((await fetch.fetch_repository(client, name)).identifier)
            else:
                identity = (await fetch.fetch_model(client, name)).identifier
        except (ServiceError, NotFoundError):
            continue
        if identity and identity == sighting.identity:
            return name
    return ""
