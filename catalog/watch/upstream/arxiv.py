"""arXiv: newer versions, withdrawals, titles, and where a paper was published."""

from __future__ import annotations

from catalog.services.arxiv import ArxivPaper
from catalog.services.fetch import fetch_papers
from catalog.watch.upstream.observation import GONE, YES, Observation, Observed
from catalog.watch.upstream.sources import Sources

_PREFIX = "arxiv:"


async def observe_arxiv(sources: Sources) -> Observed:
    """What arXiv says of the papers: a request for a hundred of them."""
    works = sources.of(_PREFIX)
    observed = Observed("arXiv", "papers", len(works))
    if not works:
        return observed
    answers = await fetch_papers(sources.client, [work.removeprefix(_PREFIX) for work in works])
    observed.observations |= {f"{_PREFIX}{key}": observation(paper) for key, paper in answers.papers.items()}
    observed.observations |= {f"{_PREFIX}{key}": Observation({GONE: YES}) for key in answers.missing}
    observed.failures |= {f"{_PREFIX}{key}": reason for key, reason in answers.unanswered.items()}
    observed.distrust_outage(sources.gone())
    return observed


def observation(paper: ArxivPaper) -> Observation:
    """What of a paper can change."""
    values = {
        "version": str(paper.version),
        "title": paper.title,
        "journal": paper.journal,
        "doi": paper.doi,
        "withdrawn": YES if paper.is_withdrawn else "",
    }
    return Observation(values, {"version": paper.updated, "withdrawn": paper.updated})
