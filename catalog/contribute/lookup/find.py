"""From one address to what its page, and the pages it leads to, say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from pydantic_core import PydanticCustomError

from catalog.contribute.lookup import services as ask
from catalog.contribute.lookup.target import Kind, NoTarget, Target, target
from catalog.contribute.lookup.web import NotFound, Services, Unanswered, Web
from catalog.values import Link

A = TypeVar("A")
_MANY_AUTHORS = 12
_FIRST_AUTHORS = 5
_URL = re.compile(r"https?://(?:www\.)?(?:github\.com|huggingface\.co)/[\w./-]+[\w/-]", re.ASCII)
_PAPER = re.compile(r"(?:arxiv\.org/(?:abs|pdf)/|arxiv:)(\d{4}\.\d{4,5})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """A value, the source that says so, and the place in it; `verified` as in records, empty where nobody looked."""

    value: Any
    source: str
    where: str
    verified: str = "primary"


@dataclass(slots=True)
class Found:
    """What is known so far, by role (`title`, `repository` …), and what to tell the person."""

    name: str = ""
    claims: dict[str, Claim] = field(default_factory=dict)
    sources: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    answered: bool = False
    """Whether any service answered."""

    def claim(self, role: str, value: Any, source: str, where: str = "", verified: str = "primary") -> None:
        """Keep the first that is known of a role; without a place in the source it is not verified."""
        if value:
            self.claims.setdefault(role, Claim(value, source, where, verified if where else ""))

    def source(self, key: str, url: str, title: str, *, read: bool = True) -> None:
        """A document, read today unless nobody answered."""
        told = {"url": url, "title": title}
        self.sources.setdefault(key, told | ({"read": date.today().isoformat()} if read else {}))  # noqa: DTZ011


def find(wanted: Target, web: Web | None, services: Services) -> Found:
    """Everything the services say; without `web`, what the address itself says.

    A service that cannot be asked leaves a note, not an error.

    Raises:
        NotFound: the very thing that was asked for does not exist.
    """
    found = Found()
    search = _Search(found, web, services)
    steps = {Kind.ARXIV: search.paper, Kind.GITHUB: search.repository, Kind.HUGGING_FACE: search.model}
    if wanted.kind in steps:
        steps[wanted.kind](wanted, first=True)
    return found


@dataclass(slots=True)
class _Search:
    found: Found
    web: Web | None
    services: Services
    asked: set[Kind] = field(default_factory=set)

    def paper(self, wanted: Target, *, first: bool = False) -> None:
        """The paper, and the code and weights its authors name."""
        if Kind.ARXIV in self.asked:
            return
        paper = self._asked(ask.paper, wanted, first=first)
        self.found.source("paper", wanted.url, "arXiv page of the paper", read=paper is not None)
        self.found.claim("arxiv", wanted.name, "paper", "abstract page" if paper else "")
        if paper is None:
            return
        authors = list(paper.authors)
        if len(authors) > _MANY_AUTHORS:
            authors = [*authors[:_FIRST_AUTHORS], "others"]
        self.found.name = _name(paper.title) or self.found.name
        self.found.claim("title", paper.title, "paper", "abstract page")
        self.found.claim("authors", authors, "paper", "abstract page")
        self.found.claim("date", paper.day, "paper", "submission history, first version")
        self.found.claim("venue", paper.venue, "paper", "journal reference on the abstract page")
        for url in _URL.findall(paper.text):
            self._follow(url, "paper", "abstract or comment on the abstract page")
        if first and Kind.GITHUB not in self.asked:
            url = self._asked(ask.code_of_paper, wanted, first=False, quiet=True)
            self._follow(url or "", "papers", "GitHub link of the page", wanted)

    def repository(self, wanted: Target, *, first: bool = False) -> None:
        """The repository, and the paper its README names where it is only one."""
        if Kind.GITHUB in self.asked:
            return
        repository = self._asked(ask.repository, wanted, first=first)
        url = repository.url if repository else wanted.url
        self.found.source("code", url, "Repository", read=repository is not None)
        self.found.claim("repository", url, "code", "front page" if repository else "")
        if repository is None:
            return
        self.found.name = self.found.name or repository.name
        self.found.claim("licence", repository.licence, "code", "licence shown by GitHub", "secondary")
        self.found.claim("page", _link(repository.page), "code", "website shown beside the description")
        if first:
            self._note_day("the repository was made", repository.day)
            self._one_paper(_PAPER.findall(repository.readme), "its README")

    def model(self, wanted: Target, *, first: bool = False) -> None:
        """The model, and the paper its tags name where it is only one."""
        if Kind.HUGGING_FACE in self.asked:
            return
        model = self._asked(ask.model, wanted, first=first)
        url = model.url if model else wanted.url
        self.found.source("card", url, "Model page", read=model is not None)
        self.found.claim("weights", [url], "card", "files of the model page" if model else "")
        if model is None:
            return
        self.found.claim("weights_licence", model.licence, "card", "licence tag")
        if first:
            self.found.name = self.found.name or model.name
            self._note_day("the model page was made", model.day)
            self._one_paper(model.papers, "its tags")

    def _asked(
        self, question: Callable[[Web, Services, str], A], wanted: Target, *, first: bool, quiet: bool = False
    ) -> A | None:
        self.asked.add(wanted.kind)
        if self.web is None:
            return None
        try:
            answer = question(self.web, self.services, wanted.name)
        except (NotFound, Unanswered) as error:
            if first and isinstance(error, NotFound):
                raise NotFound(f"there is no {wanted.name} at {wanted.kind}; check the spelling") from None
            if not quiet:
                self.found.notes.append(f"{wanted.kind} was of no help: {error}")
            return None
        self.found.answered = True
        return answer

    def _follow(self, url: str, source: str, where: str, page: Target | None = None) -> None:
        """A repository or model that a page names: what it says is asked of its own service."""
        try:
            linked = target(url)
        except NoTarget:
            return
        if page:
            self.found.source(source, f"https://huggingface.co/papers/{page.name}", "Hugging Face page of the paper")
        if linked.kind is Kind.GITHUB:
            self.found.claim("repository", linked.url, source, where)
            self.repository(linked)
        elif linked.kind is Kind.HUGGING_FACE:
            self.found.claim("weights", [linked.url], source, where)
            self.model(linked)

    def _one_paper(self, identifiers: list[str] | tuple[str, ...], where: str) -> None:
        different = sorted(set(identifiers))
        if len(different) == 1:
            self.paper(Target(Kind.ARXIV, different[0]))
        elif different:
            some = ", ".join(different[:8])
            self.found.notes.append(f"{where} names several papers ({some}); if one describes it, add it by hand")

    def _note_day(self, what: str, day: str) -> None:
        if day:
            self.found.notes.append(f"{what} on {day}; look up when the first public version appeared")


def _name(title: str) -> str:
    """What stands before the colon of a title, where that can be a name."""
    name, colon, _ = title.partition(":")
    return name.strip() if colon and len(name) <= 40 and len(name.split()) <= 4 else ""


def _link(url: str) -> str:
    try:
        return Link.read(url) if url else ""
    except PydanticCustomError:
        return ""
