"""Leaderboards: one for all measurements that may be compared with each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Literal

from catalog.catalog import Catalog
from catalog.model.columns import Column, measurements
from catalog.model.node import Node
from catalog.pages.measurements import MeasurementRow
from catalog.pages.render import html_ids
from catalog.settings import Measure, measure_column
from catalog.settings.charts import Bars
from catalog.values import Entry, Measurement


@dataclass(frozen=True)
class Leaderboard:
    """The measurements that agree in the fields that make them comparable.

    `ident` is unique among the leaderboards of one page. `more` names the other fields that any of them has.
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

    @property
    def ranked(self) -> list[MeasurementRow]:
        """The lines with a number, best first."""
        return [line for line in self.lines if line.item.value.value]

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

    @property
    def path(self) -> str:
        """Where it is on the website."""
        return f"{self.vocabulary}/{self.key}/#{self.ident}"


def leaderboards(catalog: Catalog) -> list[Leaderboard]:
    """Every leaderboard, those with most measurements first.

    A leaderboard belongs to the page of a vocabulary entry, such as a test set; other measurements are on none.
    """
    rows: dict[tuple[str, ...], list[MeasurementRow]] = defaultdict(list)
    for record in catalog.records:
        for field, measured in measurements(catalog.model).items():
            for item in getattr(record, field) if _vocabulary(measured) else ():
                key = tuple(str(getattr(item, name)) for name in type(item).comparable)
                rows[(field, *key)].append(MeasurementRow(catalog, record, item))
    pages: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for key, lines in rows.items():
        pages[_page(catalog, key)]["\0".join(key)] = _title(lines[0]) or "all"
    idents = {key: ident for titles in pages.values() for key, ident in html_ids(titles).items()}
    boards = [_leaderboard(catalog, key, lines, idents["\0".join(key)]) for key, lines in rows.items()]
    return sorted(boards, key=lambda board: (-len(board.lines), board.entry.name, board.title))


def _page(catalog: Catalog, key: tuple[str, ...]) -> tuple[str, str]:
    """The vocabulary and the entry on whose page the leaderboard of these measurements is."""
    return _vocabulary(measurements(catalog.model)[key[0]]), key[1]


def _title(line: MeasurementRow) -> str:
    """The words of all fields that make measurements comparable but the first."""
    return ", ".join(filter(None, (line.field(name)[0] for name in type(line.item).comparable[1:])))


def _leaderboard(catalog: Catalog, key: tuple[str, ...], lines: list[MeasurementRow], ident: str) -> Leaderboard:
    field, *values = key
    model = type(lines[0].item)
    vocabulary, _ = _page(catalog, key)
    more = tuple(
        name
        for name in Node.of(model).children
        if name not in (*model.comparable, *Node.of(Measurement).children)
        and any(getattr(line.item, name) for line in lines)
    )
    entry = catalog.vocabularies[vocabulary][values[0]]
    ranked = tuple(sorted(lines, key=_rank))
    return Leaderboard(field, model, tuple(values), entry, vocabulary, _title(lines[0]), ident, more, ranked)


def _vocabulary(measured: Node) -> str:
    """The vocabulary of the first of the fields that make measurements comparable; empty where it has none."""
    comparable = measured.measurement.comparable if measured.measurement else ()
    entry = measured.children[comparable[0]].entry if comparable else None
    return entry.vocabulary if entry else ""


def _rank(line: MeasurementRow) -> tuple[bool, float]:
    """Best first, unknown values last."""
    value = line.item.value.value
    sign = 1 if type(line.item).best == "lowest" else -1
    return (value is None, sign * value.number if value else 0.0)


def leaderboard_column(board: Leaderboard) -> Column:
    """The best value of each record, as a column."""
    where = dict(zip(board.model.comparable, board.values, strict=True))
    key = f"board.{board.vocabulary}.{board.key}.{board.ident}"
    best = board.model.best
    # Not validated: key and label are made from words of any length.
    return measure_column(
        Measure.model_construct(key=key, label=board.heading, unit=board.unit, of=board.field, where=where, best=best)
    )


def leaderboard_chart(catalog: Catalog, board: Leaderboard) -> tuple[Catalog, Bars]:
    """The chart of the best value of each record, and the catalogue with the column it needs."""
    column = leaderboard_column(board)
    title = f"{board.entry.name}, {board.title}: best of each {catalog.settings.one}"
    first: Literal["largest", "smallest"] = "smallest" if board.model.best == "lowest" else "largest"
    # Not validated, as above.
    chart = Bars.model_construct(kind="bars", title=title, x=column.path, first=first)
    return replace(catalog, columns=(*catalog.columns, column)), chart
