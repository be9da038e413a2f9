"""Files that hold tables: each format is a module here that declares a `FORMAT`, and nothing else lists it."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from catalog.importing.source_table import SourceRow


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A format: the endings of its files, and the function that returns every table of a file's text.

    The first line of a table is its header.
    """

    endings: tuple[str, ...]
    read: Callable[[str], list[list[SourceRow]]]


def table_formats() -> dict[str, TableFormat]:
    """Ending → format."""
    modules = [import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    formats: list[TableFormat] = [module.FORMAT for module in modules]
    return {ending: table_format for table_format in formats for ending in table_format.endings}
