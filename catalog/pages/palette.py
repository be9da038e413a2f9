"""The names that the site's search finds: pages, records, vocabulary entries and fields, by title and address."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.catalog import Catalog
from catalog.pages.render import data_script
from catalog.pages.search_texts import other_names
from catalog.values import Entry

PaletteItem = list[str]
"""Title, address below the site's root, and other names."""


def palette_script(catalog: Catalog, pages: Mapping[str, str]) -> str:
    """A script that is loaded when a reader searches or compares; `pages` maps titles to addresses."""
    folder, measures = catalog.settings.folder, {measure.key for measure in catalog.settings.measures}
    records = [[record.name, f"{folder}/{record.slug}/", " ".join(record.formerly)] for record in catalog.newest_first]
    fields = [
        [column.label, f"guide/#g-{column.path.replace('.', '-')}", column.path]
        for column in catalog.columns
        if column.path not in measures
    ]
    kinds: list[tuple[str, list[PaletteItem]]] = [
        ("Page", [[title, url, ""] for title, url in pages.items()]),
        (catalog.settings.one.capitalize(), records),
        *((_title(entries, name), _words(name, entries)) for name, entries in catalog.vocabularies.items()),
        ("Field", fields),
    ]
    return data_script(kinds)


def _title(entries: Mapping[str, Entry], name: str) -> str:
    """What one word of a vocabulary is called."""
    return next((type(entry).title for entry in entries.values()), name)


def _words(name: str, entries: Mapping[str, Entry]) -> list[PaletteItem]:
    return [[entry.name, f"{name}/{key}/", ", ".join(other_names(entry, key))] for key, entry in entries.items()]
