"""ModelScope: models and data sets through the API."""

from __future__ import annotations

from dataclasses import replace

from yarl import URL

from catalog.links.results import Classification, Verdict
from catalog.links.retry import Retrier, RetryBudget
from catalog.links.sites.api import ApiSite, as_page, ask_json
from catalog.services import modelscope
from catalog.services.repositories import RepositoryAddress

_SAYS_NOTHING = "its page answers, as it does for anything"


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
        """What the API says of the repository; that there is none only if it says so twice."""
        api = URL(modelscope.repository_url(address, self._home))
        response, reply = await ask_json(retrier, api, budget)
        if modelscope.is_missing(reply):
            response, reply = await ask_json(retrier, api, budget)
        if modelscope.is_missing(reply):
            reason = f"ModelScope has no {address.kind.removesuffix('s')} {address.name}"
            return Classification(Verdict.BROKEN, reason, 404)
        if response.status == 200 and modelscope.is_description(reply):
            return Classification(Verdict.OK, status=200)
        if response.status in {200, 404} and (message := modelscope.read_message(reply)):
            return Classification(Verdict.TRANSIENT, f"ModelScope API: {message}", response.status)
        return None if response.status == 200 else as_page(response)

    def confirm(self, denial: Classification, page: Classification) -> Classification:
        """Return suspect where the page answers: the pages of this site answer for anything."""
        if page.verdict in {Verdict.OK, Verdict.MOVED, Verdict.SUSPECT}:
            return replace(
                denial, verdict=Verdict.SUSPECT, reason=f"{denial.reason}; {_SAYS_NOTHING}", status=page.status
            )
        return super().confirm(denial, page)
