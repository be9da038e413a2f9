"""The mapping file: which column of a table feeds which field, and what the words in its cells mean."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

from catalog.errors import DataError
from catalog.importing.cells import values as cells
from catalog.importing.cells.values import NOTHING, CellValue
from catalog.load.records import LoadedFile, read_file
from catalog.model.columns import Column, columns
from catalog.model.node import Node
from catalog.paths import Project
from catalog.values import Record, Slug, Text, Vocabularies
from catalog.values.fact import WRITABLE_BLANKS

YamlValue = str | bool | int | float | tuple[str, ...] | None
"""A value as YAML has it; `null` where the word gives the field no value."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class TargetField(_Model):
    """One field that a column feeds."""

    field: Text
    """Path of the field, as in `columns` of the survey's settings; in a list, that of its first item.

    A cell that holds a list of mappings feeds a list of parts: its keys are the fields of these.
    """
    words: dict[Text, YamlValue] = {}
    """The whole text of a cell (or of a part of it) → the value it means."""
    contains: dict[Text, YamlValue] = {}
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
    key: Text = ""
    """Heading of the column that tells the records apart: its cells are their slugs, or give them."""
    row: Text = ""
    """Heading of the column that numbers the rows; its cells say where a fact was found."""
    doubt: tuple[Annotated[Text, Field(max_length=20)], ...] = cells.DOUBT
    """Marks behind a value the surveyors were not sure of."""
    words: dict[Text, YamlValue] = {}
    """Cells that mean the same in every column; `null` for those that say as little as an empty one."""
    slugs: dict[Text, Slug] = {}
    """Name of a record → its slug, where the one made from the name will not do."""
    ignore: tuple[Text, ...] = ()
    """Headings that are left out on purpose."""
    columns: dict[Text, Heading]
    """Heading → the field it feeds, or how to read it."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One field that a column of the table feeds, with the values of its words.

    `parts` is the list of parts that the field belongs to: several values in a cell are those of its items.
    """

    column: Column
    words: Dict[str, CellValue]
    contains: Dict[str, CellValue]
    parts: Node | None = None


@dataclass(frozen=True, slots=True)
class ColumnReader:
    """How one column of the table is read."""

    index: int
    called: str
    split: str
    feeds: tuple[Feed, ...]
    parts: tuple[Node, ...] = ()

    @property
    def lists(self) -> tuple[str, ...]:
        """The paths of the lists of parts that its cells fill."""
        nodes = (*self.parts, *(feed.parts for feed in self.feeds if feed.parts))
        return tuple(dict.fromkeys(node.path for node in nodes))


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A mapping resolved for a survey and a table: headings are columns, paths are fields, words are values."""

    mapping: Mapping
    name: int
    row: int | None
    key: int | None
    readers: Dict[int, ColumnReader]
    words: Dict[str, YamlValue]
    ignored: frozenset[int]


def importable(model: type[Record]) -> dict[str, Column]:
    """Return path → column, for every field a cell can fill alone: none of a list whose items require other fields."""
    written = [column for column in columns(model) if not column.derived]
    return {column.path: column for column in written if _stands_alone(Node.of(model).along(column.path))}


def part_lists(model: type[Record]) -> dict[str, Node]:
    """Return path → list of parts, for each that a cell with a list of mappings can fill."""
    found = {}
    for name, node in Node.of(model).children.items():
        if node.is_list and node.part:
            found[name] = node
        elif node.part:
            found |= {child.path: child for child in node.children.values() if child.is_list and child.part}
    return found


def _stands_alone(fields: Sequence[Node]) -> bool:
    return not any(child.required for part in fields[:-1] for child in part.children.values())


def load_mapping(project: Project, file: Path) -> LoadedFile[Mapping]:
    """Read a mapping file.

    Raises:
        DataError: it is not a mapping; carries all its problems.
    """
    loaded = read_file(project, file, Mapping)
    if loaded.value is None or loaded.problems:
        raise DataError(loaded.problems)
    return loaded


def defined_value(column: Column, raw: YamlValue, vocabularies: Vocabularies) -> CellValue:
    """Return the value that a word of the mapping defines for a field.

    Raises:
        PydanticCustomError: the field cannot have that value.
    """
    if raw is None:
        return NOTHING
    if isinstance(raw, str) and raw in WRITABLE_BLANKS:
        return CellValue(blank=WRITABLE_BLANKS[raw])
    if not column.many:
        return CellValue(column.type.read(raw, vocabularies))
    listed = raw if isinstance(raw, tuple) else (raw,)
    return CellValue(tuple(column.type.read(item, vocabularies) for item in listed))


def error_text(error: PydanticCustomError) -> tuple[str, str]:
    """Return the message and the hint of a rejected value."""
    context = error.context or {}
    return str(context.get("message", error)), str(context.get("hint", ""))
