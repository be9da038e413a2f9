"""What `catalog watch` offers: systems that may deserve a record, and what it left out."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from catalog.services import arxiv, doi, github, huggingface
from catalog.watch.news.joining import JoinedSightings
from catalog.watch.news.known import LeftOutReason
from catalog.watch.news.sighting import SightingKind
from catalog.watch.news.sources import AskedSource
from catalog.watch.state import WatchState

MAX_TITLE = 200
_MAX_NAME = 60
_MAX_ASKED = 200
_FIRST_AUTHORS = 5
_DATED = {
    SightingKind.PAPER: "submitted",
    SightingKind.REPOSITORY: "repository made",
    SightingKind.MODEL: "model page made",
    SightingKind.PAGE: "published",
}
_NOT_PAGES = arxiv.HOSTS | doi.HOSTS | github.HOSTS | huggingface.HOSTS


@dataclass(frozen=True, slots=True)
class NewsCandidate:
    """One system; all texts are one line, without control characters, and short."""

    work: str
    """`work_at` of what says most about it: the paper, else the repository, model or page."""
    works: tuple[str, ...]
    """All works of it that were seen, and its paper: who was offered it needs none of them again."""
    name: str
    title: str
    date: str
    """YYYY-MM-DD; empty where unknown."""
    dated: str
    """What happened on that day: `submitted`, `repository made`, `model page made` or `published`."""
    authors: tuple[str, ...]
    """The first of them, and `others` where there are more."""
    addresses: tuple[tuple[SightingKind, str], ...]
    words: tuple[str, ...]
    """Words of `watch:` that its title, abstract or description has."""
    reasons: str
    """Why it is close to the catalogue: parts of a sentence, joined by semicolons."""
    score: float
    """How close it is; to be compared with other candidates of the same run only."""
    command: str
    """The line for a shell that begins its record."""

    @classmethod
    def of(cls, system: JoinedSightings, words: Sequence[str], score: float, reasons: str) -> NewsCandidate:
        """What is shown of a system."""
        first = system.first
        authors = [shortened(author, _MAX_NAME) for author in first.authors[:_FIRST_AUTHORS]]
        return cls(
            work=first.work,
            works=system.works,
            name=shortened(system.name, _MAX_NAME),
            title=shortened(first.title, MAX_TITLE),
            date=first.date,
            dated=_DATED[first.kind],
            authors=(*authors, *["others"] * (len(first.authors) > _FIRST_AUTHORS)),
            addresses=tuple(system.addresses()),
            words=tuple(words),
            reasons=reasons,
            score=score,
            command=new_command(system),
        )


@dataclass(frozen=True, slots=True)
class LeftOutWork:
    """Something that was seen and is known already."""

    title: str
    url: str
    reason: LeftOutReason
    of: str
    """Name of the record or candidate, or the day of the offer."""


@dataclass(frozen=True, slots=True)
class News:
    """What is new."""

    candidates: tuple[NewsCandidate, ...] = ()
    """The closest to the catalogue first; of equal ones the newest."""
    left_out: Mapping[LeftOutReason, int] = field(default_factory=dict)
    """How much was seen and is no news."""
    known: tuple[LeftOutWork, ...] = ()
    """Of that, what somebody has looked at already."""
    asked: tuple[AskedSource, ...] = ()

    @property
    def failures(self) -> tuple[str, ...]:
        """Why there is no news from a source, a sentence without its end for each reason."""
        by_reason: dict[str, dict[str, list[str]]] = {}
        for each in self.asked:
            if each.failure:
                reason = each.failure.removeprefix(f"{each.name}: ")
                by_reason.setdefault(reason, {}).setdefault(each.name, []).append(each.what)
        return tuple(f"No news from {_sources(sources)}: {reason}" for reason, sources in by_reason.items())

    @property
    def is_reached(self) -> bool:
        """Whether any source gave an answer; true where none is watched."""
        return not self.asked or any(not each.failure for each in self.asked)


def _sources(asked: Mapping[str, Sequence[str]]) -> str:
    """`GitHub (topic a, topic b), feed (https://…)`."""
    return ", ".join(f"{name} ({shortened(', '.join(what), _MAX_ASKED)})" for name, what in asked.items())


def new_command(system: JoinedSightings) -> str:
    """The line for a shell that begins a record, whatever the addresses and names hold."""
    work, url = system.first.work, system.first.url
    if work.startswith("arxiv:"):
        what = work.removeprefix("arxiv:")
    elif system.first.kind is SightingKind.PAGE and (urlsplit(url).hostname or "") in _NOT_PAGES:
        what = system.name.replace("/", " ").lstrip("-: ") or "news"
    else:
        what = url
    return f"catalog new {shlex.quote(what)}"


def shortened(text: str, length: int) -> str:
    """A text of at most `length` characters, with an ellipsis where it was longer."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def with_offered(state: WatchState, shown: Iterable[NewsCandidate], day: date) -> WatchState:
    """The state in which candidates count as offered, so that no later run shows them again."""
    offered = {work: day for candidate in shown for work in candidate.works}
    return state.model_copy(update={"offered": offered | dict(state.offered)})
