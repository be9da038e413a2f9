"""Measurements side by side: one board for all that may be compared with each other."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any, Literal

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.model.columns import Column, measurements
from catalog.model.node import Node
from catalog.pages.cells import MARKS
from catalog.pages.record import measured_word
from catalog.settings import Measure, measure_column
from catalog.settings.charts import Bars
from catalog.values import SURVEY, Entry, Measurement, Record, short, site_name


@dataclass(frozen=True)
class LeaderboardRow:
    """One measurement on a board."""

    catalog: Catalog
    record: Record
    item: Measurement

    @property
    def text(self) -> str:
        """The number as a cell shows it."""
        fact = self.item.value
        return short(fact.value) if fact.value else str(fact.blank)

    @property
    def marks(self) -> Markup:
        """Its evidence marks."""
        return Markup("").join(
            Markup(' <span class="sign" title="{}">{}<span class="vh">{}</span></span>').format(
                MARKS[mark][1], MARKS[mark][0], mark
            )
            for mark in self.item.value.marks
        )

    @property
    def words(self) -> dict[str, tuple[str, str, str]]:
        """What the other fields say."""
        return {name: measured_word(self.catalog, self.item, name) for name in Node.of(type(self.item)).children}

    @property
    def source(self) -> str:
        """Who says so."""
        fact = self.item.value
        if fact.source == SURVEY:
            return "original table"
        found = self.record.sources.get(fact.source)
        return (found.title or site_name(found.url or "")) if found else ""

    @property
    def url(self) -> str:
        """Where it stands."""
        found = self.record.sources.get(self.item.value.source)
        return str(found.url) if found and found.url else ""

    @property
    def where(self) -> str:
        """The place in the source."""
        return self.item.value.where


@dataclass(frozen=True)
class Leaderboard:
    """All measurements that agree in the fields that make them comparable."""

    field: str
    model: type[Measurement]
    values: tuple[str, ...]
    entry: Entry
    vocabulary: str
    title: str
    more: tuple[str, ...]
    lines: tuple[LeaderboardRow, ...]

    @property
    def known(self) -> list[LeaderboardRow]:
        """The lines with a number, best first."""
        return [line for line in self.lines if line.item.value.value]

    @property
    def unit(self) -> str:
        """What follows the numbers."""
        show = Node.of(self.model).children["value"].show
        return show.unit if show else ""

    @property
    def key(self) -> str:
        """The vocabulary key of what was measured on."""
        return self.values[0]

    @property
    def ident(self) -> str:
        """Unique among the boards of one page."""
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-") or "all"


def leaderboards(catalog: Catalog) -> list[Leaderboard]:
    """Every board, those with most measurements first.

    A board stands on the page of the word that was measured on: measurements of anything else have none.
    """
    found: dict[tuple[str, ...], list[LeaderboardRow]] = defaultdict(list)
    for record in catalog.records:
        for field, measured in measurements(catalog.model).items():
            for item in getattr(record, field) if _vocabulary(measured) else ():
                key = tuple(str(getattr(item, name)) for name in type(item).comparable)
                found[(field, *key)].append(LeaderboardRow(catalog, record, item))
    made = [_board(catalog, field, values, lines) for (field, *values), lines in found.items()]
    return sorted(made, key=lambda board: (-len(board.lines), board.entry.name, board.title))


def _board(catalog: Catalog, field: str, values: list[str], lines: list[LeaderboardRow]) -> Leaderboard:
    item = lines[0].item
    model = type(item)
    vocabulary = _vocabulary(Node.of(model))
    words = [measured_word(catalog, item, name)[0] for name in model.comparable[1:]]
    more = tuple(
        name
        for name in Node.of(model).children
        if name not in (*model.comparable, *Node.of(Measurement).children)
        and any(getattr(li.item, name) for li in lines)
    )
    entry = catalog.vocabularies[vocabulary][values[0]]
    title, ordered = ", ".join(filter(None, words)), tuple(sorted(lines, key=_rank))
    return Leaderboard(field, model, tuple(values), entry, vocabulary, title, more, ordered)


def _vocabulary(measured: Node) -> str:
    """The vocabulary of the first of the fields that make measurements comparable; empty where it has none."""
    comparable = measured.measurement.comparable if measured.measurement else ()
    entry = measured.children[comparable[0]].entry if comparable else None
    return entry.vocabulary if entry else ""


def _rank(line: LeaderboardRow) -> tuple[bool, float]:
    """Best first, unknown values last."""
    value = line.item.value.value
    sign = 1 if type(line.item).best == "lowest" else -1
    return (value is None, sign * value.number if value else 0.0)


def column_of(board: Leaderboard) -> Column:
    """The board's best value of each record, as a column."""
    where = dict(zip(board.model.comparable, board.values, strict=True))
    key = f"board.{board.vocabulary}.{board.key}.{board.ident}"
    label = board.title or board.entry.name
    best = board.model.best
    return measure_column(Measure(key=key, label=label, unit=board.unit, of=board.field, where=where, best=best))


def with_board(catalog: Catalog, board: Leaderboard) -> tuple[Catalog, Bars]:
    """The catalogue with the board's column, and the chart of that column."""
    column = column_of(board)
    title = f"{board.entry.name}, {board.title}: best of each {catalog.settings.one}"
    first: Literal["largest", "smallest"] = "smallest" if board.model.best == "lowest" else "largest"
    chart = Bars(kind="bars", title=title, x=column.path, first=first)
    return replace(catalog, columns=(*catalog.columns, column)), chart


def summary(board: Leaderboard) -> dict[str, Any]:
    """One line of the page that lists the boards."""
    best = board.known[0] if board.known else None
    return {
        "name": board.entry.name,
        "title": board.title,
        "url": f"{board.vocabulary}/{board.key}/#{board.ident}",
        "records": len({line.record.slug for line in board.lines}),
        "count": len(board.lines),
        "best": best.text if best else "",
    }
