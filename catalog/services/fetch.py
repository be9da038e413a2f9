"""Papers, repositories, models, feeds and pages, asked of their services.

Every function raises NotFoundError where the service has no such thing, ServiceError where it gives no usable answer.
"""

from __future__ import annotations

from catalog.services import crossref, feeds, github, huggingface, modelscope, pages
from catalog.services.answers import ask
from catalog.services.client import NotFoundError, ServiceClient, ServiceError
from catalog.services.crossref import CrossrefWork
from catalog.services.feeds import FeedEntry
from catalog.services.github import GithubRelease, GithubRepository
from catalog.services.huggingface import HubRepository
from catalog.services.modelscope import ModelScopeRepository
from catalog.services.pages import PageText
from catalog.services.papers import PaperAnswers, fetch_paper, fetch_papers
from catalog.services.replies import json_objects
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


async def fetch_work(client: ServiceClient, identifier: str) -> CrossrefWork:
    """The work with this DOI, as its publisher described it to Crossref."""
    return await client.get_json(crossref.description_url(identifier, client.crossref), crossref.read_work)


async def fetch_repository(client: ServiceClient, name: str) -> GithubRepository:
    """The repository `owner/name` on GitHub."""
    return await client.get_json(github.repository_url(name, client.github), github.read_repository)


async def fetch_release(client: ServiceClient, name: str) -> GithubRelease | None:
    """The release of the repository `owner/name` that was published last; None if it has none."""
    try:
        content = await client.get(github.release_url(name, client.github), github.JSON_TYPE)
    except NotFoundError:
        return None
    replies = json_objects(content)
    if replies is None:
        raise ServiceError("GitHub: the response is not a list of releases")
    return github.read_release(replies)


async def fetch_readme(client: ServiceClient, name: str) -> str:
    """The README of the repository `owner/name` on GitHub, as it is written."""
    url = github.repository_url(name, client.github) + "/readme"
    return (await client.get(url, github.RAW_TYPE)).decode(errors="replace")


async def fetch_model(client: ServiceClient, name: str, kind: str = "") -> HubRepository:
    """The model `owner/name` on Hugging Face, or the data set or space where `kind` is `datasets` or `spaces`."""
    home = client.hugging_face
    url = huggingface.repository_url(name, kind, home) if kind else huggingface.expanded_url(name, home)
    return await client.get_json(url, huggingface.read_repository, huggingface.is_missing)


async def fetch_paper_code(client: ServiceClient, identifier: str) -> str:
    """The address of the repository that Hugging Face's page of a paper links to; empty if it links to none."""
    url = f"{client.hugging_face}/api/papers/{identifier}"
    return await client.get_json(url, huggingface.read_paper_code)


async def fetch_modelscope(client: ServiceClient, name: str, kind: str = "models") -> ModelScopeRepository:
    """The model `owner/name` on ModelScope, or the data set where `kind` is `datasets`."""
    home = getattr(client, "modelscope", modelscope.HOME)
    url = modelscope.repository_url(RepositoryAddress(name, kind), home)
    return await client.get_json(url, lambda reply: modelscope.read_description(reply, name))


async def fetch_feed(client: ServiceClient, url: str) -> list[FeedEntry]:
    """The entries of an RSS or Atom feed at any public address."""
    entries = feeds.read_entries(await client.get(url, "application/atom+xml, application/rss+xml, */*;q=0.5"))
    if entries is None:
        raise ServiceError(f"{url} is not a feed")
    return entries


async def fetch_page(client: ServiceClient, url: str) -> PageText:
    """The visible text of a page at any public address, as a digest."""
    answer = await ask(client, url, "text/html, */*;q=0.5")
    if answer.status != 200:
        raise ServiceError(answer.error)
    return pages.read_page(url, answer.headers, answer.content)


async def fetch_file(client: ServiceClient, url: str, limit_bytes: int) -> bytes:
    """The content of a published file of at most `limit_bytes`."""
    content = await client.get(url, "*/*")
    if len(content) > limit_bytes:
        raise ServiceError(f"{url} is longer than {limit_bytes:,} bytes")
    return content
