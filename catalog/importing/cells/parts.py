"""Lists of mappings in a cell, as structured files have them: each becomes a list of parts of the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from catalog.importing.cells.inline import CellText, without_odd
from catalog.importing.cells.reader import CellReport, read_raw
from catalog.importing.cells.signs import says_nothing
from catalog.importing.cells.values import CellValue
from catalog.importing.mapping import error_text
from catalog.model.columns import Column
from catalog.model.node import Node
from catalog.values import Show, Vocabularies, same_spelling
from catalog.values.text import TEXT


class PartReader:
    """Reads lists of mappings for one list of parts; remembers which of their keys have no field."""

    def __init__(self, node: Node, vocabularies: Vocabularies) -> None:
        self.unknown: dict[str, int] = {}
        self._node, self._vocabularies = node, vocabularies
        self._names = [(name, child) for key, child in node.children.items() for name in (key, child.label)]

    def read(self, raw: Any, report: CellReport) -> list[dict[str, Any]]:
        """Return the parts as YAML has them; what is not understood is reported and left out."""
        listed = raw if isinstance(raw, list | tuple) else self._pairs(raw)
        return [item for index, value in enumerate(listed) if (item := self._item(index, value, report))]

    def _pairs(self, raw: Any) -> list[Any]:
        """A mapping whose keys are data (`2024-05: 12`) as a list of keys and values, where the part has these."""
        if isinstance(raw, Mapping) and {"key", "value"} <= self._node.children.keys():
            return [{"key": key, "value": value} for key, value in raw.items()]
        return [raw]

    def _item(self, index: int, value: Any, report: CellReport) -> dict[str, Any]:
        first = next(iter(self._node.children))
        mapping = value if isinstance(value, Mapping) else {first: value}
        found: dict[str, Any] = {}
        for key, raw in mapping.items():
            fields = same_spelling(str(key), self._names)
            if raw in (None, "", [], {}):
                continue
            if len(fields) != 1:
                self.unknown[str(key)] = self.unknown.get(str(key), 0) + 1
                continue
            try:
                written = self._written(fields[0], raw)
            except PydanticCustomError as error:
                message, hint = error_text(error)
                report(f"{self._node.path}.{index}.{fields[0].name}", message, hint, str(raw))
                continue
            if written is not None:
                found[fields[0].name] = written
        return {name: found[name] for name in self._node.children if name in found}

    def _written(self, field: Node, raw: Any) -> Any:
        """A value as YAML has it, with no more around it than it needs."""
        column = _column(field)
        if isinstance(raw, str) and says_nothing(raw) and not column.type.meanings(raw, self._vocabularies):
            return None
        value = read_raw(column, raw, CellText(without_odd(str(raw).strip())), self._vocabularies)
        return None if value.is_nothing else _yaml(column, value)


def _column(field: Node) -> Column:
    """A field of a part as a column, of which only the type counts."""
    value_type = field.single.value_type or TEXT
    return Column(
        field.path, "", field.show or Show(field.label), value_type, field.value.is_list, "", (), lambda _: ()
    )


def _yaml(column: Column, value: CellValue) -> Any:
    if value.blank:
        return str(value.blank)
    values = [column.type.yaml(item) for item in (value.value if column.many else (value.value,))]
    written = values if column.many else values[0]
    if value.certain and not value.note:
        return written
    doubt = {} if value.certain else {"certain": False}
    return {"value": written} | doubt | ({"note": value.note} if value.note else {})


def unknown_keys(readers: Mapping[str, PartReader]) -> Iterator[tuple[str, str, int]]:
    """Yield list of parts, key and number of items, for every key that has no field."""
    for path, reader in readers.items():
        for key, count in reader.unknown.items():
            yield path, key, count
