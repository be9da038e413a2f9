"""`catalog export`: the data for other programs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from catalog.catalog import Catalog
from catalog.cli import print_message, survey_option
from catalog.cli.problems import problems_as_text
from catalog.errors import DataError
from catalog.exports import Export, export_formats
from catalog.paths import LARGEST_EXPORT, Project, file_content, write_file
from catalog.rules import load

_FORMATS = export_formats()
_LIST = "\n".join(f"  {export.name:13}{export.description}" for export in _FORMATS.values())


@click.command("export", epilog=f"\b\nFormats:\n{_LIST}")
@click.argument("name", metavar="FORMAT", type=click.Choice(list(_FORMATS)))
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of to stdout.")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit 1 if the file of --output is out of date."
)
@survey_option
def command(project: Project, name: str, output: Path | None, *, only_check: bool) -> int:
    """Write the whole catalogue in a format for other programs."""
    export = _FORMATS[name]
    if only_check and output is None:
        raise click.UsageError("--check needs --output FILE, the file that is to be checked")
    if export.is_binary and output is None and sys.stdout.isatty():
        raise click.UsageError(f"{name} is not text for a terminal; add --output FILE, or redirect the output")
    export.require()
    catalog = load(project)
    if output is None:
        for chunk in export.chunks(catalog):
            click.echo(chunk, nl=False)
        return 0
    try:
        return _check(export, catalog, output) if only_check else _write(export, catalog, output)
    except DataError as error:
        print_message(
            problems_as_text(error.problems, next_step=f"Correct them and run `catalog export {name}` again.")
        )
        return 1


def _write(export: Export, catalog: Catalog, output: Path) -> int:
    write_file(output, export.file_chunks(catalog, output), follow_links=True)
    print_message(f"{len(catalog.records)} {catalog.settings.many} written to {output}")
    return 0


def _check(export: Export, catalog: Catalog, output: Path) -> int:
    if file_content(output, LARGEST_EXPORT) == b"".join(export.file_chunks(catalog, output)):
        print_message(f"{output} is up to date.")
        return 0
    print_message(f"{output} is not up to date; run `catalog export {export.name} --output {output}`.")
    return 1
