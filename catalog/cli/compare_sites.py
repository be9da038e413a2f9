"""`catalog compare-sites`: whether another tool builds the same pages."""

from __future__ import annotations

from pathlib import Path

import click

from catalog.sites import compare

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("compare-sites")
@click.argument("expected", type=_FOLDER)
@click.argument("other", type=_FOLDER)
def command(expected: Path, other: Path) -> int:
    """List the pages that only one of two built websites has.

    Exit status 1 if they differ.
    """
    found = compare(expected, other)
    for page in found.missing:
        click.echo(f"missing: {page}")
    for page in found.extra:
        click.echo(f"extra: {page}")
    click.echo(f"{found.both} pages in both, {len(found.missing)} missing, {len(found.extra)} extra.")
    return 0 if found else 1
