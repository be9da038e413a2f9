"""Formats in which other programs get the whole catalogue, or some of its records.

Unlike the data inside pages, which may change at any time, these formats are stable.

A format is one module of this package that declares an `EXPORT`. The command line, the downloads page, the JSON-LD of
the website and the archive list what is declared: adding a format means adding a file.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module

from catalog.catalog import Catalog
from catalog.values import Record


@dataclass(frozen=True, slots=True)
class Export:
    """A format: its names, one sentence for readers, and the function that writes it, piece by piece.

    `rank` is the place in lists, lowest first; formats of one rank follow each other by name. `is_of_models` says that
    it is of use only where a record describes several models.
    """

    name: str
    title: str
    ending: str
    media_type: str
    description: str
    write: Callable[[Catalog, Sequence[Record]], Iterable[str | bytes]]
    rank: int = 100
    is_of_models: bool = False

    def chunks(self, catalog: Catalog) -> Iterator[bytes]:
        """The catalogue in this format, never whole in memory; text is UTF-8."""
        for chunk in self.write(catalog, catalog.records):
            yield chunk.encode() if isinstance(chunk, str) else chunk

    def content(self, catalog: Catalog) -> bytes:
        """The whole catalogue in this format."""
        return b"".join(self.chunks(catalog))


def each(records: Iterable[Record]) -> Iterator[Record]:
    """Yield records; what was read of one is forgotten before the next, as a format reads every field just once."""
    for record in records:
        yield record
        record.forget_facts()


def export_formats() -> dict[str, Export]:
    """Name → format, in the order of lists."""
    modules = [import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    exports: list[Export] = [module.EXPORT for module in modules if hasattr(module, "EXPORT")]
    return {export.name: export for export in sorted(exports, key=lambda export: (export.rank, export.name))}


def formats_for(catalog: Catalog) -> tuple[Export, ...]:
    """Return the formats that are of use for a catalogue."""
    has_models = any(len(record.all_models) > 1 for record in catalog.records)
    return tuple(export for export in export_formats().values() if has_models or not export.is_of_models)
