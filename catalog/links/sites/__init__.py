"""Sites with a better source than their pages, each in a module of its own.

A site claims the URLs it understands and looks at all of them together. Where it cannot tell, it returns None and the
page is requested like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from yarl import URL

from catalog.links.results import Classification, LinkGroup
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
        """Return a classification for the URL of each group; None where the page must be requested."""
