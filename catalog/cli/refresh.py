"""`catalog refresh`: facts that services state, as proposals with their evidence."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from catalog.cli import print_message, print_progress, survey_option
from catalog.cli.service_options import answers_folder, service_options
from catalog.contribute.refresh import report
from catalog.contribute.refresh.markdown import refresh_as_markdown
from catalog.contribute.refresh.memory import Memory, merged_memory
from catalog.contribute.refresh.plan import Refresh, find_proposals, write_proposals
from catalog.load.records import Definition, open_survey
from catalog.paths import Project, write_file
from catalog.services.asking.client import ServiceClient
from catalog.services.asking.clock import SYSTEM_CLOCK
from catalog.values import guess
from catalog.watch.state import read_state, write_state

_FORMATS = {
    "text": report.refresh_as_text,
    "json": report.refresh_as_json,
    "markdown": refresh_as_markdown,
}


@click.command("refresh")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--write", is_flag=True, help="Write what is proposed into the records, and note it in data/watch.json.")
@click.option("--all", "is_again", is_flag=True, help="Propose and ask again what earlier runs proposed and asked.")
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), default="text", show_default=True)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the report here."
)
@service_options
@survey_option
def command(  # noqa: PLR0913 - what a person can choose
    project: Project,
    slugs: Sequence[str],
    form: str,
    output: Path | None,
    *,
    write: bool,
    is_again: bool,
    **asking: Any,
) -> int:
    """Propose what arXiv, Crossref, GitHub, Hugging Face and ModelScope state of the records, or of those named.

    Blanks are filled; each fact has its source, the place in it, how it is known and the day. A value that differs is
    added beside the present one, or becomes a question in the report; none is replaced. `fill:` in data/survey.yml says
    which service fills which field. What a run with --write proposed or asked is not repeated.

    Exit status 0 if nothing new was found or, with --write, all was written; 1 if something is proposed or asked; 3 if
    no service could be reached.
    """
    folder = answers_folder(asking["cache"], no_cache=asking["no_cache"])
    definition = open_survey(project)
    _refuse_unknown(definition, slugs)
    memory = read_state(project).proposed
    refresh = asyncio.run(_ask(definition, slugs, asking["budget"], folder, memory, is_again=is_again))
    if write and refresh.is_reached:
        write_proposals(definition, refresh)
        _remember(definition, refresh)
    text = _FORMATS[form](refresh)
    if output:
        write_file(output, text.rstrip("\n") + "\n", follow_links=True)
    else:
        click.echo(text.rstrip("\n"))
    if not refresh.is_reached:
        print_message("Nothing was written. Try again when you are online.")
        return 3
    if refresh.written:
        files = "1 file" if refresh.written == 1 else f"{refresh.written:,} files"
        print_message(f"Wrote {files}. Look at them with `git diff`, then run `catalog check`.")
    return 1 if refresh.has_findings and not write else 0


def _refuse_unknown(definition: Definition, slugs: Sequence[str]) -> None:
    known = [file.stem for file in definition.files()]
    for slug in slugs:
        if slug not in known:
            records = (loaded.value for loaded in definition.read_all())
            now = next((record.slug for record in records if record and slug in record.formerly), "")
            hint = f"it is called {now!r} now" if now else guess(slug, known)
            raise click.UsageError(f"there is no {definition.settings.one} {slug!r}; {hint}".rstrip("; "))


def _remember(definition: Definition, refresh: Refresh) -> None:
    """Write what was told; what `catalog watch` wrote meanwhile stays."""
    state = read_state(definition.project)
    slugs = {file.stem for file in definition.files()}
    proposed = merged_memory(state.proposed, refresh.memory, slugs)
    if proposed != state.proposed:
        write_state(definition.project, state.model_copy(update={"proposed": proposed}))


async def _ask(  # noqa: PLR0913 - what differs from run to run
    definition: Definition,
    slugs: Sequence[str],
    budget: int | None,
    cache: Path | None,
    memory: Memory,
    *,
    is_again: bool,
) -> Refresh:
    contact = str(definition.settings.repository or "")
    print_progress("Asking the services …")
    async with ServiceClient(contact, budget=budget, cache=cache) as client:
        today = datetime.fromtimestamp(SYSTEM_CLOCK.time(), UTC).date()
        return await find_proposals(definition, client, slugs, today, memory, is_again=is_again)
