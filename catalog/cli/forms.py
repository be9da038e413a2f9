"""`catalog forms`: the GitHub issue forms, generated from the model."""

from __future__ import annotations

import click

from catalog.cli import survey_option
from catalog.cli.generated import update_files
from catalog.contribute.issues import FOLDER, forms, setup_script
from catalog.load.records import open_survey
from catalog.paths import Project


@click.command("forms")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit status 1 if a form is out of date.")
@click.option("--setup", is_flag=True, help="Write nothing; print the settings that the forms need on GitHub, and why.")
@survey_option
def command(project: Project, *, only_check: bool, setup: bool) -> int:
    """Write the issue forms for contributors without git to .github/.

    Run it after a change of the model or of the columns of data/survey.yml.
    """
    definition = open_survey(project)
    if setup:
        click.echo(setup_script(definition.settings), nl=False)
        return 0
    texts = forms(definition)
    paths = {f"{FOLDER}/{name}": text for name, text in texts.items()}
    return update_files(project, paths, command="forms", only_check=only_check)
