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

from catalog.charts.marks import BLANK_STYLE, MARKER_STYLES, marker_path
from catalog.model.columns import Column
from catalog.pages import compare
from catalog.pages.cells import SLUG, ValueWriter, about, cell_class, cell_kind
from catalog.pages.dictionary import Dictionary, dictionaries
from catalog.pages.filters import facet_filter, is_range, range_filter
from catalog.pages.render import WIDE, SitePage, data_script
from catalog.pages.search_texts import search_data

PAGE = 100
"""Rows of one page: more than any screen shows, and few enough for a browser to style before a reader can type."""

_FORM_ONLY = ("meanings", "many", "blank_counts")


class CatalogTable:
    """The rows of a catalogue, newest first; each part is made once, when a page or script first needs it."""

    def __init__(self, write: ValueWriter) -> None:
        self.write, self.catalog = write, write.catalog
        self._dictionaries: dict[str, Dictionary] = {}

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
    def more(self) -> list[Column]:
        """The columns that a reader can add; none at an earlier release."""
        return [] if self.write.today else [c for c in self.catalog.columns if c not in self.catalog.shown]

    @cached_property
    def _filtered(self) -> dict[str, Dictionary]:
        """Path → dictionary of the columns that are filters."""
        columns = [column for column in self.catalog.columns if column.show.facet or is_range(column)]
        return dictionaries(self.write, columns, self.catalog.newest_first)

    @cached_property
    def dictionaries(self) -> dict[str, Dictionary]:
        """Path → dictionary of all columns that can be shown."""
        columns = [c for c in (*self.catalog.shown, *self.more) if c.path not in self._filtered]
        return self._filtered | dictionaries(self.write, columns, self.catalog.newest_first)

    @cached_property
    def facets(self) -> list[dict[str, Any]]:
        """The filters by words."""
        columns = (column for column in self.catalog.facets if not is_range(column))
        return [facet_filter(self.catalog, self._filtered[column.path], self.rows) for column in columns]

    @cached_property
    def ranges(self) -> list[dict[str, Any]]:
        """The filters by number or date; of two with one label, the deeper field's begins with that of its part."""
        columns = filter(is_range, self.catalog.columns)
        ranges = list(filter(None, (range_filter(self._filtered[column.path], self.rows) for column in columns)))
        labels: set[str] = set()
        for field in sorted(ranges, key=lambda field: field["path"].count(".")):
            column = self.catalog.by_path[field["path"]]
            if column.label in labels:
                field["label"] = f"{column.group}: {column.label}"
            labels.add(column.label)
        return ranges

    def page(self, number: int) -> Markup:
        """The rows of a page, the first of which is 1; the others are one folder deeper."""
        html = "".join(map(self._line, range(self.count)[(number - 1) * PAGE : number * PAGE]))
        return Markup(html if number == 1 else html.replace('href="../', 'href="../../'))  # noqa: S704

    def _line(self, row: int) -> str:
        record = self.catalog.newest_first[row]
        first, names = self.rows[row].start, [model.name for model in record.counted_models]
        cells = "".join([f"{opening}{own.cell(first, names)}</td>" for opening, own in self._columns])
        line = f'<tr data-slug="{SLUG}"><th scope="row" class="first">{self._heads[row]}</th>{cells}</tr>\n'
        return about(line, record.slug, record.name)

    @cached_property
    def _columns(self) -> list[tuple[str, Dictionary]]:
        """How a cell of each column begins, and what is in it."""
        own = [self.dictionaries[column.path] for column in self.catalog.shown]
        return [(f'<td{cell_class(each.column)} data-path="{each.column.path}">', each) for each in own]

    @cached_property
    def _heads(self) -> list[str]:
        return [self.write.record_pattern(record.slug) for record in self.catalog.newest_first]

    @property
    def _apart(self) -> list[Column]:
        """The columns in which nearly every cell is another, as far as one can tell: nobody can filter by them."""
        return [column for column in self.catalog.shown if not (column.show.facet or is_range(column))]

    def scripts(self, folder: str) -> Iterator[tuple[str, str]]:
        """Path below the website and content of what scripts load: rows, what is searched, texts, further columns."""
        yield f"{folder}/rows.js", data_script(self._data())
        yield f"{folder}/said.js", data_script(search_data(self.catalog))
        yield f"{folder}/texts.js", data_script({column.path: self._shown(column) for column in self._apart})
        for column in self.more:
            yield f"{folder}/columns/{column.path}.js", data_script({column.path: self._shown(column)})

    def _data(self) -> dict[str, Any]:
        """What table and charts begin with."""
        settings, records = self.catalog.settings, self.catalog.newest_first
        return {
            "one": settings.one,
            "many": settings.many,
            "most": compare.MOST,
            "moved": {former: record.slug for record in records for former in record.formerly},
            "axes": self._axes(),
            "slugs": [record.slug for record in records],
            "names": [record.name for record in records],
            "variants": self._variants(),
            "columns": [column.path for column in self.catalog.shown],
            "apart": [column.path for column in self._apart],
            "facets": [self._sent(field) for field in self.facets],
            "ranges": [self._sent(field) for field in self.ranges],
            "looks": [[style.css_colour, marker_path(style)] for style in (*MARKER_STYLES, BLANK_STYLE)],
            "heads": self._heads if len(set(self._heads)) > 1 else self._heads[:1],
            "cells": {column.path: self._shown(column) for column in self.catalog.shown if column not in self._apart},
        }

    def _sent(self, field: Mapping[str, Any]) -> dict[str, Any]:
        """A filter without what the form alone needs; that of a hidden column has codes of its values alone."""
        sent = {key: value for key, value in field.items() if key not in _FORM_ONLY}
        codes, values = self._filtered[field["path"]].codes, field["values"]
        if self.catalog.by_path[field["path"]] in self.catalog.shown:
            return sent
        texts = [repr(value) for value in values]
        places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        distinct = dict(zip(texts, values, strict=True))
        return sent | {"values": [distinct[text] for text in places], "codes": [places[texts[code]] for code in codes]}

    def _shown(self, column: Column) -> dict[str, Any]:
        own = self.dictionaries[column.path]
        return {
            "label": column.label,
            "unit": column.show.unit,
            "title": column.description,
            "kind": cell_kind(column),
            "values": own.values,
            "dresses": own.dresses,
            "entries": [items[0] if len(items) == 1 else items for items in own.entries],
            "unknown": own.unknown,
            "places": own.places,
            "codes": own.codes,
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
                layout=WIDE,
                data=None,
            ),
        )
