"""Words that say nothing without the label of their field: yes and no, and those that several fields share."""

from __future__ import annotations

from catalog.catalog import Catalog
from catalog.model.columns import Column


def needs_label(catalog: Catalog, column: Column) -> bool:
    """Return whether readers cannot tell from a value of a column alone what it is said of."""
    if column.type.is_number:
        return not (column.unit or column.type.names_unit)
    words = column.type.choices
    is_question = bool(words) and not column.type.words
    own = int(column.path in catalog.by_path)
    return is_question or any(catalog.word_uses[word] > own * (word in column.type.words) for word in words)


def labelled(catalog: Catalog, column: Column, text: str) -> str:
    """Return a value, behind the label of its column where it needs that: `Open weights: yes`."""
    is_bare = needs_label(catalog, column) or not any(map(str.isalpha, text))
    return f"{column.label}: {text}" if text and is_bare else text
