"""A finished chart: the picture, the table behind it, the Plotly figure, and the records that are missing from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from catalog.charts.subjects import Subject
from catalog.charts.svg import drawing
from catalog.settings.charts import ChartSection
from catalog.values import Blank


@dataclass(frozen=True, slots=True)
class DataRow:
    """One line of the table behind a chart, the slugs of the records in it, and the variants if it is about some."""

    slugs: tuple[str, ...]
    cells: tuple[str, ...]
    variant: str | None = None
    cell: str | None = None
    """The cell of the drawing whose count ends the line, where it counts records instead of naming them."""

    @classmethod
    def about(cls, subject: Subject, *cells: str) -> DataRow:
        """Return the line about one subject, which begins with its name."""
        return cls((subject.record.slug,), (subject.name, *cells), subject.variant)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The records, and variants of others, that lack a value the chart needs: which value, and why it is blank."""

    label: str
    blank: Blank
    subjects: tuple[Subject, ...]

    @property
    def text(self) -> str:
        """`Released not reported (2)`; variants of records that are not missing as a whole: `(2, 1 variant)`."""
        records = sum(subject.is_whole for subject in self.subjects)
        variants = sum(len(subject.models) for subject in self.subjects if not subject.is_whole)
        numbers = [str(records)] if records else []
        if variants:
            numbers.append(f"{variants} variant{'' if variants == 1 else 's'}")
        return f"{self.label} {self.blank} ({', '.join(numbers)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart, ready for a page.

    It is drawn twice from the same data. `svg` is what every reader sees: it needs no script, and it prints.
    `figure` is its twin for Plotly, which the page draws in its place for readers who ask for an interactive plot
    (zoom, pan, hover texts): `data` and `layout` as plain mappings, lists, texts and numbers that JSON can hold.
    """

    settings: ChartSection
    ident: str
    """Names the chart on its page."""
    summary: str
    size: tuple[float, float]
    """Width and height of the SVG, in user units."""
    parts: Sequence[Markup]
    attributes: Mapping[str, object]
    headers: tuple[str, ...]
    rows: tuple[DataRow, ...]
    left_out: tuple[LeftOut, ...] = ()
    aggregated: str = ""
    """Says what is counted instead of drawn; empty where every record has a mark."""
    figure: dict[str, Any]

    @property
    def title(self) -> str:
        """The heading."""
        return self.settings.title

    @property
    def svg(self) -> Markup:
        """The picture."""
        class_ = f"chart chart-{self.settings.kind}"
        return drawing(*self.size, self.title, self.summary, *self.parts, class_=class_, **self.attributes)

    @property
    def shown(self) -> int:
        """The number of records that the table names."""
        return len({slug for row in self.rows for slug in row.slugs})

    @property
    def left_out_text(self) -> str:
        """A sentence for the caption; empty where no record is missing."""
        return f"Not drawn: {'; '.join(group.text for group in self.left_out)}." if self.left_out else ""
