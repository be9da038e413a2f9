"""DOI: the resolver's own redirect proves the identifier; publishers behind it often refuse robots."""

from __future__ import annotations

from yarl import URL

from catalog.links.results import Classification, Verdict
from catalog.links.retry import Retrier, RetryBudget
from catalog.links.sites.api import ApiSite, as_page
from catalog.services import doi
from catalog.services.transport.exchange import Request


class Doi(ApiSite[str]):
    """Identifiers at doi.org; `hosts` are the resolver's names."""

    def __init__(self, hosts: frozenset[str] = doi.HOSTS) -> None:
        self._hosts = hosts

    def read(self, url: URL) -> str | None:
        """The DOI in `url`."""
        return doi.read_path(url.path) if url.host in self._hosts else None

    async def check(self, url: URL, address: str, retrier: Retrier, budget: RetryBudget) -> Classification | None:
        """Whether the resolver knows where the DOI leads."""
        response = await retrier.fetch(Request(url, "HEAD"), budget)
        registered = doi.is_registered(response.status, response.headers)
        if registered is None:
            return as_page(response)
        if registered:
            return Classification(Verdict.OK, "the DOI is registered", response.status)
        return Classification(Verdict.BROKEN, f"the DOI {address} is not registered", response.status)
