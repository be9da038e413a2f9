"""Writes imported rows as record files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from catalog.errors import Problem, SetupError
from catalog.importing.engine import Imported, ImportedRow
from catalog.load.records import Definition
from catalog.model.columns import Column
from catalog.model.node import Node
from catalog.paths import write_file
from catalog.values import Fact


def record_data(survey: Definition, row: ImportedRow) -> dict[str, Any]:
    """Return a row as a record's YAML holds it, fields in the order of declaration."""
    data: dict[str, Any] = {"slug": row.slug, "name": row.name}
    facts = row.facts
    for column in survey.columns:
        if column.path in facts:
            _put(data, Node.of(survey.model).along(column.path), _fact(column, facts[column.path]))
    return data


def _put(data: dict[str, Any], fields: Sequence[Node], fact: dict[str, Any]) -> None:
    """Write a fact where a path of fields leads; in a list, into the first item."""
    *parts, last = fields
    for part in parts:
        data = data.setdefault(part.name, [{}])[0] if part.is_list else data.setdefault(part.name, {})
    data[last.name] = fact


def _fact(column: Column, fact: Fact[Any]) -> dict[str, Any]:
    """A fact as a contributor would write it."""
    values = [column.type.yaml(value) for value in fact.values]
    data: dict[str, Any] = {"value": str(fact.blank) if fact.blank else values if column.many else values[0]}
    data |= {"source": fact.source, "where": fact.where}
    if not fact.certain:
        data["certain"] = False
    return data | ({"note": fact.note} if fact.note else {})


class _Dumper(yaml.SafeDumper):
    """The house style: lists are indented, a fact stands on one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, indentless=False)


def _mapping(dumper: _Dumper, mapping: dict[str, Any]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", mapping.items(), flow_style="source" in mapping)


_Dumper.add_representer(dict, _mapping)


def record_yaml(data: dict[str, Any]) -> str:
    """Return a record as YAML text: one line for each fact."""
    return str(yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000))


def valid_rows(survey: Definition, imported: Imported) -> Imported:
    """Return the rows that the record's class accepts; the errors of the others join the problems."""
    rows, problems = [], list(imported.problems)
    for row in imported.rows:
        try:
            survey.model.model_validate(record_data(survey, row), context={"vocabularies": survey.vocabularies})
        except ValidationError as error:
            problems += [_problem(imported, row, item) for item in error.errors(include_url=False)]
        else:
            rows.append(row)
    return replace(imported, rows=tuple(rows), problems=tuple(sorted(problems)))


def _problem(imported: Imported, row: ImportedRow, item: Any) -> Problem:
    """One of pydantic's errors, at the row's first cell."""
    first, field = row.cells[0].source, ".".join(map(str, item["loc"]))
    message = f"the row does not give a valid record and is skipped: {item['msg']}"
    hint = "correct the cell that feeds the field, or leave its column out of the mapping"
    return Problem(imported.table.file, first.line, first.column, field, message, hint, "cell")


def write_records(survey: Definition, imported: Imported, folder: Path) -> list[Path]:
    """Write every row as `<slug>.yml`; an existing file is never changed.

    Raises:
        SetupError: a file exists and differs; then nothing is written.
    """
    texts = {folder / f"{row.slug}.yml": record_yaml(record_data(survey, row)) for row in imported.rows}
    for path, text in texts.items():
        if path.exists() and not _has_text(path, text):
            raise SetupError(f"{path} already exists and differs; name an empty folder with --output")
    for path, text in texts.items():
        write_file(path, text)
    return list(texts)


def _has_text(path: Path, text: str) -> bool:
    try:
        return path.read_bytes().replace(b"\r\n", b"\n") == text.encode()
    except OSError:
        return False
