"""New papers, repositories and models by words, topics and tags, and the day since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from catalog.services import arxiv, github, huggingface
from catalog.services.arxiv import ArxivPaper
from catalog.services.client import ServiceClient, ServiceError
from catalog.services.github import GithubRepository
from catalog.services.huggingface import HubRepository
from catalog.services.papers import FEED_TYPE
from catalog.services.replies import json_objects


async def search_papers(client: ServiceClient, query: str, since: date, limit: int) -> list[ArxivPaper]:
    """At most `limit` papers that answer a `search_query` of arXiv's API and were submitted since a day."""
    until = datetime.now(UTC).date() + timedelta(days=1)
    feed = await client.get(arxiv.search_url(query, since, until, 0, client.arxiv), FEED_TYPE)
    papers = arxiv.read_feed(feed)
    if papers is None:
        raise ServiceError("arXiv: the response is not a list of papers")
    return [paper for paper in papers.values() if paper.submitted >= since.isoformat()][:limit]


async def search_repositories(client: ServiceClient, query: str, since: date, limit: int) -> list[GithubRepository]:
    """At most `limit` repositories that answer a search of GitHub and were made since a day."""
    page = await client.get_json(github.search_url(query, since, 1, client.github), github.read_search)
    return [each for each in page.repositories if each.created >= since.isoformat()][:limit]


async def search_models(
    client: ServiceClient, tags: Sequence[str], task: str, since: date, limit: int
) -> list[HubRepository]:
    """At most `limit` models of Hugging Face with all tags and the task (empty for any) that were made since a day."""
    content = await client.get(huggingface.search_url(tags, task, home=client.hugging_face), "application/json")
    replies = json_objects(content)
    if replies is None:
        raise ServiceError("Hugging Face: the response is not a list of models")
    models = filter(None, map(huggingface.read_repository, replies))
    return [model for model in models if model.created >= since.isoformat()][:limit]
