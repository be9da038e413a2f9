"""Verdicts, whose words are a contract, links and where they are written, and what a check found."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from yarl import URL


class Verdict(StrEnum):
    """What a reader would meet, worst first."""

    BROKEN = "broken"
    INVALID = "invalid"
    SUSPECT = "suspect"
    REFUSED = "refused"
    MOVED = "moved"
    BLOCKED = "blocked"
    TRANSIENT = "transient"
    SKIPPED = "skipped"
    OK = "ok"


MEANING = {
    Verdict.OK: "answers",
    Verdict.MOVED: "answers at a new permanent address",
    Verdict.BROKEN: "a reader would not get the page",
    Verdict.SUSPECT: "answers, but its content contradicts the link, or only some clients get it",
    Verdict.BLOCKED: "a server is there and refuses this client",
    Verdict.TRANSIENT: "no stable answer",
    Verdict.REFUSED: "not requested: the address must not be contacted",
    Verdict.SKIPPED: "not an http(s) link",
    Verdict.INVALID: "not a usable URL",
}
FAILING = frozenset({Verdict.BROKEN, Verdict.INVALID})
"""The verdicts that fail a run."""

ORDER = {verdict: place for place, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a link is written; `line` and `column` count from 1, 0 is unknown."""

    record: str
    file: Path
    line: int = 0
    column: int = 0
    titles: tuple[str, ...] = field(default=(), compare=False)
    """The titles the linked paper may have, the record's own first; empty where the record does not say."""

    @property
    def location(self) -> str:
        """`file:line:column`, as editors and terminals make it clickable."""
        return f"{self.file.as_posix()}:{self.line}:{self.column}" if self.line else self.file.as_posix()


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """One distinct link as it is written, and everywhere it is written."""

    url: str
    occurrences: tuple[Occurrence, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """One URL to be requested, without a fragment, and the links that mean it with their fragments."""

    url: URL
    targets: tuple[LinkTarget, ...]
    fragments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Classification:
    """What the check of a URL found, before it is tied to the links that mean it.

    `location` is the new permanent URL of a moved link; `redirected` is true when the response came from another URL.
    """

    verdict: Verdict
    reason: str = ""
    status: int | None = None
    location: str | None = None
    redirected: bool = False
    is_final: bool = False
    """Whether a broken link is so without a second look."""


@dataclass(frozen=True, slots=True)
class LinkResult:
    """The result for one link; `seconds` is the time spent on it, `advice` how it could be written better."""

    url: str
    verdict: Verdict
    reason: str = ""
    status: int | None = None
    location: str | None = None
    seconds: float = 0.0
    occurrences: tuple[Occurrence, ...] = ()
    advice: str = ""
    redirected: bool = False
    excused: str = ""
    """Why a failing verdict does not fail the run: a waiver, the baseline, a failure that is new."""
    is_checked: bool = True
    """Whether the run came to the link and could judge it."""

    @property
    def fails(self) -> bool:
        """Whether this link alone fails the run."""
        return self.verdict in FAILING and not self.excused

    @property
    def remedy(self) -> str:
        """What to do about the link, in one clause; empty when nothing."""
        if self.verdict is Verdict.MOVED or (self.verdict is Verdict.SUSPECT and self.location):
            return f"write {self.location}"
        if self.verdict is Verdict.BROKEN and self.url.startswith("http"):
            return f"archived copy, if there is one: {archived_copy(self.url)}"
        return self.advice

    @property
    def records(self) -> tuple[str, ...]:
        """The slugs of the records that use the link, each once."""
        return tuple(dict.fromkeys(occurrence.record for occurrence in self.occurrences))


def archived_copy(url: str) -> str:
    """Return where the last archived copy of `url` would be; nothing is requested."""
    return f"https://web.archive.org/web/{quote(url, safe=':/?&=%~+,;@!$()*')}"
