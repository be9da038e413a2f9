"""`catalog watch`: what is new for the survey, and what changed at its sources."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from catalog.catalog import Catalog
from catalog.cli import print_message, print_progress, survey_option
from catalog.cli.service_options import answers_folder, service_options
from catalog.errors import SetupError
from catalog.load.candidates import known_candidates
from catalog.load.records import open_survey
from catalog.paths import Project, file_content, write_file
from catalog.rules import load
from catalog.services.asking.client import ServiceClient
from catalog.services.asking.clock import SYSTEM_CLOCK
from catalog.services.works import work_at
from catalog.watch.citations import citations
from catalog.watch.existing import read_existing
from catalog.watch.moved import moved_sources
from catalog.watch.news import News, find_news, with_offered
from catalog.watch.report import FORMATS, WatchReport, render
from catalog.watch.report.issue import new_body, work_mark
from catalog.watch.run import WatchResult, is_reached, watch
from catalog.watch.state import FILE, WatchState, read_state, write_state

_FILE = click.Path(dir_okay=False, path_type=Path)
_MAX_BODY = 1_000_000  # bytes: a body holds 65,536 characters


@click.command("watch")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--output", type=_FILE, help="Write the report here instead of to stdout.")
@click.option(
    "--issue",
    type=_FILE,
    metavar="FILE",
    help="Print the new body of the issue whose body FILE holds; without such a file, of a new issue. "
    "Ticked lines stay ticked, at most eight lines are added; with --write, each only once.",
)
@click.option("--write", is_flag=True, help="Note in data/watch.json what was seen; it is not reported again.")
@service_options
@survey_option
def command(project: Project, form: str, output: Path | None, issue: Path | None, *, write: bool, **asking: Any) -> int:
    """Look for what is new, and for what changed at the sources of records after they were read.

    arXiv, GitHub, Hugging Face, ModelScope, Crossref and the pages that records cite are asked, each at its own pace; a
    service that fails costs its own part only. `watch:` in data/survey.yml says where to look for news. Nothing but
    data/watch.json is ever written, and only with --write.

    Exit status 0 if nothing was found or, with --write, all was written; 1 if something was found; 3 if nothing could
    be reached.
    """
    if issue and form != "markdown":
        raise click.UsageError("--issue needs --format markdown.")
    folder = answers_folder(asking["cache"], no_cache=asking["no_cache"])
    state, catalog = read_state(project), load(project)
    today = datetime.fromtimestamp(SYSTEM_CLOCK.time(), UTC).date()
    print_progress("Asking the services, each at its own pace; this takes a few minutes.")
    result, news = asyncio.run(_ask(catalog, state, today, asking["budget"], folder))
    if result.is_unreached or not (news.is_reached or is_reached(result.usage)):
        for sentence in (*result.failures, *news.failures):
            print_message(sentence)
        print_message("Error: nothing could be reached.")
        return 3
    report = _report(catalog, result, news, today)
    text, kept = _issue_text(project, report, issue, result.state) if issue else (render(report, form), result.state)
    if output:
        write_file(output, text + "\n", follow_links=True)
        print_message(report.summary)
    else:
        click.echo(text)
    if write:
        now = read_state(project)
        # What `catalog refresh` wrote meanwhile stays.
        if now.model_copy(update={"proposed": state.proposed}) != state:
            raise SetupError(f"data/{FILE} was changed while the services were asked; run the command again")
        write_state(project, kept.model_copy(update={"proposed": now.proposed}))
    return 1 if report.has_findings and not write else 0


async def _ask(
    catalog: Catalog, state: WatchState, today: date, budget: int | None, folder: Path | None
) -> tuple[WatchResult, News]:
    contact = str(catalog.settings.repository or "")
    async with ServiceClient(contact, budget=budget, cache=folder) as client:
        result = await watch(state, citations(catalog.records), client, today)
        return result, News() if result.is_unreached else await find_news(client, catalog, result.state, today)


def _report(catalog: Catalog, result: WatchResult, news: News, today: date) -> WatchReport:
    return WatchReport(
        checked=today,
        news=news.candidates,
        left_out=news.left_out,
        moved=tuple(moved_sources(result.state, citations(catalog.records))),
        new=frozenset((change.work, change.kind) for change in result.new),
        failures=(*result.failures, *news.failures),
        hints=tuple(_hints(catalog)),
        usage=result.usage,
    )


def _hints(catalog: Catalog) -> Iterator[str]:
    if catalog.settings.watch is None:
        yield "No news was looked for: watch: in data/survey.yml says where to look."
    if not citations(catalog.records):
        yield (
            "No source or field of a record has an address, so that nothing could be asked for changes: "
            "give the records sources."
        )


def _issue_text(project: Project, report: WatchReport, issue: Path, state: WatchState) -> tuple[str, WatchState]:
    """The new body of the issue, and the state that remembers the lines that it adds."""
    old = file_content(issue, _MAX_BODY).decode(errors="replace") if issue.exists() else ""
    known = _known_marks(project)
    body = new_body(report, old, known.__contains__)
    return body.text, with_offered(state, body.added, report.checked)


def _known_marks(project: Project) -> frozenset[str]:
    """The works that have a record or were looked at, as lines of the issue carry them."""
    listed = known_candidates(project).lists.values()
    looked_at = (work_at(str(candidate.link)) for entries in listed for candidate in entries.values())
    return frozenset(work_mark(work) for work in (*read_existing(open_survey(project)).works, *looked_at) if work)
