"""DOI: the resolver redirects a registered identifier and answers 404 to any other."""

from __future__ import annotations

import re
from collections.abc import Mapping

HOSTS = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
_PATH = re.compile(r"/(?P<doi>10\.\d{4,9}/\S+)")


def read_path(path: str) -> str | None:
    """The DOI that `path` at one of the `HOSTS` names; None if it names none."""
    match = _PATH.fullmatch(path)
    return match["doi"] if match else None


def is_registered(status: int, headers: Mapping[str, str]) -> bool | None:
    """Whether the resolver's response says that the DOI is registered; None if it says neither."""
    if 300 <= status < 400 and headers.get("location"):
        return True
    return False if status == 404 else None
