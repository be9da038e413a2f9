"""From what the sources show to what may deserve a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from catalog.catalog import Catalog
from catalog.load.candidates import known_candidates
from catalog.services.asking.client import ServiceClient
from catalog.settings.watch import Watch
from catalog.watch.news.candidate import MAX_TITLE, LeftOutWork, News, NewsCandidate, shortened
from catalog.watch.news.closeness import Closeness
from catalog.watch.news.joining import JoinedSightings, joined_sightings, seen_once
from catalog.watch.news.known import KnownAs, KnownWorks, LeftOutReason, is_copy
from catalog.watch.news.sighting import Sighting, SightingKind
from catalog.watch.news.sources import SourceAnswer, ask_sources, is_renamed, with_readmes
from catalog.watch.news.words import matched
from catalog.watch.state import WatchState

_MOST_NAMESAKES = 20
_EARLY = timedelta(days=2)  # clocks and time zones


async def find_news(client: ServiceClient, catalog: Catalog, state: WatchState, today: date) -> News:
    """What is new since as many days as the survey looks back, and may deserve a record.

    `state` tells what was offered before and, after the sources were checked, under which numbers the services keep
    the repositories and models of the catalogue. A service that fails costs its part only.
    """
    watch = catalog.settings.watch
    if watch is None:
        return News()
    since = today - timedelta(days=watch.days)
    answers = await ask_sources(client, watch, since)
    search = _Search.of(catalog, watch, state, answers)
    sightings = search.plausible(since, today)
    read = await with_readmes(client, filter(search.is_worth_reading, sightings))
    found = search.unknown(joined_sightings(seen_once([*read, *sightings])))
    kept = [each for each in found if not await search.was_renamed(client, each[0])]
    return search.news(kept, answers)


@dataclass(slots=True)
class _Search:
    watch: Watch
    known: KnownWorks
    closeness: Closeness
    sightings: list[Sighting]
    left_out: Counter[LeftOutReason] = field(default_factory=Counter)
    listed: list[LeftOutWork] = field(default_factory=list)
    namesakes_asked: int = 0

    @classmethod
    def of(cls, catalog: Catalog, watch: Watch, state: WatchState, answers: Iterable[SourceAnswer]) -> _Search:
        """What was seen, each work once, and what the catalogue knows."""
        answers = list(answers)
        known = KnownWorks.of(catalog, known_candidates(catalog.project), state)
        seen = seen_once(each for answer in answers for each in answer.sightings)
        left_out = Counter({LeftOutReason.UPDATE: sum(answer.replacements for answer in answers)})
        return cls(watch, known, Closeness.of(catalog, known, watch.words, seen), seen, left_out)

    def plausible(self, since: date, today: date) -> list[Sighting]:
        """What is young enough and no copy of something else; days to come are no days."""
        kept: list[Sighting] = []
        for each in self.sightings:
            day = each.date if each.date <= (today + _EARLY).isoformat() else ""
            if day and day < since.isoformat():
                self.left_out[LeftOutReason.OLD] += 1
            elif each.kind is SightingKind.MODEL and is_copy(each, self.closeness.parts):
                self.left_out[LeftOutReason.COPY] += 1
            elif each.kind is not SightingKind.PAPER and each.is_dead:
                self.left_out[LeftOutReason.DEAD] += 1
            else:
                kept.append(replace(each, date=day))
        return kept

    def is_worth_reading(self, sighting: Sighting) -> bool:
        """Whether a README may tell more of something that may be news."""
        alone = JoinedSightings((sighting,), "")
        return self.known.find(alone) is None and matched(self.watch.words, self.closeness.text(alone)) is not None

    def unknown(self, found: Iterable[JoinedSightings]) -> list[tuple[JoinedSightings, tuple[str, ...]]]:
        """The systems that nobody has looked at, with the watched words that they have."""
        kept: list[tuple[JoinedSightings, tuple[str, ...]]] = []
        for system in found:
            words = matched(self.watch.words, self.closeness.text(system))
            if system.first.is_dead:
                self.left_out[LeftOutReason.DEAD] += 1
            elif known_as := self.known.find(system):
                self._leave(system, known_as)
            elif words is None:
                self.left_out[LeftOutReason.WORDS] += 1
            else:
                kept.append((system, words))
        return kept

    async def was_renamed(self, client: ServiceClient, system: JoinedSightings) -> bool:
        """Whether a part of a system without a paper is a known repository or model under a new name."""
        if system.paper_work:
            return False
        for each in system.sightings:
            if each.identity:
                names = self.known.namesakes(each)[: _MOST_NAMESAKES - self.namesakes_asked]
                self.namesakes_asked += len(names)
                if name := await is_renamed(client, each, names):
                    self._leave(system, self.known.works[f"{each.work.partition(':')[0]}:{name}"])
                    return True
        return False

    def _leave(self, system: JoinedSightings, known_as: KnownAs) -> None:
        self.left_out[known_as.reason] += 1
        if known_as.reason.is_known:
            title = shortened(system.first.title, MAX_TITLE)
            self.listed.append(LeftOutWork(title, system.first.url, known_as.reason, known_as.of))

    def news(self, kept: Sequence[tuple[JoinedSightings, tuple[str, ...]]], answers: Iterable[SourceAnswer]) -> News:
        """The ranked candidates, and what was left out."""
        return News(
            candidates=tuple(sorted(self._candidates(kept), key=_rank)),
            left_out={reason: self.left_out[reason] for reason in LeftOutReason if self.left_out[reason]},
            known=tuple(sorted(self.listed, key=lambda each: (list(LeftOutReason).index(each.reason), each.url))),
            asked=tuple(answer.asked for answer in answers),
        )

    def _candidates(self, kept: Sequence[tuple[JoinedSightings, tuple[str, ...]]]) -> Iterator[NewsCandidate]:
        for system, words in kept:
            score, reasons = self.closeness.judge(system, words)
            yield NewsCandidate.of(system, words, score, reasons)


def _rank(candidate: NewsCandidate) -> tuple[float, int, str]:
    """The closest first; of equal ones the newest; then by work, so that the order never changes."""
    day = date.fromisoformat(candidate.date).toordinal() if candidate.date else 0
    return -candidate.score, -day, candidate.work
