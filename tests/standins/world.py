"""What the stand-ins know: papers, repositories, models, works, feeds and pages, as plain data to build and alter."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Paper:
    """A paper of arXiv; days are `YYYY-MM-DD`."""

    identifier: str
    title: str = "LoomASR: Weaving Encoders"
    authors: list[str] = field(default_factory=lambda: ["Ada Weaver"])
    submitted: str = "2024-11-12"
    updated: str = ""
    version: int = 1
    abstract: str = "We weave."
    comment: str = ""
    journal: str = ""
    doi: str = ""
    categories: list[str] = field(default_factory=lambda: ["eess.AS"])
    is_withdrawn: bool = False
    """Set a comment too: the query API has no other mark. OAI has one."""
    announced: str = ""
    """The day on which the feeds have it; never if empty."""
    announcement: str = "new"
    licence: str = "http://creativecommons.org/licenses/by/4.0/"


@dataclass
class Release:
    tag: str
    published: str
    name: str = ""
    is_draft: bool = False
    is_prerelease: bool = False


@dataclass
class Repository:
    """A repository of GitHub; `former` are names that lead to it by a redirect."""

    name: str
    identifier: int
    description: str | None = "Speech in, text out"
    licence: str | None = "Apache-2.0"
    """An SPDX identifier, `NOASSERTION`, or None."""
    homepage: str | None = ""
    topics: list[str] = field(default_factory=list)
    created: str = "2024-10-30"
    pushed: str = "2026-11-01"
    is_archived: bool = False
    is_disabled: bool = False
    is_fork: bool = False
    is_private: bool = False
    readme: str = "# LoomASR\n"
    releases: list[Release] = field(default_factory=list)
    former: list[str] = field(default_factory=list)


@dataclass
class HubEntry:
    """A model, data set or space of Hugging Face; `former` are names that lead to it by a redirect."""

    name: str
    kind: str = "models"
    identifier: str = "6731aa00bb11cc22dd33ee44"
    sha: str = "0123456789abcdef0123456789abcdef01234567"
    created: str = "2024-11-14"
    modified: str = "2025-01-01"
    gated: bool | str = False
    is_disabled: bool = False
    is_private: bool = False
    licence: str = "apache-2.0"
    """Empty for a repository without a card."""
    licence_name: str = ""
    languages: list[str] | str = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    task: str = "automatic-speech-recognition"
    library: str = "transformers"
    base_models: list[str] = field(default_factory=list)
    base_relation: str = "finetune"
    parameters: dict[str, int] = field(default_factory=dict)
    """Weights by their type, as in the heads of the safetensors files; none of these if empty."""
    total: int | None = None
    """What the index of the files declares, if it is not their sum."""
    files: dict[str, bytes] = field(default_factory=lambda: {"README.md": b"# LoomASR\n"})
    former: list[str] = field(default_factory=list)


@dataclass
class ModelScopeEntry:
    """A model or data set of ModelScope."""

    name: str
    kind: str = "models"
    licence: str = "Apache-2.0"
    papers: list[str] = field(default_factory=list)
    created: str = "2024-11-14"
    modified: str = "2025-01-01"
    task: str = "auto-speech-recognition"
    is_private: bool = False
    is_gated: bool = False


@dataclass
class Work:
    """A work with a DOI."""

    doi: str
    title: str = "LoomASR"
    authors: list[tuple[str, str]] = field(default_factory=lambda: [("Ada", "Weaver")])
    """Given and family name; an organisation has no given name."""
    venue: str = "Proc. Looms"
    published: str = "2025-04-06"
    """YYYY, YYYY-MM or YYYY-MM-DD."""
    kind: str = "proceedings-article"
    publisher: str = "Loom Press"
    retracts: str = ""
    """The DOI of the work that this one retracts."""
    agency: str = "Crossref"
    """Or `DataCite`."""


@dataclass
class Entry:
    """One entry of a feed of somebody's pages."""

    identifier: str
    link: str
    title: str
    published: str = "2026-11-17"
    summary: str = ""
    authors: list[str] = field(default_factory=list)


@dataclass
class Feed:
    """RSS or Atom at a path of the web."""

    path: str
    title: str = "Loom news"
    is_atom: bool = False
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Page:
    """A page or file at a path of the web."""

    path: str
    content: str | bytes = "<!doctype html><title>Looms</title><p>Looms weave.</p>"
    kind: str = "text/html; charset=utf-8"
    modified: str = ""
    """Day of the header Last-Modified; none if empty."""


@dataclass
class World:
    """Everything that the stand-ins know."""

    papers: list[Paper] = field(default_factory=list)
    repositories: list[Repository] = field(default_factory=list)
    hub: list[HubEntry] = field(default_factory=list)
    modelscope: list[ModelScopeEntry] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    feeds: list[Feed] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    sorts: bool = True
    """Whether arXiv obeys `sortBy`; for days in November 2025 it did not."""
    search_is_complete: bool = True
    """Whether GitHub's search finishes in its time."""
    github_per_hour: int | None = None
    """Instead of 60 without and 5,000 with a token."""
    hub_per_window: int | None = None
    """Instead of 500 without and 1,000 with a token, each five minutes."""
    tokens: set[str] = field(default_factory=lambda: {"right-token"})
    """Those that GitHub and Hugging Face accept."""

    def paper(self, identifier: str) -> Paper:
        return next(paper for paper in self.papers if paper.identifier == identifier)

    def repository(self, name: str) -> Repository:
        return next(repository for repository in self.repositories if repository.name == name)

    def entry(self, name: str) -> HubEntry:
        return next(entry for entry in self.hub if entry.name == name)


def small_world() -> World:
    """One of everything, all of one system."""
    return World(
        papers=[Paper("2411.07777", version=3, updated="2025-03-02", title="LoomASR: Weaving\n  Encoders")],
        repositories=[Repository("loom-lab/loomasr", 887654321, releases=[Release("v1.0", "2025-05-01")])],
        hub=[HubEntry("loom-lab/loomasr-7b", papers=["2411.07777"], parameters={"BF16": 7615616512})],
        modelscope=[ModelScopeEntry("loom-lab/loomasr-7b", papers=["2411.07777"])],
        works=[Work("10.1109/loom.2025.35"), Work("10.48550/arxiv.2411.07777", agency="DataCite")],
        feeds=[Feed("/news.rss"), Feed("/news.atom", is_atom=True)],
        pages=[Page("/about")],
    )
