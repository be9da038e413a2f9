"""Hugging Face: repositories through the API, files through the resolver."""

from __future__ import annotations

from yarl import URL

from catalog.links.results import Classification, Verdict
from catalog.links.retry import Retrier, RetryBudget
from catalog.links.sites import with_page
from catalog.links.sites.api import ApiSite, as_page, ask_json
from catalog.services import huggingface
from catalog.services.repositories import RepositoryAddress
from catalog.services.transport.exchange import Request

_GATED = "gated: readers must ask for access"


class HuggingFace(ApiSite[RepositoryAddress]):
    """Models, data sets and spaces; `home` is where the site is."""

    def __init__(self, home: str = huggingface.HOME) -> None:
        self._home = home
        self._hosts = huggingface.HOSTS | {URL(home).host}

    def read(self, url: URL) -> RepositoryAddress | None:
        """The repository or file at `url`."""
        address = huggingface.read_path(url.path) if url.host in self._hosts else None
        return address if address and address.is_known_form else None

    async def check(
        self, url: URL, address: RepositoryAddress, retrier: Retrier, budget: RetryBudget
    ) -> Classification | None:
        """What the API says of the repository, then of the file."""
        api = URL(huggingface.repository_url(address.name, address.kind, self._home))
        response, reply = await ask_json(retrier, api, budget)
        if huggingface.is_gated(response.headers):
            return Classification(Verdict.OK, _GATED, response.status)
        if huggingface.is_missing(response.status, response.headers):
            reason = f"Hugging Face has no public repository {address.name}"
            return Classification(Verdict.BROKEN, reason, response.status)
        if response.status != 200:
            return as_page(response)
        repository = huggingface.read_repository(reply)
        if repository is None:
            return None
        if repository.name.lower() != address.name.lower():
            page = huggingface.page_url(repository.name, address.kind, self._home)
            location = page + url.raw_path.partition(address.name)[2]
            return Classification(Verdict.MOVED, f"renamed to {repository.name}", 200, location, redirected=True)
        if address.path and address.view != "tree":
            return await self._check_file(address, retrier, budget)
        return Classification(Verdict.OK, _GATED if repository.is_gated else "", 200)

    def confirm(self, denial: Classification, page: Classification) -> Classification:
        """Return the verdict with the page's; 401 is how pages of this site say to strangers that nothing is there."""
        return with_page(denial, page, Verdict.BROKEN) if page.status == 401 else super().confirm(denial, page)

    async def _check_file(self, address: RepositoryAddress, retrier: Retrier, budget: RetryBudget) -> Classification:
        response = await retrier.fetch(Request(URL(huggingface.file_url(address, self._home)), "HEAD"), budget)
        gated = huggingface.is_gated(response.headers)
        if response.status < 400 or gated:
            return Classification(Verdict.OK, _GATED if gated else "", response.status)
        if response.status == 404:
            part = huggingface.missing_part(response.headers)
            return Classification(Verdict.BROKEN, f"the repository has no such {part}", 404)
        return as_page(response)
