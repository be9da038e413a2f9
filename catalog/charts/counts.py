"""What charts of many records have in common: counts by cell, their marks, and what is said of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.charts.bins import Bins
from catalog.charts.data import Category, Position
from catalog.charts.marks import MOST_MARKS
from catalog.charts.plot import Cell
from catalog.model.columns import Column
from catalog.values import Bound

Counts = Mapping[str, int]
"""Cell → number of records."""


def counted(cells: Iterable[tuple[str, Position]]) -> dict[str, int]:
    """Return how many records each cell has, whatever the number of their marks in it."""
    return Counter(cell for cell, _ in dict.fromkeys((cell, position.record.slug) for cell, position in cells))


@dataclass(frozen=True, slots=True)
class Histogram:
    """Columns along an axis, the tallest as high as that."""

    bins: Bins
    height: float
    tallest: int

    def title(self, name: str, cell: str, count: int) -> str:
        """Return what a column of a lane with that name stands for."""
        return f"{name}{', ' if name else ''}{self.bins.label(cell)}: {count:,}"

    def columns(self, counts: Counts, base: float, name: str = "", lane: str = "") -> list[Cell]:
        """Return the columns of one lane; below its base spans for what may lie in several bins."""
        return [self._column(cell, count, base, name, lane) for cell, count in counts.items()]

    def _column(self, cell: str, count: int, base: float, name: str, lane: str) -> Cell:
        start, end = self.bins.extent(cell)
        left, right, is_span = start + 0.5, start + 0.5 + max(end - start - 1, 1.5), ".." in cell
        top = base - max(self.height * count / self.tallest, 1.5)
        return Cell(
            ident=f"{lane} {cell}".lstrip(),
            count=count,
            title=self.title(name, cell, count),
            box=(left, base + 2, right, base + 13) if is_span else (left, top, right, base),
            form="span" if is_span else "column",
            values=self.bins.ends(cell),
            data={"data_x": self.bins.span(cell)},
        )


@dataclass(frozen=True, slots=True)
class ShownCategories:
    """The categories of a column that are counted apart, in their order; the less used ones are counted together."""

    column: Column
    kept: tuple[Category, ...]
    others: Category | None = None

    @classmethod
    def most_used(cls, column: Column, counts: Mapping[Category, int], most: int) -> ShownCategories:
        """Keep so many of the categories, and every blank; `counts` are in the order in which they are shown."""
        named = [category for category in counts if category.blank is None]
        if len(named) <= most:
            return cls(column, tuple(counts))
        shown = set(sorted(named, key=lambda category: -counts[category])[: most - 1])
        kept = tuple(category for category in counts if category.blank or category in shown)
        return cls(column, kept, Category("others", f"others, {len(named) - len(shown)} values"))

    @property
    def order(self) -> list[Category]:
        """All that are counted, the others before the blanks."""
        named = [category for category in self.kept if category.blank is None]
        return [*named, *filter(None, [self.others]), *(category for category in self.kept if category.blank)]

    def own(self, category: Category) -> Category:
        """Return what a category is counted as."""
        return category if self.others is None or category in self.kept else self.others

    def ident(self, category: Category) -> str:
        """Return how scripts name one of `order`."""
        return str(self.kept.index(category) if category in self.kept else len(self.kept))

    @property
    def dimension(self) -> dict[str, object] | None:
        """What scripts need to know to put a model into its categories; None for words that no filter has.

        The others come after all that are kept.
        """
        if not (self.column.type.is_date if self.column.show.scale else self.column.show.facet):
            return None
        return {"path": self.column.path, "keys": [category.key for category in self.kept]}


def cells_attributes(dimensions: Sequence[Mapping[str, object] | None]) -> dict[str, object]:
    """Return the attributes by which scripts count cells again; without filters for all dimensions they cannot."""
    if None in dimensions:
        return {"role": "group"}
    text = json.dumps([*dimensions], ensure_ascii=False, separators=(",", ":"))
    return {"role": "group", "data_cells": text, "data_most": MOST_MARKS}


def doubts(positions: Iterable[Position]) -> str:
    """Return a sentence on numbers that are not exact, which are counted where they are written; empty without any."""
    found = Counter(each.bound for each in positions)
    words = [f"{found[bound]:,} {bound}" for bound in Bound if bound is not Bound.EXACT and found[bound]]
    return f"Counted where they are written: {', '.join(words)}." if words else ""
