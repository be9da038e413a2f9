"""Lists of references, of BibTeX and of reference managers, under the same keys."""

from __future__ import annotations

import re
from collections.abc import Iterable

from catalog.importing.reading.values import SourceValue

KEYS = {
    "container-title": "venue",
    "journal": "venue",
    "journaltitle": "venue",
    "booktitle": "venue",
    "DOI": "doi",
    "URL": "url",
    "id": "key",
    "issued": "date",
}
"""What formats call these → the key here."""
_CSL_MARKS = ("author", "issued", "container-title", "DOI")
_FIRST = ("key", "type", "title", "author", "year", "date", "venue", "doi", "url", "abstract")


def is_csl(value: SourceValue) -> bool:
    """Whether a file is a list of references as reference managers export it."""
    return value.is_list_of_mappings and all(
        {"type", "title"} <= set(item.data) and any(mark in item.data for mark in _CSL_MARKS) for item in value.data
    )


def csl_records(value: SourceValue) -> SourceValue:
    """Return the references with authors as names and dates as people write them."""
    records = [ordered((KEYS.get(key, key), _csl(own)) for key, own in item.data.items()) for item in value.data]
    return SourceValue([SourceValue(record, "", item.line) for record, item in zip(records, value.data, strict=True)])


def ordered(members: Iterable[tuple[str, SourceValue]]) -> dict[str, SourceValue]:
    """Return a reference with the usual keys first; of two values for one key, the first."""
    found: dict[str, SourceValue] = {}
    for key, value in members:
        found[key if key not in found else f"{key} (2)"] = value
    return {key: found[key] for key in _FIRST if key in found} | found


def texts(items: Iterable[str], line: int = 0, column: int = 0) -> SourceValue:
    """Return a list of texts."""
    return SourceValue([SourceValue(item, item, line, column) for item in items], "", line, column)


def _csl(value: SourceValue) -> SourceValue:
    if value.is_list_of_mappings and all({"family", "literal", "given"} & set(item.data) for item in value.data):
        return texts(map(_name, value.data), value.line, value.column)
    if value.is_mapping and {"date-parts", "literal", "raw"} & set(value.data):
        text = _date(value)
        return SourceValue(text, text, value.line, value.column)
    return value


def _name(value: SourceValue) -> str:
    parts = (
        value.data[key].text for key in ("given", "non-dropping-particle", "family", "suffix") if key in value.data
    )
    return " ".join(filter(None, parts)) or value.data["literal"].text


def _date(value: SourceValue) -> str:
    parts = value.data.get("date-parts")
    first = parts.data[0].data if parts and isinstance(parts.data, list) and parts.data else None
    if isinstance(first, list) and first and all(re.fullmatch(r"\d{1,4}", part.text) for part in first):
        return "-".join(part.text.zfill(2) for part in first)
    return next((value.data[key].text for key in ("literal", "raw") if key in value.data), "")
