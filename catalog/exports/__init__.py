"""Stable, documented forms of the whole catalogue, or of some of its records, for other programs.

Unlike the data inside pages, which may change any day, these keep their shape.
"""

from collections.abc import Callable, Sequence

from catalog.catalog import Catalog
from catalog.exports.bibtex import as_bibtex
from catalog.exports.csv import as_csv
from catalog.exports.json import as_json
from catalog.exports.markdown import as_markdown
from catalog.exports.ris import as_ris
from catalog.values import Record

Export = Callable[[Catalog, Sequence[Record]], str]

FORMATS: dict[str, tuple[str, Export]] = {
    "json": ("json", as_json),
    "csv": ("csv", as_csv),
    "bibtex": ("bib", as_bibtex),
    "ris": ("ris", as_ris),
    "markdown": ("md", as_markdown),
}
"""Name → file ending and function."""

__all__ = ["FORMATS", "Export", "as_bibtex", "as_csv", "as_json", "as_markdown", "as_ris"]
