"""GitHub: repositories through the API when a token is at hand; only the API names renamed and archived ones."""

from __future__ import annotations

from collections.abc import Mapping

from yarl import URL

from catalog.links.fetch import Question
from catalog.links.retry import Asker, Tries
from catalog.links.sites.interface import OneByOne, ask_json
from catalog.links.verdicts import Judgement, Verdict
from catalog.services import github
from catalog.services.github import RepositoryAddress


class Github(OneByOne):
    """Repositories, branches and files of github.com; without a `token` it claims nothing."""

    def __init__(self, token: str = "", api: str = github.API) -> None:
        self._token = token
        self._api = api

    def claims(self, url: URL) -> bool:
        """Whether `url` is a repository, or a branch or file of one."""
        return _address(url) is not None and bool(self._token)

    async def one(self, url: URL, asker: Asker, tries: Tries) -> Judgement | None:
        """What the API says of the repository, then of the branch and file."""
        address = _address(url)
        if address is None:
            return None
        name = address.full_name
        answer, reply = await ask_json(asker, URL(github.repository_url(name, self._api)), tries, self._headers())
        if answer.status == 404:
            return Judgement(Verdict.BROKEN, f"GitHub has no public repository {name}", 404)
        repository = github.read_repository(reply)
        if repository is None:
            return None
        # A branch's name may hold a slash: only the page knows where the name ends.
        if address.ref and not await self._has_contents(repository.full_name, address, asker, tries):
            return None
        if repository.full_name.lower() != name.lower():
            rest = url.raw_path.removeprefix(f"/{name}").removeprefix(".git")
            reason = f"renamed to {repository.full_name}"
            return Judgement(Verdict.MOVED, reason, 200, f"{repository.url}{rest}", redirected=True)
        return Judgement(Verdict.OK, "archived by its owners" if repository.is_archived else "", 200)

    async def _has_contents(self, name: str, address: RepositoryAddress, asker: Asker, tries: Tries) -> bool:
        url = URL(github.contents_url(name, address.ref, address.path, self._api))
        answer = await asker.settle(Question(url, headers=self._headers()), tries)
        return answer.status == 200

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._token}", "Accept": github.JSON_TYPE}


def _address(url: URL) -> RepositoryAddress | None:
    address = github.read_path(url.path) if url.host in github.HOSTS else None
    return address if address and address.is_known_form else None
