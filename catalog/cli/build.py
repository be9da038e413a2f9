"""`catalog build`: the whole website."""

from __future__ import annotations

import gc
import time
from pathlib import Path

import click

from catalog.cli import print_message, print_progress, survey_option
from catalog.paths import Project
from catalog.site import build
from catalog.site.builders import BUILDERS, DEFAULT, Builder

builder_option = click.option(
    "--builder",
    type=click.Choice(list(BUILDERS)),
    default=DEFAULT.module,
    show_default=True,
    callback=lambda _, __, name: BUILDERS[name],
    help="What makes the hand-written pages, and the frame of all others.",
)


@click.command("build")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the website.  [default: build/html]",
)
@builder_option
@survey_option
def command(project: Project, output: Path | None, builder: Builder) -> None:
    """Build the website from data/, site/ and templates/."""
    # All that is loaded stays to the end, and little of what is made for a page has reference cycles.
    gc.set_threshold(50_000, 20, 1000)
    begin = time.perf_counter()
    folder = build(project, output, print_progress, builder)
    pages = sum(1 for _ in folder.rglob("*.html"))
    print_message(f"{pages} pages in {time.perf_counter() - begin:.1f} s. Open {folder / 'index.html'}")
    click.echo(folder)
