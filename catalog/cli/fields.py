"""`catalog fields`: the fields of a survey, and what may be declared."""

from __future__ import annotations

import json
from pathlib import Path

import click

from catalog.cli import SurveyFolder, print_message
from catalog.contribute.reference import reference_text
from catalog.errors import SetupError
from catalog.load.records import open_survey
from catalog.model.columns import Column
from catalog.paths import Project, find_project


@click.command("fields")
@click.option("--reference", is_flag=True, help="Print the types of fields, the settings and the kinds of charts.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--survey", "project", type=SurveyFolder(), metavar="DIR", help="The survey's folder.")
def command(project: Project | None, form: str, *, reference: bool) -> int:
    """Print the fields that a survey declares, each with its type and what readers can do with it.

    With --reference, print all that data/fields.yml and data/survey.yml may say; no survey is needed for that.
    """
    if reference:
        click.echo(reference_text(), nl=False)
        return 0
    definition = open_survey(project or find_project(Path.cwd()))
    if not definition.columns:
        raise SetupError("the survey declares no fields")
    if form == "json":
        click.echo(json.dumps([_as_json(column) for column in definition.columns], ensure_ascii=False, indent=1))
        return 0
    width = max(len(column.path) for column in definition.columns)
    for column in definition.columns:
        click.echo(f"{column.path:{width}}  {_as_text(column)}")
    print_message("What else can be declared: `catalog fields --reference`.")
    return 0


def _as_text(column: Column) -> str:
    unit = f", in {column.unit}" if column.unit else ""
    words = f": {', '.join(column.type.words)}" if column.type.words else ""
    file = f" (data/{column.entry.vocabulary}.yml)" if column.entry else ""
    uses = [f"axis ({column.scale})" * bool(column.scale), "filter" * column.show.facet, "computed" * column.derived]
    said = "; ".join(filter(None, (f"{column.type.name}{file}{words}{unit}{', a list' * column.many}", *uses)))
    return f"{column.label} [{said}] {column.description}".rstrip()


def _as_json(column: Column) -> dict[str, object]:
    return {
        "path": column.path,
        "label": column.label,
        "type": column.type.name,
        "unit": column.unit,
        "many": column.many,
        "words": dict(column.type.words),
        "vocabulary": column.entry.vocabulary if column.entry else None,
        "filter": column.show.facet,
        "scale": column.scale,
        "derived": column.derived,
        "description": column.description,
    }
