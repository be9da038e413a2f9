"""Files that commands generate from the model and that are committed: JSON Schemas and issue forms."""

from __future__ import annotations

from collections.abc import Mapping

import click

from catalog.cli import print_message
from catalog.paths import Project, write_file


def update_files(project: Project, texts: Mapping[str, str], *, command: str, only_check: bool) -> int:
    """Write the files of `texts`, by path below the survey's folder, and print the paths of those that changed.

    With `only_check`, write nothing and return exit status 1 if a file is out of date.
    """
    stale = [path for path, text in texts.items() if _read(project, path) != text]
    for path in stale:
        click.echo(path)
        if not only_check:
            write_file(project.root / path, texts[path])
    if not stale:
        print_message("Everything is up to date.")
    elif only_check:
        print_message(f"Run `catalog {command}` and commit the result.")
    return 1 if stale and only_check else 0


def _read(project: Project, path: str) -> str:
    """Return the text of a file; nothing if it is missing or not UTF-8, and thus out of date."""
    try:
        return (project.root / path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
