"""ModelScope: models and data sets through the API."""

from __future__ import annotations

from yarl import URL

from catalog.links.results import Classification, Verdict
from catalog.links.retry import Retrier, RetryBudget
from catalog.links.sites.interface import OneByOne, as_page, ask_json
from catalog.services import modelscope


class ModelScope(OneByOne):
    """Models and data sets; `home` is where the site is."""

    def __init__(self, home: str = modelscope.HOME) -> None:
        self._home = home
        self._hosts = modelscope.HOSTS | {URL(home).host}

    def claims(self, url: URL) -> bool:
        """Whether `url` is a model or a data set."""
        return url.host in self._hosts and modelscope.read_path(url.path) is not None

    async def one(self, url: URL, retrier: Retrier, budget: RetryBudget) -> Classification | None:
        """What the API says of the repository."""
        address = modelscope.read_path(url.path)
        if address is None:
            return None
        api = URL(modelscope.repository_url(address.kind, address.name, self._home))
        response, reply = await ask_json(retrier, api, budget)
        if modelscope.is_missing(response.status, reply):
            reason = f"ModelScope has no {address.kind.removesuffix('s')} {address.name}"
            return Classification(Verdict.BROKEN, reason, 404)
        if response.status != 200:
            return as_page(response)
        return Classification(Verdict.OK, status=200) if modelscope.is_description(reply) else None
