"""GitHub: repositories through the API when a token is at hand; only the API names renamed and archived ones."""

from __future__ import annotations

from collections.abc import Mapping

from yarl import URL

from catalog.links.results import Classification, Verdict
from catalog.links.retry import Retrier, RetryBudget
from catalog.links.sites.interface import OneByOne, ask_json
from catalog.services import github
from catalog.services.exchange import Request
from catalog.services.github import RepositoryAddress


class Github(OneByOne):
    """Repositories, branches and files of github.com; without a `token` it claims nothing."""

    def __init__(self, token: str = "", api: str = github.API) -> None:
        self._token = token
        self._api = api

    def claims(self, url: URL) -> bool:
        """Whether `url` is a repository, or a branch or file of one."""
        return _address(url) is not None and bool(self._token)

    async def one(self, url: URL, retrier: Retrier, budget: RetryBudget) -> Classification | None:
        """What the API says of the repository, then of the branch and file."""
        address = _address(url)
        if address is None:
            return None
        name = address.full_name
        response, reply = await ask_json(retrier, URL(github.repository_url(name, self._api)), budget, self._headers())
        if response.status == 404:
            return Classification(Verdict.BROKEN, f"GitHub has no public repository {name}", 404)
        repository = github.read_repository(reply)
        if repository is None:
            return None
        # A branch's name may hold a slash: only the page knows where the name ends.
        if address.ref and not await self._has_contents(repository.full_name, address, retrier, budget):
            return None
        if repository.full_name.lower() != name.lower():
            rest = url.raw_path.removeprefix(f"/{name}").removeprefix(".git")
            reason = f"renamed to {repository.full_name}"
            return Classification(Verdict.MOVED, reason, 200, f"{repository.url}{rest}", redirected=True)
        return Classification(Verdict.OK, "archived by its owners" if repository.is_archived else "", 200)

    async def _has_contents(self, name: str, address: RepositoryAddress, retrier: Retrier, budget: RetryBudget) -> bool:
        url = URL(github.contents_url(name, address.ref, address.path, self._api))
        response = await retrier.fetch(Request(url, headers=self._headers()), budget)
        return response.status == 200

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._token}", "Accept": github.JSON_TYPE}


def _address(url: URL) -> RepositoryAddress | None:
    address = github.read_path(url.path) if url.host in github.HOSTS else None
    return address if address and address.is_known_form else None
