"""The frame of the records as a Parquet file, with the dtypes of its columns; units and labels are in its metadata."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

from catalog.catalog import Catalog
from catalog.exports import Export
from catalog.exports.tables import records_frame
from catalog.values import Record


def parquet_export(catalog: Catalog, records: Sequence[Record]) -> Iterator[bytes]:
    """The whole file; `pandas.read_parquet` gives the frame back, with its `attrs`.

    A file without rows has no words of lists: there, each such column comes back as a category without any.
    """
    out = BytesIO()
    records_frame(catalog, records).to_parquet(out, engine="pyarrow", index=False)
    yield out.getvalue()


EXPORT = Export(
    name="parquet",
    title="Parquet",
    ending="parquet",
    media_type="application/vnd.apache.parquet",
    description="One row per record, with types, for data frames.",
    write=parquet_export,
    rank=7,
    is_binary=True,
    needs="pyarrow",
    needs_frames=True,
)
