"""`catalog migrate`: updates the records after a change of the model."""

from __future__ import annotations

from collections.abc import Sequence

import click

from catalog.cli import print_message, survey_option
from catalog.cli.problems import problems_as_text
from catalog.contribute.migrate import Migration, migrate
from catalog.errors import SetupError
from catalog.load.records import Definition, open_survey
from catalog.paths import Project, write_file
from catalog.settings import import_object


@click.command("migrate")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; list the records that would change.")
@survey_option
def command(project: Project, *, only_check: bool) -> int:
    """Apply the survey's migrations to its records; records that need none stay as they are.

    Exit status 1 if a record cannot be read or, with --check, if one would change.
    """
    definition = open_survey(project)
    results = list(migrate(definition, _migrations(definition)))
    for result in results:
        if result.names:
            click.echo(f"{project.display_path(result.file).as_posix()}: {', '.join(result.names)}")
            if not only_check:
                write_file(result.file, result.text, follow_links=True)
    problems = [result.problem for result in results if result.problem]
    if problems:
        print_message(problems_as_text(problems, project))
    changed = sum(bool(result.names) for result in results)
    if not changed:
        print_message("Nothing to migrate.")
    else:
        print_message(f"{changed} {'would change; run `catalog migrate`' if only_check else 'changed'}.")
    return 1 if problems or (only_check and changed) else 0


def _migrations(definition: Definition) -> Sequence[Migration]:
    path = definition.settings.migrations
    if path is None:
        return ()
    try:
        migrations: Sequence[Migration] = import_object(path)
    except ImportError as error:
        raise SetupError(f"data/survey.yml names migrations that do not exist: {error}") from None
    return migrations
