"""New papers, repositories and models by words, topics and tags, and the day since when.

Sorting is not relied on where a service has failed to sort, and every day is compared again here. What a list lacks,
because a service left it out, is said in `notes`, a sentence each.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from catalog.services import arxiv, github, huggingface
from catalog.services.arxiv import ArxivAnswer, ArxivPaper
from catalog.services.asking.answers import ask, never_missing, of_json
from catalog.services.asking.client import Asking, ServiceClient
from catalog.services.asking.failures import RefusedError, ServiceError
from catalog.services.asking.kept_answers import Reply
from catalog.services.github import GithubPage, GithubRepository
from catalog.services.huggingface import HubRepository
from catalog.services.papers import FEED_TYPE, read_feed_reply
from catalog.services.replies import json_objects

_MAX_PAGES = 20
"""Pages of one search; GitHub has ten at most."""
_GITHUB_PAGES = 10
_YEAR = timedelta(days=366)


async def search_papers(
    client: ServiceClient, query: str, since: date, limit: int, *, notes: list[str] | None = None
) -> list[ArxivPaper]:
    """At most `limit` papers that answer a `search_query` of arXiv's API and were submitted since a day.

    Raises:
        ServiceError: arXiv refuses the query, or does not answer.
    """
    found: dict[str, ArxivPaper] = {}
    # The range must have an end: one that no clock of any machine has passed.
    until = max(datetime.now(UTC).date(), since + _YEAR) + timedelta(days=1)
    start = total = 0
    for _ in range(_MAX_PAGES):
        url = arxiv.search_url(query, since, until, start, client.arxiv)
        page = await _papers_at(client, url)
        if not page.papers and start < max(total, page.total):
            page = await _papers_at(client, url, is_fresh=True)  # later pages are empty at times, without being so
        found |= {each.identifier: each for each in page.papers.values() if each.submitted >= since.isoformat()}
        total = max(total, page.total)
        start += arxiv.BATCH_SIZE
        if not page.papers or start >= total or len(found) >= limit:
            break
    if start < total and len(found) < limit and notes is not None:
        notes.append(f"arXiv: of {total} papers that match only {len(found)} were listed")
    return list(found.values())[:limit]


async def _papers_at(client: ServiceClient, url: str, *, is_fresh: bool = False) -> ArxivAnswer:
    asking = Asking(FEED_TYPE, never_missing, is_fresh=is_fresh)
    try:
        feed = await client.ask(url, asking, read_feed_reply)
    except RefusedError as error:
        said = arxiv.read_answer(error.content)
        if said is None or not said.error:
            raise
        feed = said
    if feed.error:
        raise ServiceError(f"arXiv refuses the query: {feed.error}")
    return feed


async def search_repositories(
    client: ServiceClient, query: str, since: date, limit: int, *, notes: list[str] | None = None
) -> list[GithubRepository]:
    """At most `limit` repositories that answer a search of GitHub and were made since a day.

    Raises:
        ServiceError: the query is too long or has too many operators, GitHub refuses it, or does not answer.
    """
    if reason := github.refused_query(query, since):
        raise ServiceError(f"GitHub: {reason}")
    found: dict[str, GithubRepository] = {}
    for number in range(1, _GITHUB_PAGES + 1):
        url = github.search_url(query, since, number, client.github)
        page = await _repositories_at(client, url)
        if not page.is_complete:
            page = await _repositories_at(client, url, is_fresh=True)
        found |= {each.name: each for each in page.repositories if each.created >= since.isoformat()}
        if not page.is_complete and notes is not None:
            notes.append("GitHub: the search took too long and left some repositories out")
        if not page.repositories or number * github.PAGE_SIZE >= page.total or len(found) >= limit:
            break
    return list(found.values())[:limit]


async def _repositories_at(client: ServiceClient, url: str, *, is_fresh: bool = False) -> GithubPage:
    return await ask(client, url, of_json(github.read_search), Asking(github.JSON_TYPE, is_fresh=is_fresh))


async def search_models(  # noqa: PLR0913
    client: ServiceClient,
    tags: Sequence[str],
    task: str,
    since: date,
    limit: int,
    *,
    notes: list[str] | None = None,
) -> list[HubRepository]:
    """At most `limit` models of Hugging Face with all tags and the task (empty for any) that were made since a day.

    Raises:
        ServiceError: Hugging Face refuses the query, or does not answer.
    """
    found: dict[str, HubRepository] = {}
    cursor = ""
    for _ in range(_MAX_PAGES):
        url = huggingface.search_url(tags, task, cursor, client.hugging_face)
        models, cursor = await ask(client, url, _models, Asking())
        new = [model for model in models if model.created >= since.isoformat()]
        found |= {model.name: model for model in new}
        if not cursor or not new or len(found) >= limit:
            return list(found.values())[:limit]
    if notes is not None:
        notes.append(f"Hugging Face: only the {len(found)} newest models were listed")
    return list(found.values())[:limit]


def _models(reply: Reply) -> tuple[list[HubRepository], str] | None:
    """The models of a page of a list, and where the next page begins."""
    replies = json_objects(reply.content)
    if replies is None:
        return None
    models = map(huggingface.read_repository, replies)
    return [model for model in models if model], huggingface.next_cursor(reply.headers)
