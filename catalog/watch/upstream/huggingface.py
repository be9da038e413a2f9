"""Hugging Face: models and data sets moved, gated, disabled, relicensed or gone, and files that changed.

A new commit alone says little, for most of them correct a README: the list of files says when each one changed last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from catalog.services import huggingface
from catalog.services.asking.client import Asking, NotFoundError, RefusedError, Reply
from catalog.services.fetch import fetch_model, read_model
from catalog.services.huggingface import HubRepository
from catalog.services.replies import clean_text, json_objects, member, read_day
from catalog.watch.changes import ChangeKind
from catalog.watch.upstream.names import name_of, path_of
from catalog.watch.upstream.observation import GONE, YES, Observation, Observed
from catalog.watch.upstream.sources import Sources

_PREFIX = "huggingface:"
_SPACES = "spaces"
_CARD = re.compile(r"(?:^|/)(?:readme(?:\.\w+)?|\.gitattributes|\.gitignore)$|^\.eval_results/", re.IGNORECASE)
"""Files that say something of the others."""
_WEIGHTS = re.compile(r"\.(?:safetensors|bin|pt|pth|ckpt|nemo|gguf|onnx|msgpack|h5|npz|tar|mlmodel)$", re.IGNORECASE)
_SHARD = re.compile(r"-\d{5}-of-(\d{5})")
_MAX_PAGES = 5  # of a list of files, fifty each
_MAX_NAMES = 480  # characters of the names of checkpoints in the state
CUT = "…"
"""Where a list of names is longer than what is kept of it."""


async def observe_hugging_face(sources: Sources) -> Observed:
    """What Hugging Face says of the repositories: each once, and the files of those that changed after reading."""
    run = _Run(sources, sources.repositories(_PREFIX))
    await run.observed.ask(run.works, run.repository)
    denied, run.observed.missing = run.observed.missing, []
    await run.observed.ask(denied, run.confirmed)
    run.observed.distrust_outage(sources.gone())
    await run.observed.ask([work for work in run.found if run.may_have_changed(work)], run.files)
    return run.observed


@dataclass(slots=True)
class _Run:
    sources: Sources
    works: dict[str, list[str]]
    observed: Observed = field(init=False)
    found: dict[str, HubRepository] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.observed = Observed("Hugging Face", "repositories", len(self.works))

    async def repository(self, work: str) -> None:
        """Ask for the repository by its name."""
        kind, name = name_of(work)
        repository = await fetch_model(self.sources.client, name, kind)
        known = self.sources.seen(work).get("id", "")
        if known and repository.identifier and known != repository.identifier:
            raise NotFoundError(f"{name} is another repository now")
        self._note(work, repository)

    async def confirmed(self, work: str) -> None:
        """Ask again for one that is said to be missing, then its page: only if both deny it, it is gone."""
        kind, name = name_of(work)
        home = self.sources.client.hugging_face
        url = huggingface.repository_url(name, kind, home)
        asking = Asking(is_missing=huggingface.is_missing, is_fresh=True)
        known = self.sources.seen(work).get("id", "")
        try:
            repository = await self.sources.client.ask(url, asking, read_model)
        except NotFoundError:
            await self._page(work, huggingface.page_url(name, kind, home))
            return
        if known and repository.identifier and repository.identifier != known:
            self.observed.observations[work] = Observation({GONE: YES})
        else:
            self._note(work, repository)

    async def _page(self, work: str, url: str) -> None:
        asking = Asking("text/html", huggingface.is_missing, is_fresh=True)
        try:
            await self.sources.client.ask(url, asking, lambda reply: reply)
        except NotFoundError:
            self.observed.observations[work] = Observation({GONE: YES})
        else:
            self.observed.failures[work] = f"its API denies {name_of(work)[1]} and its page shows it"

    def _note(self, work: str, repository: HubRepository) -> None:
        self.found[work] = repository
        values = {
            "id": repository.identifier,
            "name": repository.name,
            "licence": repository.licence,
            "gated": YES if repository.is_gated else "",
            "disabled": YES if repository.is_disabled else "",
            "checkpoints": _checkpoints(repository.files),
            GONE: "",
        }
        self.observed.observations[work] = Observation(values, {"checkpoints": repository.modified})

    def may_have_changed(self, work: str) -> bool:
        """Whether something was committed after the repository or a file of it was read for a fact."""
        works = [work, *self.works[work]]
        told = self.sources.is_open(work, ChangeKind.REVISION, ChangeKind.CHECKPOINT)
        modified = self.found[work].modified
        return (
            name_of(work)[0] != _SPACES
            and not told
            and self.sources.is_after_reading(modified, works, with_fields=True)
        )

    async def files(self, work: str) -> None:
        """Ask which files changed last, and when."""
        repository, kind = self.found[work], name_of(work)[0]
        url = f"{huggingface.repository_url(repository.name, kind, self.sources.client.hugging_face)}/tree/"
        asked = f"{repository.revision or 'main'}?recursive=true&expand=true"
        files: list[_File] = []
        cursor = ""
        try:
            for _ in range(_MAX_PAGES):
                page, cursor = await self.sources.client.ask(
                    f"{url}{asked}{f'&cursor={cursor}' if cursor else ''}",
                    Asking(is_pinned=bool(repository.revision)),
                    _files,
                )
                files += page
                if not cursor:
                    break
        except (NotFoundError, RefusedError):
            return  # the files of a gated model are not listed for strangers
        self._note_files(work, files)

    def _note_files(self, work: str, files: list[_File]) -> None:
        newest = max((each for each in files if not _CARD.search(each.path)), key=lambda each: each.day, default=None)
        if newest:
            self._add(work, "revision", newest)
        by_path = {each.path: each for each in files}
        for cited in self.works[work]:
            if path_of(cited) in by_path:
                self._add(cited, "commit", by_path[path_of(cited)])

    def _add(self, work: str, key: str, file: _File) -> None:
        before = self.observed.observations.get(work, Observation({}))
        values, days = {**before.values, key: file.commit}, {**before.days, key: file.day}
        self.observed.observations[work] = Observation(values, days)


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    commit: str
    day: str


def _files(reply: Reply) -> tuple[list[_File], str] | None:
    """The files of one page of a list, each with its last commit, and where the next page begins."""
    entries = json_objects(reply.content)
    return None if entries is None else (list(_read_files(entries)), huggingface.next_cursor(reply.headers))


def _read_files(entries: list[dict[str, Any]]) -> Iterator[_File]:
    for entry in entries:
        commit = member(entry, "lastCommit")
        day = read_day(commit.get("date"))
        if day and entry.get("type", "file") == "file":
            yield _File(clean_text(entry.get("path")), clean_text(commit.get("id"))[:12], day)


def _checkpoints(files: tuple[str, ...]) -> str:
    """The names of the files of weights, those in parts once, as far as they are kept."""
    names = sorted({_SHARD.sub(r"-of-\1", name) for name in files if _WEIGHTS.search(name) and " " not in name})
    text = ""
    for name in names:
        if len(text) + len(name) > _MAX_NAMES:
            return f"{text} {CUT}".strip()
        text = f"{text} {name}".strip()
    return text
