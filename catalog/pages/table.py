"""The table of a catalogue: its rows as HTML, and as what the scripts filter, count, sort and show.

The form of the scripts' data may change at any time, unlike that of `catalog.exports`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

from markupsafe import Markup

from catalog.charts.marks import BLANK_STYLE, MARKER_STYLES
from catalog.model.columns import GENERAL
from catalog.pages import compare, own_chart
from catalog.pages.cells import SLUG, about
from catalog.pages.dictionary import Dictionary, dictionaries
from catalog.pages.filters import facet_filter, is_range, range_filter
from catalog.pages.packed import as_steps, derived_slug, differing, in_digits
from catalog.pages.rail import RailSection, rail
from catalog.pages.render import ROWS, SitePage, data_script
from catalog.pages.search_texts import search_data
from catalog.pages.table_cells import CellWriter, column_class, column_head, folded_dictionary
from catalog.settings.display import ColumnPreset, ShownColumn

PAGE = 100
"""Rows of one page: more than any screen shows, and few enough for a browser to style before a reader can type."""
FIRST = 25
"""Rows that a browser lays out before scripts run: more than fit a window, as each further one delays the scripts."""

_FORM_ONLY = ("meanings", "many", "blank_counts")


class CatalogTable:
    """The rows of a catalogue, newest first; each part is made once, when a page or script first needs it."""

    def __init__(self, write: CellWriter) -> None:
        self.write, self.catalog, self.display = write, write.catalog, write.catalog.display

    @cached_property
    def rows(self) -> list[slice]:
        """The places of each record's models among those of all."""
        ends = list(accumulate((len(record.counted_models) for record in self.catalog.newest_first), initial=0))
        return [slice(first, end) for first, end in pairwise(ends)]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.catalog.records)

    @property
    def pages(self) -> int:
        """How many pages the rows fill without scripts."""
        return max(1, -(-self.count // PAGE))

    @property
    def shown(self) -> tuple[ShownColumn, ...]:
        """The columns that are shown first."""
        return self.display.presets[0].columns

    @property
    def presets(self) -> tuple[ColumnPreset, ...]:
        """The columns that a reader can choose at once; the first alone at an earlier release."""
        return self.display.presets[: 1 if self.write.today else None]

    @cached_property
    def more(self) -> list[ShownColumn]:
        """The columns that a reader can add; none at an earlier release."""
        return [] if self.write.today else [shown for shown in self.display.columns if shown not in self.shown]

    @cached_property
    def _fields(self) -> dict[str, Dictionary]:
        """Path → dictionary of all fields that are filters or can be shown."""
        columns = [column for column in self.catalog.columns if column.show.facet or is_range(column)]
        columns += [field for shown in (*self.shown, *self.more) for field in shown.fields]
        return dictionaries(self.write, {each.path: each for each in columns}.values(), self.catalog.newest_first)

    @cached_property
    def dictionaries(self) -> dict[str, Dictionary]:
        """Key → dictionary of all columns that can be shown."""
        return {shown.key: self._dictionary(shown) for shown in (*self.shown, *self.more)}

    def _dictionary(self, shown: ShownColumn) -> Dictionary:
        own = [self._fields[field.path] for field in shown.fields]
        return folded_dictionary(self.catalog, shown.folded, own) if shown.folded else own[0]

    @cached_property
    def labels(self) -> dict[str, str]:
        """Key → label of every column: of two with one label, the deeper begins with that of its part."""
        labels: dict[str, str] = {}
        plain = [(folded.key, folded.label, folded.label) for folded in self.display.folded]
        plain += [(column.path, column.label, column.group) for column in self.catalog.columns]
        for key, label, group in sorted(plain, key=lambda each: each[0].count(".")):
            taken = labels.values()
            labels[key] = next(text for text in (label, f"{group}: {label}", f"{label} ({key})") if text not in taken)
        return labels

    @cached_property
    def facets(self) -> list[dict[str, Any]]:
        """The filters by words."""
        columns = (column for column in self.catalog.facets if not is_range(column))
        return [self._labelled(facet_filter(self.catalog, self._fields[column.path], self.rows)) for column in columns]

    @cached_property
    def ranges(self) -> list[dict[str, Any]]:
        """The filters by number or date."""
        ranges = (
            range_filter(self._fields[each.path], self.rows, has_evidence=self.catalog.has_evidence)
            for each in self.catalog.columns
            if is_range(each)
        )
        return [self._labelled(each) for each in ranges if each]

    def _labelled(self, field: dict[str, Any]) -> dict[str, Any]:
        return field | {"label": self.labels[field["path"]]}

    @property
    def rail(self) -> list[RailSection]:
        """The filters beside the table."""
        return rail(self)

    @property
    def groups(self) -> list[tuple[str, list[ShownColumn]]]:
        """The columns that a reader can choose, under the labels of their groups."""
        groups: dict[str, list[ShownColumn]] = {}
        for shown in self.shown if self.write.today else self.display.columns:
            groups.setdefault(shown.folded.label if shown.folded else shown.column.group, []).append(shown)
        alone = [columns[0] for columns in groups.values() if len(columns) == 1]
        return [*((label, columns) for label, columns in groups.items() if len(columns) > 1), (GENERAL, alone)]

    def cell_class(self, shown: ShownColumn) -> str:
        """The classes of the cells of a column."""
        return self._classes[shown.key]

    @cached_property
    def _classes(self) -> dict[str, str]:
        columns = (*self.shown, *self.more)
        return {shown.key: column_class(self.write, shown, self.dictionaries[shown.key]) for shown in columns}

    def head(self, shown: ShownColumn, *, sorts: bool = True) -> Markup:
        """The head of a column, with a button where it sorts."""
        own, newest = self.labels[shown.key], shown.key == self.catalog.settings.newest
        label = shown.head if own == shown.column.label else own
        return column_head(shown, self.cell_class(shown), newest=newest, sorts=sorts, label=label)

    def page(self, number: int) -> Markup:
        """The rows of a page, the first of which is 1; the others are one folder deeper."""
        rows = enumerate(range(self.count)[(number - 1) * PAGE : number * PAGE])
        html = "".join(self._line(row, late=number == 1 and place >= FIRST) for place, row in rows)
        return Markup(html if number == 1 else html.replace('href="../', 'href="../../'))  # noqa: S704

    def _line(self, row: int, *, late: bool) -> str:
        record = self.catalog.newest_first[row]
        first, names = self.rows[row].start, [model.name for model in record.counted_models]
        cells = "".join([f"{start}{own.cell(first, names)}</td>" for start, own in self._columns])
        opening = '<tr class="late"' if late else "<tr"
        line = f'{opening} data-slug="{SLUG}"><th scope="row" class="first">{self._heads[row]}</th>{cells}</tr>\n'
        return about(line, record.slug, record.name)

    @cached_property
    def _columns(self) -> list[tuple[str, Dictionary]]:
        """How a cell of each column begins, and what is in it."""
        return [
            (f'<td class="{self.cell_class(shown)}" data-path="{shown.key}">', self.dictionaries[shown.key])
            for shown in self.shown
        ]

    @cached_property
    def _heads(self) -> list[str]:
        return [self.write.record_pattern(record.slug) for record in self.catalog.newest_first]

    @property
    def _apart(self) -> list[ShownColumn]:
        """The columns in which nearly every cell is another, as far as one can tell: nobody can filter by them."""
        return [each for each in self.shown if not (each.folded or each.column.show.facet or is_range(each.column))]

    @property
    def own_chart(self) -> dict[str, Any]:
        """What the reader's own chart always has."""
        return own_chart.FIGURE

    def scripts(self, folder: str) -> Iterator[tuple[str, str]]:
        """Path below the website and content of what scripts load: rows, what is searched, texts, further columns."""
        yield f"{folder}/rows.js", data_script(self._data())
        yield f"{folder}/said.js", data_script(search_data(self.catalog))
        yield f"{folder}/texts.js", data_script({shown.key: self._sent_column(shown) for shown in self._apart})
        for shown in self.more:
            yield f"{folder}/columns/{shown.key}.js", data_script({shown.key: self._sent_column(shown)})

    def _data(self) -> dict[str, Any]:
        """What table and charts begin with."""
        settings, records = self.catalog.settings, self.catalog.newest_first
        return {
            "one": settings.one,
            "many": settings.many,
            "most": compare.MOST,
            "moved": {former: record.slug for record in records for former in record.formerly},
            "axes": self._axes(),
            "slugs": ["" if derived_slug(record.name) == record.slug else record.slug for record in records],
            "names": [record.name for record in records],
            "variants": self._variants(),
            "presets": [[preset.key, [shown.key for shown in preset.columns]] for preset in self.presets],
            "apart": [shown.key for shown in self._apart],
            "facets": [self._sent(field) for field in self.facets],
            "ranges": [self._sent(field) for field in self.ranges],
            "looks": [[style.css_colour, style.symbol] for style in (*MARKER_STYLES, BLANK_STYLE)],
            "heads": self._heads if len(set(self._heads)) > 1 else self._heads[:1],
            "cells": {shown.key: self._sent_column(shown) for shown in self.shown if shown not in self._apart},
        }

    def _sent(self, field: Mapping[str, Any]) -> dict[str, Any]:
        """A filter without what the form alone needs; that of a hidden column has codes of its values alone."""
        sent = {key: value for key, value in field.items() if key not in _FORM_ONLY}
        codes, values = self._fields[field["path"]].codes, [*zip(field["values"], field["sourced"], strict=True)]
        if field["path"] in [shown.key for shown in self.shown]:
            return sent | {"sourced": differing(values)}
        texts = [repr(value) for value in values]
        places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        distinct = dict(zip(texts, values, strict=True))
        own = [distinct[text] for text in places]
        return sent | {
            "values": [value for value, _ in own],
            "sourced": differing(own),
            "codes": in_digits([places[texts[code]] for code in codes]),
        }

    def _sent_column(self, shown: ShownColumn) -> dict[str, Any]:
        own = self.dictionaries[shown.key]
        places = as_steps([first for first, *_ in own.entries])
        return {
            "label": self.labels[shown.key],
            "head": self.head(shown),
            "counted": shown.column.unit if shown.column.type.is_number else "",
            "group": shown.group,
            "kind": self.cell_class(shown),
            "values": own.values,
            "dresses": own.dresses,
            "entries": [[step, *more] if more else step for step, (_, *more) in zip(places, own.entries, strict=True)],
            "unknown": own.unknown,
            "places": as_steps(own.places),
            "sourced": differing([*zip(own.places, own.sourced, strict=True)]),
            "codes": in_digits(own.codes),
        }

    def _variants(self) -> list[tuple[int, list[str]]]:
        """The rows of several models, each with their names; that of what the record says of no variant is empty."""
        rows = ((row, record.counted_models) for row, record in enumerate(self.catalog.newest_first))
        return [(row, [model.name for model in models]) for row, models in rows if len(models) > 1]

    def _axes(self) -> dict[str, str]:
        """The axes of the custom chart at first: the date, and what the survey's charts show."""
        settings, paths = self.catalog.settings, [field["path"] for field in self.ranges]
        charted = [getattr(chart, name, "") for chart in settings.charts for name in ("y", "x")]
        x = settings.newest if settings.newest in paths else next(iter(paths), "")
        y = next((path for path in (*charted, *paths) if path in paths and path != x), x)
        facets = [getattr(chart, name, "") for chart in settings.charts for name in ("colour", "lane")]
        return {"x": x, "y": y, "colour": next(filter(None, facets), "")}


def further_pages(table: CatalogTable, path: str, first: SitePage) -> Iterator[tuple[str, SitePage]]:
    """The pages after the first, for readers without scripts: path and plain table."""
    for number in range(2, table.pages + 1):
        yield (
            f"{path}/{number}",
            replace(
                first,
                template="catalogue-page",
                title=f"{first.title}, page {number}",
                description=f"{first.description} Page {number} of {table.pages}.",
                context={**first.context, "number": number},
                layout=ROWS,
                data=None,
            ),
        )
