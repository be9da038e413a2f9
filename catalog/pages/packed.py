"""What a table sends to its scripts, in few bytes: codes as digits, numbers as steps, only what differs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_BASE, _ZERO, _MOST_DIGITS = 57, ord("#"), 4
"""Digits of codes in scripts: those from `#` to `[`, none of which JSON escapes."""


def differing(values: Sequence[tuple[Any, Any]]) -> dict[int, Any]:
    """Place → what well-sourced facts alone say, where that is not what all say."""
    return {place: sourced for place, (value, sourced) in enumerate(values) if sourced != value}


def derived_slug(name: str) -> str:
    """The slug that scripts take a record to have, unless they are told."""
    return re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-") if name.isascii() else ""


def in_digits(codes: Sequence[int]) -> list[str]:
    """Codes as texts of digits, the highest of all first: shorter than numbers once they are compressed."""
    powers = [_BASE**power for power in range(_MOST_DIGITS) if power == 0 or max(codes, default=0) >= _BASE**power]
    return ["".join([chr(_ZERO + code // power % _BASE) for code in codes]) for power in reversed(powers)]


def as_steps(numbers: Sequence[int | None]) -> list[int | None]:
    """Each number less the one before it, which is often the same."""
    before, steps = 0, []
    for number in numbers:
        steps.append(None if number is None else number - before)
        before = before if number is None else number
    return steps
