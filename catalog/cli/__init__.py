"""The command line: a group of commands, each in a module that is imported when the command is called.

Exit status: 0 success, 1 problems found, 2 wrong usage, 3 could not run. Data goes to stdout, messages to stderr.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import click

from catalog.errors import CatalogError, DataError
from catalog.escape import printable
from catalog.paths import Project, find_project

COMMANDS = {
    "fields": "catalog.cli.fields",
    "init": "catalog.cli.init",
    "check": "catalog.cli.check",
    "diff": "catalog.cli.diff",
    "links": "catalog.cli.links",
    "watch": "catalog.cli.watch",
    "export": "catalog.cli.export",
    "figure": "catalog.cli.figure",
    "import": "catalog.cli.import_",
    "build": "catalog.cli.build",
    "serve": "catalog.cli.serve",
    "new": "catalog.cli.new",
    "refresh": "catalog.cli.refresh",
    "fmt": "catalog.cli.fmt",
    "schema": "catalog.cli.schema",
    "migrate": "catalog.cli.migrate",
    "forms": "catalog.cli.forms",
    "from-issue": "catalog.cli.from_issue",
    "archive": "catalog.cli.archive",
}
"""Command name → module that defines it as `command`."""


class _LazyGroup(click.Group):
    """Imports a command's module when the command is called: importing all of them takes longer than a check."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name]).command
        if not isinstance(command, click.Command):
            raise TypeError(COMMANDS[cmd_name])
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from rapidfuzz import process  # noqa: PLC0415 - costs every other command 30 ms

            nearest = process.extractOne(args[0], list(COMMANDS), score_cutoff=60)
            hint = f" Did you mean {nearest[0]}?" if nearest else ""
            raise click.UsageError(f"No such command {args[0]!r}.{hint}", ctx) from None


class SurveyFolder(click.ParamType[Project]):
    """The type of `--survey DIR`: a folder with `data/survey.yml`."""

    name = "folder"

    def convert(self, value: str | Project, param: click.Parameter | None, ctx: click.Context | None) -> Project:
        """Return the project, or fail with a usage error."""
        if isinstance(value, Project):
            return value
        root = Path(value).resolve()
        if not (root / "data" / "survey.yml").is_file():
            self.fail(f"{value} has no data/survey.yml; `catalog init {value}` writes a new survey there", param, ctx)
        return Project(root)


def _remember(ctx: click.Context, param: click.Parameter, project: Project) -> Project:  # noqa: ARG001
    """Let `main` know whose files a message is about."""
    if isinstance(ctx.obj, list):
        ctx.obj.append(project)
    return project


survey_option = click.option(
    "--survey",
    "project",
    type=SurveyFolder(),
    default=find_project,
    callback=_remember,
    show_default="the nearest folder upwards with data/survey.yml",
    metavar="DIR",
    help="The survey's folder.",
)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="survey-catalog", prog_name="catalog")
def group() -> None:
    """Check, build and export a survey catalogue kept as YAML records."""


def print_message(message: str) -> None:
    """Print a message on stderr, without what a terminal would obey: names of files and replies of services."""
    click.echo("\n".join(map(printable, message.split("\n"))), err=True)


def shows_progress() -> bool:
    """Whether somebody watches stderr: a terminal, and not CI."""
    return sys.stderr.isatty() and not os.environ.get("CI")


def print_progress(message: str) -> None:
    """Print what a command is doing, for somebody who waits for it."""
    if shows_progress():
        print_message(message)


def main() -> None:
    """Run the `catalog` command; turn every error into a message and an exit status."""
    for stream in (sys.stdout, sys.stderr):
        # Print UTF-8 and \n regardless of the system: names are in any script, and data are the same everywhere.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    projects: list[Project] = []
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does, so that nothing is left behind
    try:
        status = group.main(standalone_mode=False, obj=projects)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except DataError as error:
        from catalog.cli.problems import problems_as_text  # noqa: PLC0415

        print_message(problems_as_text(error.problems, next(iter(projects), None)))
        sys.exit(1)
    except CatalogError as error:
        print_message(f"Error: {error}")
        sys.exit(3)
    except OSError as error:
        _stop_printing()
        with suppress(OSError):  # nor can stderr be written, if that is what failed
            print_message(f"Error: {_explained(error)}")
        sys.exit(3)
    except (KeyboardInterrupt, click.Abort):
        _end_interrupted()
    except RuntimeError as error:
        if not isinstance(error.__cause__, KeyboardInterrupt):  # Python wraps what happens while a class is made
            raise
        _end_interrupted()
    sys.exit(status if isinstance(status, int) else 0)


def _end_interrupted() -> NoReturn:
    print_message("Interrupted.")
    sys.exit(130)


def _explained(error: OSError) -> str:
    """What failed: a file, or else what is printed."""
    subject = "the output cannot be written" if error.filename is None else printable(str(error.filename))
    return f"{subject}: {error.strerror or error}"


def _stop_printing() -> None:
    """Let what is still to be printed go nowhere: Python would try again at its end, and fail again."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
