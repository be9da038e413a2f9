"""Crossref: retractions, and where a paper with a DOI was published."""

from __future__ import annotations

from catalog.services.fetch import fetch_work
from catalog.watch.upstream.observation import YES, Observation, Observed
from catalog.watch.upstream.sources import Sources

_PREFIX = "doi:"
_PREPRINT = "posted-content"


async def observe(sources: Sources) -> Observed:
    """What publishers say of the works; a DOI that is missing here belongs to another agency."""
    works = sources.of(_PREFIX)
    observed = Observed("Crossref", "DOIs", len(works))

    async def work_with(work: str) -> None:
        found = await fetch_work(sources.client, work.removeprefix(_PREFIX))
        venue = "" if found.kind == _PREPRINT else found.venue
        values = {"title": found.title, "journal": venue, "retracted": YES if found.is_retracted else ""}
        observed.observations[work] = Observation(values)

    await observed.ask(works, work_with)
    return observed
