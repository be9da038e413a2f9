"""The mapping file: which column of a table feeds which field, and what the surveyors' words mean."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

from catalog.errors import DataError, Finding
from catalog.importing import cells
from catalog.importing.cells import NOTHING, CellValue
from catalog.importing.table import Table
from catalog.load.records import Definition, LoadedFile, read_file
from catalog.model.columns import Column, columns
from catalog.model.node import Node
from catalog.paths import Project
from catalog.values import Blank, Record, Slug, Text, Vocabularies, folded, guess

Written = str | bool | int | float | tuple[str, ...] | None
"""A value as YAML has it; nothing (`null`) says that the word tells nothing about the field."""

_BLANKS = {blank.value: blank for blank in (Blank.NOT_REPORTED, Blank.NOT_APPLICABLE)}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class TargetField(_Model):
    """One field that a column feeds."""

    field: Text
    """Path of the field, as in `columns` of the survey's settings; in a list, that of its first item."""
    words: dict[Text, Written] = {}
    """The whole text of a cell (or of a part of it) → the value it means."""
    contains: dict[Text, Written] = {}
    """Text inside a cell → the value it means; the first that fits counts."""


class Heading(TargetField):
    """One column of the table."""

    called: Text = ""
    """A shorter name for the column, used to say where a fact was found."""
    split: Text = ""
    """What separates the parts of a cell; each part then goes to the fields whose words it fits."""
    also: tuple[TargetField, ...] = ()
    """Further fields the same cell feeds."""

    @model_validator(mode="before")
    @classmethod
    def _unfold(cls, raw: Any) -> Any:
        return {"field": raw} if isinstance(raw, str) else raw

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [{"type": "string", "description": "Path of the field it feeds."}, handler(schema)]}


class Mapping(_Model):
    """How to read one table; headings and words are compared without regard to spacing and capitals."""

    name: Text
    """Heading of the column that names the record."""
    row: Text = ""
    """Heading of the column that numbers the rows; its cells say where a fact was found."""
    doubt: tuple[Annotated[Text, Field(max_length=20)], ...] = cells.DOUBT
    """Marks behind a value the surveyors were not sure of."""
    words: dict[Text, Written] = {}
    """Cells that mean the same in every column; `null` for those that say as little as an empty one."""
    slugs: dict[Text, Slug] = {}
    """Name of a record → its slug, where the one made from the name will not do."""
    ignore: tuple[Text, ...] = ()
    """Headings that are left out on purpose."""
    columns: dict[Text, Heading]
    """Heading → the field it feeds, or how to read it."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One field that a column of the table feeds, with its words ready to be looked up."""

    column: Column
    words: Dict[str, CellValue]
    contains: Dict[str, CellValue]


@dataclass(frozen=True, slots=True)
class Reader:
    """How one column of the table is read."""

    index: int
    called: str
    split: str
    feeds: tuple[Feed, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A mapping that fits a survey and a table: headings are columns, paths are fields, words are values."""

    mapping: Mapping
    name: int
    row: int | None
    readers: Dict[int, Reader]
    words: Dict[str, Written]
    ignored: frozenset[int]


def importable(model: type[Record]) -> dict[str, Column]:
    """Path → column, for every field a cell can fill alone: not those of a list whose items need more than facts."""
    return {column.path: column for column in columns(model) if _stands_alone(Node.of(model).along(column.path))}


def _stands_alone(fields: Sequence[Node]) -> bool:
    return not any(child.required for part in fields[:-1] for child in part.children.values())


def load_mapping(project: Project, file: Path) -> LoadedFile[Mapping]:
    """Read a mapping file.

    Raises:
        DataError: it is no mapping; carries all its problems.
    """
    loaded = read_file(project, file, Mapping)
    if loaded.value is None or loaded.problems:
        raise DataError(loaded.problems)
    return loaded


def plan(survey: Definition, table: Table, loaded: LoadedFile[Mapping]) -> ImportPlan:
    """Fit a mapping to a table.

    Raises:
        DataError: it names headings, fields or words that are not there; carries every problem.
    """
    if loaded.value is None:
        raise DataError(loaded.problems)
    planner = _Planner(survey, table)
    made = planner.plan(loaded.value)
    if planner.findings:
        raise DataError(loaded.locate(finding) for finding in planner.findings)
    return made


class _Planner:
    """Collects what does not fit, so that all of it is told at once."""

    def __init__(self, survey: Definition, table: Table) -> None:
        self.findings: list[Finding] = []
        self._survey, self._table = survey, table
        self._fields = importable(survey.model)
        self._owners: dict[str, str] = {}

    def plan(self, mapping: Mapping) -> ImportPlan:
        name = self._index(("name",), mapping.name)
        row = self._index(("row",), mapping.row) if mapping.row else None
        readers = [self._reader(header, heading) for header, heading in mapping.columns.items()]
        ignored = [self._index(("ignore", at), header) for at, header in enumerate(mapping.ignore)]
        words = {folded(word): raw for word, raw in mapping.words.items()}
        by_index = {reader.index: reader for reader in readers}
        return ImportPlan(mapping, name, row, by_index, words, frozenset(ignored))

    def _find(self, path: tuple[str | int, ...], message: str, hint: str) -> None:
        self.findings.append(Finding(path, message, hint, "mapping"))

    def _index(self, path: tuple[str | int, ...], header: str) -> int:
        """Which column has this heading; 0 where none has, which is then a finding."""
        index = self._table.index(header)
        if index is None:
            headings = [text for text in self._table.headings if text]
            hint = f"{guess(header, headings)}headings: {', '.join(headings)}"
            self._find(path, f"the table has no column {header!r}", hint)
        return index or 0

    def _reader(self, header: str, heading: Heading) -> Reader:
        path = ("columns", header)
        index = self._index(path, header)
        targets = [((), heading), *((("also", at), target) for at, target in enumerate(heading.also))]
        feeds = [self._feed((*path, *at), target) for at, target in targets]
        return Reader(index, heading.called or header, heading.split, tuple(feed for feed in feeds if feed))

    def _feed(self, path: tuple[str | int, ...], target: TargetField) -> Feed | None:
        column = self._fields.get(target.field)
        if column is None:
            known = list(self._fields)
            hint = f"{guess(target.field, known)}fields: {', '.join(known)}"
            self._find((*path, "field"), f"there is no field `{target.field}`", hint)
            return None
        owner = self._owners.setdefault(target.field, str(path[1]))
        if owner != path[1]:
            message = f"the column {owner!r} feeds `{target.field}` already"
            self._find((*path, "field"), message, "one column a field; name the other under `ignore`")
        words = self._said((*path, "words"), column, target.words)
        return Feed(column, words, self._said((*path, "contains"), column, target.contains))

    def _said(self, path: tuple[str | int, ...], column: Column, words: Dict[str, Written]) -> dict[str, CellValue]:
        made: dict[str, CellValue] = {}
        for word, raw in words.items():
            try:
                made[folded(word)] = said(column, raw, self._survey.vocabularies)
            except PydanticCustomError as error:
                self._find((*path, word), *told(error))
        return made


def said(column: Column, raw: Written, vocabularies: Vocabularies) -> CellValue:
    """What a word of the mapping says of a field.

    Raises:
        PydanticCustomError: the field cannot have that value.
    """
    if raw is None:
        return NOTHING
    if isinstance(raw, str) and raw in _BLANKS:
        return CellValue(blank=_BLANKS[raw])
    if not column.many:
        return CellValue(column.type.read(raw, vocabularies))
    listed = raw if isinstance(raw, tuple) else (raw,)
    return CellValue(tuple(column.type.read(item, vocabularies) for item in listed))


def told(error: PydanticCustomError) -> tuple[str, str]:
    """The sentence and the hint of a value that was refused."""
    context = error.context or {}
    return str(context.get("message", error)), str(context.get("hint", ""))
