"""`catalog forms`: the GitHub issue forms, generated from the model."""

from __future__ import annotations

import click

from catalog.cli import print_message, survey_option
from catalog.cli.files import outdated
from catalog.contribute.issues import FOLDER, forms
from catalog.load.records import open_survey
from catalog.paths import Project, write_file


@click.command("forms")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit status 1 if a form is out of date.")
@survey_option
def command(project: Project, *, only_check: bool) -> int:
    """Write the issue forms for contributors without git into .github/.

    Needed after a change of the model or of the columns of data/survey.yml.
    """
    texts = {f"{FOLDER}/{name}": text for name, text in forms(open_survey(project)).items()}
    paths = outdated(project.root, texts)
    for path in paths:
        click.echo(path)
        if not only_check:
            write_file(project.root / path, texts[path])
    if not paths:
        print_message("All forms are up to date.")
    elif only_check:
        print_message("Run `catalog forms` and commit the result.")
    return 1 if paths and only_check else 0
