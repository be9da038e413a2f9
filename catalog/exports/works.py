"""The works that records are about, such as papers, as the survey's settings say where to find them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.catalog import Catalog
from catalog.values import Record


def citable(catalog: Catalog, record: Record) -> Mapping[str, tuple[Any, ...]]:
    """The known ones of `title`, `authors`, `date`, `venue`, `arxiv` and `link`, each with its values."""
    cite = catalog.settings.cite
    paths = {name: path for name, path in (cite.model_dump() if cite else {}).items() if path}
    values = {name: catalog.values(catalog.by_path[path], record) for name, path in paths.items()}
    return {name: found for name, found in values.items() if found}


def is_others(text: str) -> bool:
    """Return True for the words that stand for authors who are not named."""
    return text.casefold().removeprefix("and ") in ("others", "et al.")
