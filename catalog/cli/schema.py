"""`catalog schema`: the JSON Schemas by which editors complete, explain and check the YAML."""

from __future__ import annotations

import click

from catalog.cli import print_message, survey_option
from catalog.cli.files import other_files
from catalog.contribute.json_schema import schemas
from catalog.load.records import open_survey
from catalog.paths import Project, write_file


@click.command("schema")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit status 1 if a schema is out of date.")
@survey_option
def command(project: Project, *, only_check: bool) -> int:
    """Write the JSON Schemas for editors.

    They stand in data/, one for each kind of file. Needed after a change of the model, the vocabularies or the columns
    of data/survey.yml.
    """
    made = schemas(open_survey(project), other_files(project))
    if not only_check:
        changed = [name for name, text in made.items() if write_file(project.data / name, text)]
        print_message(
            f"{len(changed)} of {len(made)} schemas changed: {', '.join(changed)}" if changed else "All up to date."
        )
        return 0
    stale = [name for name, text in made.items() if _read(project, name) != text]
    for name in stale:
        click.echo(f"data/{name}: not what the model and the vocabularies say")
    print_message("Run `catalog schema` and commit the result." if stale else "All schemas are up to date.")
    return 1 if stale else 0


def _read(project: Project, name: str) -> str:
    try:
        return (project.data / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
