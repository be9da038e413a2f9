"""Files that hold tables: each format is a module here that declares a `FORMAT`, and nothing else lists it."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from catalog.importing.reading.values import SourceValue
from catalog.importing.source_table import SourceFile, SourceTable

ValueReader = Callable[[SourceFile], SourceValue | None]
"""Returns what a file holds as one value, or None where it holds none."""


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A format: the endings of its files, and the function that returns every table of a file.

    `value` is for formats whose files may be records of a folder.
    """

    endings: tuple[str, ...]
    read: Callable[[SourceFile], Sequence[SourceTable]]
    value: ValueReader | None = None


@cache
def table_formats() -> dict[str, TableFormat]:
    """Ending → format."""
    modules = [import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    formats: list[TableFormat] = [module.FORMAT for module in modules]
    return {ending: table_format for table_format in formats for ending in table_format.endings}
