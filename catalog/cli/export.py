"""`catalog export`: the data for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from catalog.cli import print_message, survey_option
from catalog.exports import export_formats
from catalog.paths import Project, write_file
from catalog.rules import load

_FORMATS = export_formats()
_LIST = "\n".join(f"  {export.name:12}{export.description}" for export in _FORMATS.values())


@click.command("export", epilog=f"\b\nFormats:\n{_LIST}")
@click.argument("name", metavar="FORMAT", type=click.Choice(list(_FORMATS)))
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of to stdout.")
@survey_option
def command(project: Project, name: str, output: Path | None) -> None:
    """Write the whole catalogue in a format for other programs."""
    catalog = load(project)
    chunks = _FORMATS[name].chunks(catalog)
    if output is None:
        for chunk in chunks:
            click.echo(chunk, nl=False)
    else:
        write_file(output, chunks, follow_links=True)
        print_message(f"{len(catalog.records)} {catalog.settings.many} written to {output}")
