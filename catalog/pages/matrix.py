"""The matrix of results: records by main leaderboards, in each cell the best number of a record, and whose it is.

Numbers of models that do not count are nowhere in it. Measurements that are kept apart, such as those of other people,
have their own ranks beside those among all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

from catalog.pages.leaderboards import Leaderboard
from catalog.pages.main_boards import ShownBoard, ShownBoardSet
from catalog.pages.standings import BoardGroup, Standing
from catalog.pages.strips import Strip
from catalog.values import Amount, Model, Record, short


@dataclass(frozen=True)
class MatrixNumber:
    """The best number of a record, or of one of its models, among those of one group of a leaderboard.

    `own` is the rank in the group, `rank` that among all numbers; no `rank` where another group has a better one.
    """

    standing: Standing
    group: BoardGroup
    own: int
    rank: int | None
    furthest_own: str
    """The number of its models and runs that is furthest from the best, if there are others; in its group."""
    furthest: str
    """The same in all groups."""

    @property
    def text(self) -> str:
        """The number."""
        return self.standing.best.text

    @property
    def model(self) -> Model:
        """Whose it is."""
        return self.standing.model


@dataclass(frozen=True)
class Summary:
    """What a leaderboard has, in one group or (without one) in all: the best with whose it is, median, how many."""

    words: str
    best: tuple[MatrixNumber, ...]
    median: str
    count: int
    spots: str
    """SVG path data: a dot each, as `Strip` places them; empty where all are the same."""


Held = Sequence[tuple[Standing, BoardGroup]]
"""Where models stand, each with its group."""


@dataclass(frozen=True)
class MatrixColumn:
    """One leaderboard: its head, its numbers best first, and a summary of all and of each group."""

    shown: ShownBoard
    part: int
    """Which of the sets it is in."""

    @property
    def board(self) -> Leaderboard:
        """The leaderboard."""
        return self.shown.leaderboard

    @cached_property
    def held(self) -> dict[str, list[tuple[Standing, BoardGroup]]]:
        """Slug → where the models of a record stand."""
        found: dict[str, list[tuple[Standing, BoardGroup]]] = {}
        for group in self.board.groups:
            for standing in group.ranked:
                found.setdefault(standing.model.record.slug, []).append((standing, group))
        return found

    @cached_property
    def numbers(self) -> list[MatrixNumber]:
        """The best number of each record in each group, best first."""
        return _ranked([number for held in self.held.values() for number in _best_of(held)])

    @cached_property
    def of(self) -> dict[str, list[MatrixNumber]]:
        """Slug → the numbers of that record, best first."""
        found: dict[str, list[MatrixNumber]] = {}
        for number in self.numbers:
            found.setdefault(number.model.record.slug, []).append(number)
        return found

    @cached_property
    def summaries(self) -> list[Summary]:
        """Of all numbers, and of those of each group."""
        groups = {"": [number for number in self.numbers if number.rank]}
        for number in self.numbers:
            groups.setdefault(number.group.words, []).append(number)
        return [_summary(words, own) for words, own in groups.items() if own]


@dataclass(frozen=True)
class MatrixRow:
    """A record: its numbers on each leaderboard; and the same of each of its models, where several have any."""

    record: Record
    cells: tuple[tuple[MatrixNumber, ...], ...]
    held: tuple[Held, ...]
    """For each column, where its models stand on that leaderboard."""

    @cached_property
    def models(self) -> tuple[tuple[Model, tuple[tuple[MatrixNumber, ...], ...]], ...]:
        """The numbers of each of its models."""
        models = dict.fromkeys(standing.model for own in self.held for standing, _ in own)
        return tuple((model, tuple(tuple(_of_model(own, model)) for own in self.held)) for model in models)

    @property
    def order(self) -> list[float]:
        """Sorts the best on the first leaderboard first, those that are not on it by the next."""
        return [cell[0].rank or 0 if cell else float("inf") for cell in self.cells]


@dataclass(frozen=True)
class ResultMatrix:
    """Records by leaderboards; `sets` are these under common heads."""

    sets: tuple[tuple[ShownBoardSet, tuple[MatrixColumn, ...]], ...]
    groups: dict[str, BoardGroup]
    """What keeps numbers apart, in words, with an example."""

    @cached_property
    def columns(self) -> list[MatrixColumn]:
        """All leaderboards."""
        return [column for _, columns in self.sets for column in columns]

    @cached_property
    def rows(self) -> list[MatrixRow]:
        """The records with any number."""
        records = {
            number.model.record.slug: number.model.record for column in self.columns for number in column.numbers
        }
        return sorted(map(self._row, records.values()), key=lambda row: row.order)

    def best_rows(self, most: int) -> list[MatrixRow]:
        """So many of the rows: those with the best rank on any leaderboard."""
        kept = sorted(self.rows, key=lambda row: min(row.order))[:most]
        return sorted(kept, key=lambda row: row.order)

    def _row(self, record: Record) -> MatrixRow:
        cells = tuple(tuple(column.of.get(record.slug, ())) for column in self.columns)
        return MatrixRow(record, cells, tuple(column.held.get(record.slug, ()) for column in self.columns))


def result_matrix(sets: Sequence[ShownBoardSet]) -> ResultMatrix:
    """Return the matrix of these leaderboards."""
    drawn = ((shown, tuple(MatrixColumn(board, part) for board in shown.boards)) for part, shown in enumerate(sets))
    groups = {
        group.words: group
        for shown in sets
        for board in shown.boards
        for group in board.leaderboard.groups
        if group.ranked
    }
    return ResultMatrix(tuple(drawn), groups)


def _best_of(held: Held) -> Iterator[MatrixNumber]:
    """Of each group the best; those of one record or of one model."""
    ordered = sorted(held, key=lambda item: item[0].best.order)
    furthest, seen = _furthest([standing for standing, _ in ordered]), set[str]()
    for standing, group in ordered:
        if group.words not in seen:
            own = [other for other, its in ordered if its is group]
            yield MatrixNumber(standing, group, 0, None if seen else 0, _furthest(own), furthest)
            seen.add(group.words)


def _furthest(standings: Sequence[Standing]) -> str:
    """The number furthest from the best of all runs; empty where all are the same."""
    runs = [run for standing in standings for run in standing.runs if run.item.value.value]
    last = max(runs, key=lambda run: run.order)
    return last.text if last.order != standings[0].best.order else ""


def _ranked(numbers: Sequence[MatrixNumber]) -> list[MatrixNumber]:
    """Numbers best first with their ranks; records with the same number have the same rank."""
    ordered = sorted(numbers, key=_order)
    first: dict[tuple[object, ...], int] = {}
    places = Counter[str | None]()
    ranked = []
    for number in ordered:
        words, order = number.group.words, _order(number)
        places[words] += 1
        own = first.setdefault((words, order), places[words])
        places[None] += number.rank is not None
        rank = None if number.rank is None else first.setdefault((None, order), places[None])
        ranked.append(replace(number, own=own, rank=rank))
    return ranked


def _order(number: MatrixNumber) -> tuple[bool, float]:
    return number.standing.best.order


def _summary(words: str, numbers: Sequence[MatrixNumber]) -> Summary:
    values = [value.number for number in numbers if (value := number.standing.best.item.value.value)]
    best = tuple(number for number in numbers if _order(number) == _order(numbers[0]))
    return Summary(
        words,
        best,
        short(Amount(round(median(values), 2))),
        len(numbers),
        Strip(tuple(sorted(values))).dots if len({*values}) > 1 else "",
    )


def _of_model(held: Held, model: Model) -> Iterator[MatrixNumber]:
    """The same of one model."""
    own = [(standing, group) for standing, group in held if standing.model == model]
    return _best_of(own) if own else iter(())
