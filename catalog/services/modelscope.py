"""ModelScope: addresses of models and data sets, the API and its replies.

Its pages are drawn by a script and answer 200 for anything, so only the API can say what exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.services import arxiv, repositories
from catalog.services.replies import clean_text, clean_texts, member, read_day
from catalog.services.repositories import RepositoryAddress

HOME = "https://modelscope.cn"
HOSTS = frozenset({"modelscope.cn", "www.modelscope.cn"})
_KINDS = frozenset({"models", "datasets"})
_MISSING = "record not found"


def read_path(path: str) -> RepositoryAddress | None:
    """What `path` at one of the `HOSTS` names; None if it is neither a model nor a data set."""
    address = repositories.read_path(path, _KINDS)
    return address if address and address.kind else None


def repository_url(address: RepositoryAddress, home: str = HOME) -> str:
    """Address of the API for a model or data set."""
    return f"{home}/api/v1/{address.kind}/{address.name}"


def openapi_url(name: str, home: str = HOME) -> str:
    """Address of the documented API for a model."""
    return f"{home}/openapi/v1/models/{name}"


def is_missing(reply: Mapping[str, Any]) -> bool:
    """True if an answer says that there is no such repository: overload and refusals have the same status and code."""
    return read_message(reply).lower().rstrip(" .。").endswith(_MISSING)


def read_message(reply: Mapping[str, Any]) -> str:
    """What an answer says of an error; empty if it says nothing."""
    return "" if reply.get("Success") is True else clean_text(reply.get("Message")) or clean_text(reply.get("message"))


def is_description(reply: Mapping[str, Any]) -> bool:
    """True if a reply describes a repository."""
    return isinstance(reply.get("Data"), Mapping)


@dataclass(frozen=True, slots=True)
class ModelScopeRepository:
    """A model or data set as an API describes it."""

    name: str
    licence: str
    papers: tuple[str, ...]
    modified: str
    created: str
    """Days as YYYY-MM-DD."""
    is_gated: bool


def read_description(reply: Mapping[str, Any], name: str) -> ModelScopeRepository | None:
    """The repository `name` that a reply of either API describes; None if it describes none, or another one."""
    data = member(reply, "Data") or member(reply, "data")
    if not data or not _is_of(data, name):
        return None
    papers = [*clean_texts(data.get("RelatedArxivId")), *(tag for tag in clean_texts(data.get("tags")) if ":" in tag)]
    return ModelScopeRepository(
        name=repositories.full_name(data.get("id")) or name,
        licence=clean_text(data.get("License")) or clean_text(data.get("license")),
        papers=tuple(dict.fromkeys(filter(None, map(arxiv.read_identifier, papers)))),
        modified=read_day(data.get("LastUpdatedTime")) or read_day(data.get("last_modified")),
        created=read_day(data.get("CreatedTime")) or read_day(data.get("created_at")),
        is_gated=data.get("gated") is True or data.get("private") is True,
    )


def _is_of(data: Mapping[str, Any], name: str) -> bool:
    """Whether the names in a description are `owner/name`; the older API says the second part alone."""
    whole, own = clean_text(data.get("id")).casefold(), clean_text(data.get("Name")).casefold()
    return whole in {"", name.casefold()} and own in {"", name.casefold().partition("/")[2]}
