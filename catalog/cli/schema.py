"""`catalog schema`: the JSON Schemas by which editors complete, explain and check the YAML."""

from __future__ import annotations

import click

from catalog.cli import print_message, survey_option
from catalog.cli.files import other_files, outdated
from catalog.contribute.json_schema import schemas
from catalog.load.records import open_survey
from catalog.paths import Project, write_file


@click.command("schema")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit status 1 if a schema is out of date.")
@survey_option
def command(project: Project, *, only_check: bool) -> int:
    """Write the JSON Schemas for editors.

    There is one in data/ for each kind of file. Needed after a change of the model, the vocabularies or the columns of
    data/survey.yml.
    """
    texts = schemas(open_survey(project), other_files(project))
    names = outdated(project.data, texts)
    for name in names:
        click.echo(f"data/{name}")
        if not only_check:
            write_file(project.data / name, texts[name])
    if not names:
        print_message("All schemas are up to date.")
    elif only_check:
        print_message("Run `catalog schema` and commit the result.")
    return 1 if names and only_check else 0
