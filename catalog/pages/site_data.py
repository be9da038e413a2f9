"""The data that several pages print, gathered from the rest of the package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment

from catalog.catalog import Catalog
from catalog.charts import Chart, RecordUrl, draw
from catalog.exports import Export, formats_for
from catalog.exports.jsonld import dataset
from catalog.history.diff import file_lines, headline, record_heading, record_lines, spelling_lines
from catalog.history.log import LogEntry, commit_dates, survey_log
from catalog.history.releases import Release, read_releases
from catalog.links.health import Health, health
from catalog.pages import compare, guide
from catalog.pages.cells import MARKS, anchor, cell_class, mark_sign
from catalog.pages.changed_sources import ChangedSource, changed_sources
from catalog.pages.leaderboards import Leaderboard, leaderboards
from catalog.pages.newest_month import NewestMonth, newest_month
from catalog.pages.render import Content, SitePage, environment, render_page
from catalog.pages.signs import lettered_sign, tone, word_sign
from catalog.pages.table import CatalogTable
from catalog.pages.table_cells import CellWriter
from catalog.paths import Project
from catalog.settings.charts import ChartSettings
from catalog.values import NOT_WELL_SOURCED

if TYPE_CHECKING:
    from catalog.importing.corrections import Comparison


@dataclass(frozen=True)
class SiteData:
    """A catalogue and what its pages print of it; each part is computed once, when a page first needs it.

    A page lists at most `most_listed` of the records that it is about, and says where all of them are.
    """

    catalog: Catalog
    most_listed: int = 200
    sizes: dict[str, int] = field(default_factory=dict)
    """Path of an export → its bytes; of those that have been written."""

    def render(self, page: SitePage) -> Content:
        """The content of a page."""
        has = {"results": bool(self.leaderboards)}
        shared = {"survey": self.catalog.settings, "catalog": self.catalog, "exports": self.exports, "has": has}
        return render_page(templates(self.catalog.project), page, most_listed=self.most_listed, **shared)

    @cached_property
    def table(self) -> CatalogTable:
        """The rows and their filters."""
        return CatalogTable(CellWriter(self.catalog, "../"))

    @cached_property
    def leaderboards(self) -> Sequence[Leaderboard]:
        """Measurements that may be compared with each other."""
        return leaderboards(self.catalog)

    @cached_property
    def measurements(self) -> compare.MeasurementsOfRecords:
        """The measurements of each record, by leaderboard."""
        return compare.measurements_of_records(self.catalog, self.leaderboards)

    @cached_property
    def changed(self) -> Mapping[str, tuple[ChangedSource, ...]]:
        """Slug → the sources that changed after they were read; empty where nobody has looked."""
        return changed_sources(self.catalog)

    @cached_property
    def releases(self) -> Sequence[Release]:
        """The catalogue at earlier releases, newest first."""
        return read_releases(self.catalog)

    @cached_property
    def exports(self) -> Sequence[Export]:
        """The formats of the catalogue, in the order of lists."""
        return formats_for(self.catalog)

    @cached_property
    def log(self) -> Sequence[LogEntry]:
        """The commits that changed the data, newest first."""
        return survey_log(self.catalog)

    @cached_property
    def newest_month(self) -> NewestMonth | None:
        """What is new in the newest month; None where nothing has a date."""
        return newest_month(self.catalog, self.log)

    @cached_property
    def commit_dates(self) -> Mapping[str, datetime]:
        """File below `data/` → when it was last committed; empty without git."""
        return commit_dates(self.catalog.project)

    @cached_property
    def comparisons(self) -> Sequence[Comparison]:
        """The original table, cell by cell; empty where there is none."""
        if self.catalog.project.original_table is None:
            return ()
        # Imported here, as it takes long and few surveys have such a table.
        from catalog.importing import original_table  # noqa: PLC0415
        from catalog.importing.corrections import compare_with_original  # noqa: PLC0415

        original = original_table(self.catalog)
        return compare_with_original(self.catalog, original) if original else ()

    @cached_property
    def health(self) -> Health | None:
        """What the last check of all links found; None where there was none."""
        return health(self.catalog.project.data)

    @cached_property
    def version(self) -> date:
        """The day on which the data last changed; today without git."""
        return max(self.commit_dates.values(), default=datetime.now(tz=UTC)).date()

    @property
    def updated(self) -> str:
        """The day on which the data last changed; empty without git."""
        return self.version.isoformat() if self.commit_dates else ""

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """What the head of a page about the whole catalogue says to machines: `data` and `updated` of a page."""
        files = {export.path: export.media_type for export in self.exports}
        return {"data": dataset(self.catalog, files, self.version.isoformat()), "updated": self.updated}

    def charts(self, root: str, charts: Sequence[ChartSettings]) -> list[Chart]:
        """The first charts of the settings, drawn for a page from which `root` leads to the site's root."""
        url = record_url(self.catalog, root)
        return [draw(self.catalog, chart, f"{chart.kind}-{number}", url) for number, chart in enumerate(charts, 1)]


@lru_cache(maxsize=1)
def templates(project: Project) -> Environment:
    """The templates, compiled once in a process that builds again and again; a changed one is read anew."""
    shared = {"marks": MARKS, "mark_sign": mark_sign, "not_well_sourced": NOT_WELL_SOURCED}
    signs = {"word_sign": word_sign, "tone": tone, "lettered_sign": lettered_sign}
    environment_of_survey = environment(project, **shared, **signs)
    environment_of_survey.filters |= {
        "anchor": anchor,
        "example": guide.example,
        "with_code": guide.with_code,
        "cell_class": cell_class,
        "headline": headline,
        "record_heading": record_heading,
        "record_lines": record_lines,
        "spelling_lines": spelling_lines,
        "file_lines": file_lines,
    }
    return environment_of_survey


def record_url(catalog: Catalog, root: str) -> RecordUrl:
    """From a slug to the address of its page; `root` leads to the site's root."""
    return f"{root}{catalog.settings.folder}/{{}}/".format
