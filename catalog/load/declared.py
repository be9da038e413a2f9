"""Which class the records of a survey have: that of `record:` in its settings, or that of `data/fields.yml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from catalog import settings
from catalog.errors import DataError, Finding, Problem
from catalog.load.messages import dotted, validation_problems
from catalog.load.tree import InvalidYaml, Tree
from catalog.model.declaration import (
    FieldDeclaration,
    bad_key,
    declaration_findings,
    valid_key,
    vocabulary_findings,
)
from catalog.model.declared import declared_class
from catalog.model.node import FieldError, Node
from catalog.settings import SurveySettings
from catalog.settings.check import FOLDERS, SCHEMAS
from catalog.values import Record
from catalog.values.invalid import described

FIELDS = "fields.yml"
"""The file in `data/`."""
_START = "declare the fields in data/fields.yml, one `key: {label: …}` a line; `catalog fields` lists the types"


def record_model(
    survey: SurveySettings, locate: Callable[[Finding], Problem], fields: Callable[[], tuple[Path, bytes] | None]
) -> type[Record]:
    """Return the class of the records.

    Args:
        survey: the settings.
        locate: gives a finding about the settings its place.
        fields: returns the name of the file of fields for messages, and its content; None where there is none.

    Raises:
        DataError: there is none, there are two, or one that cannot be read; carries every problem.
    """
    declared = fields()
    if survey.record is None:
        if declared is None:
            message = "neither data/fields.yml nor `record:` in the settings says what a record holds"
            raise DataError([locate(Finding((), message, _START))])
        return declared_class(read_fields(*declared), survey.one)
    if declared:
        message = "the fields are declared twice, by this class and in data/fields.yml"
        raise DataError([locate(Finding(("record",), message, "remove one of the two", about_key=True))])
    try:
        return settings.record_class(survey)
    except (ImportError, FieldError) as error:
        hint = "write the import path of a Record class, `package.module:Class`, that is installed or on PYTHONPATH"
        if isinstance(error, FieldError):
            hint = f"correct the field in the class {survey.record}"
        elif isinstance(error, settings.BrokenModuleError):
            hint = "correct the module"
        raise DataError([locate(Finding(("record",), str(error), hint))]) from None


def read_fields(file: Path, content: bytes) -> dict[str, FieldDeclaration]:
    """Return the fields that a file declares; `file` is its name in messages.

    Raises:
        DataError: it is not valid; carries every problem.
    """
    try:
        tree = Tree(file, content)
    except InvalidYaml as error:
        raise DataError([error.problem]) from None
    if not isinstance(tree.data, dict) or not tree.data:
        line, column = tree.position(())
        found = described(tree.data) if tree.data else "nothing"
        nothing = Problem(file, line, column, "", f"found {found} where fields belong", _START)
        raise DataError(tree.problems or [nothing])
    fields, problems = _declarations(tree)
    if not problems:
        findings = chain(declaration_findings(fields), vocabulary_findings(fields, FOLDERS | SCHEMAS))
        problems = [_located(tree, finding) for finding in findings]
    problems = [*tree.problems, *problems]
    if any(problem.severity == "error" for problem in problems):
        raise DataError(problems)
    return fields


def exported_fields(file: Path, raw: Mapping[str, Any]) -> dict[str, FieldDeclaration]:
    """Return the fields that an export declares.

    Raises:
        DataError: they are not valid.
    """
    try:
        fields = {str(key): FieldDeclaration.model_validate(item) for key, item in raw.items()}
        findings = list(declaration_findings(fields))
    except ValidationError as error:
        findings = [Finding((), item["msg"]) for item in error.errors(include_url=False)]
    if findings or not all(map(valid_key, fields)):
        message = f"the fields of the survey are not valid: {findings[0].message if findings else 'a key'}"
        raise DataError([Problem(file, 0, 0, "survey.fields", message, "export the catalogue again")])
    return fields


def _declarations(tree: Tree) -> tuple[dict[str, FieldDeclaration], list[Problem]]:
    fields: dict[str, FieldDeclaration] = {}
    problems: list[Problem] = []
    for key, raw in tree.data.items():
        if not valid_key(key):
            problems.append(_located(tree, Finding((key,), *bad_key(key), about_key=True)))
        if raw is None or isinstance(raw, str):
            hint = _declared_hint(str(key), raw or "")
            found = "text" if raw else "nothing"
            problems.append(_located(tree, Finding((key,), f"found {found} where a field is declared", hint)))
            continue
        try:
            fields[key] = FieldDeclaration.model_validate(raw)
        except ValidationError as error:
            problems += validation_problems(tree, FieldDeclaration, error, above=(key,))
    return fields, problems


def _declared_hint(key: str, text: str) -> str:
    """How to write a field of which the file has text, or nothing."""
    setting = re.fullmatch(r"(\w+):(\S.*)", text)
    if setting and setting[1] in Node.of(FieldDeclaration).children:
        return f"write a blank behind the colon: `{setting[1]}: {setting[2]}`"
    return f"write `{key}: {{label: {text or key.replace('_', ' ').capitalize()}}}`"


def _located(tree: Tree, finding: Finding) -> Problem:
    line, column = tree.position(finding.path, key=finding.about_key)
    return Problem(tree.file, line, column, dotted(finding.path), finding.message, finding.hint)
