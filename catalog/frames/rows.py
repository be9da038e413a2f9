"""One row a record, or one a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from catalog.catalog import Catalog
from catalog.frames.builder import BLANKS, Field, FrameBuilder, Values, words_of
from catalog.load.records import no_garbage_collection
from catalog.model.columns import NOTHING
from catalog.values import Fact


def frame(catalog: Catalog, *, blanks: bool = False, variants: bool = False) -> pd.DataFrame:
    """Return one row a record, or with `variants` one row a model that counts for its record.

    The columns are `slug`, `name`, with `variants` also `variant`, and every column of the survey by its path. With
    `blanks`, `PATH.blank` says of each missing value why: not reported, not applicable or not checked.
    """
    with no_garbage_collection():
        rows = list(_model_rows(catalog) if variants else _record_rows(catalog))
        builder = FrameBuilder()
        builder.add("slug", (row.slug for row in rows))
        builder.add("name", (row.name for row in rows))
        if variants:
            builder.add("variant", (row.variant for row in rows))
        for index, column in enumerate(catalog.columns):
            facts = [row.facts[index] for row in rows]
            about = Field(column.path, column.type, words_of(catalog, column.type), column.label, column.unit)
            builder.add_field(about, list(map(_distinct, facts)))
            if blanks:
                builder.add_words(f"{column.path}.blank", BLANKS, list(map(_blank, facts)))
    return builder.frame()


class _Row(NamedTuple):
    """A record or one of its models, with the facts of each column."""

    slug: str
    name: str
    variant: str
    facts: Sequence[tuple[Fact[Any], ...]]


def _record_rows(catalog: Catalog) -> Iterator[_Row]:
    for record in catalog.records:
        yield _Row(record.slug, record.name, "", [column.facts(record) for column in catalog.columns])


def _model_rows(catalog: Catalog) -> Iterator[_Row]:
    for record in catalog.records:
        for model in record.counted_models:
            yield _Row(record.slug, record.name, model.name, [column.facts_of(model) for column in catalog.columns])


def _distinct(found: tuple[Fact[Any], ...]) -> Values:
    """Return the different values of some facts."""
    if found is NOTHING:
        return ()
    if len(found) == 1:
        return found[0].values
    return tuple(dict.fromkeys(value for fact in found for value in fact.values))


def _blank(found: tuple[Fact[Any], ...]) -> str | None:
    """Return why some facts have no value; None if one has."""
    return None if any(fact.values for fact in found) else found[0].blank
