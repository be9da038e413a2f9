"""A finished chart: the picture, the table behind it, the Plotly figure, and the records that are missing from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from catalog.charts.subjects import Shown, Subject, poor_keys
from catalog.charts.svg import HALF, drawing
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


MOST_NAMES = 300
"""More records than this are counted, not named."""
_LEAST_SAID_FIRST = (Blank.NOT_CHECKED, Blank.NOT_REPORTED, Blank.NOT_APPLICABLE)


def not_shown(groups: Sequence[LeftOut], total: int) -> str:
    """Return `9 of 67 are not shown: 7 not checked, 2 not reported`.

    A record counts once, by the blank that says least.
    """
    blanks: dict[str, set[Blank]] = {}
    for group in groups:
        for subject in group.subjects:
            if subject.is_whole:
                blanks.setdefault(subject.record.slug, set()).add(group.blank)
    least = Counter(min(own, key=_LEAST_SAID_FIRST.index) for own in blanks.values())
    reasons = ", ".join(f"{least[blank]} {blank}" for blank in _LEAST_SAID_FIRST if least[blank])
    records = f"{len(blanks)} of {total} {_are(len(blanks))} not shown: {reasons}" if blanks else ""
    variants = {key for key in _variants(groups) if key[0] not in blanks}
    more = f"{len(variants)} variant{'' if len(variants) == 1 else 's'}"
    if records and variants:
        return f"{records}; and {more} of others"
    return records or (f"{more} {_are(len(variants))} not shown" if variants else "")


def _variants(groups: Sequence[LeftOut]) -> set[tuple[str, str]]:
    """Slug and name of each variant that is missing without its record."""
    parts = [subject for group in groups for subject in group.subjects if not subject.is_whole]
    return {(subject.record.slug, model.name) for subject in parts for model in subject.models}


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of a chart: width and height in user units, its parts, and the attributes that scripts read."""

    size: tuple[float, float]
    parts: Sequence[Markup]
    attributes: Mapping[str, object]


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
    total: int
    """The number of records of the catalogue."""
    subtitle: str
    """Says below the title what is drawn."""
    left_out: tuple[LeftOut, ...] = ()
    aggregated: str = ""
    """Says what is counted instead of drawn; empty where every record has a mark."""
    figure: dict[str, Any]
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
