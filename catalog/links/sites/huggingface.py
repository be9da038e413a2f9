"""Hugging Face: repositories through the API, files through the resolver."""

from __future__ import annotations

from yarl import URL

from catalog.links.fetch import Question
from catalog.links.retry import Asker, Tries
from catalog.links.sites.interface import OneByOne, as_page, ask_json
from catalog.links.verdicts import Judgement, Verdict
from catalog.services import huggingface
from catalog.services.huggingface import HubAddress

_GATED = "gated: readers must ask for access"


class HuggingFace(OneByOne):
    """Models, data sets and spaces; `home` is where the site is."""

    def __init__(self, home: str = huggingface.HOME) -> None:
        self._home = home
        self._hosts = huggingface.HOSTS | {URL(home).host}

    def claims(self, url: URL) -> bool:
        """Whether `url` is a repository or something in one."""
        return self._address(url) is not None

    async def one(self, url: URL, asker: Asker, tries: Tries) -> Judgement | None:
        """What the API says of the repository, then of the file."""
        address = self._address(url)
        if address is None:
            return None
        api = URL(huggingface.repository_url(address.kind, address.name, self._home))
        answer, reply = await ask_json(asker, api, tries)
        if huggingface.is_gated(answer.headers):
            return Judgement(Verdict.OK, _GATED, answer.status)
        if huggingface.is_missing(answer.status, answer.headers):
            reason = f"Hugging Face has no public repository {address.name}"
            return Judgement(Verdict.BROKEN, reason, answer.status)
        repository = huggingface.read_repository(reply)
        if answer.status != 200 or repository is None:
            return as_page(answer) if answer.status != 200 else None
        if repository.name.lower() != address.name.lower():
            rest = url.raw_path.removeprefix(address.repository_path)
            location = f"{self._home}{huggingface.repository_path(address.kind, repository.name)}{rest}"
            return Judgement(Verdict.MOVED, f"renamed to {repository.name}", 200, location, redirected=True)
        if address.path:
            return await self._file(address, asker, tries)
        return Judgement(Verdict.OK, _GATED if repository.is_gated else "", 200)

    async def _file(self, address: HubAddress, asker: Asker, tries: Tries) -> Judgement:
        answer = await asker.settle(Question(URL(huggingface.file_url(address, self._home)), "HEAD"), tries)
        gated = huggingface.is_gated(answer.headers)
        if answer.status < 400 or gated:
            return Judgement(Verdict.OK, _GATED if gated else "", answer.status)
        if answer.status == 404:
            part = huggingface.missing_part(answer.headers)
            return Judgement(Verdict.BROKEN, f"the repository has no such {part}", 404)
        return as_page(answer)

    def _address(self, url: URL) -> HubAddress | None:
        address = huggingface.read_path(url.path) if url.host in self._hosts else None
        return address if address and address.is_known_form else None
