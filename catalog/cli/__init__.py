"""The command line: a group whose commands import their work only when called.

Exit status: 0 fine, 1 findings, 2 wrong usage, 3 could not run. stdout is data, stderr is talk.
"""

from __future__ import annotations

import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

import click

from catalog.errors import CatalogError, DataError
from catalog.paths import Project, find_project

COMMANDS = {
    "check": "catalog.cli.check",
    "diff": "catalog.cli.diff",
    "links": "catalog.cli.links",
    "export": "catalog.cli.export",
    "import": "catalog.cli.import_",
    "build": "catalog.cli.build",
    "serve": "catalog.cli.serve",
    "new": "catalog.cli.new",
    "fmt": "catalog.cli.fmt",
    "schema": "catalog.cli.schema",
    "migrate": "catalog.cli.migrate",
    "forms": "catalog.cli.forms",
    "from-issue": "catalog.cli.from_issue",
    "archive": "catalog.cli.archive",
}
"""Command name to the module that holds a click command called `command`."""


class _LazyGroup(click.Group):
    """Imports a command's module when it is asked for: `check` must not pay for pandas."""

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
        from rapidfuzz import process  # noqa: PLC0415

        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            guess = process.extractOne(args[0], list(COMMANDS), score_cutoff=60)
            hint = f" Did you mean {guess[0]}?" if guess else ""
            raise click.UsageError(f"No such command {args[0]!r}.{hint}", ctx) from None


class SurveyFolder(click.ParamType[Project]):
    """`--survey DIR`: the folder that holds `data/survey.yml`."""

    name = "folder"

    def convert(self, value: str | Project, param: click.Parameter | None, ctx: click.Context | None) -> Project:
        """The folder as a project, or a usage error."""
        if isinstance(value, Project):
            return value
        root = Path(value).resolve()
        if not (root / "data" / "survey.yml").is_file():
            self.fail(f"{value} has no data/survey.yml", param, ctx)
        return Project(root)


survey_option = click.option(
    "--survey",
    "project",
    type=SurveyFolder(),
    default=find_project,
    show_default="the nearest folder upward with data/survey.yml",
    metavar="DIR",
    help="The survey's folder.",
)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="survey-catalog", prog_name="catalog")
def group() -> None:
    """Check, build and export a survey catalogue kept as YAML records."""


def print_message(message: str) -> None:
    """Talk to the person: on stderr, so that stdout stays data."""
    click.echo(message, err=True)


def main() -> None:
    """Entry point of the `catalog` command; maps every failure to a sentence and an exit status."""
    for stream in (sys.stdout, sys.stderr):
        # Names of people and systems must pass whatever a terminal or a pipe claims to understand.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = group.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except DataError as error:
        from catalog.cli.problems import problems_as_text  # noqa: PLC0415

        print_message(problems_as_text(error.problems))
        sys.exit(1)
    except CatalogError as error:
        print_message(f"Error: {error}")
        sys.exit(3)
    except (KeyboardInterrupt, click.Abort):
        print_message("Interrupted.")
        sys.exit(130)
    sys.exit(status if isinstance(status, int) else 0)
