"""DOI: the resolver redirects a registered identifier and answers 404 to any other."""

from __future__ import annotations

import re
from collections.abc import Mapping

HOSTS = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
_DOI = r"(?P<doi>10\.\d{4,9}/\S+)"
_PATH = re.compile(f"/{_DOI}")
_WRITTEN = re.compile(f"(?:doi: ?)?{_DOI}", re.IGNORECASE)
_PUBLISHER_PATH = re.compile(f"/doi/(?:abs/|e?pdf/|full/|pdfdirect/)?{_DOI}")


def read_doi(text: str) -> str:
    """The DOI in `10.1109/5.771073` or `doi:10.1109/5.771073`; empty if `text` is something else."""
    match = _WRITTEN.fullmatch(text)
    return match["doi"] if match else ""


def page_url(identifier: str) -> str:
    """The address that leads a reader to what has the DOI."""
    return f"https://doi.org/{identifier}"


def read_publisher_path(path: str) -> str:
    """The DOI that publishers' addresses end in (`/doi/abs/10.1145/…`); empty if `path` has none."""
    match = _PUBLISHER_PATH.fullmatch(path)
    return match["doi"] if match else ""


def read_path(path: str) -> str | None:
    """The DOI that `path` at one of the `HOSTS` names; None if it names none."""
    match = _PATH.fullmatch(path)
    return match["doi"] if match else None


def is_registered(status: int, headers: Mapping[str, str]) -> bool | None:
    """Whether the resolver's response says that the DOI is registered; None if it says neither."""
    if 300 <= status < 400 and headers.get("location"):
        return True
    return False if status == 404 else None
