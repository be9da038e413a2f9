"""`catalog serve`: the website on this machine, rebuilt when a file changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from catalog.cli import print_message, print_progress, survey_option
from catalog.cli.build import builder_option
from catalog.cli.problems import problems_as_text
from catalog.errors import CatalogError, DataError, SetupError
from catalog.paths import Project, engine_resource
from catalog.site.builders import Builder

if TYPE_CHECKING:
    from catalog.site.live import Preview


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on this machine.")
@builder_option
@survey_option
def command(project: Project, port: int, builder: Builder) -> None:
    """Show the website at http://127.0.0.1:PORT and rebuild it when data, pages or templates change.

    Errors in the data are printed here, and the last good version stays.
    """
    from catalog.site.live import LiveServer, Preview  # noqa: PLC0415

    preview = Preview(project, print_progress, builder)
    try:
        server = LiveServer(lambda: _rebuild(project, preview, server.reload), port, project.html)
    except OSError as error:
        raise SetupError(f"cannot serve on port {port}: {error.strerror}; choose another --port") from error
    with server:
        preview.build()
        own = (project.data, project.root / "site", project.root / "templates")
        for folder in (*own, engine_resource("site"), engine_resource("templates")):
            if folder.is_dir():
                server.watch(str(folder))
        server.server_activate()  # the address answers from here on
        print_message(f"{server.url} (Ctrl-C ends)")
        server.run()


def _rebuild(project: Project, preview: Preview, reload: Callable[[], None]) -> None:
    begin = time.perf_counter()
    try:
        if paths := preview.show_changed():
            reload()
            print_message(f"Shown after {time.perf_counter() - begin:.1f} s: {', '.join(paths[:5])}. All else follows.")
        preview.build()
    except DataError as error:
        print_message(f"{problems_as_text(error.problems, project)}\nNot rebuilt: the last good version stays.")
    except CatalogError as error:
        print_message(f"Error: {error}\nNot rebuilt: the last good version stays.")
    else:
        print_message(f"Rebuilt in {time.perf_counter() - begin:.1f} s.")
