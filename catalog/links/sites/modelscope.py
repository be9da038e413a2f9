"""ModelScope: models and data sets through the API."""

from __future__ import annotations

from yarl import URL

from catalog.links.results import Classification, Verdict
from catalog.links.retry import Retrier, RetryBudget
from catalog.links.sites.api import ApiSite, as_page, ask_json
from catalog.services import modelscope
from catalog.services.repositories import RepositoryAddress


class ModelScope(ApiSite[RepositoryAddress]):
    """Models and data sets; `home` is where the site is."""

    def __init__(self, home: str = modelscope.HOME) -> None:
        self._home = home
        self._hosts = modelscope.HOSTS | {URL(home).host}

    def read(self, url: URL) -> RepositoryAddress | None:
        """The model or data set at `url`."""
        return modelscope.read_path(url.path) if url.host in self._hosts else None

    async def check(
        self, _: URL, address: RepositoryAddress, retrier: Retrier, budget: RetryBudget
    ) -> Classification | None:
        """What the API says of the repository."""
        api = URL(modelscope.repository_url(address, self._home))
        response, reply = await ask_json(retrier, api, budget)
        if modelscope.is_missing(response.status, reply):
            reason = f"ModelScope has no {address.kind.removesuffix('s')} {address.name}"
            return Classification(Verdict.BROKEN, reason, 404)
        if response.status != 200:
            return as_page(response)
        return Classification(Verdict.OK, status=200) if modelscope.is_description(reply) else None
