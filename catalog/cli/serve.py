"""`catalog serve`: the website on this machine, rebuilt when a file changes."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import click

from catalog.cli import print_message, survey_option
from catalog.cli.problems import problems_as_text
from catalog.errors import CatalogError, DataError
from catalog.paths import Project, engine_resource
from catalog.rules import load
from catalog.site import generate


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on this machine.")
@survey_option
def command(project: Project, port: int) -> None:
    """Show the website at http://127.0.0.1:PORT and rebuild it when data, pages or templates change.

    Errors in the data are printed here, and the last good version stays.
    """
    from mkdocs.livereload import LiveReloadServer  # noqa: PLC0415

    folder = Path(tempfile.mkdtemp(prefix="catalog-serve-"))
    try:
        generate(load(project), folder)
        server = LiveReloadServer(lambda: _rebuild(project, folder), "127.0.0.1", port, str(folder))
        for watched in (project.data, project.root / "site", engine_resource("site"), engine_resource("templates")):
            if watched.is_dir():
                server.watch(str(watched))
        print_message(f"{server.url} (Ctrl-C ends)")
        server.serve()  # type: ignore[no-untyped-call]
    except OSError as error:
        raise CatalogError(f"cannot serve on port {port}: {error.strerror}; choose another --port") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _rebuild(project: Project, folder: Path) -> None:
    try:
        generate(load(project), folder)
    except DataError as error:
        print_message(problems_as_text(error.problems, project))
    except CatalogError as error:
        print_message(f"Error: {error}")
