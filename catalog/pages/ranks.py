"""Where a record stands on leaderboards: the ranks of its measurements, and all numbers as strips of dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.pages.leaderboards import Leaderboard
from catalog.pages.measurements import MeasurementRow
from catalog.pages.standings import BoardGroup, Standing
from catalog.values import Fact, Measurement, Record

RecordBoards = Sequence[tuple[Leaderboard, Sequence[MeasurementRow]]]
"""The leaderboards that a record is on, with its measurements there."""


@dataclass(frozen=True, slots=True)
class Rank:
    """A model's place in a group of a leaderboard."""

    board: Leaderboard
    group: BoardGroup
    standing: Standing

    @property
    def fact(self) -> Fact[Any]:
        """The number that counts."""
        return self.standing.best.item.value

    @property
    def rank(self) -> str:
        """`25 of 32`."""
        return f"{self.standing.rank} of {len(self.group.ranked)}"

    @property
    def apart(self) -> Sequence[tuple[str, tuple[str, str, str]]]:
        """The words that keep this group apart from others, each with its text, meaning and path."""
        return list(zip(self.group.values, self.group.fields, strict=True))

    @property
    def strip(self) -> Markup:
        """All numbers of the group on one axis, that of the model standing out."""
        number, numbers = self._number, self.group.strip.numbers
        unit = self.board.unit and f" {self.board.unit}"
        label = f"{len(numbers)} from {numbers[0]:g} to {numbers[-1]:g}{unit}; here {number:g}{unit}"
        return self.group.strip.drawn(number, label)

    @property
    def _number(self) -> float:
        amount = self.fact.value
        return float(amount.number) if amount else 0.0


@dataclass(frozen=True)
class Ranks:
    """The places of one record; `boards` are the leaderboards it is on."""

    catalog: Catalog
    record: Record
    boards: RecordBoards

    @cached_property
    def all(self) -> list[Rank]:
        """Every place with a rank, the best of each group first."""
        slug = self.record.slug
        return [
            Rank(board, group, standing)
            for board, _ in self.boards
            for group in board.groups
            for standing in group.by_record.get(slug, ())
            if standing.rank
        ]

    @cached_property
    def _by_item(self) -> dict[int, Rank]:
        return {id(place.standing.best.item): place for place in self.all}

    def of(self, item: Measurement) -> Rank | None:
        """The place that a measurement has; None where it is not ranked or not the best of its model."""
        return self._by_item.get(id(item))

    @cached_property
    def boards_by_item(self) -> dict[int, Leaderboard]:
        """Identity of a measurement → the leaderboard it is on."""
        return {id(line.item): board for board, lines in self.boards for line in lines}

    def of_measure(self, key: str) -> Rank | None:
        """The best place among the measurements that a measure is chosen from; None if the key is no measure's."""
        measure = next((each for each in self.catalog.settings.measures if each.key == key), None)
        if measure is None:
            return None
        places = [place for place in self.all if place.board.field == measure.of and _fits(place, measure.where)]
        return min(places, key=lambda place: place.standing.rank, default=None)


def _fits(place: Rank, where: dict[str, str]) -> bool:
    model = place.board.model
    values = dict(zip(model.comparable, place.board.values, strict=True))
    values |= dict(zip(model.apart, place.group.values, strict=True))
    return all(values.get(name) == word for name, word in where.items())
