"""Compares the evidence of two facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalog.history.diff.changes import Note
from catalog.values import Blank, Fact, Grade

_RANKS = (None, Grade.SECONDARY, Grade.DERIVED, Grade.PRIMARY)
"""From farthest to nearest to the source."""


def evidence_notes(old: Fact[Any], new: Fact[Any]) -> Iterator[Note]:
    """Yield every difference but that of the value itself; nothing of a fact that was withdrawn."""
    if new.blank is Blank.NOT_CHECKED:
        return
    yield from _grade(old.verified, new.verified)
    if old.certain != new.certain:
        yield Note("fact", "now certain" if new.certain else "now uncertain")
    for thing, name in (("source", "source"), ("place", "where"), ("note", "note")):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Note(thing, "changed" if before and after else "added" if after else "removed")
    yield from _rivals(old.instead, new.instead)


def _grade(before: Grade | None, after: Grade | None) -> Iterator[Note]:
    if before is after:
        return
    if after is None:
        yield Note("fact", "no longer graded")
    elif before is None and after is not Grade.PRIMARY:
        yield Note("fact", f"graded as {after}")
    else:
        direction = "raised" if _RANKS.index(after) > _RANKS.index(before) else "lowered"
        yield Note("fact", f"{direction} to {after}")


def _rivals(before: tuple[Fact[Any], ...], after: tuple[Fact[Any], ...]) -> Iterator[Note]:
    old, new = [(rival.value, rival.blank) for rival in before], [(rival.value, rival.blank) for rival in after]
    added, removed = any(claim not in old for claim in new), any(claim not in new for claim in old)
    if added:
        yield Note("rival claim", "added")
    if removed:
        yield Note("rival claim", "removed")
    if before != after and not added and not removed:
        yield Note("rival claim", "changed")
