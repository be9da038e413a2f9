"""What the figure on a record's page shows, as a survey says it: boxes joined by arrows, and steps below them.

The page draws it, in a row or upright as there is room; nothing here is HTML but the two ends.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """One box: what it is (`heading`), its name and what else is known, and a word that may have a sign.

    Boxes of several models with the same heading are one box of the figure they share.
    """

    heading: str
    name: str
    details: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its number and name, the word of each box by heading, and a text."""

    number: str
    name: str
    states: tuple[tuple[str, str], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class BlockFlow:
    """Boxes from `start` to `end`, with a text on each arrow between them, and steps with their heading."""

    start: str
    end: str
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]
    steps_heading: str = ""
    steps: tuple[Step, ...] = ()
