"""The filters beside a table: those that readers use most, then all others in the groups of the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from catalog.model.columns import GENERAL, Column
from catalog.settings.display import ShownColumn
from catalog.settings.folded import Folded

if TYPE_CHECKING:
    from catalog.pages.table import CatalogTable

Filter = Mapping[str, Any]
"""A filter as `catalog.pages.filters` makes it."""
_FAMILY = ".family"


@dataclass(frozen=True)
class RailFilter:
    """One fold of the rail: a range, words, or a matrix of fields that are shown as one.

    `families` are the same words by their families; `matrix` has the filter of each member of `folded`.
    """

    label: str
    words: Filter | None = None
    range: Filter | None = None
    families: Filter | None = None
    folded: Folded | None = None
    matrix: tuple[Filter, ...] = ()


@dataclass(frozen=True)
class RailSection:
    """Filters under a heading; the first ones, which are open, have none."""

    label: str
    filters: list[RailFilter] = field(default_factory=list)


def rail(table: CatalogTable) -> list[RailSection]:
    """Every filter of a table once; what a matrix has stands in its group, too, where words can be barred."""
    words = {each["path"]: each for each in table.facets}
    ranges = {each["path"]: each for each in table.ranges}
    first = [made for shown in table.display.filters for made in _first(shown, words, ranges)]
    taken = {shown.key for shown in table.display.filters}
    rest = [column for column in table.catalog.columns if column.path not in taken]
    groups = (
        RailSection(label, [made for column in members for made in _filter(column.label, column, words, ranges)])
        for label, members in groupby(rest, key=lambda column: column.group)
    )
    return [RailSection("", first), *(section for section in _merged(groups) if section.filters)]


def _first(shown: ShownColumn, words: Mapping[str, Filter], ranges: Mapping[str, Filter]) -> Iterator[RailFilter]:
    if not shown.folded:
        yield from _filter(shown.head, shown.column, words, ranges)
    elif matrix := tuple(words[each.column.path] for each in shown.folded.members if each.column.path in words):
        yield RailFilter(shown.folded.label, folded=shown.folded, matrix=matrix)


def _filter(
    label: str, column: Column, words: Mapping[str, Filter], ranges: Mapping[str, Filter]
) -> Iterator[RailFilter]:
    """The filter of a column; families stand above their words, not beside them."""
    path = column.path
    if path in ranges:
        yield RailFilter(ranges[path]["label"] if label == column.label else label, range=ranges[path])
    elif path in words and path.removesuffix(_FAMILY) not in words.keys() - {path}:
        yield RailFilter(label, words=words[path], families=words.get(path + _FAMILY))


def _merged(sections: Iterator[RailSection]) -> Iterator[RailSection]:
    """Fields without a group of their own stand together, under a heading of their own."""
    alone: list[RailFilter] = []
    for section in sections:
        single = len(section.filters) == 1 and section.filters[0].label == section.label
        if single:
            alone += section.filters
        else:
            yield section
    yield RailSection(GENERAL, alone)
