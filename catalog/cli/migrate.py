"""`catalog migrate`: takes the records along when the model has changed."""

from __future__ import annotations

from collections.abc import Sequence

import click

from catalog.cli import print_message, survey_option
from catalog.cli import problems as show
from catalog.contribute.migrate import Migration, migrate
from catalog.errors import SetupError
from catalog.load.records import Definition, open_survey
from catalog.paths import Project, write_file
from catalog.settings import import_object


@click.command("migrate")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; name the records that would change.")
@survey_option
def command(project: Project, *, only_check: bool) -> int:
    """Run the survey's migrations over its records; what is in order already stays as it is.

    Exit status 1 if a record cannot be read, or, with --check, if one would change.
    """
    definition = open_survey(project)
    made = list(migrate(definition, _migrations(definition)))
    for item in made:
        if item.names:
            click.echo(f"{project.display_path(item.file)}: {', '.join(item.names)}")
            if not only_check:
                write_file(item.file, item.text)
    found = [item.problem for item in made if item.problem]
    if found:
        print_message(show.problems_as_text(found, project))
    changed = sum(bool(item.names) for item in made)
    if not changed:
        print_message("Nothing to migrate.")
    else:
        print_message(f"{changed} {'would change; run `catalog migrate`' if only_check else 'changed'}.")
    return 1 if found or (only_check and changed) else 0


def _migrations(definition: Definition) -> Sequence[Migration]:
    path = definition.settings.migrations
    if path is None:
        return ()
    try:
        found: Sequence[Migration] = import_object(path)
    except ImportError as error:
        raise SetupError(f"data/survey.yml names migrations that are not there: {error}") from None
    return found
