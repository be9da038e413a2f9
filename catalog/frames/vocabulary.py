"""One row a word."""

from __future__ import annotations

import pandas as pd

from catalog.catalog import Catalog
from catalog.frames.builder import FrameBuilder
from catalog.values.text import SEPARATOR

_COLUMNS = ("vocabulary", "word", "name", "family", "meaning", "link", "aliases")


def vocabulary(catalog: Catalog) -> pd.DataFrame:
    """Return one row a word: those of the vocabularies, and those of closed lists by the path of each field."""
    rows = [
        (name, key, entry.name, entry.family, entry.meaning, entry.link or "", SEPARATOR.join(entry.aliases))
        for name, entries in catalog.vocabularies.items()
        for key, entry in entries.items()
    ]
    closed = [(column.path, *word) for column in catalog.columns for word in column.type.words.items()]
    rows += [(path, word, word, "", meaning, "", "") for path, word, meaning in closed]
    table = FrameBuilder()
    for index, name in enumerate(_COLUMNS):
        table.add(name, [str(row[index]) for row in rows])
    return table.frame()
