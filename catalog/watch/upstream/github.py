"""GitHub: repositories moved, archived, relicensed or gone, newer releases, and cited files that changed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from catalog.services import github
from catalog.services.asking.client import Asking, NotFoundError, Reply
from catalog.services.fetch import fetch_release, fetch_repository, read_repository
from catalog.services.github import GithubRepository
from catalog.services.replies import clean_text, json_objects, member, read_day
from catalog.watch.changes import ChangeKind
from catalog.watch.upstream.names import name_of, path_of, whole_of
from catalog.watch.upstream.observation import GONE, YES, Observation, Observed
from catalog.watch.upstream.sources import Sources

_PREFIX = "github:"
_README = "README.md"
_NUMBER = re.compile(r"[1-9]\d{0,17}", re.ASCII)


async def observe_github(sources: Sources) -> Observed:
    """What GitHub says of the repositories: all of them, then their releases, then the files that may have changed."""
    run = _Run(sources, sources.repositories(_PREFIX))
    await run.observed.ask(run.works, run.repository)
    denied, run.observed.missing = run.observed.missing, []
    await run.observed.ask(denied, run.confirmed)
    run.observed.observations |= {work: Observation({GONE: YES}) for work in run.observed.missing}
    run.observed.distrust_outage(sources.gone())
    await run.observed.ask(run.found, run.release)
    cited = [work for repository in run.found for work in run.works[repository] if run.may_have_changed(work)]
    await run.observed.ask(cited, run.commit)
    return run.observed


@dataclass(slots=True)
class _Run:
    sources: Sources
    works: dict[str, list[str]]
    observed: Observed = field(init=False)
    found: dict[str, GithubRepository] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.observed = Observed("GitHub", "repositories", len(self.works))

    async def repository(self, work: str) -> None:
        """Ask for the repository by its name."""
        known = self._number(work)
        repository = await fetch_repository(self.sources.client, name_of(work)[1])
        if known and repository.identifier and known != str(repository.identifier):
            repository = await self._by_number(known)  # the name was taken by another one
        self._note(work, repository)

    async def confirmed(self, work: str) -> None:
        """Ask again for one that is said to be missing: by the number that it keeps, if that is known."""
        known = self._number(work)
        if known:
            self._note(work, await self._by_number(known))
            return
        url = github.repository_url(name_of(work)[1], self.sources.client.github)
        self._note(work, await self._fresh(url))

    def _number(self, work: str) -> str:
        """The number under which GitHub has known the repository; empty if that was not seen."""
        known = self.sources.seen(work).get("id", "")
        return known if _NUMBER.fullmatch(known) else ""

    async def _by_number(self, number: str) -> GithubRepository:
        return await self._fresh(f"{self.sources.client.github}/repositories/{number}")

    async def _fresh(self, url: str) -> GithubRepository:
        return await self.sources.client.ask(url, Asking(github.JSON_TYPE, is_fresh=True), read_repository)

    def _note(self, work: str, repository: GithubRepository) -> None:
        self.found[work] = repository
        values = {
            "id": str(repository.identifier or ""),
            "name": repository.name,
            "licence": repository.licence,
            "archived": YES if repository.is_archived else "",
            "disabled": YES if repository.is_disabled else "",
            GONE: "",
        }
        self.observed.observations[work] = Observation(values)

    async def release(self, work: str) -> None:
        """Ask for the newest release."""
        release = await fetch_release(self.sources.client, self.found[work].name)
        observation = self.observed.observations[work]
        tag, day = (release.tag, release.published) if release else ("", "")
        self.observed.observations[work] = Observation({**observation.values, "release": tag}, {"release": day})

    def may_have_changed(self, work: str) -> bool:
        """Whether somebody pushed to the repository after a file of it, or its README, was read for a fact."""
        pushed = self.found[whole_of(work)].pushed
        return self.sources.is_after_reading(pushed, [work]) and not self.sources.is_open(work, ChangeKind.CONTENT)

    async def commit(self, work: str) -> None:
        """Ask for the last commit that changed a file; of a repository, its README."""
        repository = self.found[whole_of(work)]
        asked = urlencode({"path": path_of(work) or _README, "per_page": 1})
        url = f"{github.repository_url(repository.name, self.sources.client.github)}/commits?{asked}"
        try:
            commit, day = await self.sources.client.ask(url, Asking(github.JSON_TYPE), _last_commit)
        except NotFoundError:
            return
        before = self.observed.observations.get(work, Observation({}))
        values, days = {**before.values, "commit": commit}, {**before.days, "commit": day}
        self.observed.observations[work] = Observation(values, days)


def _last_commit(reply: Reply) -> tuple[str, str] | None:
    """Beginning and day of the first commit in a list; empty texts if there is none."""
    commits = json_objects(reply.content)
    if commits is None:
        return None
    if not commits:
        return "", ""
    people = member(commits[0], "commit")
    day = read_day(member(people, "committer").get("date")) or read_day(member(people, "author").get("date"))
    return clean_text(commits[0].get("sha"))[:12], day
