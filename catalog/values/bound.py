"""How a number bounds the true one."""

from __future__ import annotations

from enum import StrEnum


class Bound(StrEnum):
    """Whether a number is exact, a limit or a rough figure."""

    EXACT = "exact"
    AT_LEAST = "at least"
    ABOUT = "about"
    AT_MOST = "at most"
