"""The references of records, for the buttons above the table that save those of a view."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from catalog.catalog import Catalog
from catalog.exports.bibtex import bibtex_reference
from catalog.exports.ris import ris_reference
from catalog.exports.works import has_works
from catalog.pages.render import data_script

SHARE = 100
"""Records of one script, on average: a view of a few records loads a few scripts."""


def reference_shares(catalog: Catalog) -> int:
    """The number of scripts in each format; 0 where no record is about a work that can be cited."""
    return -(-len(catalog.records) // SHARE) if has_works(catalog) else 0


def reference_scripts(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Path → script, from slugs to references."""
    count = reference_shares(catalog)
    for name, write in {"bibtex": bibtex_reference, "ris": ris_reference}.items() if count else ():
        shares: list[dict[str, str]] = [{} for _ in range(count)]
        for record in catalog.records:
            if text := write(catalog, record):
                shares[_share(record.slug, count)][record.slug] = text
        yield from ((f"assets/{name}-{share}.js", data_script(texts)) for share, texts in enumerate(shares))


def _share(slug: str, count: int) -> int:
    """The number of the script that has a record; `query.js` computes the same."""
    return reduce(lambda sum_, letter: (31 * sum_ + ord(letter)) % 65_521, slug, 0) % count
