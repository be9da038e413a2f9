"""What a reader can do with the catalogue, each shown by a small picture of its own data: for the home page.

A picture has as much in it as fits, however many records there are; one for which there is too little is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts import scales
from catalog.charts.scales import Scale
from catalog.model.columns import Column
from catalog.pages.cells import READ, claim, link_to, source_title, source_url
from catalog.pages.render import filled
from catalog.pages.signs import word_sign
from catalog.settings.charts import Scatter
from catalog.settings.display import ShownColumn
from catalog.settings.keys import filter_keys, has_value
from catalog.settings.query import filter_query
from catalog.values import Blank, Fact, Grade, Record

LOOKED_AT = 200
"""The newest records, among which examples are looked for."""
MOST_WORDS, MOST_NUMBERS, FEWEST_ROWS = 4, 2, 2
"""Rows of a comparison."""
MOST_CHOICES = 5
"""Words of a filter."""
FEWEST_DOTS = 5
WIDTH, HEIGHT = 240, 120
"""Of a plot, in user units."""
_EDGE, _STEP = 6, 2
"""Room for half a dot, and the distance at which dots can be told apart: it bounds how many there are."""
_SIGN = '<span title="{} {}">{}<span class="vh">{} {}</span></span>'


def example_record(catalog: Catalog, fits: Callable[[Record], bool] = lambda _: True) -> Record | None:
    """Return the example that the settings choose, else of the records that fit the one of which most is known."""
    slug = catalog.settings.example or ""
    chosen = catalog.by_slug.get(catalog.former_slugs.get(slug, slug))
    if chosen:
        return chosen
    ranked = sorted(catalog.newest_first[:LOOKED_AT], key=partial(_known, catalog), reverse=True)
    return next(filter(fits, ranked), ranked[0] if ranked else None)


def _known(catalog: Catalog, record: Record) -> int:
    return sum(has_value(column, record) for column in catalog.shown)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two records side by side, in rows in which they differ."""

    records: tuple[Record, Record]
    rows: tuple[tuple[str, Markup, Markup], ...]


def side_by_side(catalog: Catalog, first: Record) -> SideBySide | None:
    """Return the record beside the one from which it differs in most of what both say."""
    others = (record for record in catalog.newest_first[:LOOKED_AT] if record is not first)
    pairs = (SideBySide((first, other), _differences(catalog, first, other)) for other in others)
    best = max(pairs, key=lambda pair: len(pair.rows), default=None)
    return best if best and len(best.rows) >= FEWEST_ROWS else None


def _differences(catalog: Catalog, one: Record, other: Record) -> tuple[tuple[str, Markup, Markup], ...]:
    shown = catalog.display.presets[0].columns
    words = [(column.head, (column,)) for column in shown if column.column.show.facet]
    numbers = [(value.label, value.of) for value in catalog.display.summary if value.of[0].column.type.is_number]
    rows = (
        ((label, _text(catalog, columns, one), _text(catalog, columns, other)) for label, columns in rows)
        for rows in (words, numbers)
    )
    differing = ((row for row in part if row[1] and row[2] and row[1] != row[2]) for part in rows)
    return tuple(
        row for part, most in zip(differing, (MOST_WORDS, MOST_NUMBERS), strict=True) for row in islice(part, most)
    )


def _text(catalog: Catalog, columns: Sequence[ShownColumn], record: Record) -> Markup:
    """What the first of the columns that has a value says of a record; empty without any."""
    shown = next((shown for shown in columns if any(has_value(column, record) for column in shown.fields)), None)
    if shown and shown.folded:
        signs = ((member, catalog.values(member.column, record)) for member in shown.folded.members)
        return Markup(" ").join(
            filled(_SIGN, member.label, values[0], word_sign(catalog, values[0]), member.label, values[0])
            for member, values in signs
            if values
        )
    return filled("<bdi>{}</bdi>", first_value(catalog, shown.column, record)) if shown else Markup("")


def first_value(catalog: Catalog, column: Column, record: Record) -> str:
    """Return the first value of a column in a narrow place; empty without any."""
    values = catalog.values(column, record)
    unit = "" if column.unit in ("", "%") else column.unit
    tail = " %" if column.unit == "%" else ""
    return catalog.short_name(column, values[0], unit) + tail if values else ""


@dataclass(frozen=True, slots=True)
class DotPlot:
    """Records as dots: the label of each axis, the outline of all dots, how many records, and the view's query."""

    x: str
    y: str
    dots: str
    count: int


def dot_plot(catalog: Catalog) -> DotPlot | None:
    """Return the first scatter plot of the settings, else the first number over time, that has a few records."""
    declared = [(chart.x, chart.y) for chart in catalog.settings.charts if isinstance(chart, Scatter)]
    numbers = [column.path for column in catalog.columns if column.type.is_number and column.scale]
    dated = numbers[:LOOKED_AT] if catalog.newest else []
    pairs = [*declared, *((catalog.settings.newest, path) for path in dated)]
    for x, y in pairs:
        points = list(_points(catalog.by_path[x], catalog.by_path[y], catalog.records))
        if len(points) >= FEWEST_DOTS:
            return _plot(catalog.by_path[x], catalog.by_path[y], points)
    return None


def _points(x: Column, y: Column, records: Sequence[Record]) -> Iterator[tuple[float, float]]:
    """Both numbers of a model of each record, of the first that has both."""
    for record in records:
        both = ((_number(x, model.facts), _number(y, model.facts)) for model in record.counted_models)
        yield from islice(((left, up) for left, up in both if left is not None and up is not None), 1)


def _number(column: Column, facts: Record) -> float | None:
    values = (value for fact in column.facts(facts) for value in fact.values)
    return next((column.type.bounds(value)[0] for value in values), None)


def _plot(x: Column, y: Column, points: Sequence[tuple[float, float]]) -> DotPlot:
    across = _scale(x, [left for left, _ in points], _EDGE, WIDTH - _EDGE)
    upwards = _scale(y, [up for _, up in points], HEIGHT - _EDGE, _EDGE)
    places = {(_rounded(across.at(left)), _rounded(upwards.at(up))) for left, up in points}
    return DotPlot(x.label, y.label, "".join(f"M{left} {up}h0" for left, up in sorted(places)), len(points))


def _rounded(position: float) -> int:
    return _STEP * round(position / _STEP)


def _scale(column: Column, values: Sequence[float], start: float, end: float) -> Scale:
    if column.scale == "time":
        return scales.time(values, values, start, end)
    return (scales.log if column.scale == "log" and min(values) > 0 else scales.linear)(values, start, end)


@dataclass(frozen=True, slots=True)
class WordCounts:
    """A filter: its label, its first words with count and query, and how many records have not been checked."""

    label: str
    lines: tuple[tuple[str, int, str], ...]
    unchecked: int

    @property
    def most(self) -> int:
        """The largest count."""
        return max(count for _, count, _ in self.lines)


def word_counts(catalog: Catalog) -> WordCounts | None:
    """Return the first filter by words that is open at first."""
    columns = (shown.column for shown in catalog.display.filters if _is_filter(shown.column) and not shown.folded)
    column = next(columns, None) or next(filter(_is_filter, catalog.facets), None)
    if column is None:
        return None
    counts = Counter(key for record in catalog.records for key in _keys(column, record))
    words = [(key, count) for key, count in counts.most_common() if key not in list(Blank)][:MOST_CHOICES]
    lines = tuple((_word(catalog, column, key), count, filter_query(column, key)) for key, count in words)
    return WordCounts(column.label, lines, counts[Blank.NOT_CHECKED.value]) if lines else None


def _is_filter(column: Column) -> bool:
    return bool(column.show.facet and not column.show.scale)


def _keys(column: Column, record: Record) -> set[str]:
    """The words of all models that count."""
    return {key for model in record.counted_models for key in filter_keys(column, model.facts)}


def _word(catalog: Catalog, column: Column, key: str) -> str:
    entry = catalog.entry(column, key)
    return entry.short_name if entry else key


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A fact with its evidence: of which record and field, the claim as text, and where its page has it."""

    record: Record
    label: str
    claim: dict[str, Any]
    link: str


def shown_claim(catalog: Catalog, first: Record) -> ShownClaim | None:
    """Return a fact about which sources disagree, rather one that was read at the source; else any with a source."""
    records = [first, *(record for record in catalog.newest_first[:LOOKED_AT] if record is not first)]
    found = [(record, column, fact) for record in records for column, fact in _sourced(catalog, record)]
    best = max(found, key=lambda each: (bool(each[2].instead), each[2].verified is Grade.PRIMARY), default=None)
    if best is None:
        return None
    record, column, fact = best

    def cited(fact: Fact[Any]) -> dict[str, str]:
        grade = READ if fact.verified is Grade.PRIMARY else ""
        title, url = source_title(catalog, record, fact.source), source_url(record, fact.source)
        return {"source": title, "url": url, "grade": grade}

    shown = claim(catalog, column, fact, cited)
    for said, each in zip((shown, *shown.get("instead", ())), (fact, *fact.instead), strict=True):
        said["value"] = (
            ", ".join(catalog.short(column, value, column.show.unit) for value in each.values) or said["value"]
        )
    return ShownClaim(record, column.label, shown, link_to(column, record))


def _sourced(catalog: Catalog, record: Record) -> Iterator[tuple[Column, Fact[Any]]]:
    for column in catalog.shown:
        yield from ((column, fact) for fact in column.facts(record) if fact.source in record.sources and fact.values)
