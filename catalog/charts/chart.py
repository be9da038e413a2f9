"""A finished chart: the picture, the table behind it, the Plotly figure, and the records that are missing from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from catalog.charts.missing import MOST_NAMES, LeftOut, not_shown
from catalog.charts.plot import Plot
from catalog.charts.plotly import figure
from catalog.charts.subjects import Shown, Subject, poor_keys
from catalog.drawings.svg import HALF, drawing
from catalog.settings.charts import ChartSection


@dataclass(frozen=True, slots=True)
class DataRow:
    """One line of the table behind a chart, the slugs of the records in it, and the variants if it is about some."""

    slugs: tuple[str, ...]
    cells: tuple[str, ...]
    variant: str | None = None
    cell: str | None = None
    """The cell of the drawing whose count ends the line, where it counts records instead of naming them."""
    poor: str | None = None
    """The keys of the subjects whose facts here are not well sourced, as `poor_keys` gives them."""
    subjects: tuple[Subject, ...] = ()
    """Those that the last cell names and the one before it counts."""

    @property
    def models(self) -> str:
        """The keys of all that it names, for scripts."""
        return "\n".join(subject.key for subject in self.subjects) or "\n".join(self.slugs)

    def is_poor(self, subject: Subject) -> bool:
        """Whether one of them is here by facts that are not well sourced."""
        return subject.key in (self.poor or "").split("\n")

    @classmethod
    def about(cls, subject: Subject, shown: Shown, *cells: str) -> DataRow:
        """Return the line about what one subject has shown, which begins with its name."""
        poor = poor_keys([subject], shown)
        return cls((subject.record.slug,), (subject.name, *cells), subject.variant, poor=poor)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of a chart: width and height in user units, its parts, and the attributes that scripts read."""

    size: tuple[float, float]
    parts: Sequence[Markup]
    attributes: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart, ready for a page.

    It is written three times from the same marks and cells. `svg` is what every reader sees: it needs no script, and it
    prints. `rows` is the table below it. Of `plot`, `catalog.charts.plotly` makes the figure for Plotly, which the page
    draws in its place for readers who ask for an interactive plot (zoom, pan, hover texts).
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
    total: int
    """The number of records of the catalogue."""
    subtitle: str
    """Says below the title what is drawn."""
    left_out: tuple[LeftOut, ...] = ()
    aggregated: str = ""
    """Says what is counted instead of drawn; empty where every record has a mark."""
    plot: Plot
    """What is drawn, for the figure."""
    narrow: Picture | None = None
    """The same for a phone, of a chart that can be drawn as narrow."""
    record_url: Callable[[str], str] | None = None
    """Turns a slug into the address of its page."""

    @property
    def title(self) -> str:
        """The heading."""
        return self.settings.title

    @property
    def short(self) -> str:
        """The title in a row of links to all charts."""
        return self.settings.short or self.settings.title

    @property
    def is_wide(self) -> bool:
        """Whether it needs more than half of a wide page."""
        return self.size[0] > HALF

    @property
    def svg(self) -> Markup:
        """The picture."""
        return self._drawn(Picture(self.size, self.parts, self.attributes))

    @property
    def figure(self) -> dict[str, Any]:
        """The chart for Plotly, as JSON."""
        return figure(self.plot, self.title, self.subtitle, [self.aggregated, self.left_out_text])

    @property
    def narrow_svg(self) -> Markup:
        """The picture for a phone; empty where there is none."""
        return self._drawn(self.narrow, " narrow") if self.narrow else Markup("")

    def _drawn(self, picture: Picture, more: str = "") -> Markup:
        class_ = f"chart chart-{self.settings.kind}{more}"
        size, parts = picture.size, picture.parts
        return drawing(*size, self.title, self.summary, *parts, class_=class_, **picture.attributes)

    @property
    def shown(self) -> int:
        """The number of records that the table names."""
        return len({slug for row in self.rows for slug in row.slugs})

    @property
    def names_left_out(self) -> bool:
        """Whether the records that are missing are few enough to be named."""
        return sum(len(group.subjects) for group in self.left_out) <= MOST_NAMES

    @property
    def left_out_text(self) -> str:
        """How many records are missing, and why; empty where none is."""
        return not_shown(self.left_out, self.total)
