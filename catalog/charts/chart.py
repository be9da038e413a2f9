"""What drawing a chart gives: the picture, the table behind it, and who is missing from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from catalog.values import Blank


@dataclass(frozen=True, slots=True)
class DataRow:
    """One line of the table behind a chart, and the records it speaks of."""

    slugs: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The records that lack one value the chart needs, and why they lack it."""

    label: str
    blank: Blank
    slugs: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        """`Released not reported (2)`."""
        return f"{self.label} {self.blank} ({len(self.slugs)})"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, ready for a page.

    `figure` is the same chart for Plotly: a mapping of plain lists, texts and numbers.
    """

    ident: str
    kind: str
    title: str
    summary: str
    svg: Markup
    headers: tuple[str, ...]
    rows: tuple[DataRow, ...]
    left_out: tuple[LeftOut, ...]
    figure: dict[str, Any]

    @property
    def shown(self) -> int:
        """How many records the chart shows."""
        return len({slug for row in self.rows for slug in row.slugs})

    @property
    def left_out_words(self) -> str:
        """A sentence for the caption; empty where nobody is missing."""
        return f"Not drawn: {'; '.join(found.words for found in self.left_out)}." if self.left_out else ""
