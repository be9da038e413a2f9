"""Sites that answer a better question than "does this page load?", each in a module of its own.

A site claims the addresses it understands and looks at all of them together. Where it cannot tell, it says None and the
page is asked like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from yarl import URL

from catalog.links.retry import Asker
from catalog.links.verdicts import Judgement, Target


class Job(Protocol):
    """One address to be asked, and the links that mean it."""

    @property
    def url(self) -> URL:
        """The address, without a fragment."""

    @property
    def targets(self) -> Sequence[Target]:
        """The links, as written."""


class Site(Protocol):
    """An adapter; `limits` are requests at once and a second the site asks of robots, by host."""

    @property
    def limits(self) -> Mapping[str, tuple[int, float]]:
        """Hosts with their own pace."""

    def claims(self, url: URL) -> bool:
        """Whether this adapter understands `url`."""

    async def look(self, jobs: Sequence[Job], asker: Asker, retries: int) -> Mapping[URL, Judgement | None]:
        """A judgement for each job's address; None where the page must be asked."""
