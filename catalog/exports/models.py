"""CSV with one row for each model, for spreadsheets: a record with variants has several, and one of its own otherwise.

`slug` and `name` are those of the record, `variant` is the name of the variant, `variants.scope` says why it does not
count for the record. Each field holds what is so for this model: what its variant says, else what the record says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog.catalog import Catalog
from catalog.exports import Export, each
from catalog.exports.csv import cells, csv_line, header
from catalog.model.columns import model_reader
from catalog.values import Record


def models_export(catalog: Catalog, records: Sequence[Record]) -> Iterator[str]:
    """The models of the records as lines of CSV."""
    yield csv_line(["slug", "name", "variant", *header(catalog.columns)])
    read = model_reader(catalog.columns)
    for record in each(records):
        for model in record.all_models:
            yield csv_line([record.slug, record.name, model.name, *cells(catalog.columns, read(model))])


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
