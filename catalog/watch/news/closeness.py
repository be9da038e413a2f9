"""How close a system is to what the catalogue has, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.catalog import Catalog
from catalog.settings.watch import WatchedWords
from catalog.values import spelling
from catalog.watch.citations import citations
from catalog.watch.news.joining import JoinedSightings, stem
from catalog.watch.news.known import KnownWorks, LeftOutReason
from catalog.watch.news.people import KnownAuthors
from catalog.watch.news.sighting import Sighting, SightingKind
from catalog.watch.news.terms import Terms
from catalog.watch.news.words import words_in
from catalog.watch.roles import repository_of

_AUTHORS, _MORE_AUTHORS, _MOST_AUTHORS = 2.0, 0.5, 4.0
_ONE_AUTHOR = 0.5
_OWNER, _BASE, _CITED, _PUBLIC = 1.5, 1.5, 1.0, 0.5
_SOME = 3
_MAX_NAME = 60

Reasons = list[tuple[float, str]]
"""What each reason counts, and the reason as a part of a sentence."""


@dataclass(frozen=True, slots=True)
class Closeness:
    """What the catalogue knows that can make news interesting."""

    terms: Terms
    authors: KnownAuthors
    owners: dict[str, tuple[str, ...]]
    """Owner of repositories and models → names of the records."""
    parts: dict[str, tuple[str, str]]
    """Spelling of a word of a vocabulary → its name, and what one of its kind is called."""
    cited: dict[str, tuple[str, ...]]
    """Work → names of the records that cite it."""
    names: dict[str, str]
    """Spelling of the name of a record → the name."""

    @classmethod
    def of(cls, catalog: Catalog, known: KnownWorks, words: WatchedWords, seen: Iterable[Sighting]) -> Closeness:
        """Read a catalogue; `seen` is all that services showed, which tells what is common."""
        titles = [each.title for each in seen if not each.owner]
        by_work = citations(catalog.records).items()
        cited = {repository_of(work): tuple(dict.fromkeys(each.name for each in found)) for work, found in by_work}
        return cls(
            terms=Terms.of(catalog, words, titles),
            authors=KnownAuthors.of(catalog),
            owners=_owners(known),
            parts=parts_of_systems(catalog),
            cited=cited,
            names={spelling(record.name): record.name for record in catalog.records},
        )

    def judge(self, system: JoinedSightings, words: Sequence[str]) -> tuple[float, str]:
        """The score of a system, higher for closer, and the reasons for it as a sentence without its end."""
        title, text = system.first.title, " ; ".join(filter(None, (each.text for each in system.sightings)))
        weight, terms = self.terms.closeness(title, text)
        some = _each_once((*terms, *words))[: 2 * _SOME]
        reasons: Reasons = [(weight, f"matches: {', '.join(some)}")] if some else []
        reasons += self._people(system) + self._bases(system) + self._citations(system) + _public(system)
        return round(sum(value for value, _ in reasons), 2), "; ".join(text for _, text in reasons)

    def _people(self, system: JoinedSightings) -> Reasons:
        found: Reasons = []
        shared = self.authors.shared(system.first.authors)
        if shared and shared.is_sure:
            value = min(_MOST_AUTHORS, _AUTHORS + _MORE_AUTHORS * (len(shared.names) - 2))
            found.append((value, f"same authors as {shared.record} ({_some(shared.names)})"))
        elif shared:
            found.append((_ONE_AUTHOR, f"an author has the name of one of {shared.record} ({_some(shared.names)})"))
        owners = sorted({each.owner.casefold() for each in system.sightings if each.owner})
        made = [name for owner in owners for name in self.owners.get(owner, ())]
        if made:
            found.append((_OWNER, f"its owner also made {_some(made)}"))
        return found

    def _bases(self, system: JoinedSightings) -> Reasons:
        bases = {base: self.part(base) for each in system.sightings for base in each.bases}
        known = {f"{part[0]} ({part[1]})": None for part in bases.values() if part}
        return [(_BASE, f"made of {_some(sorted(known))}")] if known else []

    def text(self, system: JoinedSightings) -> str:
        """All that is said of a system, and what the vocabularies call the models that it is made of."""
        parts = [self.part(base) for each in system.sightings for base in each.bases]
        return " ; ".join([system.text, *(f"{part[0]} ; {part[1]}" for part in parts if part)])

    def part(self, base: str) -> tuple[str, str] | None:
        """The word of a vocabulary that a model `owner/name` is, and what one of its kind is called."""
        name = base.partition("/")[2]
        return self.parts.get(spelling(base)) or self.parts.get(spelling(name)) or self.parts.get(spelling(stem(name)))

    def _citations(self, system: JoinedSightings) -> Reasons:
        works = dict.fromkeys([*system.works, *sorted(system.first.named_works)])
        names = list(dict.fromkeys(name for work in works for name in self.cited.get(work, ())))
        found: Reasons = [(_CITED, f"cited or shared by {_some(names)}")] if names else []
        own = self.names.get(spelling(system.name))
        return found + ([(0.0, f"{own} has the same name: look whether it is the same")] if own else [])


def parts_of_systems(catalog: Catalog) -> dict[str, tuple[str, str]]:
    """Spelling of a word of a vocabulary, or of the model it links to → its name, and what its kind is called."""
    found: dict[str, tuple[str, str]] = {}
    for words in catalog.vocabularies.values():
        for key, entry in words.items():
            link = repository_of(_model_at(str(entry.link or "")))
            for name in (link, key, entry.name, *entry.aliases):
                if name:
                    found.setdefault(spelling(name), (entry.name, type(entry).title))
    return found


def _model_at(url: str) -> str:
    return url.partition("huggingface.co/")[2].strip("/") if "huggingface.co/" in url else ""


def _owners(known: KnownWorks) -> dict[str, tuple[str, ...]]:
    owners: dict[str, dict[str, None]] = {}
    for work, known_as in known.works.items():
        service, _, name = work.partition(":")
        if service in {"github", "huggingface"} and known_as.reason is LeftOutReason.IN_CATALOGUE:
            owners.setdefault(name.partition("/")[0], {})[known_as.of] = None
    return {owner: tuple(sorted(names)) for owner, names in owners.items()}


def _public(system: JoinedSightings) -> Reasons:
    kinds = {kind for kind, _ in system.addresses()}
    names = {SightingKind.REPOSITORY: "code", SightingKind.MODEL: "weights"}
    public = [name for kind, name in names.items() if kind in kinds]
    return [(_PUBLIC * len(public), f"{' and '.join(public)} linked")] if public else []


def _each_once(words: Iterable[str]) -> list[str]:
    """The words, of several spellings of one the first."""
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(" ".join(words_in(word)), word)
    return list(found.values())


def _some(names: Sequence[str]) -> str:
    shown = [name[:_MAX_NAME] for name in names[:_SOME]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
