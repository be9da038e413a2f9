"""Papers, repositories, models, feeds and pages, asked of their services.

Every function raises NotFoundError where the service has no such thing for strangers, ServiceError where it gives no
usable answer.
"""

from __future__ import annotations

from contextlib import suppress

from catalog.services import crossref, feeds, github, huggingface, modelscope, pages
from catalog.services.asking.answers import ask, never_missing, of_json
from catalog.services.asking.client import Asking, ServiceClient
from catalog.services.asking.failures import NotFoundError, RefusedError, ServiceError
from catalog.services.asking.kept_answers import Reply
from catalog.services.asking.manners import ARXIV_FEEDS
from catalog.services.crossref import CrossrefWork
from catalog.services.feeds import FeedEntry
from catalog.services.github import GithubRelease, GithubRepository
from catalog.services.huggingface import HubRepository
from catalog.services.modelscope import ModelScopeRepository
from catalog.services.pages import PageText
from catalog.services.papers import PaperAnswers, fetch_paper, fetch_papers
from catalog.services.replies import json_object
from catalog.services.repositories import RepositoryAddress
from catalog.services.search import search_models, search_papers, search_repositories
from catalog.services.works import names_commit

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


async def fetch_work(client: ServiceClient, identifier: str) -> CrossrefWork:
    """The work with this DOI, as its publisher described it to Crossref."""
    url = crossref.description_url(identifier, client.crossref)
    missing = f"Crossref has no work {identifier}; it does not know the DOIs of other agencies"
    work = await ask(client, url, of_json(crossref.read_work), Asking(), missing)
    if work.doi.casefold() != identifier.casefold():
        raise ServiceError(f"Crossref: it describes {work.doi or 'something'} in place of {identifier}")
    return work


async def fetch_repository(client: ServiceClient, name: str, identifier: int = 0) -> GithubRepository:
    """The repository `owner/name` on GitHub, or, where that is gone, the one that has had the number `identifier`."""
    read, asking = read_repository, Asking(github.JSON_TYPE)
    missing = f"GitHub has no public repository {name}"
    try:
        return await ask(client, github.repository_url(name, client.github), read, asking, missing)
    except NotFoundError:
        if not identifier:
            raise
    return await ask(client, github.numbered_url(identifier, client.github), read, asking, missing)


async def fetch_release(client: ServiceClient, name: str) -> GithubRelease | None:
    """The latest release of the repository `owner/name`; None if it has none but drafts and pre-releases."""
    url = github.release_url(name, client.github)
    try:
        return await ask(client, url, of_json(github.read_release), Asking(github.JSON_TYPE))
    except NotFoundError:
        return None


async def fetch_readme(client: ServiceClient, name: str) -> str:
    """The README of the repository `owner/name` on GitHub, as it is written."""
    url = github.repository_url(name, client.github) + "/readme"
    missing = f"{name} on GitHub has no README"
    return (await ask(client, url, _content, Asking(github.RAW_TYPE), missing)).decode(errors="replace")


async def fetch_model(client: ServiceClient, name: str, kind: str = "") -> HubRepository:
    """The model `owner/name` on Hugging Face, or the data set or space where `kind` is `datasets` or `spaces`."""
    read, asking = read_model, Asking(is_missing=huggingface.is_missing)
    missing = f"Hugging Face has no public {kind.removesuffix('s') or 'model'} {name}"
    plain = huggingface.repository_url(name, kind, client.hugging_face)
    if not kind:
        try:
            return await ask(client, huggingface.expanded_url(name, client.hugging_face), read, asking, missing)
        except RefusedError as error:
            if error.status != 400:
                raise
            # Something that is asked for has another name by now; the short description has most of it.
    return await ask(client, plain, read, asking, missing)


async def fetch_paper_code(client: ServiceClient, identifier: str) -> str:
    """The address of the repository that Hugging Face's page of a paper links to; empty if it links to none."""
    url = f"{client.hugging_face}/api/papers/{identifier}"
    missing = f"Hugging Face has no page of the paper {identifier}"
    return await ask(client, url, of_json(huggingface.read_paper_code), Asking(), missing)


async def fetch_modelscope(client: ServiceClient, name: str, kind: str = "models") -> ModelScopeRepository:
    """The model `owner/name` on ModelScope, or the data set where `kind` is `datasets`.

    The documented API is asked first. Only the older one can say that a repository is missing, and must say it twice.
    """
    asking = Asking(is_missing=never_missing)
    read = of_json(lambda reply: modelscope.read_description(reply, name))
    if kind == "models":
        with suppress(ServiceError):
            return await ask(client, modelscope.openapi_url(name, client.modelscope), read, asking)
    url = modelscope.repository_url(RepositoryAddress(name, kind), client.modelscope)
    for _ in range(2):
        try:
            return await ask(client, url, read, asking)
        except RefusedError as error:
            if not modelscope.is_missing(json_object(error.content) or {}):
                raise
    raise NotFoundError(f"ModelScope has no {kind.removesuffix('s')} {name}")


async def fetch_feed(client: ServiceClient, url: str) -> list[FeedEntry]:
    """The entries of an RSS, Atom or RDF feed at any public address."""
    if url.startswith(f"{ARXIV_FEEDS}/"):
        url = client.arxiv_feeds + url.removeprefix(ARXIV_FEEDS)
    asking = Asking(feeds.TYPES, service="feeds", any_host=True, max_bytes=feeds.MAX_BYTES)
    return await ask(client, url, lambda reply: feeds.feed_entries(reply.content, reply.headers), asking)


async def fetch_page(client: ServiceClient, url: str, *, is_fresh: bool = False) -> PageText:
    """The visible text of a page at any public address, as a digest; `is_fresh` if what was kept is not good enough."""
    asking = Asking("text/html, */*;q=0.5", any_host=True, is_fresh=is_fresh, max_bytes=pages.MAX_BYTES)
    return await ask(client, url, lambda page: pages.read_page(page.address, page.headers, page.content), asking)


async def fetch_file(client: ServiceClient, url: str, limit_bytes: int) -> bytes:
    """The content of a published file of at most `limit_bytes`; it is asked for once if its address names a commit."""
    asking = Asking("*/*", any_host=True, is_pinned=names_commit(url), max_bytes=limit_bytes + 1)
    return await ask(client, url, _content, asking)


def read_repository(reply: Reply) -> GithubRepository | None:
    """The repository that a reply of GitHub describes; None if it describes none, or another than was asked for."""
    found = github.read_repository(json_object(reply.content) or {})
    return found if found and github.is_repository_asked_for(found, reply.address) else None


def read_model(reply: Reply) -> HubRepository | None:
    """The repository that a reply of Hugging Face describes; None if it describes none, or another one."""
    found = huggingface.read_repository(json_object(reply.content) or {})
    return found if found and huggingface.is_model_asked_for(found, reply.address) else None


def _content(reply: Reply) -> bytes:
    return reply.content
