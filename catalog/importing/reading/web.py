"""A table at an address, such as a published sheet: fetched by the guarded client, bounded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from catalog.importing.source_table import SourceFile
from catalog.services.asking.download import download

_ENDINGS = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/yaml": ".yaml",
    "text/yaml": ".yaml",
    "application/x-yaml": ".yaml",
    "application/toml": ".toml",
    "application/x-bibtex": ".bib",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.citationstyles.csl+json": ".json",
}
"""Content type → the ending of files of that format."""
_ANY_TEXT = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})
_NAME = re.compile(r"filename=\"?([^\";]+)", re.IGNORECASE)


def fetched(address: str, contact: str, limit: int, trusted: tuple[str, ...] = ()) -> SourceFile:
    """Return what is at an address, named by its content type, or else as the address ends.

    Raises:
        SetupError: there is no answer, or it is too long.
    """
    found = download(address, contact, limit, trusted)
    return SourceFile(_name(address, found.headers), found.content)


def _name(address: str, headers: Mapping[str, str]) -> str:
    """The name of the file, with the ending that says its format."""
    name = PurePosixPath(unquote(urlsplit(address).path)).name
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    declared = _NAME.search(headers.get("content-disposition", ""))
    if kind in _ANY_TEXT:
        return declared[1] if declared else name
    return f"{PurePosixPath(name).stem or 'table'}{_ENDINGS.get(kind, PurePosixPath(name).suffix)}"
