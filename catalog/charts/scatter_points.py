"""The points of a scatter plot: which models each is about, and what it says of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from catalog.catalog import Catalog
from catalog.charts.chart import DataRow
from catalog.charts.data import Categories, Category, Position, categories, claimed, fact_label, fact_of, position_of
from catalog.charts.stand_in import StandIns
from catalog.charts.subjects import Subject, subjects_by
from catalog.model.columns import Column
from catalog.values import Fact, Record

SEVERAL = Category("several", "several")
ONLY = Category("", "")
"""The category of every record in a chart without colours."""


@dataclass(frozen=True, slots=True)
class Point:
    """Where a mark is, and how it is drawn."""

    x: Position
    y: Position
    category: Category
    halo: str
    """What tells a number that stands in for another; empty for any other one."""
    rings: int
    """How many rings its halo has."""

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return self.x.subject


def scatter_points(catalog: Catalog, x: Column, own: StandIns, colour: Column | None) -> list[Point]:
    """A point a record, or one for each of its models that differ in what the point says."""
    y, shade = own.column, categories(catalog, colour) if colour else None

    def keys(facts: Record) -> list[tuple[Any, tuple[Category, ...], int]]:
        shades = shade(facts) if shade else (ONLY,)
        return [(claim, shades, own.index(facts)) for claim in claimed([x, y], facts)]

    return [
        Point(
            position_of(x, subject),
            position_of(y, subject),
            shades[0] if len(shades) == 1 else SEVERAL,
            own.words[index] if index else "",
            index,
        )
        for record in catalog.records
        for (_, shades, index), subject in subjects_by(record, [x, y], keys).items()
    ]


def data_rows(
    catalog: Catalog, columns: Sequence[Column], points: Iterable[Point], stand_ins: StandIns
) -> list[DataRow]:
    """Return the lines of the table that say the same as points; beyond the axes, `columns` has that of the colour."""
    shades = [categories(catalog, column) for column in columns[2:]]
    return [_data_row(catalog, columns, shades, point, stand_ins) for point in points]


def _data_row(
    catalog: Catalog, columns: Sequence[Column], shades: Iterable[Categories], point: Point, stand_ins: StandIns
) -> DataRow:
    numbers = [fact_label(catalog, each.column, each.fact) for each in (point.x, point.y)]
    if len(stand_ins.columns) > 1:
        numbers[1] += f", {stand_ins.words[point.rings]}"
    facets = [", ".join(category.label for category in shade(point.subject.facts)) for shade in shades]
    return DataRow.about(point.subject, partial(_shown, columns), *numbers, *facets)


def _shown(columns: Sequence[Column], facts: Record) -> list[Fact[Any]]:
    """The facts of the axes, and those of the colour."""
    shades = [fact for column in columns[2:] for fact in column.facts(facts)]
    return [*(fact_of(column, facts) for column in columns[:2]), *shades]
