"""What is no news: it is in the catalogue, was looked at and has no record, or was offered before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from catalog.catalog import Catalog
from catalog.load.candidates import Candidates
from catalog.services.doi import page_url
from catalog.services.works import work_at
from catalog.values import Record, spelling
from catalog.watch.changes import ChangeKind
from catalog.watch.news.joining import JoinedSightings, stem
from catalog.watch.news.sighting import Sighting, SightingKind
from catalog.watch.roles import RecordRoles, repository_of
from catalog.watch.state import WatchState

_MIN_TITLE = 12  # letters of a title that no other paper has by chance
_MIN_MODEL = 8  # letters of the name of a model that no other has by chance, if it has no digit
_COPIED = frozenset({"quantized", "merge"})
_TUNED = frozenset({"finetune", "adapter"})
_FORMATS = frozenset({"gguf", "ggml", "gptq", "awq", "exl2", "mlx", "onnx", "openvino", "coreml", "ctranslate2"})


class LeftOutReason(StrEnum):
    """Why something is no news, as the end of a sentence about it."""

    WORDS = "without the words that are looked for"
    OLD = "older than the days looked back"
    UPDATE = "a new version of an older paper"
    DEAD = "withdrawn, archived, disabled or a fork"
    COPY = "a quantised, tuned or converted copy of another model"
    IN_CATALOGUE = "in the catalogue"
    DISMISSED = "dismissed in data/candidates.yml"
    WAITING = "waiting in data/candidates.yml"
    OFFERED = "offered before"

    @property
    def is_known(self) -> bool:
        """Whether somebody has looked at it: it is worth a line of its own."""
        return self in _KNOWN


_KNOWN = frozenset({LeftOutReason.IN_CATALOGUE, LeftOutReason.DISMISSED, LeftOutReason.WAITING, LeftOutReason.OFFERED})


@dataclass(frozen=True, slots=True)
class KnownAs:
    """Why something is no news, and what it is already: the name of a record or candidate, the day of the offer."""

    reason: LeftOutReason
    of: str = ""


@dataclass(slots=True)
class KnownWorks:
    """What is known by its work, its title, or its name."""

    works: dict[str, KnownAs] = field(default_factory=dict)
    titles: dict[str, KnownAs] = field(default_factory=dict)
    names: dict[str, KnownAs] = field(default_factory=dict)
    identities: dict[str, KnownAs] = field(default_factory=dict)
    """By service and what stays when a repository or model gets another name: `github:123`."""
    identified: set[str] = field(default_factory=set)
    """The works of which that is known."""
    models: dict[str, KnownAs] = field(default_factory=dict)
    """By the name of the weights without their owner."""

    @classmethod
    def of(cls, catalog: Catalog, candidates: Candidates, state: WatchState) -> KnownWorks:
        """All that is no news; what is in the catalogue counts before what is not."""
        known, own = cls(), RecordRoles.of(catalog)
        for record in catalog.records:
            known._add_record(own, record)
        for listed, reason in (
            (candidates.dismissed, LeftOutReason.DISMISSED),
            (candidates.waiting, LeftOutReason.WAITING),
        ):
            for slug, candidate in listed.items():
                known_as = KnownAs(reason, candidate.name)
                known.works.setdefault(work_at(str(candidate.link)), known_as)
                for name in (slug, candidate.name):
                    known.names.setdefault(spelling(name), known_as)
        for work, day in state.offered.items():
            known.works.setdefault(work, KnownAs(LeftOutReason.OFFERED, day.isoformat()))
        known._add_moved(state)
        return known

    def _add_moved(self, state: WatchState) -> None:
        """Where known repositories and models have moved, and what they keep when they move."""
        for change in state.changes:
            if change.kind is ChangeKind.RENAMED and (known_as := self.works.get(change.work)):
                service = change.work.partition(":")[0]
                self.works.setdefault(work_at(change.after) or f"{service}:{change.after.casefold()}", known_as)
        for work, seen in state.works.items():
            if (identity := seen.values.get("id")) and (known_as := self.works.get(work)):
                self.identities[f"{work.partition(':')[0]}:{identity}"] = known_as
                self.identified.add(work)

    def _add_record(self, own: RecordRoles, record: Record) -> None:
        known_as = KnownAs(LeftOutReason.IN_CATALOGUE, record.name)
        for work in map(repository_of, own.works(record)):
            self.works.setdefault(work, known_as)
            if work.startswith(("huggingface:", "modelscope:")):
                self.models.setdefault(work.rpartition("/")[2], known_as)
        for title in own.texts(record, "title"):
            self.titles.setdefault(spelling(title), known_as)
        for name in (record.name, record.slug, *record.formerly):
            self.names.setdefault(spelling(name), known_as)

    def find(self, system: JoinedSightings) -> KnownAs | None:
        """Why a system is no news; None if it may be.

        A repository may hold several systems, and a name may be another's: with a paper that is not known, neither
        makes a system known. What was offered is, by whichever of its works.
        """
        found = next(filter(None, map(self.works.get, [system.paper_work, *map(_paper_doi, system.sightings)])), None)
        found = found or self._by_own_works(system) or self._by_title(system)
        if found or system.paper_work:
            return found
        names = [system.name, *(each.title.partition("/")[2] for each in system.sightings if each.owner)]
        return next(filter(None, (self.names.get(spelling(name)) for name in names if name)), None)

    def _by_own_works(self, system: JoinedSightings) -> KnownAs | None:
        for each in system.sightings:
            found = self.works.get(repository_of(each.work)) or self.identities.get(identity_key(each))
            is_shared = each.kind is SightingKind.REPOSITORY and system.paper_work
            if found and (not is_shared or found.reason is LeftOutReason.OFFERED):
                return found
            if each.kind is SightingKind.MODEL and (copied := self._copied(each)):
                return copied
        named = map(self.works.get, sorted(system.first.named_works))
        return next((found for found in named if found and found.reason is LeftOutReason.OFFERED), None)

    def _copied(self, model: Sighting) -> KnownAs | None:
        """The record whose weights a model has, by its name or what it was made of."""
        for base in model.bases:
            found = self.works.get(work_at(f"https://huggingface.co/{base}"))
            if found and found.reason is LeftOutReason.IN_CATALOGUE:
                return KnownAs(LeftOutReason.COPY, found.of)
        name = model.title.partition("/")[2].casefold()
        beginnings = (name[:end] for end in range(len(name), 0, -1) if end == len(name) or not name[end].isalnum())
        return next(filter(None, (self.models.get(each) for each in beginnings if _is_telling(each))), None)

    def _by_title(self, system: JoinedSightings) -> KnownAs | None:
        titles = [each.title for each in system.sightings if not each.owner]
        return next(filter(None, (self.titles.get(spelling(t)) for t in titles if len(t) >= _MIN_TITLE)), None)

    def namesakes(self, sighting: Sighting) -> list[str]:
        """Names of the known repositories or models that have its owner or its name: it may be one of them, renamed.

        Those of which the last check kept what stays under any name are not among them.
        """
        service, _, path = sighting.work.partition(":")
        owner, own = path.partition("/")[0], spelling(stem(path.partition("/")[2]))
        known = (work.removeprefix(f"{service}:") for work in self.works if work.startswith(f"{service}:"))
        return sorted(
            name
            for name in known
            if name != path and name.count("/") == 1 and f"{service}:{name}" not in self.identified
            if name.startswith(f"{owner}/") or spelling(stem(name.partition("/")[2])) == own
        )


def is_copy(model: Sighting, parts: Iterable[str]) -> bool:
    """Whether a model is a copy of another in other files, or another's model with more training.

    `parts` are spellings of models of which systems are made: what is made of one of them may be a new system.
    """
    words = set(model.title.partition("/")[2].casefold().replace("_", "-").split("-"))
    if model.relation in _COPIED or words & _FORMATS:
        return True
    owners = {base.partition("/")[0].casefold() for base in model.bases}
    is_others = bool(owners) and model.owner.casefold() not in owners
    is_made_of_parts = any(spelling(base.partition("/")[2]) in parts for base in model.bases)
    return model.relation in _TUNED and is_others and not is_made_of_parts


def _is_telling(name: str) -> bool:
    return len(name) >= _MIN_MODEL or (len(name) >= _MIN_MODEL // 2 and any(letter.isdigit() for letter in name))


def identity_key(sighting: Sighting) -> str:
    """What `KnownWorks.identities` knows a repository or model by."""
    return f"{sighting.work.partition(':')[0]}:{sighting.identity}" if sighting.identity else ""


def _paper_doi(sighting: Sighting) -> str:
    return work_at(page_url(sighting.doi)) if sighting.doi else ""
