"""One thing that a service or feed showed: a paper, a repository, a model or a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from catalog.services import arxiv, github, huggingface
from catalog.services.arxiv import ArxivPaper
from catalog.services.feeds import FeedEntry
from catalog.services.github import GithubRepository
from catalog.services.huggingface import HubRepository
from catalog.services.works import work_at
from catalog.values import Link
from catalog.values.invalid import is_valid

_ADDRESS = re.compile(
    r"https?://(?:(?:www\.)?(?:github\.com|huggingface\.co|hf\.co|modelscope\.cn)/[\w./-]{0,200}[\w/-]"
    r"|[\w-]{1,60}\.github\.io(?:/[\w./-]{0,200}[\w/-])?)",
    re.ASCII | re.IGNORECASE,
)
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid)=[^&#]*&?", re.IGNORECASE)
_MAX_NAMED = 20


class SightingKind(StrEnum):
    """What was seen."""

    PAPER = "paper"
    REPOSITORY = "repository"
    MODEL = "model"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One thing as its service shows it; all texts are cleaned."""

    kind: SightingKind
    work: str
    """`work_at` of its address."""
    url: str
    title: str
    """Of a paper or page; `owner/name` of a repository or model."""
    text: str = ""
    """Abstract, description or tags, in which words are looked for beside the title."""
    authors: tuple[str, ...] = ()
    date: str = ""
    """YYYY-MM-DD, empty where unknown: a paper was submitted, a repository made, a page published then."""
    named: tuple[str, ...] = ()
    """Addresses that it names."""
    identity: str = ""
    """Of a repository or model: what stays when it gets another name."""
    doi: str = ""
    bases: tuple[str, ...] = ()
    """Models that a model was made of, as `owner/name`."""
    relation: str = ""
    """How it was made of them: `finetune`, `quantized`, `adapter` or `merge`."""
    is_dead: bool = False
    """Withdrawn, archived, disabled, or a fork."""

    @property
    def named_works(self) -> frozenset[str]:
        """The works that it names, apart from itself."""
        return frozenset(map(work_at, self.named)) - {self.work, ""}

    @property
    def named_papers(self) -> frozenset[str]:
        """The papers that it names."""
        return frozenset(work for work in self.named_works if work.startswith("arxiv:"))

    @property
    def owner(self) -> str:
        """Whose repository or model it is; empty for others."""
        return self.title.partition("/")[0] if self.kind in {SightingKind.REPOSITORY, SightingKind.MODEL} else ""


def addresses_in(text: str) -> tuple[str, ...]:
    """The addresses of papers, repositories, models and project pages that stand in a text, each once."""
    papers = [paper_url(identifier) for identifier in arxiv.papers_named(text)]
    return tuple(dict.fromkeys([*papers, *_ADDRESS.findall(text)]))[:_MAX_NAMED]


def paper_url(identifier: str) -> str:
    """The page of arXiv's paper that a reader would open."""
    return f"https://arxiv.org/abs/{identifier}"


def plain_address(url: str) -> str:
    """An address without its fragment and without what only counts visitors."""
    address, mark, query = url.partition("#")[0].partition("?")
    kept = _TRACKING.sub("", query).rstrip("&")
    return address + (mark + kept if kept else "")


def paper_seen(paper: ArxivPaper) -> Sighting:
    """A paper of arXiv's API."""
    return Sighting(
        kind=SightingKind.PAPER,
        work=f"arxiv:{paper.identifier}",
        url=paper_url(paper.identifier),
        title=paper.title,
        text=paper.abstract,
        authors=paper.authors,
        date=paper.submitted,
        # Papers cite others by their identifiers: only what is no paper can be a part of it.
        named=tuple(url for url in addresses_in(f"{paper.abstract} {paper.comment}") if "arxiv.org/" not in url),
        doi=paper.doi,
        is_dead=paper.is_withdrawn,
    )


def repository_seen(repository: GithubRepository) -> Sighting:
    """A repository of GitHub."""
    topics = " ; ".join(repository.topics)
    return Sighting(
        kind=SightingKind.REPOSITORY,
        work=work_at(github.page_url(repository.name)),
        url=github.page_url(repository.name),
        title=repository.name,
        text=f"{repository.description} ; {topics}" if topics else repository.description,
        date=repository.created,
        named=(
            *((repository.homepage,) if work_at(repository.homepage) else ()),
            *addresses_in(repository.description),
        ),
        identity=str(repository.identifier or ""),
        is_dead=repository.is_archived or repository.is_disabled or repository.is_fork,
    )


def model_seen(model: HubRepository) -> Sighting:
    """A model of Hugging Face."""
    tags = (tag for tag in model.tags if ":" not in tag and tag != model.library)
    words = (model.task, *tags, *model.base_models)
    return Sighting(
        kind=SightingKind.MODEL,
        work=work_at(huggingface.page_url(model.name)),
        url=huggingface.page_url(model.name),
        title=model.name,
        text=" ; ".join(filter(None, dict.fromkeys(words))),
        date=model.created,
        named=tuple(map(paper_url, model.papers)),
        identity=model.identifier,
        bases=model.base_models,
        relation=model.base_relation,
        is_dead=model.is_disabled,
    )


def entry_seen(entry: FeedEntry) -> Sighting | None:
    """An entry of a feed; None if it has no title or no address that a record could have."""
    url = paper_url(entry.arxiv) if entry.arxiv else plain_address(entry.link)
    work = work_at(url)
    if not work or not entry.title or not is_valid(Link.read, url):
        return None
    named = tuple(each for each in addresses_in(entry.summary) if not entry.arxiv or "arxiv.org/" not in each)
    kinds = {"arxiv": SightingKind.PAPER, "github": SightingKind.REPOSITORY, "huggingface": SightingKind.MODEL}
    kind = kinds.get(work.partition(":")[0], SightingKind.PAGE)
    name = "/".join(work.partition(":")[2].split("/")[:2])
    is_named = kind in {SightingKind.REPOSITORY, SightingKind.MODEL}
    return Sighting(
        kind=kind,
        work=work,
        url=url,
        title=name if is_named else entry.title,
        text=f"{entry.title} ; {entry.summary}" if is_named else entry.summary,
        authors=entry.authors,
        date=entry.published,
        named=named,
    )
