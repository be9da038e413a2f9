"""One row a record, or one a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from catalog.catalog import Catalog
from catalog.frames.builder import DIFFERS, EMPTY_LIST, WHY_EMPTY, Field, FrameBuilder, Values, words_of
from catalog.load.records import no_garbage_collection
from catalog.model.columns import NOTHING, Column, model_reader, reader
from catalog.values import UNCHECKED, Blank, Fact


def frame(catalog: Catalog, *, blanks: bool = False, variants: bool = False) -> pd.DataFrame:
    """Return one row a record, or with `variants` one row a model that counts for its record.

    Every column of the survey is there by its path, but those of what only variants say (`variants.…`) in the rows of
    models alone. With `blanks`, `PATH.blank` has one of `WHY_EMPTY` where a value is missing.
    """
    columns = [column for column in catalog.columns if _has_rows(column, variants=variants)]
    with no_garbage_collection():
        rows = list(_model_rows(catalog, columns) if variants else _record_rows(catalog, columns))
        builder = FrameBuilder()
        builder.add("slug", (row.slug for row in rows))
        builder.add("name", (row.name for row in rows))
        if variants:
            builder.add("variant", (row.variant for row in rows))
        by_column = list(zip(*(row.facts for row in rows), strict=True)) or [()] * len(columns)
        for column, facts in zip(columns, by_column, strict=True):
            about = Field(column.path, column.type, words_of(catalog, column.type), column.label, column.unit)
            values = list(map(_distinct, facts))
            is_asked = blanks or not about.is_text
            reasons = [_why_empty(*pair, about) for pair in zip(facts, values, strict=True)] if is_asked else ()
            builder.add_field(about, values, reasons)
            if blanks:
                builder.add_words(f"{column.path}.blank", WHY_EMPTY, reasons)
    return builder.frame()


def _has_rows(column: Column, *, variants: bool) -> bool:
    """Whether rows of records, or of the models that count, can have something to say in a column."""
    part, _, name = column.path.partition(".")
    return part != "variants" or (variants and name != "scope")


class _Row(NamedTuple):
    """A record or one of its models, with the facts of each column."""

    slug: str
    name: str
    variant: str
    facts: Sequence[tuple[Fact[Any], ...]]


def _record_rows(catalog: Catalog, columns: Sequence[Column]) -> Iterator[_Row]:
    read = reader(columns)
    return (_Row(record.slug, record.name, "", read(record)) for record in catalog.records)


def _model_rows(catalog: Catalog, columns: Sequence[Column]) -> Iterator[_Row]:
    read = model_reader(columns)
    for record in catalog.records:
        yield from (_Row(record.slug, record.name, model.name, read(model)) for model in record.counted_models)


def _distinct(found: tuple[Fact[Any], ...]) -> Values:
    """Return the different values of some facts."""
    if len(found) == 1:
        return () if found[0] is UNCHECKED else found[0].values
    return tuple(dict.fromkeys(value for fact in found for value in fact.values))


def _why_empty(found: tuple[Fact[Any], ...], values: Values, about: Field) -> str | None:
    """Return why a cell of some facts, which have these values, is to be empty; None where it has one.

    A number, date or flag is that of all: beside a fact that is known to have none, it is one of several.
    """
    if found is NOTHING:
        return Blank.NOT_CHECKED
    if values and about.is_text:
        return None
    if len(values) == 1:
        return DIFFERS if len(found) > 1 and any(map(_has_none, found)) else None
    reasons = {fact.blank or EMPTY_LIST for fact in found if not fact.values}
    if len(reasons) > 1:
        reasons.discard(Blank.NOT_CHECKED)
    return DIFFERS if values or len(reasons) > 1 else reasons.pop()


def _has_none(fact: Fact[Any]) -> bool:
    return fact.blank is not Blank.NOT_CHECKED and not fact.values
