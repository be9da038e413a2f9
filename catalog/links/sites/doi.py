"""DOI: the resolver's own redirect proves the identifier; publishers behind it often refuse robots."""

from __future__ import annotations

from yarl import URL

from catalog.links.fetch import Question
from catalog.links.retry import Asker, Tries
from catalog.links.sites.interface import OneByOne, as_page
from catalog.links.verdicts import Judgement, Verdict
from catalog.services import doi


class Doi(OneByOne):
    """Identifiers at doi.org; `hosts` are the resolver's names."""

    def __init__(self, hosts: frozenset[str] = doi.HOSTS) -> None:
        self._hosts = hosts

    def claims(self, url: URL) -> bool:
        """Whether `url` is a DOI."""
        return url.host in self._hosts and doi.is_doi_path(url.path)

    async def one(self, url: URL, asker: Asker, tries: Tries) -> Judgement | None:
        """Whether the resolver knows where the identifier leads."""
        answer = await asker.settle(Question(url, "HEAD"), tries)
        registered = doi.is_registered(answer.status, answer.headers.get("location", ""))
        if registered is None:
            return as_page(answer)
        if registered:
            return Judgement(Verdict.OK, "the DOI is registered", answer.status)
        return Judgement(Verdict.BROKEN, "the DOI is not registered", answer.status)
