"""Formats in which other programs get the whole catalogue, or some of its records.

Unlike the data inside pages, which may change at any time, these formats are stable.

A format is one module of this package that declares an `EXPORT`. The command line, the downloads page, the JSON-LD of
the website and the archive list what is declared: adding a format means adding a file.
"""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from catalog.catalog import Catalog
from catalog.errors import SetupError, UnreadableFileError
from catalog.paths import LARGEST, file_content
from catalog.values import Record


@dataclass(frozen=True, slots=True)
class Export:
    """A format: its names, one sentence for readers, and the function that writes it, piece by piece.

    `rank` is the place in lists, lowest first; formats of one rank follow each other by name. `is_of_models` says that
    it is of use only where a record describes several models, `is_of_works` only where records are about works that can
    be cited. `needs` names a library of the extra `tables` that writes it, `needs_frames` that it is made of data
    frames. Website and archive carry it up to `most_records` records; the command line writes it always.

    A format with `insert` is a part of a file that people write: the function returns the text of the file with that
    part up to date, and raises DataError where it has no place for it.
    """

    name: str
    title: str
    ending: str
    media_type: str
    description: str
    write: Callable[[Catalog, Sequence[Record]], Iterable[str | bytes]]
    rank: int = 100
    is_of_models: bool = False
    is_of_works: bool = False
    is_binary: bool = False
    needs: str = ""
    needs_frames: bool = False
    most_records: int = sys.maxsize
    insert: Callable[[Catalog, Path, str], str] | None = None

    @property
    def path(self) -> str:
        """Path on the website; its builder would make a page of a file that ends in `.md`."""
        return f"data/catalogue.{self.ending}{'.txt' if self.ending == 'md' else ''}"

    @property
    def is_missing(self) -> bool:
        """Whether the library that it needs is not installed."""
        return bool(self.needs) and find_spec(self.needs) is None

    def require(self) -> None:
        """Raise SetupError where the library that it needs is not installed."""
        if self.is_missing:
            raise SetupError(f"{self.name} needs {self.needs}: pip install 'survey-catalog[tables]'")

    def chunks(self, catalog: Catalog) -> Iterator[bytes]:
        """The catalogue in this format, never whole in memory; text is UTF-8."""
        for chunk in self.write(catalog, catalog.records):
            yield chunk.encode() if isinstance(chunk, str) else chunk

    def content(self, catalog: Catalog) -> bytes:
        """The whole catalogue in this format."""
        return b"".join(self.chunks(catalog))

    def file_chunks(self, catalog: Catalog, file: Path) -> Iterable[bytes]:
        """What `file` is to hold: the whole catalogue, or what it holds already with its part up to date.

        Raises:
            DataError: it has no place for that part.
            UnreadableFileError: it cannot be read, or is not UTF-8.
        """
        if self.insert is None:
            return self.chunks(catalog)
        return [self.insert(catalog, file, _text(file)).encode()]


def _text(file: Path) -> str:
    """The text of a file, with its line breaks as they are."""
    try:
        return file_content(file, LARGEST).decode()
    except UnicodeDecodeError:
        raise UnreadableFileError(file, "it is not UTF-8", "save it in that encoding") from None


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
    """Return the formats that the website and the archive of a catalogue have as files."""
    from catalog.exports.works import has_works  # noqa: PLC0415 - its package is this one

    works = has_works(catalog)
    has_models = any(len(record.all_models) > 1 for record in catalog.records)
    return tuple(
        export
        for export in export_formats().values()
        if not export.insert and not export.is_missing and (has_models or not export.is_of_models)
        if (works or not export.is_of_works) and len(catalog.records) <= export.most_records
    )
