"""Many papers of arXiv in few requests; what the API leaves out is asked again, then its page decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalog.services import arxiv
from catalog.services.arxiv import ArxivPaper
from catalog.services.client import NotFoundError, ServiceClient, ServiceError

FEED_TYPE = "application/atom+xml"


@dataclass(frozen=True, slots=True)
class PaperAnswers:
    """What arXiv says of many papers: each identifier is in one of the three."""

    papers: dict[str, ArxivPaper] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    unanswered: dict[str, str] = field(default_factory=dict)
    """Why there is no usable answer, in a sentence."""


async def fetch_papers(client: ServiceClient, identifiers: Iterable[str]) -> PaperAnswers:
    """The papers on arXiv with these identifiers."""
    papers: dict[str, ArxivPaper] = {}
    missing: set[str] = set()
    unanswered: dict[str, str] = {}
    for identifier in dict.fromkeys(identifiers):
        try:
            papers[identifier] = await fetch_paper(client, identifier)
        except NotFoundError:
            missing.add(identifier)
        except ServiceError as error:
            unanswered[identifier] = str(error)
    return PaperAnswers(papers, frozenset(missing), unanswered)


async def fetch_paper(client: ServiceClient, identifier: str) -> ArxivPaper:
    """The paper on arXiv with this identifier."""
    feed = await client.get(arxiv.query_url([identifier], client.arxiv), FEED_TYPE)
    papers = arxiv.read_feed(feed)
    if papers is None:
        raise ServiceError(f"no answer on {identifier}; look at https://arxiv.org/abs/{identifier}, or try again later")
    if identifier not in papers:
        page = f"https://arxiv.org/abs/{identifier}"
        raise NotFoundError(f"arXiv's API has no paper {identifier}; if {page} shows it, try again later")
    return papers[identifier]
