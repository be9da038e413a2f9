"""Crossref: retractions, and where a paper with a DOI was published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from catalog.services.asking.answers import of_json
from catalog.services.asking.client import Asking
from catalog.services.crossref import RETRACTIONS
from catalog.services.fetch import fetch_work
from catalog.services.replies import member
from catalog.watch.upstream.observation import YES, Observation, Observed
from catalog.watch.upstream.sources import Sources

_PREFIX = "doi:"
_PREPRINT = "posted-content"


async def observe_crossref(sources: Sources) -> Observed:
    """What publishers say of the works, then their notices; a DOI that is missing here is another agency's."""
    works = sources.of(_PREFIX)
    observed = Observed("Crossref", "DOIs", len(works))

    async def work_with(work: str) -> None:
        found = await fetch_work(sources.client, work.removeprefix(_PREFIX))
        venue = "" if found.kind == _PREPRINT else found.venue
        values = {"title": found.title, "journal": venue, "retracted": YES if found.is_retracted else ""}
        observed.observations[work] = Observation(values)

    async def notices(work: str) -> None:
        doi = work.removeprefix(_PREFIX)
        url = f"{sources.client.crossref}/works?{urlencode({'filter': f'updates:{doi}', 'rows': 20})}"
        if await sources.client.ask(url, Asking(), of_json(lambda reply: _retracts(reply, doi))):
            values = {**observed.observations[work].values, "retracted": YES}
            observed.observations[work] = Observation(values)

    await observed.ask(works, work_with)
    await observed.ask([work for work, each in observed.observations.items() if not each.values["retracted"]], notices)
    return observed


def _retracts(reply: Mapping[str, Any], doi: str) -> bool | None:
    """Whether one of the works of a list takes back the one with this DOI; None if the reply is no list of works."""
    items = member(reply, "message").get("items")
    if not isinstance(items, list):
        return None
    updates = [update for item in items if isinstance(item, dict) for update in _updates(item)]
    return any(
        update.get("type") in RETRACTIONS and str(update.get("DOI")).casefold() == doi.casefold() for update in updates
    )


def _updates(item: dict[str, Any]) -> list[dict[str, Any]]:
    updates = item.get("update-to")
    return [update for update in updates if isinstance(update, dict)] if isinstance(updates, list) else []
