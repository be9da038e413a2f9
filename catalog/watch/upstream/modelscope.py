"""ModelScope: models relicensed, gated or gone. It does not say which files changed."""

from __future__ import annotations

from catalog.services.fetch import fetch_modelscope
from catalog.watch.upstream.names import name_of
from catalog.watch.upstream.observation import GONE, YES, Observation, Observed
from catalog.watch.upstream.sources import Sources

_PREFIX = "modelscope:"


async def observe_modelscope(sources: Sources) -> Observed:
    """What ModelScope says of the models; `fetch_modelscope` asks twice before it says that there is none."""
    works = sources.repositories(_PREFIX)
    observed = Observed("ModelScope", "repositories", len(works))

    async def repository(work: str) -> None:
        kind, name = name_of(work)
        found = await fetch_modelscope(sources.client, name, kind or "models")
        values = {"name": found.name, "licence": found.licence, "gated": YES if found.is_gated else "", GONE: ""}
        observed.observations[work] = Observation(values)

    await observed.ask(works, repository)
    observed.observations |= {work: Observation({GONE: YES}) for work in observed.missing}
    observed.distrust_outage(sources.gone())
    return observed
