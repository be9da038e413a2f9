"""Hugging Face: addresses of repositories and papers, the Hub API and its replies.

The API has five times the allowance of the pages, answers to a renamed repository with a redirect, and distinguishes a
gated model from a missing one by a header, though both answer 401.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from catalog.identifiers import ARXIV_ID
from catalog.services.replies import FULL_NAME, clean_text, full_name

HOME = "https://huggingface.co"
HOSTS = frozenset({"huggingface.co", "www.huggingface.co", "hf.co"})
_PATH = re.compile(rf"/(?:(?P<kind>datasets|spaces)/)?(?P<name>{FULL_NAME})(?P<rest>/.*)?", re.ASCII)
_REST = re.compile(r"/?|/(?P<view>tree|blob|resolve)/(?P<revision>[^/]+)(?:/(?P<path>.+))?")
_PAPER = re.compile(rf"/papers/(?P<id>{ARXIV_ID})/?")
_NOT_OWNERS = frozenset({
    "api", "blog", "chat", "collections", "docs", "join", "learn", "models", "new", "organizations", "papers", "posts",
    "settings", "tasks", "datasets", "spaces",
})  # fmt: skip
_SPDX = {
    identifier.lower(): identifier
    for identifier in (
        *("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "GPL-3.0", "LGPL-3.0", "AGPL-3.0", "MPL-2.0"),
        *("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-NC-ND-4.0", "Unlicense"),
    )
}
"""The Hub's licence tags that are SPDX identifiers in lower case."""


@dataclass(frozen=True, slots=True)
class HubAddress:
    """What an address names: a repository, or a file of it where `path` is not empty."""

    kind: str
    """`models`, `datasets` or `spaces`, as in addresses of the API."""
    name: str
    revision: str = ""
    path: str = ""
    is_known_form: bool = True
    """False for pages below a repository of which the API's answer for the repository says nothing."""

    @property
    def repository_path(self) -> str:
        """Path of the repository's page."""
        return repository_path(self.kind, self.name)


def read_path(path: str) -> HubAddress | None:
    """What `path` at one of the `HOSTS` names; None if it is not a repository or below one."""
    match = _PATH.fullmatch(path)
    if match is None or match["name"].partition("/")[0] in _NOT_OWNERS:
        return None
    kind, rest = match["kind"] or "models", _REST.fullmatch(match["rest"] or "")
    if rest is None:
        return HubAddress(kind, match["name"], is_known_form=False)
    is_file = rest["path"] and rest["view"] != "tree"
    return HubAddress(kind, match["name"], rest["revision"] or "", rest["path"] if is_file else "")


def paper_at(path: str) -> str:
    """The arXiv identifier of the paper whose page has this path; empty if it is not the page of a paper."""
    match = _PAPER.fullmatch(path)
    return match["id"] if match else ""


def repository_path(kind: str, name: str) -> str:
    """Path of the page of a repository."""
    return f"/{name}" if kind == "models" else f"/{kind}/{name}"


def page_url(kind: str, name: str) -> str:
    """The page of a repository that a reader would open."""
    return HOME + repository_path(kind, name)


def paper_page_url(identifier: str) -> str:
    """The page of a paper that a reader would open."""
    return f"{HOME}/papers/{identifier}"


def repository_url(kind: str, name: str, home: str = HOME) -> str:
    """Address of the API for a repository."""
    return f"{home}/api/{kind}/{quote(name)}"


def paper_url(identifier: str, home: str = HOME) -> str:
    """Address of the API for a paper."""
    return f"{home}/api/papers/{quote(identifier)}"


def file_url(address: HubAddress, home: str = HOME) -> str:
    """Address of the resolver for a file."""
    return f"{home}{address.repository_path}/resolve/{quote(address.revision)}/{quote(address.path)}"


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
    """SPDX identifier, or the Hub's own tag where the licence has none; empty if no licence is stated."""
    created: str
    """Day as YYYY-MM-DD."""
    papers: tuple[str, ...]
    """arXiv identifiers that the card links to."""
    is_gated: bool


def read_repository(reply: Mapping[str, Any]) -> HubRepository | None:
    """The repository a reply describes; None if it describes none."""
    name = full_name(reply.get("id"))
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
    return _SPDX.get(licence, licence)


def read_paper_code(reply: Mapping[str, Any]) -> str:
    """The address of the GitHub repository that the page of a paper links to; empty if it links to none."""
    return clean_text(reply.get("githubRepo"))
