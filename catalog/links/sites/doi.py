"""DOI: the resolver's own redirect proves the identifier; publishers behind it often refuse robots."""

from __future__ import annotations

from yarl import URL

from catalog.links.results import Classification, Verdict
from catalog.links.retry import Retrier, RetryBudget
from catalog.links.sites.interface import OneByOne, as_page
from catalog.services import doi
from catalog.services.exchange import Request


class Doi(OneByOne):
    """Identifiers at doi.org; `hosts` are the resolver's names."""

    def __init__(self, hosts: frozenset[str] = doi.HOSTS) -> None:
        self._hosts = hosts

    def claims(self, url: URL) -> bool:
        """Whether `url` is a DOI."""
        return url.host in self._hosts and doi.is_doi_path(url.path)

    async def one(self, url: URL, retrier: Retrier, budget: RetryBudget) -> Classification | None:
        """Whether the resolver knows where the identifier leads."""
        response = await retrier.fetch(Request(url, "HEAD"), budget)
        registered = doi.is_registered(response.status, response.headers.get("location", ""))
        if registered is None:
            return as_page(response)
        if registered:
            return Classification(Verdict.OK, "the DOI is registered", response.status)
        return Classification(Verdict.BROKEN, "the DOI is not registered", response.status)
