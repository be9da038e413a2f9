"""The tables of formats that hold several: records, facts, results and vocabulary, with every field described."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple
from weakref import ReferenceType, ref

from catalog.catalog import Catalog
from catalog.model.columns import Column, measured_fields
from catalog.model.node import Node
from catalog.values import Record, ValueType
from catalog.values.fact import evidence_json_schema

_NO_END = "empty where there is no limit, and of an approximate number at both ends."
_ENDS = {
    "low": ("at least", f"The least that may be meant, or the first day; {_NO_END}"),
    "high": ("at most", f"The greatest that may be meant, or the last day; {_NO_END}"),
    "label": ("text", "The text of the link."),
    "currency": ("currency", "The currency of the amount."),
    "blank": ("why blank", "Why there is no value; `differs` where there is no one value for all models."),
}
"""What a column beside that of a field holds: words behind the field's title, and a sentence."""


class _About(NamedTuple):
    """What a column holds, and the name that Table Schema has for its type."""

    description: str
    type: str = "string"


_RECORD = {
    "slug": _About("The record, by the last part of its address."),
    "name": _About("What readers call it."),
}
_EVIDENCE = {
    "blank": _About("Why there is no value."),
    **{name: _About(schema["description"]) for name, schema in evidence_json_schema().items()},
    "certain": _About("Whether the source itself is sure.", "boolean"),
    "url": _About("Address of the source."),
}
_PLACE = {
    "field": _About("Path of the field, or of the list of measurements."),
    "variant": _About("The one of several models that is meant; empty where it is the record itself."),
}
_FACTS = {
    "slug": _RECORD["slug"],
    **_PLACE,
    "item": _About("Place in the list that the fact stands in, from 0.", "integer"),
    "value": _About("The value as text, with its bound as a sign."),
    "number": _About("The value, where it is a number.", "number"),
    "low": _About(_ENDS["low"][1], "number"),
    "high": _About(_ENDS["high"][1], "number"),
    "bound": _About("How the number bounds the true one."),
    **_EVIDENCE,
    "rival": _About("Whether another source claims this instead of the value that stands.", "boolean"),
}
_RESULTS = {
    **_RECORD,
    **_PLACE,
    "counts": _About("Whether it counts for the record; not so of siblings and ablations.", "boolean"),
    **_EVIDENCE,
}
_VOCABULARY = {
    "vocabulary": _About("The vocabulary that has the word, or the field whose closed list has it."),
    "word": _About("The word as data have it."),
    "name": _About("The name as readers know it."),
    "family": _About("The family that the word belongs to."),
    "meaning": _About("What it is, in a sentence."),
    "link": _About("Where to read more."),
    "aliases": _About("Other spellings."),
}


@dataclass(frozen=True, slots=True)
class TableField:
    """A column of a table.

    `type` is the name that Table Schema has for its type; it is `list` where a cell may hold several texts or words, by
    the record's class and whatever the data are. `words` are those that a cell may hold alone. Before a value of which
    a web address is made stands `base_address`.
    """

    name: str
    title: str
    description: str
    type: str
    unit: str
    words: tuple[str, ...]
    base_address: str | None


@dataclass(frozen=True)
class DataTable:
    """A `pandas.DataFrame` with its name, a sentence about its rows, and its fields."""

    name: str
    description: str
    frame: Any
    fields: tuple[TableField, ...]

    @cached_property
    def csv(self) -> bytes:
        """The frame as a CSV file; cells as they are."""
        text: str = self.frame.to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%d")
        return text.encode()


def records_frame(catalog: Catalog, records: Sequence[Record]) -> Any:
    """Return the frame of one row a record; beside each column stands why a value is missing."""
    from catalog import frames  # noqa: PLC0415 - takes long, and most formats need no frame

    return frames.frame(replace(catalog, records=tuple(records)), blanks=True)


_last: dict[str, tuple[ReferenceType[Catalog], Sequence[Record], tuple[DataTable, ...]]] = {}
"""The tables that were made last, while their catalogue is in memory."""


def all_tables(catalog: Catalog, records: Sequence[Record]) -> tuple[DataTable, ...]:
    """Return the records with their blanks, their facts, their results, and the vocabulary, in this order.

    Several formats of a website have the same tables: those made last are kept.
    """
    for of, some, tables in _last.values():
        if of() is catalog and some is records:
            return tables
    tables = _all_tables(catalog, records)
    _last["tables"] = ref(catalog, lambda _: _last.clear()), records, tables
    return tables


def _all_tables(catalog: Catalog, records: Sequence[Record]) -> tuple[DataTable, ...]:
    from catalog import frames  # noqa: PLC0415

    some, one = replace(catalog, records=tuple(records)), catalog.settings.one
    columns = {column.path: _about_column(catalog, column) for column in catalog.columns}
    found = (
        ("records", f"One row for each {one}.", records_frame(some, records), _RECORD | columns),
        ("facts", "One row for each fact, followed by its rivals.", frames.facts(some), _FACTS),
        ("results", "One row for each measurement.", frames.results(some), dict(_measured(catalog)) | _RESULTS),
        ("vocabulary", "One row for each word of an open or closed list.", frames.vocabulary(some), _VOCABULARY),
    )
    addresses = {column.path: column.type.base_address for column in catalog.columns}
    return tuple(
        DataTable(name, text, frame, tuple(_fields(frame, about, addresses if name == "records" else {})))
        for name, text, frame, about in found
    )


def _about_column(catalog: Catalog, column: Column) -> _About:
    return _About(column.description, _type(column.type, is_list=_may_be_several(Node.of(catalog.model), column)))


def _type(value_type: ValueType[Any] | None, *, is_list: bool) -> str:
    """Return the name of a type; of texts and words several may stand in one cell."""
    name = value_type.table_schema_type if value_type else "string"
    return "list" if is_list and name == "string" else name


def _may_be_several(record: Node, column: Column) -> bool:
    """Return whether a record may have several values of a column: in a fact, in a list of parts, or of its variants.

    What follows from others may differ between variants as these do.
    """
    first, *steps = column.path.split(".")
    place, variants = record.children.get(first), record.children.get("variants")
    differing = variants.differing(record) if variants else ()
    if column.many or first in differing or (differing and place is None):
        return True
    for step in steps:
        if place is None or place.is_list:
            break
        place = place.children.get(step)
    return place is not None and place.is_list


def _measured(catalog: Catalog) -> Iterator[tuple[str, _About]]:
    """Yield the fields of measurements, by their names alone and behind those of their lists."""
    for list_name, measured in measured_fields(catalog.model).items():
        for name, child in measured.children.items():
            kind = _type(child.single.value_type, is_list=child.value.is_list)
            about = _About(child.description or f"{child.label}.", kind)
            yield from ((name, about), (f"{list_name}.{name}", about))


def _fields(frame: Any, about: Mapping[str, _About], addresses: Mapping[str, str | None]) -> Iterator[TableField]:
    labels, units = frame.attrs["labels"], frame.attrs["units"]
    frame.attrs = {}  # pandas copies them with every column that is taken
    for name in frame.columns:
        of, _, end = (name, "", "") if name in about else name.rpartition(".")
        title = labels.get(of, of)
        kind = "string" if end in ("blank", "label", "currency") else about[of].type
        yield TableField(
            name=name,
            title=f"{title}, {_ENDS[end][0]}" if end else title,
            description=_ENDS[end][1] if end else about[of].description,
            type=kind,
            unit=units.get(name, ""),
            words=() if kind == "list" else _words(frame[name]),
            base_address=addresses.get(name),
        )


def _words(column: Any) -> tuple[str, ...]:
    return tuple(column.cat.categories) if column.dtype == "category" else ()
