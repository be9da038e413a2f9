"""What finders of data sets and papers read: schema.org descriptions of the catalogue and of its records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin

from catalog.catalog import Catalog
from catalog.exports.bibtex import citable, is_others
from catalog.values import Record, When, short

_CONTEXT = "https://schema.org"
_LICENCES = "https://spdx.org/licenses/"
_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "md": "text/markdown",
    "txt": "text/markdown",
}


def dataset(catalog: Catalog, files: Sequence[str], modified: str) -> dict[str, Any]:
    """The catalogue as a `Dataset`; `files` are its exports below the site's root, `modified` a day."""
    survey = catalog.settings
    people = [_known({"@type": "Person", "name": person.name, "url": person.page}) for person in survey.people]
    made = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "name": survey.title,
        "description": survey.description,
        "url": survey.address,
        "sameAs": survey.repository,
        "license": f"{_LICENCES}{survey.licences.data}",
        "isAccessibleForFree": True,
        "creator": people or {"@type": "Organization", "name": survey.title},
        "dateModified": modified,
        "version": modified,
        "variableMeasured": [column.label for column in catalog.columns],
        "distribution": [_file(catalog, name) for name in files],
    }
    return _known(made)


def _file(catalog: Catalog, name: str) -> dict[str, Any]:
    address = urljoin(f"{str(catalog.settings.address).rstrip('/')}/", name) if catalog.settings.address else name
    return {"@type": "DataDownload", "contentUrl": address, "encodingFormat": _TYPES[name.rpartition(".")[2]]}


def article(catalog: Catalog, record: Record) -> dict[str, Any]:
    """The work a record is about as a `ScholarlyArticle`; nothing where its title is not known."""
    known = citable(catalog, record)
    if "title" not in known:
        return {}
    date = known.get("date", (None,))[0]
    names = [short(name) for name in known.get("authors", ())]
    link = known["arxiv"][0].url if "arxiv" in known else known.get("link", (None,))[0]
    made = {
        "@context": _CONTEXT,
        "@type": "ScholarlyArticle",
        "headline": known["title"][0],
        "alternateName": record.name,
        "author": [{"@type": "Person", "name": name} for name in names if not is_others(name)],
        "datePublished": str(date) if isinstance(date, When) else None,
        "isPartOf": {"@type": "CreativeWork", "name": short(known["venue"][0])} if "venue" in known else None,
        "identifier": f"arXiv:{known['arxiv'][0]}" if "arxiv" in known else None,
        "url": str(link) if link else None,
    }
    return _known(made)


def _known(made: dict[str, Any]) -> dict[str, Any]:
    return {
        key: str(value) if isinstance(value, str) else value
        for key, value in made.items()
        if value not in (None, "", [])
    }
