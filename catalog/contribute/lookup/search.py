"""From one paper, repository or model to what its service, and those of the pages it names, say."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from pydantic_core import PydanticCustomError

from catalog.contribute import stated
from catalog.contribute.lookup.target import InvalidTargetError, LookupService, LookupTarget, read_target
from catalog.contribute.stated import ROLES, Stated
from catalog.services import arxiv, fetch, github, huggingface
from catalog.services.asking.client import NotFoundError, ServiceClient, ServiceError
from catalog.values import Grade, Link

A = TypeVar("A")
_URL = re.compile(r"https?://(?:www\.)?(?:github\.com|huggingface\.co)/[\w./-]+[\w/-]", re.ASCII)


@dataclass(frozen=True, slots=True)
class ProposedFact:
    """A value, the key of its source, and the place in it; `verified` as in records, empty where nobody looked."""

    value: Any
    source: str
    where: str
    verified: str = "primary"


@dataclass(slots=True)
class LookupResult:
    """Proposed facts by role (`title`, `repository` …), their sources by key, and notes for the person."""

    name: str = ""
    facts: dict[str, ProposedFact] = field(default_factory=dict)
    sources: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    answered: bool = False
    """Whether any service answered."""

    def propose(self, role: str, value: Any, source: str, where: str = "", verified: str = "primary") -> None:
        """Keep the first value of a role; without a place in the source it is not verified."""
        if value:
            self.facts.setdefault(role, ProposedFact(value, source, where, verified if where else ""))

    def add_source(self, key: str, url: str, title: str, *, read: bool = True) -> None:
        """Keep a document, with today as the day it was read if it was."""
        source = {"url": url, "title": title}
        self.sources.setdefault(key, source | ({"read": date.today().isoformat()} if read else {}))  # noqa: DTZ011


async def look_up(target: LookupTarget, client: ServiceClient | None) -> LookupResult:
    """Everything that the services say; without a client, what the address itself says.

    A service that gives no usable answer leaves a note, not an error.

    Raises:
        NotFoundError: the target itself does not exist, or not for strangers.
    """
    search = _Search(client)
    steps = {
        LookupService.ARXIV: search.paper,
        LookupService.CROSSREF: search.work,
        LookupService.GITHUB: search.repository,
        LookupService.HUGGING_FACE: search.model,
    }
    if target.service in steps:
        await steps[target.service](target, first=True)
    elif target.url:
        search.page(target)
    return search.result


@dataclass(slots=True)
class _Search:
    client: ServiceClient | None
    result: LookupResult = field(default_factory=LookupResult)
    asked: set[LookupService] = field(default_factory=set)

    async def paper(self, target: LookupTarget, *, first: bool = False) -> None:
        """The paper, and the code and weights its authors name."""
        if LookupService.ARXIV in self.asked:
            return
        paper = await self._ask(fetch.fetch_paper, target, first=first)
        self.result.add_source("paper", target.url, "arXiv page of the paper", read=paper is not None)
        self.result.propose("arxiv", target.name, "paper", "abstract page" if paper else "")
        if paper is None:
            return
        self.result.name = _name_in(paper.title) or self.result.name
        self._propose(stated.of_paper(paper), "paper")
        for url in _URL.findall(f"{paper.abstract} {paper.comment}"):
            await self._follow(url, "paper", "abstract or comment on the abstract page")
        if first and LookupService.GITHUB not in self.asked:
            await self._follow_paper_page(target)

    async def _follow_paper_page(self, paper: LookupTarget) -> None:
        url = await self._ask(fetch.fetch_paper_code, paper, optional=True)
        if url:
            page = f"{huggingface.HOME}/papers/{paper.name}"
            self.result.add_source("papers", page, "Hugging Face page of the paper")
            await self._follow(url, "papers", "GitHub link of the page")

    def page(self, target: LookupTarget) -> None:
        """A page that no service describes: its address alone."""
        self.result.add_source("paper", target.url, "Page of the paper", read=False)
        self.result.propose("link", target.url, "paper")

    async def work(self, target: LookupTarget, *, first: bool = False) -> None:  # noqa: ARG002
        """The work with a DOI; Crossref does not know those of other agencies, which exist all the same."""
        work = await self._ask(fetch.fetch_work, target)
        if work is None:
            self.page(target)
            return
        said = stated.of_work(work, target.name)
        self.result.add_source(said.source.key, said.source.url, said.source.title)
        self.result.name = _name_in(work.title)
        self._propose(said, said.source.key)
        self._note_day("the paper was published", work.published)

    async def repository(self, target: LookupTarget, *, first: bool = False) -> None:
        """The repository, and the paper its README names where it is only one."""
        if LookupService.GITHUB in self.asked:
            return
        repository = await self._ask(fetch.fetch_repository, target, first=first)
        url = github.page_url(repository.name) if repository else target.url
        self.result.add_source("code", url, "Repository", read=repository is not None)
        self.result.propose("repository", url, "code", "front page" if repository else "")
        if repository is None:
            return
        self.result.name = self.result.name or repository.name.rpartition("/")[2]
        self._propose(stated.of_repository(repository, repository.name), "code")
        if first:
            self._note_day("the repository was created", repository.created)
            readme = await self._ask(fetch.fetch_readme, target, optional=True)
            await self._follow_paper(arxiv.papers_named(readme or ""), "its README")

    async def model(self, target: LookupTarget, *, first: bool = False) -> None:
        """The model, and the paper its tags name where it is only one."""
        if LookupService.HUGGING_FACE in self.asked:
            return
        model = await self._ask(fetch.fetch_model, target, first=first)
        url = huggingface.page_url(model.name) if model else target.url
        self.result.add_source("card", url, "Model page", read=model is not None)
        self.result.propose("weights", [url], "card", "files of the model page" if model else "")
        if model is None:
            return
        self._propose(stated.of_model(model, model.name), "card")
        if first:
            self.result.name = self.result.name or model.name.rpartition("/")[2]
            self._note_day("the model page was created", model.created)
            await self._follow_paper(sorted(set(model.papers)), "its tags")

    def _propose(self, said: Stated, source: str) -> None:
        """Propose what a service states, in the roles that `cite` and `download` have for it."""
        for each in said.statements:
            role = ROLES[each.service].get(each.name)
            value = _link(each.value) if role == "page" else each.value
            if role:
                self.result.propose(role, value, source, each.where, (each.field.grade or Grade.PRIMARY).value)

    async def _ask(
        self,
        request: Callable[[ServiceClient, str], Awaitable[A]],
        target: LookupTarget,
        *,
        first: bool = False,
        optional: bool = False,
    ) -> A | None:
        self.asked.add(target.service)
        if self.client is None:
            return None
        try:
            answer = await request(self.client, target.name)
        except (NotFoundError, ServiceError) as error:
            if first and isinstance(error, NotFoundError):
                raise NotFoundError(f"{error}; check the spelling") from None
            if not optional:
                self.result.notes.append(f"{target.service} could not be queried: {error}")
            return None
        self.result.answered = True
        return answer

    async def _follow(self, url: str, source: str, where: str) -> None:
        """Propose a repository or model that a page names, and ask its own service about it."""
        try:
            target = read_target(url)
        except InvalidTargetError:
            return
        if target.service is LookupService.GITHUB:
            self.result.propose("repository", target.url, source, where)
            await self.repository(target)
        elif target.service is LookupService.HUGGING_FACE:
            self.result.propose("weights", [target.url], source, where)
            await self.model(target)

    async def _follow_paper(self, identifiers: Sequence[str], where: str) -> None:
        if len(identifiers) == 1:
            await self.paper(LookupTarget(LookupService.ARXIV, identifiers[0]))
        elif identifiers:
            some = ", ".join(identifiers[:8])
            self.result.notes.append(f"{where} names several papers ({some}); if one describes it, add it by hand")

    def _note_day(self, event: str, day: str) -> None:
        if day:
            self.result.notes.append(f"{event} on {day}; look up when the first public version appeared")


def _name_in(title: str) -> str:
    """The text before the colon of a title, where that can be a name."""
    name, colon, _ = title.partition(":")
    return name.strip() if colon and len(name) <= 40 and len(name.split()) <= 4 else ""


def _link(url: str) -> str:
    try:
        return Link.read(url) if url else ""
    except PydanticCustomError:
        return ""
