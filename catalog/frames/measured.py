"""One row a measurement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from catalog.catalog import Catalog
from catalog.frames.builder import Field, FrameBuilder, Values, words_of
from catalog.model.columns import measured_fields, measurements
from catalog.model.node import Node
from catalog.values import Fact, Measurement, Record
from catalog.values.text import TEXT


def results(catalog: Catalog) -> pd.DataFrame:
    """Return one row a measurement, with its variant, what was measured and how, and the evidence of its value.

    The columns are `slug`, `name`, `field` (the list it stands in), `variant`, `counts` (not so of siblings and
    ablations), every field of the classes of measurements, `value` among them, and the evidence as in `facts`. Those
    that every survey has are there also where the record's class has no measurements.
    """
    lists = measurements(catalog.model)
    rows = [(record, name, item) for record in catalog.records for name in lists for item in getattr(record, name)]
    builder = FrameBuilder()
    builder.add("slug", (record.slug for record, _, _ in rows))
    builder.add("name", (record.name for record, _, _ in rows))
    builder.add("field", (name for _, name, _ in rows))
    builder.add("variant", (item.variant for _, _, item in rows))
    builder.add("counts", (_counts(record, item) for record, _, item in rows), "boolean")
    evidence = FrameBuilder()
    evidence.add_evidence([(record, item.value) for record, _, item in rows])
    taken = {**builder.columns, **evidence.columns}
    for about, names in _measured_fields(catalog, measured_fields(catalog.model), taken):
        builder.add_field(about, [_measured_values(names, name, item) for _, name, item in rows])
    builder.columns.update(evidence.columns)
    return builder.frame()


def _counts(record: Record, item: Measurement) -> bool:
    return all(model.counts for model in record.all_models if model.name == item.variant)


def _measured_fields(
    catalog: Catalog, lists: Mapping[str, Node], taken: Mapping[str, Any]
) -> Iterator[tuple[Field, Mapping[str, str]]]:
    """Yield the fields of measurements as columns, each with the name of its field in every list that has it.

    Fields of one name in several lists are one column where they hold the same.
    """
    found: dict[str, tuple[Field, dict[str, str]]] = {}
    for list_name, measured in lists.items():
        for name, child in measured.children.items():
            if name == "variant" or child.part:
                continue
            about = _measured_field(catalog, name, child)
            before = found.get(name)
            if name in taken or (before and before[0].words is None and before[0].type is not about.type):
                about = about._replace(name=f"{list_name}.{name}")
            elif before and before[0].unit != about.unit:
                before = found[name] = before[0]._replace(unit=""), before[1]
            found.setdefault(about.name, (about, {}))[1][list_name] = name
    yield from found.values()


def _measured_field(catalog: Catalog, name: str, place: Node) -> Field:
    value_type = place.single.value_type or TEXT
    words = list(place.single.literals) or words_of(catalog, value_type)
    return Field(name, value_type, words, place.label, place.show.unit if place.show else "")


def _measured_values(names: Mapping[str, str], list_name: str, item: Measurement) -> Values:
    """Return the values of a field, which has these names in the lists of measurements."""
    value = getattr(item, names[list_name]) if list_name in names else None
    if isinstance(value, Fact):
        return value.values
    return value if isinstance(value, tuple) else () if value in (None, "") else (value,)
