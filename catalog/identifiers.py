"""Forms of identifiers: for values and for services, without the weight of the values' library."""

from __future__ import annotations

ARXIV_ID = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})"
"""Pattern of an arXiv identifier without version; its month must be checked too."""


def arxiv_month(identifier: str) -> int:
    """Return the month in an arXiv identifier, by its third and fourth digit."""
    return int(identifier.rpartition("/")[2][2:4])
