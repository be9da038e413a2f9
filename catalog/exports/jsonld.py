"""schema.org descriptions of the catalogue and of its records, for search engines of data sets and papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from catalog.catalog import Catalog
from catalog.exports.works import citable, is_others, work_url
from catalog.values import Record, short

_CONTEXT = "https://schema.org"
_LICENCES = "https://spdx.org/licenses/"


def dataset(catalog: Catalog, files: Mapping[str, str], modified: str) -> dict[str, Any]:
    """The catalogue as a `Dataset`; `files` maps the paths of its exports to media types, `modified` is a day."""
    survey = catalog.settings
    people = [_known({"@type": "Person", "name": person.name, "url": person.page}) for person in survey.people]
    description = {
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
        "distribution": [_file(catalog, *file) for file in files.items()],
    }
    return _known(description)


def _file(catalog: Catalog, path: str, media_type: str) -> dict[str, Any]:
    address = urljoin(f"{str(catalog.settings.address).rstrip('/')}/", path) if catalog.settings.address else path
    return {"@type": "DataDownload", "contentUrl": address, "encodingFormat": media_type}


def article(catalog: Catalog, record: Record) -> dict[str, Any]:
    """The work a record is about as a `ScholarlyArticle`; nothing where its title is not known."""
    work = citable(catalog, record)
    if "title" not in work:
        return {}
    date = work.get("date", (None,))[0]
    names = [short(name) for name in work.get("authors", ())]
    description = {
        "@context": _CONTEXT,
        "@type": "ScholarlyArticle",
        "headline": work["title"][0],
        "alternateName": record.name,
        "author": [{"@type": "Person", "name": name} for name in names if not is_others(name)],
        "datePublished": str(date) if date else None,
        "isPartOf": {"@type": "CreativeWork", "name": short(work["venue"][0])} if "venue" in work else None,
        "identifier": f"arXiv:{work['arxiv'][0]}" if "arxiv" in work else None,
        "sameAs": f"https://doi.org/{work['doi'][0]}" if "doi" in work else None,
        "url": work_url(work),
    }
    return _known(description)


def _known(description: dict[str, Any]) -> dict[str, Any]:
    """A description without the properties that are not known."""
    return {
        key: str(value) if isinstance(value, str) else value
        for key, value in description.items()
        if value not in (None, "", [])
    }
