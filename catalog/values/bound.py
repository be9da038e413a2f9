"""How a number bounds the true one."""

from __future__ import annotations

from enum import StrEnum


class Bound(StrEnum):
    """Whether a number is exact, a limit or a rough figure."""

    EXACT = "exact"
    AT_LEAST = "at least"
    ABOUT = "about"
    AT_MOST = "at most"

    @property
    def sign(self) -> str:
        """What stands before a number: `≥ `, `~`; nothing before an exact one."""
        return _SIGNS[self]


_SIGNS = {Bound.EXACT: "", Bound.AT_LEAST: "≥ ", Bound.ABOUT: "~", Bound.AT_MOST: "≤ "}
