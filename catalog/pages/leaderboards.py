"""Leaderboards: one for all measurements that may be compared with each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import Any, Literal
from urllib.parse import quote

from catalog.catalog import Catalog
from catalog.charts import Chart, RecordUrl, bars
from catalog.charts.marks import MOST_MARKS
from catalog.model.columns import NOTHING, Column, measurements
from catalog.model.node import Node
from catalog.pages.measurements import MeasurementRow
from catalog.pages.render import html_ids, listed
from catalog.pages.standings import BoardGroup, Runs, board_groups
from catalog.settings import Measure, measure_column
from catalog.settings.charts import Bars
from catalog.values import Entry, Measurement, Model

MOST_LEADING = 5
"""Models that are named where several share the best number."""


@dataclass(frozen=True)
class Leaderboard:
    """The measurements that agree in the fields that make them comparable.

    `ident` is unique among the leaderboards of one page. `more` names the other fields that any of them has. `groups`
    are those of them that compete for the best, model by model; `lines` all of them.
    """

    field: str
    model: type[Measurement]
    values: tuple[str, ...]
    entry: Entry
    vocabulary: str
    title: str
    ident: str
    more: tuple[str, ...]
    lines: tuple[MeasurementRow, ...]
    groups: tuple[BoardGroup, ...]

    @property
    def others(self) -> tuple[str, ...]:
        """Those of `more` that neither keep measurements apart nor say how they were measured."""
        return tuple(name for name in self.more if name not in (*self.model.apart, *self.model.conditions))

    @property
    def spreads(self) -> bool:
        """Whether a model was measured more than once."""
        return any(standing.spread for group in self.groups for standing in group.standings)

    def has(self, name: str) -> bool:
        """Whether any of its measurements has this field."""
        return any(getattr(line.item, name) for line in self.lines)

    def label(self, name: str) -> str:
        """What readers call a field of its measurements."""
        return Node.of(self.model).children[name].label

    @property
    def unit(self) -> str:
        """The unit of the numbers."""
        show = Node.of(self.model).children["value"].show
        return show.unit if show else ""

    @property
    def key(self) -> str:
        """The vocabulary key of what was measured on."""
        return self.values[0]

    @property
    def heading(self) -> str:
        """Its title, or what was measured on where measurements differ in nothing else."""
        return self.title or self.entry.name

    @cached_property
    def name(self) -> str:
        """What was measured on, and its title."""
        return ", ".join(filter(None, (self.entry.name, self.title)))

    @cached_property
    def path(self) -> str:
        """Where it is on the website."""
        return f"{self.page}#{self.ident}"

    @cached_property
    def claims(self) -> str:
        """Where the evidence of a record has its measurements: a path that no field has."""
        return f"={'/'.join(quote(value, safe='') for value in self.values)}"

    @cached_property
    def column(self) -> Column:
        """The best value of each model in all of it."""
        return leaderboard_column(self)

    @property
    def page(self) -> str:
        """The page it is on."""
        return f"{self.vocabulary}/{self.key}/"


def leaderboards(catalog: Catalog) -> list[Leaderboard]:
    """Every leaderboard, those with most measurements first.

    A leaderboard belongs to the page of a vocabulary entry, such as a test set; other measurements are on none.
    """
    rows: dict[tuple[str, ...], dict[Model, list[MeasurementRow]]] = defaultdict(lambda: defaultdict(list))
    for model, field, item in _measured(catalog):
        key = tuple(str(getattr(item, name)) for name in type(item).comparable)
        rows[field, *key][model].append(MeasurementRow(catalog, model.record, item))
    pages: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for key, runs in rows.items():
        pages[_page(catalog, key)]["\0".join(key)] = _title(next(iter(runs.values()))[0]) or "all"
    idents = {key: ident for titles in pages.values() for key, ident in html_ids(titles).items()}
    boards = [_leaderboard(catalog, key, runs, idents["\0".join(key)]) for key, runs in rows.items()]
    return sorted(boards, key=lambda board: (-len(board.lines), board.entry.name, board.title))


def has_leaderboards(catalog: Catalog) -> bool:
    """Whether there is any."""
    return next(_measured(catalog), None) is not None


def _measured(catalog: Catalog) -> Iterator[tuple[Model, str, Measurement]]:
    """Every measurement that is on a leaderboard: of which model, and in which field."""
    fields = [name for name, measured in measurements(catalog.model).items() if _vocabulary(measured)]
    models = (model for record in catalog.records for model in record.all_models)
    return ((model, field, item) for model in models for field in fields for item in getattr(model.facts, field))


def _page(catalog: Catalog, key: tuple[str, ...]) -> tuple[str, str]:
    """The vocabulary and the entry on whose page the leaderboard of these measurements is."""
    return _vocabulary(measurements(catalog.model)[key[0]]), key[1]


def _title(line: MeasurementRow) -> str:
    """The words of all fields that make measurements comparable but the first."""
    return ", ".join(filter(None, (line.field(name)[0] for name in type(line.item).comparable[1:])))


def _leaderboard(catalog: Catalog, key: tuple[str, ...], runs: Runs, ident: str) -> Leaderboard:
    field, *values = key
    runs = {model: sorted(lines, key=attrgetter("order")) for model, lines in runs.items()}
    lines = sorted((line for own in runs.values() for line in own), key=attrgetter("order"))
    model = type(lines[0].item)
    vocabulary, _ = _page(catalog, key)
    more = tuple(
        name
        for name in Node.of(model).children
        if name not in (*model.comparable, *Node.of(Measurement).children)
        and any(getattr(line.item, name) for line in lines)
    )
    entry = catalog.vocabularies[vocabulary][values[0]]
    title, groups = _title(lines[0]), board_groups(ident, runs)
    return Leaderboard(field, model, tuple(values), entry, vocabulary, title, ident, more, tuple(lines), groups)


def _vocabulary(measured: Node) -> str:
    """The vocabulary of the first of the fields that make measurements comparable; empty where it has none."""
    comparable = measured.measurement.comparable if measured.measurement else ()
    entry = measured.children[comparable[0]].entry if comparable else None
    return entry.vocabulary if entry else ""


def leaderboard_column(board: Leaderboard, group: BoardGroup | None = None) -> Column:
    """The best value of each model, in all of a leaderboard or in a group of it, as a column."""
    where = dict(zip(board.model.comparable, board.values, strict=True))
    where |= dict(zip(board.model.apart, group.values, strict=True)) if group else {}
    key = f"board.{board.vocabulary}.{board.key}.{group.ident if group else board.ident}"
    best = board.model.best
    # Not validated: key and label are made from words of any length.
    return measure_column(
        Measure.model_construct(key=key, label=board.heading, unit=board.unit, of=board.field, where=where, best=best)
    )


def leaderboard_chart(
    catalog: Catalog, board: Leaderboard, group: BoardGroup, record_url: RecordUrl | None = None, rows: int = MOST_MARKS
) -> Chart:
    """The chart of the best value of each model in a group of a leaderboard, whose table has so many rows."""
    best = {id(standing.model.facts): (standing.best.item.value,) for standing in group.standings}
    # Looked up, and so not kept: its path may be that of another leaderboard in the next build of `catalog serve`.
    column = replace(leaderboard_column(board, group), read=lambda facts: best.get(id(facts), NOTHING), derived=False)
    title = f"{board.name}: best of each {catalog.settings.one}" + (f" ({group.title})" if group.title else "")
    first: Literal["largest", "smallest"] = "smallest" if board.model.best == "lowest" else "largest"
    # Not validated, as above.
    chart = Bars.model_construct(kind="bars", title=title, x=column.path, first=first)
    measured = replace(catalog, columns=(*catalog.columns, column))
    slugs = {standing.model.record.slug for standing in group.standings}
    among = [catalog.by_slug[slug] for slug in sorted(slugs, key=catalog.places.__getitem__)]
    return bars.draw(measured, chart, group.ident, record_url, among=among, most=rows)


def board_list(boards: Sequence[Leaderboard]) -> dict[str, Any]:
    """Return what the template prints of all leaderboards of one vocabulary: in a table those of several records."""
    first = boards[0]
    shared = [board for board in boards if len({line.record.slug for line in board.lines}) > 1]
    return {
        "shared": shared,
        "alone": [board for board in boards if board not in shared],
        "best": first.model.best,
        "comparable": listed(name.replace("_", " ") for name in first.model.comparable),
        "apart": [first.label(name) for name in first.model.apart],
        "spreads": any(board.spreads for board in shared),
        "few": MOST_LEADING,
    }
