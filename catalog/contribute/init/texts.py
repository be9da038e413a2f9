"""The files of a new survey that people edit, made of `templates/survey/`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from catalog.contribute.init.survey import NewSurvey
from catalog.contribute.stated import FIELDS
from catalog.escape import escape_markdown
from catalog.format.flow import yaml_line
from catalog.paths import engine_resource

EDITOR = ".vscode/settings.json"
"""Names the JSON Schemas, and is written when they are known."""
_EXAMPLES = ("data/fields.yml", "data/makers.yml", "data/records/")
"""What a survey that is made of a table has of its own."""
_TEMPLATE = ".jinja"


def survey_texts(survey: NewSurvey, proposal: Any = None) -> dict[str, str]:
    """Path → text of every file but those that are generated from the model; `proposal` is what a table suggests.

    With a proposal, fields, vocabularies and records are left to it.
    """
    context = _context(survey) | {"proposal": proposal, "first_field": "field" if proposal else "maker"}
    texts = {}
    for source in _sources():
        path = _path(source)
        if path == EDITOR or (proposal and path.startswith(_EXAMPLES)):
            continue
        texts[path.replace("data/records/", f"data/{survey.folder}/")] = _rendered(source, context)
    return texts


def editor_settings(survey: NewSurvey, schema: str, schemas: Mapping[str, str]) -> str:
    """The settings of an editor: which JSON Schema is for which files; `schema` is that of records."""
    files = {
        name: f"{survey.folder}/*.yml" if name == schema else name.replace(".schema.json", ".yml") for name in schemas
    }
    source = next(source for source in _sources() if _path(source) == EDITOR)
    return _rendered(source, {"schemas": files})


def _sources() -> list[str]:
    folder = engine_resource("templates") / "survey"
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def _path(source: str) -> str:
    """Where a file goes; those that systems hide are seen among the templates."""
    parts = source.removesuffix(_TEMPLATE).split("/")
    return "/".join(f".{part.removeprefix('dot-')}" if part.startswith("dot-") else part for part in parts)


def _rendered(source: str, context: Mapping[str, Any]) -> str:
    folder = engine_resource("templates") / "survey"
    if not source.endswith(_TEMPLATE):
        return (folder / source).read_text(encoding="utf-8")
    return _environment(folder).get_template(source).render(context)


def _environment(folder: Path) -> Environment:
    """Templates with marks that neither YAML, Markdown nor GitHub's workflows use; what is filled in is escaped."""
    environment = Environment(  # noqa: S701 - YAML and Markdown have rules of their own, which the filters know
        loader=FileSystemLoader(folder),
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"yaml": yaml_line, "markdown": escape_markdown}
    return environment


def _context(survey: NewSurvey) -> dict[str, Any]:
    names = ("title", "one", "many", "address", "repository", "folder", "description")
    return {
        **{name: getattr(survey, name) for name in names},
        "stated": {service: [name for name in names if name != "identifier"] for service, names in FIELDS.items()},
        "schema": f"{'-'.join(survey.one.split())}.schema.json",
        "today": datetime.now(tz=UTC).date().isoformat(),
        "version": ".".join(metadata.version("survey-catalog").split(".")[:3]),
    }
