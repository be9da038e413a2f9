"""DOI: the resolver redirects a registered identifier and answers 404 to any other."""

from __future__ import annotations

import re

HOSTS = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
_PATH = re.compile(r"/10\.\d{4,9}/\S+")


def is_doi_path(path: str) -> bool:
    """True if `path` at one of the `HOSTS` has the form of a DOI."""
    return _PATH.fullmatch(path) is not None


def is_registered(status: int, location: str) -> bool | None:
    """Whether the resolver's answer says that the DOI is registered; None if it says neither."""
    if 300 <= status < 400 and location:
        return True
    return False if status == 404 else None
