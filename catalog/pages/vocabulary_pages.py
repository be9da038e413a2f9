"""The vocabularies' pages: one for each vocabulary, and one for each entry with the records that use it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts import Chart
from catalog.model.columns import Column
from catalog.model.node import Node, field_values
from catalog.pages.leaderboards import Leaderboard, board_list, leaderboard_chart
from catalog.pages.render import BOARDS, LISTED, READING, WIDE, SitePage, filled
from catalog.pages.site_data import SiteData, record_url
from catalog.pages.standings import BoardGroup
from catalog.settings.query import filter_query
from catalog.values import Entry, Record, long, short, type_of

MOST_ROWS = 300
"""Rows of all leaderboards of a page together."""

FEWEST = 10
"""Rows that each of them may have all the same."""

CHARTED = 3
"""Records from which on a group of a leaderboard is worth a chart."""


def vocabulary_pages(data: SiteData) -> Iterator[tuple[str, SitePage]]:
    """Path → page, vocabulary by vocabulary."""
    pages = _VocabularyPages(data)
    for name in data.catalog.vocabularies:
        yield from pages.vocabulary(name)


@dataclass(frozen=True)
class _VocabularyPages:
    data: SiteData

    def vocabulary(self, name: str) -> Iterator[tuple[str, SitePage]]:
        """The page of one vocabulary, most used entries first, and the pages of its entries."""
        catalog = self.data.catalog
        entries = catalog.vocabularies[name]
        title = vocabulary_title(catalog, name)
        users = {key: self._users(name, key) for key in entries}
        order = sorted(entries.items(), key=lambda item: (-len(users[item[0]]), item[1].name.casefold()))
        lines = [(key, entry, len(users[key])) for key, entry in order]
        about = f"{title} in {catalog.settings.title}, each with its meaning."
        families = "Family" if any(entry.family for entry in entries.values()) else ""
        boards = [board for board in self.data.leaderboards if board.vocabulary == name]
        shown = {"name": name, "entries": lines, "families": families, **(board_list(boards) if boards else {})}
        yield name, SitePage("vocabulary", title, about, shown, READING)
        for key, entry in entries.items():
            yield f"{name}/{key}", self._entry(name, title, key, entry, users[key])

    def _users(self, name: str, key: str) -> list[tuple[Record, str]]:
        """The records that use an entry, the newest first, each with the field in which it does."""
        users: dict[str, tuple[Record, str]] = {}
        for column, records in self._using[name, key]:
            users |= {record.slug: (record, column.label) for record in records}
        for board in self._leaderboards[name, key]:
            users |= {line.record.slug: (line.record, "") for line in board.lines}
        return sorted(users.values(), key=lambda user: self._ages[user[0].slug])

    @cached_property
    def _ages(self) -> Mapping[str, int]:
        """Slug → the place among all records, the newest first."""
        return {record.slug: age for age, record in enumerate(self.data.catalog.newest_first)}

    @cached_property
    def _using(self) -> Mapping[tuple[str, str], list[tuple[Column, Sequence[Record]]]]:
        """Vocabulary and key → the columns that refer to the entry, each with the records that do."""
        using = defaultdict[tuple[str, str], list[tuple[Column, Sequence[Record]]]](list)
        for column in self.data.catalog.columns:
            vocabulary = column.entry.vocabulary if column.entry else ""
            for key, records in self.data.catalog.records_by_value(column).items() if vocabulary else ():
                using[vocabulary, key].append((column, records))
        return using

    @cached_property
    def _leaderboards(self) -> Mapping[tuple[str, str], list[Leaderboard]]:
        """Vocabulary and key → the leaderboards of what was measured on the entry."""
        boards = defaultdict[tuple[str, str], list[Leaderboard]](list)
        for board in self.data.leaderboards:
            boards[board.vocabulary, board.key].append(board)
        return boards

    def _entry(self, name: str, title: str, key: str, entry: Entry, users: list[tuple[Record, str]]) -> SitePage:
        more = [
            (field.label, _entry_html(value))
            for field, value in field_values(entry)
            if field.name not in Node.of(Entry).children and value not in (None, "", ())
        ]
        boards, using = self._leaderboards[name, key], self._using[name, key]
        rows = _most_rows((len(group.standings) for board in boards for group in board.groups), self.data.most_listed)
        return SitePage(
            "vocabulary-entry",
            entry.name,
            entry.meaning,
            {
                "vocabulary": title,
                "key": key,
                "entry": entry,
                "more": more,
                "users": [] if boards else users,
                "one_field": len({label for _, label in users}) == 1,
                "date_of": partial(date_text, self.data.catalog),
                "queries": [(column.label, filter_query(column, key)) for column, _ in using if column.show.facet],
                "rows": rows,
                "leaderboards": [
                    (board, [(group, self._chart(board, group, rows)) for group in board.groups]) for board in boards
                ],
            },
            layout=BOARDS if boards else LISTED if users else WIDE,
        )

    def _chart(self, board: Leaderboard, group: BoardGroup, rows: int) -> Chart | None:
        """The chart of a group of a leaderboard that is long enough."""
        if group.ranked_records < CHARTED:
            return None
        return leaderboard_chart(self.data.catalog, board, group, record_url(self.data.catalog, "../../"), rows)


def _most_rows(lengths: Iterable[int], most: int) -> int:
    """How many rows each table of a page may have: `most` of them, and fewer where there are many long ones."""
    tables = list(lengths)
    fitting = (rows for rows in range(most, FEWEST, -1) if sum(min(rows, length) for length in tables) <= MOST_ROWS)
    return next(fitting, min(most, FEWEST))


def vocabulary_title(catalog: Catalog, name: str) -> str:
    """What pages call a vocabulary: the plural of what an entry is called."""
    entry = next(iter(catalog.vocabularies[name].values()), None)
    word = type(entry).title if entry else name
    return word[:-1] + "ies" if word.endswith("y") else word + "s"


def date_text(catalog: Catalog, record: Record) -> str:
    """The date by which records are sorted, as text; empty without one."""
    dates = catalog.values(catalog.newest, record) if catalog.newest else ()
    return long(dates[0]) if dates else ""


def _entry_html(value: Any) -> Markup:
    if isinstance(value, tuple):
        return Markup(", ").join(map(_entry_html, value))
    if type_of(value).is_number:
        return filled('<span class="num" title="{}">{}</span>', long(value), short(value))
    return filled("{}", long(value))
