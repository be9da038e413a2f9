"""CSV with one row for each model, for spreadsheets: a record with variants has several, and one of its own otherwise.

`slug` and `name` are those of the record, `variant` is the name of the variant, `variants.scope` says why it does not
count for the record. Each field holds what is so for this model: what its variant says, else what the record says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog.catalog import Catalog
from catalog.exports import Export, each
from catalog.exports.csv import cells, csv_line, header
from catalog.values import Model, Record


def models_export(catalog: Catalog, records: Sequence[Record]) -> Iterator[str]:
    """The models of the records as lines of CSV."""
    yield csv_line(["slug", "name", "variant", *header(catalog.columns)])
    for record in each(records):
        yield from (csv_line(_row(catalog, model)) for model in record.all_models)


EXPORT = Export(
    name="models",
    title="CSV of models",
    ending="models.csv",
    media_type="text/csv",
    description="One row per model where records describe several, two columns per field.",
    write=models_export,
    rank=2,
    is_of_models=True,
)


def _row(catalog: Catalog, model: Model) -> list[str]:
    texts = [model.record.slug, model.record.name, model.name]
    for column in catalog.columns:
        texts += cells(column, column.facts_of(model))
    return texts
