"""The data of the search palette: pages, records, vocabulary entries and fields, by title and address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalog.catalog import Catalog
from catalog.pages.render import data_script
from catalog.pages.vocabulary_pages import vocabulary_title

PaletteItem = list[str]
"""Title, address below the site's root, and other names."""


def palette_script(catalog: Catalog, pages: Mapping[str, str]) -> str:
    """A script that is loaded when a reader opens the palette or compares; `pages` maps titles to addresses."""
    kinds: dict[str, Sequence[PaletteItem]] = {
        "Pages": [[title, url, ""] for title, url in pages.items()],
        catalog.settings.many.capitalize(): [
            [record.name, f"{catalog.settings.folder}/{record.slug}/", " ".join(record.formerly)]
            for record in catalog.newest_first
        ],
        **{
            vocabulary_title(catalog, name): [
                [entry.name, f"{name}/{key}/", " ".join((key, *entry.aliases))] for key, entry in entries.items()
            ]
            for name, entries in catalog.vocabularies.items()
        },
        "Fields": [
            [column.label, f"guide/#g-{column.path.replace('.', '-')}", column.path]
            for column in catalog.columns
            if column.path not in {measure.key for measure in catalog.settings.measures}
        ],
    }
    return data_script(kinds)
