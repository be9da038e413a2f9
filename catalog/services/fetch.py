"""Papers, repositories, models, feeds and pages, asked of their services.

Every function raises NotFoundError where the service has no such thing for strangers, ServiceError where it gives no
usable answer.
"""

from __future__ import annotations

from typing import TypeVar

from catalog.services import crossref, feeds, github, huggingface, modelscope, pages
from catalog.services.answers import Answer, ask
from catalog.services.client import NotFoundError, ServiceClient, ServiceError
from catalog.services.crossref import CrossrefWork
from catalog.services.feeds import FeedEntry
from catalog.services.github import GithubRelease, GithubRepository
from catalog.services.huggingface import HubRepository
from catalog.services.modelscope import ModelScopeRepository
from catalog.services.pages import PageText
from catalog.services.papers import PaperAnswers, fetch_paper, fetch_papers
from catalog.services.repositories import RepositoryAddress
from catalog.services.search import search_models, search_papers, search_repositories

__all__ = [
    "PaperAnswers",
    "fetch_feed",
    "fetch_file",
    "fetch_model",
    "fetch_modelscope",
    "fetch_page",
    "fetch_paper",
    "fetch_paper_code",
    "fetch_papers",
    "fetch_readme",
    "fetch_release",
    "fetch_repository",
    "fetch_work",
    "search_models",
    "search_papers",
    "search_repositories",
]
A = TypeVar("A")
_GONE = frozenset({404, 410})


async def fetch_work(client: ServiceClient, identifier: str) -> CrossrefWork:
    """The work with this DOI, as its publisher described it to Crossref."""
    answer = await ask(client, crossref.description_url(identifier, client.crossref))
    if answer.status in _GONE:
        raise NotFoundError(f"Crossref has no work {identifier}; other agencies' DOIs are not known there")
    return _usable("Crossref", answer, crossref.read_work(answer.json))


async def fetch_repository(client: ServiceClient, name: str, identifier: int = 0) -> GithubRepository:
    """The repository `owner/name` on GitHub, or, where that is gone, the one that has had the number `identifier`."""
    answer = await ask(client, github.repository_url(name, client.github), github.JSON_TYPE)
    if answer.status in _GONE and identifier:
        answer = await ask(client, github.numbered_url(identifier, client.github), github.JSON_TYPE)
    if answer.status in _GONE:
        raise NotFoundError(f"GitHub has no public repository {name}")
    return _usable("GitHub", answer, github.read_repository(answer.json), github.read_message(answer.json))


async def fetch_release(client: ServiceClient, name: str) -> GithubRelease | None:
    """The latest release of the repository `owner/name`; None if it has none but drafts and pre-releases."""
    answer = await ask(client, github.release_url(name, client.github), github.JSON_TYPE)
    if answer.status in _GONE:
        return None
    return _usable("GitHub", answer, github.read_release(answer.json), github.read_message(answer.json))


async def fetch_readme(client: ServiceClient, name: str) -> str:
    """The README of the repository `owner/name` on GitHub, as it is written."""
    answer = await ask(client, github.repository_url(name, client.github) + "/readme", github.RAW_TYPE)
    if answer.status in _GONE:
        raise NotFoundError(f"{name} on GitHub has no README")
    return _usable("GitHub", answer, answer.content.decode(errors="replace"))


async def fetch_model(client: ServiceClient, name: str, kind: str = "") -> HubRepository:
    """The model `owner/name` on Hugging Face, or the data set or space where `kind` is `datasets` or `spaces`."""
    home = client.hugging_face
    plain = huggingface.repository_url(name, kind, home)
    answer = await ask(client, plain if kind else huggingface.expanded_url(name, home))
    if answer.status == 400 and not kind:
        answer = await ask(client, plain)  # something that is asked for has another name by now
    refusal = "" if answer.status == 200 else huggingface.read_refusal(answer.headers, answer.json)
    if huggingface.is_missing(answer.status, answer.headers) and refusal != huggingface.REFUSED_ASKER:
        raise NotFoundError(f"Hugging Face has no public {kind.removesuffix('s') or 'model'} {name}")
    return _usable("Hugging Face", answer, huggingface.read_repository(answer.json), refusal)


async def fetch_paper_code(client: ServiceClient, identifier: str) -> str:
    """The address of the repository that Hugging Face's page of a paper links to; empty if it links to none."""
    answer = await ask(client, f"{client.hugging_face}/api/papers/{identifier}")
    if answer.status in _GONE:
        raise NotFoundError(f"Hugging Face has no page of the paper {identifier}")
    return _usable("Hugging Face", answer, huggingface.read_paper_code(answer.json) if answer.json else None)


async def fetch_modelscope(client: ServiceClient, name: str, kind: str = "models") -> ModelScopeRepository:
    """The model `owner/name` on ModelScope, or the data set where `kind` is `datasets`.

    The documented API is asked first. Only the older one can say that a repository is missing, and must say it twice.
    """
    home = getattr(client, "modelscope", modelscope.HOME)
    if kind == "models":
        answer = await ask(client, modelscope.description_url(name, home))
        if found := modelscope.read_description(answer.json, name) if answer.status == 200 else None:
            return found
    older = modelscope.repository_url(RepositoryAddress(name, kind), home)
    answer = await ask(client, older)
    if modelscope.is_missing(answer.json):
        answer = await ask(client, older)
        if modelscope.is_missing(answer.json):
            raise NotFoundError(f"ModelScope has no {kind.removesuffix('s')} {name}")
    return _usable(
        "ModelScope", answer, modelscope.read_description(answer.json, name), modelscope.read_message(answer.json)
    )


async def fetch_feed(client: ServiceClient, url: str) -> list[FeedEntry]:
    """The entries of an RSS, Atom or RDF feed at any public address."""
    answer = await ask(client, url, feeds.TYPES)
    _refuse_missing(answer)
    return _usable(url, answer, feeds.read_entries(answer.content, answer.headers), "what is there is not a feed")


async def fetch_page(client: ServiceClient, url: str) -> PageText:
    """The visible text of a page at any public address, as a digest."""
    answer = await ask(client, url, "text/html, */*;q=0.5")
    _refuse_missing(answer)
    return _usable(url, answer, pages.read_page(answer.address, answer.headers, answer.content))


async def fetch_file(client: ServiceClient, url: str, limit_bytes: int) -> bytes:
    """The content of a published file of at most `limit_bytes`."""
    answer = await ask(client, url, "*/*")
    _refuse_missing(answer)
    content = _usable(url, answer, answer.content)
    if len(content) > limit_bytes:
        raise ServiceError(f"{url} is longer than {limit_bytes:,} bytes")
    return content


def _refuse_missing(answer: Answer) -> None:
    if answer.status in _GONE:
        raise NotFoundError(f"there is nothing at {answer.address}")


def _usable(service: str, answer: Answer, content: A | None, reason: str = "") -> A:
    if answer.status != 200 or content is None:
        raise answer.failure(service, reason)
    return content
