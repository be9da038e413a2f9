"""ModelScope: addresses of models and data sets, the API and its replies.

Its pages are drawn by a script and answer 200 for anything, so only the API can say what exists.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

HOME = "https://modelscope.cn"
HOSTS = frozenset({"modelscope.cn", "www.modelscope.cn"})
_PATH = re.compile(r"/(?P<kind>models|datasets)/(?P<name>[\w.-]+/[\w.-]+)(?:/.*)?")
_NOT_FOUND = frozenset({404, 10_010_205_001})  # codes in the reply; its HTTP status may be 200 all the same


@dataclass(frozen=True, slots=True)
class ModelScopeAddress:
    """What an address names: a model or a data set."""

    kind: str
    """`models` or `datasets`, as in addresses of the API."""
    name: str


def read_path(path: str) -> ModelScopeAddress | None:
    """What `path` at one of the `HOSTS` names; None if it is neither a model nor a data set."""
    match = _PATH.fullmatch(path)
    return ModelScopeAddress(match["kind"], match["name"]) if match else None


def repository_url(kind: str, name: str, home: str = HOME) -> str:
    """Address of the API for a model or data set."""
    return f"{home}/api/v1/{kind}/{quote(name)}"


def is_missing(status: int, reply: Mapping[str, Any]) -> bool:
    """True if an answer says that there is no such repository."""
    return status == 404 or reply.get("Code") in _NOT_FOUND


def is_description(reply: Mapping[str, Any]) -> bool:
    """True if a reply describes a repository."""
    return isinstance(reply.get("Data"), Mapping)
