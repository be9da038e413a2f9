"""ModelScope: addresses of models and data sets, the API and its replies.

Its pages are drawn by a script and answer 200 for anything, so only the API can say what exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.services import repositories
from catalog.services.replies import clean_text
from catalog.services.repositories import RepositoryAddress

HOME = "https://modelscope.cn"
HOSTS = frozenset({"modelscope.cn", "www.modelscope.cn"})
_KINDS = frozenset({"models", "datasets"})
_NOT_FOUND = frozenset({404, 10_010_205_001})  # codes in the reply; its HTTP status may be 200 all the same
_MISSING = ("not found", "not exist", "不存在")
"""Words of a message that a repository is missing: overload and refusals have the same status and code."""


def read_path(path: str) -> RepositoryAddress | None:
    """What `path` at one of the `HOSTS` names; None if it is neither a model nor a data set."""
    address = repositories.read_path(path, _KINDS)
    return address if address and address.kind else None


def repository_url(address: RepositoryAddress, home: str = HOME) -> str:
    """Address of the API for a model or data set."""
    return f"{home}/api/v1/{address.kind}/{address.name}"


def is_missing(status: int, reply: Mapping[str, Any]) -> bool:
    """True if an answer says that there is no such repository."""
    if status != 404 and reply.get("Code") not in _NOT_FOUND:
        return False
    message = read_message(reply)
    return not message or any(words in message.lower() for words in _MISSING)


def read_message(reply: Mapping[str, Any]) -> str:
    """What an answer says of an error; empty if it says nothing."""
    return "" if reply.get("Success") is True else clean_text(reply.get("Message"))


def is_description(reply: Mapping[str, Any]) -> bool:
    """True if a reply describes a repository."""
    return isinstance(reply.get("Data"), Mapping)
