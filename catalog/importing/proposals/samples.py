"""The cells of one column as proposals look at them, and how many of them read as a type of values."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic_core import PydanticCustomError

from catalog.importing.cells.habits import Habits, habits_of
from catalog.importing.cells.inline import CellText, read_inline
from catalog.importing.cells.reader import read_raw
from catalog.importing.cells.signs import blank_for, says_nothing
from catalog.importing.cells.values import items, read_cell
from catalog.importing.table import Table
from catalog.model.columns import Column
from catalog.model.declaration import type_named
from catalog.values import Show

LEAST = 0.9
"""Part of the cells that must read as a type, so that it is proposed."""
_REMARK = 80
_AROUND = " ,;/|&+\n-*\u2022\u00b7()[]."


@dataclass(frozen=True)
class Sample:
    """One cell that says something; `raw` is its value in a structured file."""

    content: CellText
    raw: Any = None

    @cached_property
    def text(self) -> str:
        """What readers see, on one line."""
        return self.content.line

    @cached_property
    def is_links(self) -> bool:
        """Whether it is links and little else, or one address."""
        if self.content.links:
            return not self.content.outside.strip(_AROUND)
        words = re.split(r"[\s,;]+", self.content.text.strip(" ,;\n"))
        return all(re.match(r"<?https?://[^\s<>]", word) for word in words)

    @cached_property
    def is_mostly_links(self) -> bool:
        """Whether the text around its links is no more than a remark."""
        outside = len(self.content.outside.strip(_AROUND))
        return self.is_links or (bool(self.content.links) and outside <= _REMARK)

    @cached_property
    def addresses(self) -> list[str]:
        """The addresses of its links, or those that it consists of."""
        if self.content.links:
            return [link.url for link in self.content.links]
        return re.findall(r"https?://[^\s<>,;]+", self.content.text) if self.is_links else []


@dataclass(frozen=True)
class Samples:
    """The cells of a column that say something, with its heading."""

    heading: str
    cells: tuple[Sample, ...]
    rows: int

    @cached_property
    def habits(self) -> Habits:
        """How they write numbers and dates."""
        return habits_of(cell.text for cell in self.cells)

    def count(self, test: Callable[[Sample], bool]) -> int:
        """How many cells pass a test."""
        return sum(map(test, self.cells))

    def most(self, test: Callable[[Sample], bool]) -> bool:
        """Whether nearly all cells pass a test."""
        return bool(self.cells) and self.count(test) >= LEAST * len(self.cells)

    def readable(self, column: Column) -> int:
        """How many cells read as the type of a column."""
        return self.count(lambda cell: self.reads(column, cell))

    def nearly_all(self, column: Column) -> int:
        """How many cells read as the type of a column, where nearly all do; else 0, as soon as that is known."""
        faults, allowed = 0, (1 - LEAST) * len(self.cells)
        for cell in self.cells:
            faults += not self.reads(column, cell)
            if faults > allowed:
                return 0
        return len(self.cells) - faults

    def reads(self, column: Column, cell: Sample) -> bool:
        """Whether a cell reads as the type of a column."""
        try:
            if cell.raw is not None and not isinstance(cell.raw, str):
                return not read_raw(column, cell.raw, cell.content, {}, self.habits).is_nothing
            return not read_cell(column, cell.content, {}, habits=self.habits).is_nothing
        except PydanticCustomError:
            return False

    def parts(self, *, many: bool) -> list[str]:
        """The texts of the values: of a list, each of its items."""
        found = []
        for cell in self.cells:
            if isinstance(cell.raw, list | tuple):
                found += [str(item) for item in cell.raw if item is not None]
            else:
                found += [item.line for item in items(probe("text", many=many), cell.content)]
        return [" ".join(text.split()) for text in found if text.strip()]


def samples(table: Table, index: int) -> Samples:
    """Return the cells of a column that say something."""
    cells = []
    for row in table.rows:
        cell = row[index]
        content = read_inline(cell.text, table.markup_of(index))
        is_open = not (content.text or content.images or content.links) or says_nothing(content.line)
        if not is_open and not blank_for(content.line):
            cells.append(Sample(content, cell.raw))
    return Samples(table.headings[index], tuple(cells), len(table.rows))


def probe(name: str, *, unit: str = "", many: bool = False) -> Column:
    """Return a column of a type, to try cells on."""
    return Column("probe", "", Show("Probe", unit=unit), type_named(name), many, "", (), lambda _: ())
