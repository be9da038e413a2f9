"""Papers, repositories and models, asked of their services one by one.

Every function raises NotFoundError where the service has no such thing, ServiceError where it gives no usable answer.
"""

from __future__ import annotations

from catalog.services import arxiv, crossref, github, huggingface
from catalog.services.arxiv import ArxivPaper
from catalog.services.client import NotFoundError, ServiceClient, ServiceError
from catalog.services.crossref import CrossrefWork
from catalog.services.github import GithubRepository
from catalog.services.huggingface import HubRepository


async def fetch_paper(client: ServiceClient, identifier: str) -> ArxivPaper:
    """The paper on arXiv with this identifier."""
    feed = await client.get(arxiv.query_url([identifier], client.arxiv), "application/atom+xml")
    papers = arxiv.read_feed(feed)
    if papers is None:
        raise ServiceError(f"no answer on {identifier}; look at https://arxiv.org/abs/{identifier}, or try again later")
    if identifier not in papers:
        page = f"https://arxiv.org/abs/{identifier}"
        raise NotFoundError(f"arXiv's API has no paper {identifier}; if {page} shows it, try again later")
    return papers[identifier]


async def fetch_work(client: ServiceClient, identifier: str) -> CrossrefWork:
    """The work with this DOI, as its publisher described it to Crossref."""
    return await client.get_json(crossref.description_url(identifier, client.crossref), crossref.read_work)


async def fetch_repository(client: ServiceClient, name: str) -> GithubRepository:
    """The repository `owner/name` on GitHub."""
    return await client.get_json(github.repository_url(name, client.github), github.read_repository)


async def fetch_readme(client: ServiceClient, name: str) -> str:
    """The README of the repository `owner/name` on GitHub, as it is written."""
    url = github.repository_url(name, client.github) + "/readme"
    return (await client.get(url, github.RAW_TYPE)).decode(errors="replace")


async def fetch_model(client: ServiceClient, name: str) -> HubRepository:
    """The model `owner/name` on Hugging Face."""
    url = huggingface.repository_url(name, home=client.hugging_face)
    return await client.get_json(url, huggingface.read_repository, huggingface.is_missing)


async def fetch_paper_code(client: ServiceClient, identifier: str) -> str:
    """The address of the repository that Hugging Face's page of a paper links to; empty if it links to none."""
    url = f"{client.hugging_face}/api/papers/{identifier}"
    return await client.get_json(url, huggingface.read_paper_code)
