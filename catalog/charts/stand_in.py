"""Numbers that stand in for others: where a record has none of the first column, those of the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from catalog.catalog import Catalog
from catalog.charts.data import fact_of
from catalog.model.columns import NOTHING, Column
from catalog.values import Record


@dataclass(frozen=True)
class StandIns:
    """The columns of one axis, in the order in which they are asked for a number."""

    columns: Sequence[Column]

    @property
    def shared(self) -> str:
        """What their labels have in common, up to a comma: `Error rate`; empty where it is nothing."""
        first, *rest = [column.label.split(",") for column in self.columns]
        same = takewhile(lambda parts: len({*parts}) == 1, zip(first[:-1], *rest, strict=False))
        return ",".join(parts[0] for parts in same)

    @property
    def words(self) -> list[str]:
        """What tells the number of each from the others: `by the makers`."""
        return [column.label.removeprefix(f"{self.shared},").strip() for column in self.columns]

    def index(self, facts: Record) -> int:
        """Return which of them gives the number of a model; the first where none does."""
        known = (index for index, column in enumerate(self.columns) if fact_of(column, facts).values)
        return next(known, 0)

    @property
    def column(self) -> Column:
        """All of them as one, which no filter has."""
        first, *rest = self.columns
        if not rest:
            return first
        label = self.shared or first.label
        return replace(
            first,
            path="|".join(column.path for column in self.columns),
            show=replace(first.show, label=label, scale=None),
            read=lambda facts: self.columns[self.index(facts)].read(facts) or NOTHING,
            derived=True,
        )


def stand_ins(catalog: Catalog, paths: Sequence[str]) -> tuple[Catalog, StandIns]:
    """Return the columns with these paths, and the catalogue with the column that they make."""
    own = StandIns([catalog.by_path[path] for path in paths])
    return (replace(catalog, columns=(*catalog.columns, own.column)) if len(paths) > 1 else catalog), own
