"""GitHub: repositories through the API when a token is at hand; only the API names renamed and archived ones."""

from __future__ import annotations

from yarl import URL

from catalog.links.results import Classification, Verdict
from catalog.links.retry import Retrier, RetryBudget
from catalog.links.sites.api import ApiSite, ask_json
from catalog.services import github
from catalog.services.repositories import RepositoryAddress
from catalog.services.transport.exchange import Request


class Github(ApiSite[RepositoryAddress]):
    """Repositories, branches and files of github.com; without a `token` it claims nothing."""

    def __init__(self, token: str = "", api: str = github.API) -> None:
        self._token = token
        self._headers = {"Authorization": f"Bearer {token}", "Accept": github.JSON_TYPE}
        self._api = api

    def read(self, url: URL) -> RepositoryAddress | None:
        """The repository, branch or file at `url`."""
        address = github.read_path(url.path) if self._token and url.host in github.HOSTS else None
        return address if address and address.is_known_form else None

    async def check(
        self, url: URL, address: RepositoryAddress, retrier: Retrier, budget: RetryBudget
    ) -> Classification | None:
        """What the API says of the repository, then of the branch and file."""
        api = URL(github.repository_url(address.name, self._api))
        response, reply = await ask_json(retrier, api, budget, self._headers)
        if response.status == 404:
            return Classification(Verdict.BROKEN, f"GitHub has no public repository {address.name}", 404)
        repository = github.read_repository(reply) if response.status == 200 else None
        if repository is None:
            return None
        if address.revision:
            contents = URL(github.contents_url(repository.name, address.revision, address.path, self._api))
            response = await retrier.fetch(Request(contents, headers=self._headers), budget)
            if response.status != 200:
                # A branch's name may hold a slash: only the page knows where the name ends.
                return None
        if repository.name.lower() != address.name.lower():
            rest = url.raw_path.partition(address.name)[2].removeprefix(".git")
            location = github.page_url(repository.name) + rest
            return Classification(Verdict.MOVED, f"renamed to {repository.name}", 200, location, redirected=True)
        return Classification(Verdict.OK, "archived by its owners" if repository.is_archived else "", 200)
