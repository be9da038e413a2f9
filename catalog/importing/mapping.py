"""The mapping file: which column of a table feeds which field, and what the words in its cells mean."""

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
from catalog.importing.inline import read_inline
from catalog.importing.table import Table
from catalog.load.records import Definition, LoadedFile, read_file
from catalog.model.columns import Column, columns
from catalog.model.node import Node
from catalog.paths import Project
from catalog.values import Record, Slug, Text, Vocabularies, folded, guess
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


def fit_mapping(survey: Definition, table: Table, loaded: LoadedFile[Mapping]) -> ImportPlan:
    """Resolve a mapping for a table.

    Raises:
        DataError: it names headings, fields or words that do not exist; carries every problem.
    """
    if loaded.value is None:
        raise DataError(loaded.problems)
    planner = _Planner(survey, table)
    plan = planner.plan(loaded.value)
    if planner.findings:
        raise DataError(loaded.locate(finding) for finding in planner.findings)
    return plan


class _Planner:
    """Collects what does not fit, so that all of it is reported at once."""

    def __init__(self, survey: Definition, table: Table) -> None:
        self.findings: list[Finding] = []
        self._survey, self._table = survey, table
        self._fields, self._parts = importable(survey.model), part_lists(survey.model)
        self._owners: dict[str, str] = {}

    def plan(self, mapping: Mapping) -> ImportPlan:
        name = self._index(("name",), mapping.name)
        row = self._index(("row",), mapping.row) if mapping.row else None
        key = self._index(("key",), mapping.key) if mapping.key else None
        readers = [self._reader(header, heading) for header, heading in mapping.columns.items()]
        ignored = [self._index(("ignore", at), header) for at, header in enumerate(mapping.ignore)]
        self._report_repeated(mapping)
        self._report_slugs(mapping)
        words = {folded(word): raw for word, raw in mapping.words.items()}
        by_index = {reader.index: reader for reader in readers}
        return ImportPlan(mapping, name, row, key, by_index, words, frozenset(ignored))

    def _report(self, path: tuple[str | int, ...], message: str, hint: str) -> None:
        self.findings.append(Finding(path, message, hint, "mapping"))

    def _index(self, path: tuple[str | int, ...], header: str) -> int:
        """The index of the column with this heading; 0 and a finding where there is none."""
        index = self._table.index(header)
        if index is None:
            headings = [text for text in self._table.headings if text]
            hint = f"{guess(header, headings)}headings: {', '.join(headings)}"
            self._report(path, f"the table has no column {header!r}", hint)
        return index or 0

    def _report_repeated(self, mapping: Mapping) -> None:
        """Report headings that name a column of the table again."""
        places: list[tuple[tuple[str | int, ...], str]] = [(("columns", header), header) for header in mapping.columns]
        places += [(("ignore", index), header) for index, header in enumerate(mapping.ignore)]
        named: set[str] = set()
        for path, header in places:
            if folded(header) in named:
                self._report(path, f"the column {header!r} is named a second time", "keep one of the two")
            named.add(folded(header))

    def _report_slugs(self, mapping: Mapping) -> None:
        """Report slugs that two records would share, and those of names that the table does not have."""
        index = self._table.index(mapping.name)
        rows = self._table.rows if index is not None else ()
        names = [read_inline(cells[index or 0].text, self._table.markup).line for cells in rows]
        folded_names = set(map(folded, names))
        owners: dict[str, str] = {}
        for name, slug in mapping.slugs.items():
            owner = owners.setdefault(slug, name)
            if owner != name:
                self._report(("slugs", name), f"`{slug}` is already the slug of {owner!r}", "give each its own slug")
            if names and folded(name) not in folded_names:
                hint = f"{guess(name, names)}write the name as it is in the table, or remove the line"
                self._report(("slugs", name), f"the table has no record {name!r}", hint)

    def _reader(self, header: str, heading: Heading) -> ColumnReader:
        path = ("columns", header)
        index = self._index(path, header)
        targets = [((), heading), *((("also", at), target) for at, target in enumerate(heading.also))]
        parts = tuple(self._parts[target.field] for _, target in targets if target.field in self._parts)
        feeds = [self._feed((*path, *at), target) for at, target in targets if target.field not in self._parts]
        filled = tuple(feed for feed in feeds if feed)
        return ColumnReader(index, heading.called or header, heading.split, filled, parts)

    def _feed(self, path: tuple[str | int, ...], target: TargetField) -> Feed | None:
        column = self._fields.get(target.field)
        if column is None:
            known = [*self._fields, *self._parts]
            hint = f"{guess(target.field, known)}fields: {', '.join(known)}"
            self._report((*path, "field"), f"there is no field `{target.field}`", hint)
            return None
        owner = self._owners.setdefault(target.field, str(path[1]))
        if owner != path[1]:
            message = f"`{target.field}` is already fed by the column {owner!r}"
            self._report((*path, "field"), message, "one column for each field; name the other under `ignore`")
        words = self._values((*path, "words"), column, target.words)
        *_, parent = (None, *Node.of(self._survey.model).along(column.path)[:-1])
        parts = parent if parent and parent.is_list else None
        return Feed(column, words, self._values((*path, "contains"), column, target.contains), parts)

    def _values(self, path: tuple[str | int, ...], column: Column, words: Dict[str, YamlValue]) -> dict[str, CellValue]:
        values: dict[str, CellValue] = {}
        for word, raw in words.items():
            try:
                value = defined_value(column, raw, self._survey.vocabularies)
                if values.setdefault(folded(word), value) != value:
                    self._report((*path, word), f"{word!r} is defined a second time, as something else", "keep one")
            except PydanticCustomError as error:
                self._report((*path, word), *error_text(error))
        return values


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
