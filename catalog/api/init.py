"""Writes a new survey: the files that people edit, and all that is generated from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from catalog.api.files import other_files
from catalog.api.init_table import Reading, import_rows, read_proposal
from catalog.contribute.init.folder import all_or_nothing
from catalog.contribute.init.survey import NewSurvey
from catalog.contribute.init.texts import EDITOR, editor_settings, survey_texts
from catalog.contribute.issues import FOLDER, forms
from catalog.contribute.json_schema import schemas
from catalog.errors import SetupError
from catalog.format import format_yaml, survey_files
from catalog.load.records import Definition, open_survey
from catalog.paths import Project, file_content, write_file
from catalog.rules import check
from catalog.settings import schema_name


@dataclass(frozen=True)
class Created:
    """The files of a new survey, by their paths below its folder, and what was read of the table it was made of.

    `faults` are errors in the records of a table, which `catalog check` tells.
    """

    files: Sequence[str]
    reading: Reading | None = None
    faults: int = 0


def create_survey(folder: Path, survey: NewSurvey, table: Path | str | None = None, wanted: str = "") -> Created:
    """Write a new survey with two example records, or with those of a table: of several in a file the `wanted`.

    Raises:
        SetupError: the folder has files or cannot be written; a name or the table does not fit. Nothing is written.
        DataError: the table has no rows that can be read.
    """
    contact = survey.address or survey.repository
    proposal = read_proposal(table, survey.one, wanted, contact) if table else None
    texts = survey_texts(survey, proposal)
    if proposal:
        texts |= proposal.texts
    with all_or_nothing(folder) as fresh:
        project = Project(fresh)
        for path, text in texts.items():
            write_file(fresh / path, text)
        definition = _opened(project)
        reading = import_rows(definition, proposal) if proposal else None
        _format_files(definition)
        for path, text in _generated(definition, survey).items():
            write_file(fresh / path, text)
        faults = _refuse_errors(project, definition.folder if reading else None)
        return Created(sorted(_files(fresh)), reading, faults)


def _opened(project: Project) -> Definition:
    definition = open_survey(project)
    for problem in definition.problems:
        if problem.severity == "error":
            raise SetupError(f"{problem.location}: {problem.field}: {problem.message}; {problem.hint}")
    return definition


def _refuse_errors(project: Project, records: Path | None) -> int:
    """Raise SetupError if the new survey would not pass its own check.

    Returns:
        The number of errors below `records`, which are those of a table, and for people to correct.
    """
    faults = 0
    for problem in check(project):
        if problem.severity != "error":
            continue
        if records is None or not (project.root / problem.file).is_relative_to(records):
            raise SetupError(f"{problem.location}: {problem.field}: {problem.message}; {problem.hint}")
        faults += 1
    return faults


def _format_files(definition: Definition) -> None:
    for file, model in survey_files(definition, other_files(definition.project)):
        if file.is_file():
            write_file(file, format_yaml(file, file_content(file), model).text)


def _generated(definition: Definition, survey: NewSurvey) -> Mapping[str, str]:
    """What `catalog schema` and `catalog forms` write, and the settings of an editor that name the JSON Schemas."""
    written = schemas(definition, other_files(definition.project))
    record = f"{schema_name(definition.settings)}.schema.json"
    return {
        **{f"data/{name}": text for name, text in written.items()},
        **{f"{FOLDER}/{name}": text for name, text in forms(definition).items()},
        EDITOR: editor_settings(survey, record, written),
    }


def _files(folder: Path) -> Iterator[str]:
    return (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
