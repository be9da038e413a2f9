"""Hugging Face: addresses of repositories and papers, the Hub API and its replies.

The API has five times the allowance of the pages, answers to a renamed repository with a redirect, and distinguishes a
gated model from a missing one by a header, though both answer 401.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from catalog.services import repositories
from catalog.services.replies import clean_text
from catalog.services.repositories import RepositoryAddress

HOME = "https://huggingface.co"
HOSTS = frozenset({"huggingface.co", "www.huggingface.co", "hf.co"})
_KINDS = frozenset({"datasets", "spaces"})
_NOT_OWNERS = frozenset({
    "api", "blog", "brand", "changelog", "chat", "collections", "docs", "enterprise", "inference",
    "inference-endpoints", "inference-providers", "jobs", "join", "learn", "login", "logout", "models", "new",
    "notifications", "oauth", "organizations", "papers", "posts", "pricing", "search", "settings", "support", "tasks",
    "tokenizers", "transformers", *_KINDS,
})  # fmt: skip
_PAGES = frozenset(
    {
        "activity",
        "blob",
        "collections",
        "commit",
        "commits",
        "datasets",
        "discussions",
        "followers",
        "following",
        "likes",
        "models",
        "papers",
        "raw",
        "resolve",
        "spaces",
        "tree",
    }
)
"""Pages below an owner, and below the few models that have none."""


def read_path(path: str) -> RepositoryAddress | None:
    """What `path` at one of the `HOSTS` names; None if it is not in a model, data set or space."""
    return repositories.read_path(path, _KINDS, _NOT_OWNERS, _PAGES)


def page_url(name: str, kind: str = "", home: str = HOME) -> str:
    """The page of a repository that a reader would open."""
    return f"{home}/{kind}/{name}" if kind else f"{home}/{name}"


def repository_url(name: str, kind: str = "", home: str = HOME) -> str:
    """Address of the API for a repository."""
    return f"{home}/api/{kind or 'models'}/{name}"


def file_url(address: RepositoryAddress, home: str = HOME) -> str:
    """Address of the resolver for a file, which has six times the allowance of the API."""
    page = page_url(address.name, address.kind, home)
    return f"{page}/resolve/{quote(address.revision)}/{quote(address.path)}"


def is_gated(headers: Mapping[str, str]) -> bool:
    """True if an answer says that the repository exists and its files need the owner's permission."""
    return headers.get("x-error-code") == "GatedRepo"


def is_missing(status: int, headers: Mapping[str, str]) -> bool:
    """True if an answer says that there is no such public repository: 401 where the asker gives no token."""
    return status in {401, 404} and not is_gated(headers)


def missing_part(headers: Mapping[str, str]) -> str:
    """What an answer 404 of the resolver says is missing: `revision` or `file`."""
    return "revision" if headers.get("x-error-code") == "RevisionNotFound" else "file"


@dataclass(frozen=True, slots=True)
class HubRepository:
    """A model, data set or space as the API describes it."""

    name: str
    """`owner/name` as it is called now."""
    licence: str
    """The Hub's tag, or the name that the card gives a licence of its own; empty if no licence is stated."""
    created: str
    """Day as YYYY-MM-DD."""
    papers: tuple[str, ...]
    """arXiv identifiers that the card links to."""
    is_gated: bool


def read_repository(reply: Mapping[str, Any]) -> HubRepository | None:
    """The repository a reply describes; None if it describes none."""
    name = repositories.full_name(reply.get("id"))
    if not name:
        return None
    values = reply.get("tags")
    tags = [clean_text(tag) for tag in values] if isinstance(values, list) else []
    return HubRepository(
        name=name,
        licence=_licence(tags, reply.get("cardData")),
        created=clean_text(reply.get("createdAt"))[:10],
        papers=tuple(tag.removeprefix("arxiv:") for tag in tags if tag.startswith("arxiv:")),
        is_gated=bool(reply.get("gated")),
    )


def _licence(tags: list[str], card: Any) -> str:
    licence = next((tag.removeprefix("license:") for tag in tags if tag.startswith("license:")), "")
    if licence == "other" and isinstance(card, Mapping):
        licence = clean_text(card.get("license_name")) or licence
    return licence


def read_paper_code(reply: Mapping[str, Any]) -> str:
    """The address of the GitHub repository that the page of a paper links to; empty if it links to none."""
    return clean_text(reply.get("githubRepo"))
