"""GitHub: addresses of repositories, the REST API and its replies.

A renamed repository answers 301 to `/repositories/{id}`; a private one answers 404 like one that does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from catalog.services import repositories
from catalog.services.replies import clean_text, clean_texts, member, read_count, read_day
from catalog.services.repositories import RepositoryAddress

API = "https://api.github.com"
HOSTS = frozenset({"github.com", "www.github.com"})
JSON_TYPE = "application/vnd.github+json"
RAW_TYPE = "application/vnd.github.raw+json"
PAGE_SIZE = 100
_MAX_QUERY = 256
_MAX_OPERATORS = 5
_OPERATOR = re.compile(r"\b(?:AND|OR|NOT)\b")
_NO_LICENCES = frozenset({"NOASSERTION", "Other"})
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


def numbered_url(identifier: int, api: str = API) -> str:
    """Address of the API for the repository with this number, whatever it is called now."""
    return f"{api}/repositories/{identifier}"


def release_url(name: str, api: str = API) -> str:
    """Address of the API for the latest release of a repository."""
    return f"{repository_url(name, api)}/releases/latest"


def search_url(query: str, since: date, page: int = 1, api: str = API) -> str:
    """Address of the API for a page of the repositories made since a day, those changed last first."""
    asked = {"q": _dated(query, since), "sort": "updated", "order": "desc", "per_page": PAGE_SIZE, "page": page}
    return f"{api}/search/repositories?{urlencode(asked)}"


def refused_query(query: str, since: date) -> str:
    """Why GitHub would refuse a search, in one sentence; empty if it would not."""
    length, operators = len(_dated(query, since)), len(_OPERATOR.findall(query))
    if length > _MAX_QUERY:
        return f"a search has at most {_MAX_QUERY} characters, this one {length} with its date"
    if operators > _MAX_OPERATORS:
        return f"a search has at most {_MAX_OPERATORS} of AND, OR and NOT, this one {operators}"
    return ""


def _dated(query: str, since: date) -> str:
    return f"{query} created:>={since.isoformat()}"


@dataclass(frozen=True, slots=True)
class GithubRepository:
    """A repository as the API describes it."""

    identifier: int
    """The number that it keeps under every name; 0 if it is not said."""
    name: str
    """`owner/name` as it is called now."""
    description: str
    licence: str
    """SPDX identifier of the licence that GitHub recognised; empty if it recognised none."""
    homepage: str
    topics: tuple[str, ...]
    created: str
    """Day as YYYY-MM-DD."""
    pushed: str
    """Day of the last push to any branch, forks' pull requests among them: not of the last change."""
    default_branch: str
    is_archived: bool
    is_disabled: bool
    is_fork: bool


@dataclass(frozen=True, slots=True)
class GithubRelease:
    """A release of a repository."""

    tag: str
    name: str
    published: str
    """Day as YYYY-MM-DD."""


def read_repository(reply: Mapping[str, Any]) -> GithubRepository | None:
    """The repository that a reply describes; None if it describes none."""
    name = repositories.full_name(reply.get("full_name"))
    if not name:
        return None
    licence = clean_text(member(reply, "license").get("spdx_id"))
    return GithubRepository(
        identifier=max(read_count(reply.get("id")), 0),
        name=name,
        description=clean_text(reply.get("description")),
        licence="" if licence in _NO_LICENCES else licence,
        homepage=clean_text(reply.get("homepage")),
        topics=clean_texts(reply.get("topics")),
        created=read_day(reply.get("created_at")),
        pushed=read_day(reply.get("pushed_at")),
        default_branch=clean_text(reply.get("default_branch")),
        is_archived=reply.get("archived") is True,
        is_disabled=reply.get("disabled") is True,
        is_fork=reply.get("fork") is True,
    )


def is_repository_asked_for(repository: GithubRepository, address: str) -> bool:
    """Whether a description is of the repository at the address of the API at which it was found."""
    name = urlsplit(address).path.rpartition("/repos/")[2]
    is_numbered = bool(repository.identifier) and address.endswith(f"/repositories/{repository.identifier}")
    return is_numbered or name.casefold() == repository.name.casefold()


def read_release(reply: Mapping[str, Any]) -> GithubRelease | None:
    """The release that a reply describes; None if it describes none."""
    tag = clean_text(reply.get("tag_name"))
    # `created_at` is the day of its commit, which may be years before.
    return GithubRelease(tag, clean_text(reply.get("name")), read_day(reply.get("published_at"))) if tag else None


@dataclass(frozen=True, slots=True)
class GithubPage:
    """A page of search results."""

    repositories: tuple[GithubRepository, ...]
    total: int
    is_complete: bool
    """False if the search took too long and left some out."""


def read_search(reply: Mapping[str, Any]) -> GithubPage | None:
    """The repositories of a page of search results; None if a reply is none."""
    items, total = reply.get("items"), read_count(reply.get("total_count"))
    if not isinstance(items, list) or total < 0:
        return None
    found = (read_repository(item) for item in items if isinstance(item, Mapping))
    return GithubPage(tuple(filter(None, found)), total, reply.get("incomplete_results") is not True)
