"""The pages that are not about one record.

A new page is a function here, its line in `OVERVIEWS`, a template of its own, and a line in the navigation of
`mkdocs.yml`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from catalog.contribute.reference import reference
from catalog.history.diff import record_lines
from catalog.history.log import LogEntry
from catalog.load.candidates import known_candidates
from catalog.load.exported import is_own_class
from catalog.pages import compare, coverage, guide
from catalog.pages.cells import BLANK_SIGNS, ValueWriter, link_to
from catalog.pages.changed_sources import CHANGED_MEANING, all_changed
from catalog.pages.citation import citation
from catalog.pages.home import home_data
from catalog.pages.leaderboards import has_leaderboards
from catalog.pages.python import documented_names
from catalog.pages.record import edit_url
from catalog.pages.references import reference_shares
from catalog.pages.release_pages import TABLE
from catalog.pages.render import LISTED, WIDE, Layout, SitePage, listed
from catalog.pages.rereading import rereadings
from catalog.pages.results import results_data
from catalog.pages.site_data import SiteData
from catalog.pages.vocabulary_pages import date_text
from catalog.values.fact import evidence_json_schema

FEW = 5
"""Lines about a commit that are seen without a click; records that are named as the best of a leaderboard."""

MOST_LINES = 40
"""Lines about one record in one commit; the commit itself has the rest."""

MOST_CHANGES = 4000
"""Lines about records on the page of changes: older commits are left to the repository."""


def _home(data: SiteData) -> SitePage:
    survey = data.catalog.settings
    context = {"since": _commit_times(data), "month": data.newest_month, **home_data(data.catalog)}
    return SitePage("home", survey.headline or survey.title, survey.description, context, **data.metadata)


def _catalogue(data: SiteData) -> SitePage:
    survey = data.catalog.settings
    return SitePage(
        "catalogue",
        "Catalogue",
        f"All {survey.many} in one table: filter, sort, choose columns, export.",
        {
            "data": data.table,
            "most": compare.MOST,
            "rows": "../assets/",
            "evidence": survey.folder,
            "references": reference_shares(data.catalog),
            "release": None,
        },
        searchable=False,
        **data.metadata,
    )


def _compare(data: SiteData) -> SitePage:
    many = data.catalog.settings.many
    evidence = ", with the evidence for every fact" if data.catalog.has_evidence else ""
    return SitePage(
        "compare",
        "Compare",
        f"Two to {compare.MOST} {many} side by side, field by field{evidence}.",
        {
            "data": compare.page_data(data.catalog, data.leaderboards),
            "most": compare.MOST,
            "records": sorted(data.catalog.records, key=lambda record: record.name.casefold()),
        },
        searchable=False,
    )


def _charts(data: SiteData) -> SitePage:
    survey = data.catalog.settings
    return SitePage(
        "charts",
        "Charts",
        f"The {survey.many} in charts, under the same filters as the table.",
        {"data": data.table, "rows": "../assets/", "charts": data.charts("../", survey.charts)},
        searchable=False,
    )


def _guide(data: SiteData) -> SitePage:
    return SitePage(
        "guide",
        "Field guide",
        "Every field: what it means, how it is written, and the words it allows.",
        {
            "groups": guide.groups(data.catalog),
            "measurement_fields": guide.measurement_fields(data.catalog),
            "evidence": evidence_json_schema(),
            "blanks": BLANK_SIGNS,
            "changed": CHANGED_MEANING if data.changed else "",
        },
    )


def _coverage(data: SiteData) -> SitePage:
    written = coverage.written_by_slug(data.catalog)
    fields, records = coverage.coverage(data.catalog, written)
    sourced = " and how well sourced" if data.catalog.has_evidence else ""
    return SitePage(
        "coverage",
        "Coverage",
        f"How complete{sourced} every field and record is.",
        {
            "fields": fields,
            "records": records,
            "edit_url": edit_url,
            "total": len(data.catalog.records),
            "candidates": known_candidates(data.catalog.project).lists,
            "changed": all_changed(data.changed),
            "rereadings": rereadings(data.catalog, written, data.changed),
        },
    )


def _downloads(data: SiteData) -> SitePage:
    paths = {export.path: export for export in data.exports}
    commit = data.log[0].commit[:10] if data.log else ""
    return SitePage(
        "downloads",
        "Downloads",
        f"The whole catalogue as {listed(export.title for export in data.exports)}.",
        {
            "files": [(path, export.description, data.sizes.get(path, 0)) for path, export in paths.items()],
            "releases": data.releases,
            "citation": citation(data.catalog, data.version, commit),
        },
        **data.metadata,
    )


def _python(data: SiteData) -> SitePage:
    survey = data.catalog.settings
    module, _, name = (survey.record or "").partition(":")
    return SitePage(
        "python",
        "Python",
        "The catalogue as data frames and figures, in programs and notebooks.",
        {
            "file": next(export.path for export in data.exports if export.name == "json"),
            "module": module,
            "class": name,
            "needs_class": not is_own_class(survey),
            "package": f"survey-catalog @ git+{survey.repository}" if _has_package(data) else "survey-catalog",
            "chart": repr(survey.charts[0].title) if survey.charts else "",
            "has_models": any(export.is_of_models for export in data.exports),
            "names": [*documented_names()],
        },
    )


def _reference(_: SiteData) -> SitePage:
    about = "Types of fields, settings and kinds of charts, for whoever makes a survey."
    return SitePage("reference", "Reference", about, {"sections": reference()})


def _has_package(data: SiteData) -> bool:
    """Whether the survey's repository is that of the package, too: its class is one of the package's."""
    survey = data.catalog.settings
    return bool(survey.record and survey.repository and is_own_class(survey))


def _embed(_: SiteData) -> SitePage:
    return SitePage("embed", "Embed", "HTML code that embeds a page of this site in yours.", {})


def _changes(data: SiteData) -> SitePage:
    shown = _newest(data)
    days = groupby(shown, lambda entry: f"{entry.date:%-d %B %Y}")
    return SitePage(
        "changes",
        "Changes",
        "Changes to the data, day by day.",
        {
            "days": [(day, list(group)) for day, group in days],
            "month": data.newest_month,
            "dated": date_text,
            "changed": bool(data.changed),
            "older": len(data.log) - len(shown),
            "since": _commit_times(data),
            "releases": data.releases,
            "few": FEW,
            "most": MOST_LINES,
        },
        searchable=False,
        updated=data.updated,
    )


def _newest(data: SiteData) -> Sequence[LogEntry]:
    """The newest commits, as many as one page can show; one at least."""
    lines = accumulate(_lines(data, entry) for entry in data.log)
    return data.log[: max(1, sum(total <= MOST_CHANGES for total in lines))]


def _lines(data: SiteData, entry: LogEntry) -> int:
    """How many lines the page has for a commit."""
    listed = entry.diff.records[: data.most_listed]
    return sum(1 + min(len(record_lines(record)), MOST_LINES) for record in listed)


def _commit_times(data: SiteData) -> str:
    """When the data changed, for the script that counts what is new to a reader."""
    return " ".join(entry.date.isoformat() for entry in data.log)


def _results(data: SiteData) -> SitePage:
    many = data.catalog.settings.many
    about = f"Every measurement: {many} by what they were measured on, and whose numbers they are."
    return SitePage("results", "Results", about, results_data(data))


def _corrections(data: SiteData) -> SitePage:
    from catalog.importing.corrections import Agreement  # noqa: PLC0415 - takes long, and few surveys have this page

    groups = [(verdict, [line for line in data.comparisons if line.verdict is verdict]) for verdict in Agreement]
    return SitePage(
        "corrections",
        "Corrections",
        "The original table compared with the evidence, cell by cell.",
        {
            "groups": [(verdict, lines) for verdict, lines in groups if lines],
            "write": ValueWriter(data.catalog, "../"),
            "link_to": link_to,
        },
    )


def _link_health(data: SiteData) -> SitePage:
    description = "Which links a reader would get, by the last check of all of them."
    return SitePage("link-health", "Link health", description, {"health": data.health})


@dataclass(frozen=True)
class Overview:
    """How a page is made, what surrounds it, and whether the survey has anything to show there."""

    page: Callable[[SiteData], SitePage]
    layout: Layout = WIDE
    when: Callable[[SiteData], object] = bool


OVERVIEWS: Mapping[str, Overview] = {
    "": Overview(_home, Layout(styles=("home.css",))),
    "catalogue": Overview(_catalogue, TABLE),
    "compare": Overview(_compare, Layout(("nearest.js", "compare.js"), styles=("compare.css",))),
    "charts": Overview(_charts, Layout(("catalogue.js", "explore.js"), headed=False, styles=("charts.css",))),
    "guide": Overview(_guide, LISTED),
    "coverage": Overview(_coverage, Layout(styles=("reading.css",))),
    "downloads": Overview(_downloads, LISTED),
    "python": Overview(_python, LISTED),
    "reference": Overview(_reference, LISTED),
    "embed": Overview(_embed, Layout(hide=("navigation",))),
    "changes": Overview(_changes, Layout(hide=("toc",), contents=True, styles=("reading.css",)), lambda data: data.log),
    "results": Overview(
        _results, Layout(("results.js",), styles=("results.css",)), lambda data: has_leaderboards(data.catalog)
    ),
    "corrections": Overview(_corrections, LISTED, lambda data: data.comparisons),
    "link-health": Overview(_link_health, LISTED, lambda data: data.health),
}
"""Path on the website → its page."""
