"""A strip of dots: all numbers of a group of a leaderboard on one axis, and among them one that stands out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from math import log

from markupsafe import Markup

from catalog.pages.render import filled

_LEFT, _RIGHT, _MIDDLE = 5, 127, 10
_STRIP = (
    '<svg class="strip" viewBox="0 0 132 20" width="132" height="20" role="img" aria-label="{}">'
    '<path class="axis" d="M4 10H128"/><path class="dots" d="{}"/><circle cx="{}" cy="10" r="4.2"/></svg>'
)


@dataclass(frozen=True)
class Strip:
    """The numbers of a group, in ascending order; on a log scale where all are positive."""

    numbers: tuple[float, ...]

    @cached_property
    def dots(self) -> str:
        """SVG path data: one dot for all numbers that fall together."""
        return "".join(dict.fromkeys(f"M{self._at(number)} {_MIDDLE}z" for number in self.numbers))

    @cached_property
    def digest(self) -> str:
        """What changes whenever any of the numbers does."""
        return blake2b(repr(self.numbers).encode(), digest_size=8).hexdigest()

    def drawn(self, number: float, label: str) -> Markup:
        """The strip as SVG, with the dot of one number; nothing where there is no other."""
        if self.numbers[0] == self.numbers[-1]:
            return Markup("")
        return filled(_STRIP, label, self.dots, self._at(number))

    def _at(self, number: float) -> int:
        low, high = self.numbers[0], self.numbers[-1]
        if low == high:
            return (_LEFT + _RIGHT) // 2
        share = (log(number / low) / log(high / low)) if low > 0 else (number - low) / (high - low)
        return round(_LEFT + (_RIGHT - _LEFT) * share)
