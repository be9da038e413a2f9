"""GitHub: addresses of repositories, the REST API and its replies.

A renamed repository answers 301 to `/repositories/{id}`; a private one answers 404 like one that does not exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from catalog.services import repositories
from catalog.services.replies import clean_text
from catalog.services.repositories import RepositoryAddress

API = "https://api.github.com"
HOSTS = frozenset({"github.com", "www.github.com"})
JSON_TYPE = "application/vnd.github+json"
RAW_TYPE = "application/vnd.github.raw+json"
_NOT_OWNERS = frozenset({
    "about", "account", "advisories", "apps", "codespaces", "collections", "contact", "copilot", "customer-stories",
    "dashboard", "discussions", "edu", "enterprise", "events", "explore", "features", "github-copilot", "issues",
    "join", "login", "logout", "marketplace", "mcp", "models", "new", "newsroom", "notifications", "organizations",
    "orgs", "partners", "premium-support", "pricing", "pulls", "readme", "resources", "search", "security", "sessions",
    "settings", "signup", "site", "solutions", "sponsors", "stars", "team", "topics", "trending", "users", "watching",
    "why-github",
})  # fmt: skip


def read_path(path: str) -> RepositoryAddress | None:
    """What `path` at one of the `HOSTS` names; None if it is not in a repository."""
    return repositories.read_path(path, reserved=_NOT_OWNERS)


def page_url(name: str) -> str:
    """The page of a repository that a reader would open."""
    return f"https://github.com/{name}"


def repository_url(name: str, api: str = API) -> str:
    """Address of the API for the repository `owner/name`; below it stand `/readme` and `/contents`."""
    return f"{api}/repos/{name}"


def contents_url(name: str, revision: str, path: str, api: str = API) -> str:
    """Address of the API for a file or folder of a branch, tag or commit."""
    return f"{repository_url(name, api)}/contents/{quote(path)}?{urlencode({'ref': revision})}"


@dataclass(frozen=True, slots=True)
class GithubRepository:
    """A repository as the API describes it."""

    name: str
    """`owner/name` as it is called now."""
    licence: str
    """SPDX identifier of the licence that GitHub recognised; empty if it recognised none."""
    homepage: str
    created: str
    """Day as YYYY-MM-DD."""
    is_archived: bool


def read_repository(reply: Mapping[str, Any]) -> GithubRepository | None:
    """The repository that a reply describes; None if it describes none."""
    name = repositories.full_name(reply.get("full_name"))
    if not name:
        return None
    licence = reply.get("license")
    identifier = clean_text(licence.get("spdx_id")) if isinstance(licence, Mapping) else ""
    return GithubRepository(
        name=name,
        licence="" if identifier == "NOASSERTION" else identifier,
        homepage=clean_text(reply.get("homepage")),
        created=clean_text(reply.get("created_at"))[:10],
        is_archived=reply.get("archived") is True,
    )
