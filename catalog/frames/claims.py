"""One row a fact, and one a rival."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

import pandas as pd

from catalog.catalog import Catalog
from catalog.frames.builder import FrameBuilder
from catalog.load.records import no_garbage_collection
from catalog.model.node import Path, WrittenFields
from catalog.values import Bound, Fact, Measurement, Record, Variant, type_of
from catalog.values.text import SEPARATOR, TEXT

_BOUNDS = [*Bound]


class _Claim(NamedTuple):
    """What one source says of a field: a row of `facts`."""

    record: Record
    field: str
    item: int | None
    variant: str
    fact: Fact[Any]
    is_rival: bool


def facts(catalog: Catalog) -> pd.DataFrame:
    """Return one row a fact that a file has, each followed by its rivals.

    A field that was not checked has no row. `item` is missing outside lists, `variant` where it is the record itself.
    """
    with no_garbage_collection():
        claims = list(chain.from_iterable(_claims(catalog, record) for record in catalog.records))
    builder = FrameBuilder()
    builder.add("slug", (claim.record.slug for claim in claims))
    builder.add("field", (claim.field for claim in claims))
    builder.add("item", (claim.item for claim in claims), "Int64")
    builder.add("variant", (claim.variant for claim in claims))
    builder.add(
        "value", (SEPARATOR.join([type_of(value).csv(value) for value in claim.fact.values]) for claim in claims)
    )
    numbers = [_number(claim.fact) for claim in claims]
    for index, name in enumerate(("number", "low", "high")):
        builder.add(name, (number[index] for number in numbers), "Float64")
    builder.add_words("bound", _BOUNDS, [number[3] for number in numbers])
    builder.add_evidence([(claim.record, claim.fact) for claim in claims])
    builder.add("rival", (claim.is_rival for claim in claims), "boolean")
    return builder.frame()


def _number(fact: Fact[Any]) -> tuple[Any, Any, Any, str | None]:
    """Return the number of a fact, the least and the greatest that it may be, and its bound; None where it has none."""
    value_type = type_of(fact.values[0]) if len(fact.values) == 1 else TEXT
    if not value_type.is_number:
        return None, None, None, None
    return value_type.scalar(fact.values[0]), *value_type.interval(fact.values[0]), value_type.bound(fact.values[0])


def _claims(catalog: Catalog, record: Record) -> Iterator[_Claim]:
    """Yield what a file says of each field, followed by what other sources say."""
    for path, fact in WrittenFields.of(record).facts:
        item, variant = _place(record, path)
        steps = [step for step in path if isinstance(step, str)]
        name, general = ".".join(steps), ".".join(steps[1:])
        name = general if variant and general in catalog.by_path else name
        yield _Claim(record, name, item, variant, fact, is_rival=False)
        yield from (_Claim(record, name, item, variant, rival, is_rival=True) for rival in fact.instead)


def _place(record: Record, path: Path) -> tuple[int | None, str]:
    """Return the last index on a path in a record, but of its variants, and the name of the variant it is about."""
    index, variant, part = None, "", record
    for step in path[:-1]:
        part = part[step] if isinstance(step, int) else getattr(part, step)  # type: ignore[index]
        if isinstance(part, Variant):
            variant = part.name
        elif isinstance(step, int):
            index = step
        if isinstance(part, Measurement):
            variant = part.variant
    return index, variant
