"""From sightings to systems: a paper, a repository and models that name each other are one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from catalog.services.works import work_at
from catalog.values import spelling
from catalog.watch.news.sighting import Sighting, SightingKind

_ORDER = tuple(SightingKind)
_SIZE = re.compile(
    r"[-_. ]?(?<![^\W_])(?:\d+(?:\.\d+)?[bmk]|a\d+b|x*(?:small|large)|base|medium|mini|nano|tiny|huge|hf|chat|instruct"
    r"|preview|code|official|inference|demo)(?![^\W_])",
    re.IGNORECASE,
)
_MAX_NAME = 60


@dataclass(frozen=True, slots=True)
class JoinedSightings:
    """Sightings of one thing, the paper first, then by their works."""

    sightings: tuple[Sighting, ...]
    paper_work: str
    """`arxiv:…` of its paper, seen or only named; empty if it has none."""

    @property
    def first(self) -> Sighting:
        """What says most about it."""
        return self.sightings[0]

    @property
    def paper(self) -> Sighting | None:
        """Its paper, if that was seen."""
        return self.first if self.first.kind is SightingKind.PAPER else None

    @property
    def works(self) -> tuple[str, ...]:
        """The works that were seen, and its paper."""
        return tuple(dict.fromkeys([each.work for each in self.sightings] + [self.paper_work] * bool(self.paper_work)))

    @property
    def text(self) -> str:
        """All that is said of it."""
        return " ; ".join(part for each in self.sightings for part in (each.title, each.text) if part)

    @property
    def name(self) -> str:
        """The beginning of its title, or the name of the repository or model without its size."""
        first = self.first
        if first.owner:
            return stem(first.title.partition("/")[2])
        name, colon, _ = first.title.partition(":")
        return name.strip() if colon and len(name) <= 40 and len(name.split()) <= 4 else first.title[:_MAX_NAME].strip()

    def addresses(self) -> list[tuple[SightingKind, str]]:
        """Its addresses, each work once: those that were seen, then those that its paper names."""
        found = {each.work: (each.kind, each.url) for each in self.sightings}
        for url in self.first.named:
            found.setdefault(work_at(url), (_kind(work_at(url)), url))
        return sorted(found.values(), key=lambda address: _ORDER.index(address[0]))


def _kind(work: str) -> SightingKind:
    service, colon, name = work.partition(":")
    if service in {"huggingface", "modelscope"} and not name.startswith(("datasets/", "spaces/")):
        return SightingKind.MODEL
    if service in {"arxiv", "doi"} and colon:
        return SightingKind.PAPER
    return SightingKind.REPOSITORY if service == "github" and colon else SightingKind.PAGE


def stem(name: str) -> str:
    """The name of a repository or model without words for its size and kind: `LoomASR-7B-hf` → `LoomASR`."""
    return _SIZE.sub("", name).strip("-_. ") or name


def seen_once(sightings: Iterable[Sighting]) -> list[Sighting]:
    """The sightings, those of one work as one: the one with the longest text, with what the others add."""
    found: dict[str, Sighting] = {}
    for each in sorted(sightings, key=_fullest_first):
        known = found.get(each.work)
        found[each.work] = each if known is None else _merged(known, each)
    return list(found.values())


def _fullest_first(sighting: Sighting) -> tuple[str, int, int, str]:
    return sighting.work, -len(sighting.text), -len(sighting.named), repr(sighting)


def _merged(first: Sighting, other: Sighting) -> Sighting:
    named = tuple(dict.fromkeys((*first.named, *other.named)))
    return replace(
        first,
        text=first.text or other.text,
        authors=first.authors or other.authors,
        date=first.date or other.date,
        named=named,
        is_dead=first.is_dead or other.is_dead,
    )


def joined_sightings(sightings: Sequence[Sighting]) -> list[JoinedSightings]:
    """The systems of sightings, of which each work is there once; in the order of their first works."""
    by_work = {each.work: each for each in sorted(sightings, key=lambda each: each.work)}
    joined = _Joined(by_work)
    for one, other in _links(by_work):
        joined.join(one, other)
    groups: dict[str, list[Sighting]] = {}
    for work, sighting in by_work.items():
        groups.setdefault(joined.root(work), []).append(sighting)
    return [
        JoinedSightings(
            tuple(sorted(group, key=lambda each: (_ORDER.index(each.kind), each.work))), joined.paper.get(root, "")
        )
        for root, group in groups.items()
    ]


def _paper_first(sighting: Sighting) -> tuple[int, str]:
    return _ORDER.index(sighting.kind), sighting.work


def _links(by_work: Mapping[str, Sighting]) -> Iterator[tuple[str, str]]:
    """Works that belong together, the surest first."""
    for work, sighting in by_work.items():
        if sighting.kind is SightingKind.PAPER:
            yield from ((work, named) for named in sorted(sighting.named_works & by_work.keys()))
    for work, sighting in by_work.items():
        if sighting.kind is not SightingKind.PAPER and len(sighting.named_papers) == 1:
            yield work, next(iter(sighting.named_papers))
    families: dict[tuple[str, str], str] = {}
    for work, sighting in by_work.items():
        if sighting.owner:
            family = spelling(sighting.owner), spelling(stem(sighting.title.partition("/")[2]))
            yield work, families.setdefault(family, work)
    for work, sighting in by_work.items():
        named = sorted(sighting.named_works & by_work.keys())
        if sighting.kind is not SightingKind.PAPER and len(named) == 1:
            yield work, named[0]


class _Joined:
    """Groups of works, none of which has two papers."""

    def __init__(self, works: Iterable[str]) -> None:
        self._parents: dict[str, str] = {}
        self.paper: dict[str, str] = {work: work for work in works if work.startswith("arxiv:")}
        """By the root of a group."""

    def root(self, work: str) -> str:
        """The work that stands for the group of a work."""
        while work in self._parents:
            work = self._parents[work]
        return work

    def join(self, one: str, other: str) -> None:
        """Make one group of two, unless each has a paper."""
        first, second = self.root(one), self.root(other)
        papers = {paper for paper in map(self._paper_of, (first, second)) if paper}
        if first == second or len(papers) > 1:
            return
        self._parents[max(first, second)] = min(first, second)
        self.paper |= {min(first, second): paper for paper in papers}

    def _paper_of(self, root: str) -> str:
        return self.paper.get(root) or (root if root.startswith("arxiv:") else "")
