"""`catalog schema`: the JSON Schemas with which editors complete, explain and check the YAML files."""

from __future__ import annotations

import click

from catalog.api.files import other_files
from catalog.cli import survey_option
from catalog.cli.generated import update_files
from catalog.contribute.json_schema import schemas
from catalog.load.records import open_survey
from catalog.paths import Project


@click.command("schema")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit status 1 if a schema is out of date.")
@survey_option
def command(project: Project, *, only_check: bool) -> int:
    """Write the JSON Schemas for editors to data/, one for each kind of file.

    Run it after a change of the model, of a vocabulary or of the columns of data/survey.yml.
    """
    texts = schemas(open_survey(project), other_files(project))
    paths = {f"data/{name}": text for name, text in texts.items()}
    return update_files(project, paths, command="schema", only_check=only_check)
