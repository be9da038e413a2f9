"""GitHub: addresses of repositories, the REST API and its replies.

A renamed repository answers 301 to `/repositories/{id}`; a private one answers 404 like one that does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from catalog.services.replies import FULL_NAME, clean_text, full_name

API = "https://api.github.com"
HOSTS = frozenset({"github.com", "www.github.com"})
JSON_TYPE = "application/vnd.github+json"
RAW_TYPE = "application/vnd.github.raw+json"
_PATH = re.compile(rf"/(?P<name>{FULL_NAME})(?P<rest>/.*)?", re.ASCII)
_REST = re.compile(r"/?|/(?:tree|blob)/(?P<ref>[^/]+)(?:/(?P<path>.+?))?/?")
_NOT_OWNERS = frozenset({
    "about", "apps", "collections", "features", "orgs", "search", "settings", "sponsors", "topics",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class RepositoryAddress:
    """What an address names: a repository, and a branch or a file of it where `ref` or `path` are not empty."""

    full_name: str
    ref: str = ""
    path: str = ""
    is_known_form: bool = True
    """False for pages below a repository of which the API's answer for the repository says nothing, as an issue."""


def read_path(path: str) -> RepositoryAddress | None:
    """What `path` at one of the `HOSTS` names; None if it is not a repository or below one."""
    match = _PATH.fullmatch(path)
    if match is None or match["name"].partition("/")[0].lower() in _NOT_OWNERS:
        return None
    name, rest = match["name"].removesuffix(".git"), _REST.fullmatch(match["rest"] or "")
    if rest is None:
        return RepositoryAddress(name, is_known_form=False)
    return RepositoryAddress(name, rest["ref"] or "", rest["path"] or "")


def page_url(name: str) -> str:
    """The page of a repository that a reader would open."""
    return f"https://github.com/{name}"


def repository_url(name: str, api: str = API) -> str:
    """Address of the API for the repository `owner/name`."""
    return f"{api}/repos/{quote(name)}"


def readme_url(name: str, api: str = API) -> str:
    """Address of the API for its README; asked with `RAW_TYPE` it answers with the text."""
    return f"{repository_url(name, api)}/readme"


def contents_url(name: str, ref: str, path: str, api: str = API) -> str:
    """Address of the API for a file or folder of a branch, tag or commit."""
    return f"{repository_url(name, api)}/contents/{quote(path)}?{urlencode({'ref': ref})}"


@dataclass(frozen=True, slots=True)
class GithubRepository:
    """A repository as the API describes it."""

    full_name: str
    """`owner/name` as it is called now."""
    licence: str
    """SPDX identifier of the licence that GitHub recognised; empty if it recognised none."""
    homepage: str
    created: str
    """Day as YYYY-MM-DD."""
    is_archived: bool

    @property
    def name(self) -> str:
        """The name without its owner."""
        return self.full_name.rpartition("/")[2]

    @property
    def url(self) -> str:
        """The page a reader would open."""
        return page_url(self.full_name)


def read_repository(reply: Mapping[str, Any]) -> GithubRepository | None:
    """The repository a reply describes; None if it describes none."""
    name = full_name(reply.get("full_name"))
    if not name:
        return None
    licence = reply.get("license")
    identifier = clean_text(licence.get("spdx_id")) if isinstance(licence, Mapping) else ""
    return GithubRepository(
        full_name=name,
        licence="" if identifier == "NOASSERTION" else identifier,
        homepage=clean_text(reply.get("homepage")),
        created=clean_text(reply.get("created_at"))[:10],
        is_archived=reply.get("archived") is True,
    )
