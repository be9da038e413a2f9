"""Every page of the website as a file to stage: path below `build/docs` → text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from jinja2 import Environment

from catalog.catalog import Catalog
from catalog.exports import export_formats
from catalog.model.columns import Column
from catalog.pages import compare, coverage, guide, table
from catalog.pages import leaderboards as comparing
from catalog.pages.asof import AsOf
from catalog.pages.card import card
from catalog.pages.cells import MARKS, Writer, anchor
from catalog.pages.entries import Entries
from catalog.pages.parts import Parts
from catalog.pages.record import RecordView
from catalog.pages.render import environment, listed, page
from catalog.values import Record
from catalog.values.fact import evidence_json_schema

SCRIPTS = {
    "home": ["plots.js"],
    "catalogue": ["catalogue.js", "plots.js", "compare.js"],
    "charts": ["catalogue.js", "plots.js"],
    "compare": ["compare.js"],
    "entry": ["plots.js"],
}
"""Scripts beyond those every page has: nobody pays for what a page does not use."""
NEWEST = 8
"""Cards on the home page."""

FEW = 5
"""Changed records that are listed without asking."""

MOST_LINES = 40
"""Lines told of one record in one change; the commit has the rest."""


@dataclass(frozen=True)
class PageStager:
    """Writes the pages of one catalogue."""

    catalog: Catalog
    parts: Parts

    @cached_property
    def env(self) -> Environment:
        """The templates, with what all of them know."""
        made = environment(
            self.catalog.project,
            survey=self.catalog.settings,
            catalog=self.catalog,
            marks=MARKS,
            vocabularies=self.catalog.vocabularies,
            pasts=self.parts.pasts,
            exports=tuple(export_formats().values()),
        )
        made.filters["example"] = guide.example
        return made

    @cached_property
    def shown(self) -> tuple[Column, ...]:
        """The table's first columns."""
        return tuple(self.catalog.by_path[path] for path in self.catalog.settings.columns)

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the scripts of table and charts filter by."""
        return table.payload(self.catalog, self.catalog.newest_first, self.shown)

    @cached_property
    def boards(self) -> list[comparing.Leaderboard]:
        """Measurements that may be compared."""
        return comparing.leaderboards(self.catalog)

    def prepare(self) -> None:
        """Work out what all records' pages share, once and not in every process again."""
        _ = self._measured, self.catalog.referrers, self.catalog.by_slug, self.env.get_template("record.md.jinja")

    def overviews(self) -> Iterator[tuple[str, str]]:
        """Every page that is not about one record."""
        yield "index.md", self._home()
        yield "catalogue.md", self._catalogue()
        yield "compare.md", self._compare()
        yield "charts.md", self._charts()
        yield "guide.md", self._guide()
        yield "coverage.md", self._coverage()
        yield "downloads.md", self._downloads()
        yield "embed.md", self._page("embed", "Embed", "Writes the line that puts a page of this site into yours.")
        if self.parts.changes:
            yield "changes.md", self._changes()
        if self.boards:
            yield "results.md", self._results()
        if self.parts.corrections:
            yield "corrections.md", self._corrections()
        if self.parts.health:
            yield "link-health.md", self._health()
        yield from AsOf(self.catalog, self.parts.pasts, self.shown, self._page, bool(self.parts.changes)).pages()
        yield from Entries(self.catalog, self.boards, self.parts.chart, self._page).pages()

    def _page(self, template: str, title: str, description: str, **context: Any) -> str:
        if template in SCRIPTS:
            context["front"] = {"scripts": SCRIPTS[template], **context.get("front", {})}
        return page(self.env, f"{template}.md.jinja", title, description, **context)

    def _home(self) -> str:
        survey, catalog = self.catalog.settings, self.catalog
        date = catalog.by_path[survey.newest]
        facets = [column for column in self.shown if column.show.facet and column.path != survey.newest]
        return self._page(
            "home",
            survey.title,
            survey.description,
            front={"hide": ["navigation", "toc"], **self._described},
            since=self._since,
            counts=coverage.counts(catalog),
            newest=catalog.newest_first[:NEWEST],
            date_column=date,
            card_columns=facets[:4],
            write=Writer(catalog, ""),
            charts=self._drawn("", catalog.settings.charts[:1]),
        )

    def _drawn(self, root: str, charts: Sequence[Any]) -> list[Any]:
        return [self.parts.chart(self.catalog, chart, f"{chart.kind}-{i}", root) for i, chart in enumerate(charts, 1)]

    def _catalogue(self) -> str:
        more = [column for column in self.catalog.columns if column not in self.shown]
        return self._page(
            "catalogue",
            "Catalogue",
            f"All {self.catalog.settings.many} in one table: filter, sort, choose columns, take it along.",
            front={"hide": ["navigation", "toc"], "search": {"exclude": True}, **self._described},
            data=self.data,
            most=compare.MOST,
            shown=self.shown,
            more=more,
            records=self.catalog.newest_first,
            write=Writer(self.catalog, "../"),
            evidence=self.catalog.settings.folder,
            past=None,
        )

    def _compare(self) -> str:
        many = self.catalog.settings.many
        return self._page(
            "compare",
            "Compare",
            f"Two to {compare.MOST} {many} side by side, field by field, with the evidence for every fact.",
            front={"hide": ["navigation", "toc"], "search": {"exclude": True}},
            data=compare.fields(self.catalog),
            most=compare.MOST,
            records=sorted(self.catalog.records, key=lambda record: record.name.casefold()),
        )

    @cached_property
    def _measured(self) -> compare.Measured:
        return compare.measured(self.catalog, self.boards)

    def _charts(self) -> str:
        return self._page(
            "charts",
            "Charts",
            f"The {self.catalog.settings.many} in charts, under the same filters as the table.",
            front={"hide": ["navigation", "toc"], "search": {"exclude": True}},
            data=self.data,
            charts=self._drawn("../", self.catalog.settings.charts),
        )

    def _guide(self) -> str:
        return self._page(
            "guide",
            "Field guide",
            "Every field: what it means, how it is written, and the words it allows.",
            groups=guide.groups(self.catalog),
            measured=guide.measured(self.catalog),
            evidence=evidence_json_schema(),
        )

    def _coverage(self) -> str:
        return self._page(
            "coverage",
            "Coverage",
            "How complete and how well sourced every field and record is.",
            fields=coverage.by_field(self.catalog),
            records=coverage.by_record(self.catalog),
            total=len(self.catalog.records),
            width=len(self.shown),
        )

    def _downloads(self) -> str:
        text = f"The whole catalogue as {listed(export.title for export in export_formats().values())}."
        files, citation = self.parts.files(), self.parts.citation
        return self._page("downloads", "Downloads", text, front=self._described, files=files, citation=citation)

    @cached_property
    def _described(self) -> dict[str, Any]:
        """What the head of a page about the whole catalogue says to machines."""
        told = {"ld": self.parts.dataset, "updated": self.parts.modified}
        return {key: value for key, value in told.items() if value}

    @property
    def _since(self) -> str:
        """When the data changed, for the script that counts what is new to a reader."""
        return " ".join(change.when.isoformat() for change in self.parts.changes)

    def _changes(self) -> str:
        changes = self.parts.changes
        return self._page(
            "changes",
            "Changes",
            "What the data says anew, commit by commit.",
            front={"hide": ["toc"], "search": {"exclude": True}, "updated": self.parts.modified},
            days=[(day, list(group)) for day, group in groupby(changes, lambda change: f"{change.when:%-d %B %Y}")],
            since=self._since,
            few=FEW,
            most=MOST_LINES,
        )

    def _results(self) -> str:
        model = self.boards[0].model
        return self._page(
            "results",
            "Results",
            "Every measurement, by what was measured on.",
            front={"hide": ["navigation", "toc"]},
            lines=[comparing.summary(board) for board in self.boards],
            total=sum(len(board.lines) for board in self.boards),
            best=model.best,
            comparable=listed(name.replace("_", " ") for name in model.comparable),
        )

    def _corrections(self) -> str:
        return self._page(
            "corrections",
            "Corrections",
            "What the original table says, cell by cell, beside what the evidence says.",
            groups=self.parts.corrections,
            write=Writer(self.catalog, "../"),
            anchor=anchor,
        )

    def _health(self) -> str:
        title, about = "Link health", "Which links a reader would get, by the last check of all of them."
        return self._page("links", title, about, health=self.parts.health)

    def record(self, record: Record) -> Iterator[tuple[str, str]]:
        """The page of one record and the files beside it."""
        folder = f"{self.catalog.settings.folder}/{record.slug}"
        drawing = self.parts.drawing(record) if self.parts.drawing else ""
        text = self._page(
            "record",
            record.name,
            f"{record.name} in {self.catalog.settings.title}: every field with its evidence.",
            record=record,
            view=RecordView(self.catalog, record, "../../"),
            drawing=drawing,
            bibtex=self.parts.reference(record),
            history=self.parts.history(record),
            feed=self.parts.feed(record),
            front=self._front(record) | {"hide": ["navigation", "toc"]},
        )
        yield f"{folder}.md", text
        yield f"{folder}/card.svg", card(self.catalog, record, self.shown)
        small = self.parts.thumbnail(record) if self.parts.thumbnail else ""
        told = compare.script(self.catalog, record, self._measured, drawn=bool(drawing), thumbnail=small)
        yield f"{folder}/evidence.js", told
        if drawing:
            yield f"{folder}/architecture.svg", drawing
        for former in record.formerly:
            yield f"{self.catalog.settings.folder}/{former}.md", self._moved(record)

    def _front(self, record: Record) -> dict[str, Any]:
        updated = self.parts.updated.get(record.slug, "")
        told = {"ld": dict(self.parts.article(record)), "updated": updated, "feed": self.parts.feed(record)}
        return {key: value for key, value in told.items() if value}

    def _moved(self, record: Record) -> str:
        url = f"../{record.slug}/"
        title = f"{record.name} has moved"
        return self._page(
            "moved", title, title, record=record, url=url, front={"search": {"exclude": True}, "unlisted": True}
        )
