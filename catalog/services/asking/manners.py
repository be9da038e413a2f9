"""How often each service may be asked, and how it says that it was asked too often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.services import arxiv, crossref, github, huggingface, modelscope

ARXIV_FEEDS = "https://rss.arxiv.org"
ARXIV_OAI = "https://oaipmh.arxiv.org"
DATACITE = "https://api.datacite.org"
DOI = "https://doi.org"


@dataclass(frozen=True, slots=True, eq=False)
class Manners:
    """The manners of asking one service; `name` is what people call it."""

    name: str
    gap: float = 1.0
    """Seconds from one request to the next; the service's headers may ask for more."""
    pause: float = 5.0
    """Seconds to wait when it has had too many requests and does not say for how long; doubled for the next time."""
    domains: tuple[str, ...] = ()
    """Its hosts, with all below them."""
    by_host: bool = False
    """Whether it is many hosts, each with a pace of its own."""
    windows: tuple[tuple[str, str], ...] = ()
    """Beginnings of paths, and the limit of its own that counts them."""
    window: str = ""
    """The limit that counts everything else."""
    throttling: frozenset[int] = frozenset({429})
    """Statuses that mean: too often, or too busy."""
    final: frozenset[int] = frozenset()
    """Statuses after which it must not be asked again."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Sent with every request to it."""
    tokens: tuple[str, ...] = ()
    """Variables of the environment that may hold a token for it."""
    by_day: bool = False
    """Whether its answers change once a day."""

    def window_of(self, path: str) -> str:
        """The limit that counts requests for this path."""
        return next((window for start, window in self.windows if path.startswith(start)), self.window)


_ARXIV = Manners(
    "arXiv",
    gap=1 / arxiv.MAX_PER_SECOND,
    pause=20.0,
    domains=("arxiv.org",),
    throttling=frozenset({406, 429, 503}),
    final=frozenset({403}),
    by_day=True,
)
_GITHUB = Manners(
    "GitHub",
    gap=0.25,
    pause=60.0,
    domains=("api.github.com",),
    headers={"X-GitHub-Api-Version": "2022-11-28"},
    windows=(("/search/code", "code search"), ("/search/", "search")),
    tokens=("GITHUB_TOKEN", "GH_TOKEN"),
)
_HUGGING_FACE = Manners(
    "Hugging Face",
    gap=0.25,
    domains=("huggingface.co", "hf.co"),
    windows=(("/api/", "api"),),
    window="files",
    tokens=("HF_TOKEN",),
)
_MODELSCOPE = Manners("ModelScope", domains=("modelscope.cn",))
_CROSSREF = Manners("Crossref", gap=0.25, domains=("api.crossref.org",), final=frozenset({403}))
_DATACITE = Manners("DataCite", gap=0.7, domains=("api.datacite.org",))
_DOI = Manners("doi.org", domains=("doi.org",))
PAGES = Manners("pages", by_host=True)
FEEDS = Manners("feeds", by_host=True)

SERVICES = {
    "CATALOG_ARXIV": (arxiv.API, _ARXIV),
    "CATALOG_ARXIV_FEEDS": (ARXIV_FEEDS, _ARXIV),
    "CATALOG_ARXIV_OAI": (ARXIV_OAI, _ARXIV),
    "CATALOG_CROSSREF": (crossref.API, _CROSSREF),
    "CATALOG_DATACITE": (DATACITE, _DATACITE),
    "CATALOG_DOI": (DOI, _DOI),
    "CATALOG_GITHUB": (github.API, _GITHUB),
    "CATALOG_HUGGING_FACE": (huggingface.HOME, _HUGGING_FACE),
    "CATALOG_MODELSCOPE": (modelscope.HOME, _MODELSCOPE),
}
"""Variables that replace the address of a service → its public address, and its manners."""
ALL = (*dict.fromkeys(own for _, own in SERVICES.values()), PAGES, FEEDS)
"""The manners of every service, and of the hosts that are none."""
