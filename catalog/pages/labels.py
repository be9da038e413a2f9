"""Words that say nothing without the label of their field: yes and no, and those that several fields share."""

from __future__ import annotations

from catalog.catalog import Catalog
from catalog.model.columns import Column


def needs_label(catalog: Catalog, column: Column) -> bool:
    """Return whether readers cannot tell from a value of a column alone what it is said of."""
    if column.type.is_number:
        return not (column.unit or column.type.names_unit)
    words = set(column.type.choices)
    is_question = bool(words) and not column.type.words
    return is_question or any(words & {*other.type.words} for other in catalog.columns if other.path != column.path)


def labelled(catalog: Catalog, column: Column, text: str) -> str:
    """Return a value, behind the label of its column where it needs that: `Open weights: yes`."""
    is_bare = needs_label(catalog, column) or not any(map(str.isalpha, text))
    return f"{column.label}: {text}" if text and is_bare else text
