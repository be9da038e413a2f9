"""Sites with a better source than their pages, each in a module of its own.

A site claims the URLs it understands and looks at all of them together. Where it cannot tell, it returns None and the
page is requested like any other. What an API denies is not broken yet: the page is asked too, then `confirm` decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from yarl import URL

from catalog.links.results import Classification, LinkGroup, Verdict
from catalog.links.retry import Retrier


class Site(Protocol):
    """An adapter; `limits` are requests at once and a second the site asks of robots, by host."""

    @property
    def limits(self) -> Mapping[str, tuple[int, float]]:
        """Hosts with limits of their own."""

    def claims(self, url: URL) -> bool:
        """Whether this adapter understands `url`."""

    async def look(
        self, groups: Sequence[LinkGroup], retrier: Retrier, retries: int
    ) -> Mapping[URL, Classification | None]:
        """Return a classification for the URL of each group; None where the page must be requested.

        A broken one is a denial by the API, which `confirm` compares with the page.
        """

    def confirm(self, denial: Classification, page: Classification) -> Classification:
        """Return the verdict on a link that the API denied and whose page was classified after that."""
        return with_page(denial, page) if page.verdict in _UNSETTLED else page


_UNSETTLED = frozenset({Verdict.BROKEN, Verdict.BLOCKED, Verdict.TRANSIENT})


def with_page(denial: Classification, page: Classification, verdict: Verdict | None = None) -> Classification:
    """Return the classification of a page with the API's reason before its own."""
    reason = f"{denial.reason}; its page: {page.reason}" if page.reason else denial.reason
    return replace(page, verdict=verdict or page.verdict, reason=reason)
