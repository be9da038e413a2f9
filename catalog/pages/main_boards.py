"""The leaderboards of the matrix of results: those that the settings choose, else those of most records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from catalog.catalog import Catalog
from catalog.model.columns import measurements
from catalog.pages.leaderboards import Leaderboard, leaderboards
from catalog.settings.presentation import BoardSet

MOST = 12
"""Of leaderboards that are chosen because most records are on them."""
_FEWEST = 2
"""Records on such a leaderboard: one alone is compared with nothing."""


@dataclass(frozen=True)
class ShownBoard:
    """A leaderboard with its short head, and what stands below that."""

    head: str
    part: str
    leaderboard: Leaderboard


@dataclass(frozen=True)
class ShownBoardSet:
    """Leaderboards side by side: `label` heads them, `measured` says what the numbers are."""

    label: str
    measured: str
    boards: tuple[ShownBoard, ...]


def main_boards(catalog: Catalog, boards: Sequence[Leaderboard] | None = None) -> tuple[ShownBoardSet, ...]:
    """Return the sets of main leaderboards; `boards` are all there are, if they are known already.

    A leaderboard that the settings name and on which no record is has no place here.
    """
    boards = leaderboards(catalog) if boards is None else boards
    declared = catalog.settings.boards
    sets = (_declared(each, boards) for each in declared) if declared else _usual(catalog, boards)
    return tuple(each for each in sets if each.boards)


def _declared(chosen: BoardSet, boards: Sequence[Leaderboard]) -> ShownBoardSet:
    own = [board for board in boards if board.field == chosen.of]
    found = ((each, next((board for board in own if _has(board, each.where)), None)) for each in chosen.boards)
    shown = tuple(ShownBoard(each.head, each.part, board) for each, board in found if board)
    return ShownBoardSet(chosen.label, chosen.measured, shown)


def _has(board: Leaderboard, where: dict[str, str]) -> bool:
    return board.values == tuple(where.get(name, "") for name in board.model.comparable)


def _usual(catalog: Catalog, boards: Sequence[Leaderboard]) -> Iterator[ShownBoardSet]:
    """The leaderboards with most records, one set for each field of measurements."""
    counted = {board.path: _records(board) for board in boards}
    many = sorted((b for b in boards if counted[b.path] >= _FEWEST), key=lambda board: -counted[board.path])[:MOST]
    for _, group in groupby(sorted(many, key=lambda board: board.field), key=lambda board: board.field):
        own = tuple(group)
        measured = ", ".join(filter(None, (own[0].label("value"), own[0].unit)))
        shown = tuple(ShownBoard(board.entry.short_name, board.title, board) for board in own)
        yield ShownBoardSet(measurements(catalog.model)[own[0].field].label, measured, shown)


def _records(board: Leaderboard) -> int:
    return len({line.record.slug for line in board.lines})
