"""Forms of identifiers: for values and for services, without the weight of the values' library."""

from __future__ import annotations

from datetime import date

ARXIV_ID = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})"
"""Pattern of an arXiv identifier without version; its month must be checked too."""


def arxiv_month(identifier: str) -> int:
    """Return the month in an arXiv identifier, by its third and fourth digit."""
    return int(identifier.rpartition("/")[2][2:4])


def arxiv_day(identifier: str) -> date:
    """Return the first day of the month in an arXiv identifier; old ones are of 1991 to 2007."""
    digits = identifier.rpartition("/")[2]
    year = int(digits[:2])
    return date((1900 if year >= 91 and "/" in identifier else 2000) + year, arxiv_month(identifier), 1)
