"""The vocabularies' pages: one a vocabulary, one a word, with the records that use it and what was measured on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from catalog.catalog import Catalog
from catalog.model.columns import Column
from catalog.pages.leaderboards import Leaderboard, with_board
from catalog.pages.parts import ChartDrawing
from catalog.pages.render import Page
from catalog.values import Amount, Entry, Record, short

CHARTED = 3
"""Records from which on a board is worth a chart."""


@dataclass(frozen=True)
class Entries:
    """Writes the pages of one catalogue's vocabularies."""

    catalog: Catalog
    boards: Sequence[Leaderboard]
    chart: ChartDrawing
    page: Page

    def pages(self) -> Iterator[tuple[str, str]]:
        """Every page, vocabulary by vocabulary."""
        for name in self.catalog.vocabularies:
            yield from self._vocabulary(name)

    def _vocabulary(self, name: str) -> Iterator[tuple[str, str]]:
        entries = self.catalog.vocabularies[name]
        columns = [column for column in self.catalog.columns if column.entry and column.entry.vocabulary == name]
        kind = type(next(iter(entries.values()))).title if entries else name
        users = {key: self._users(name, columns, key) for key in entries}
        order = sorted(entries.items(), key=lambda item: (-len(users[item[0]]), item[1].name.casefold()))
        title = _plural(kind)
        lines = [(key, entry, len(users[key])) for key, entry in order]
        about = f"{title} in {self.catalog.settings.title}, each with its meaning."
        yield (
            f"{name}.md",
            self.page("vocabulary", title, about, name=name, entries=lines, front={"hide": ["navigation", "toc"]}),
        )
        for key, entry in entries.items():
            yield f"{name}/{key}.md", self._entry(name, kind, key, entry, users[key])

    def _users(self, name: str, columns: Sequence[Column], key: str) -> list[tuple[Record, str]]:
        found: dict[str, tuple[Record, str]] = {}
        for column in columns:
            found |= {record.slug: (record, column.label) for record in self._using[column.path].get(key, ())}
        for board in self.boards:
            if (board.vocabulary, board.key) == (name, key):
                found |= {line.record.slug: (line.record, "") for line in board.lines}
        return list(found.values())

    @cached_property
    def _using(self) -> Mapping[str, Mapping[str, tuple[Record, ...]]]:
        """Path of a column of references → key → the records that use it."""
        return {column.path: self.catalog.records_by_value(column) for column in self.catalog.columns if column.entry}

    def _entry(self, name: str, kind: str, key: str, entry: Entry, users: list[tuple[Record, str]]) -> str:
        more = [
            (_words(field), _entry_text(value))
            for field in type(entry).model_fields
            if field not in Entry.model_fields and (value := getattr(entry, field)) not in (None, "", ())
        ]
        found = [board for board in self.boards if (board.vocabulary, board.key) == (name, key)]
        return self.page(
            "entry",
            entry.name,
            entry.meaning,
            kind=_plural(kind),
            key=key,
            entry=entry,
            more=more,
            users=[] if found else users,
            boards=[self._board(board) for board in found],
        )

    def _board(self, board: Leaderboard) -> Mapping[str, Any]:
        drawn = None
        if len({line.record.slug for line in board.known}) >= CHARTED:
            catalog, chart = with_board(self.catalog, board)
            drawn = self.chart(catalog, chart, board.ident, "../../")
        title = board.title or board.entry.name
        return {"title": title, "unit": board.unit, "drawn": drawn, "lines": board.lines, "more": board.more}


def _plural(word: str) -> str:
    return word[:-1] + "ies" if word.endswith("y") else word + "s"


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _entry_text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(short(item) for item in value)
    return value.words() if isinstance(value, Amount) else short(value)
