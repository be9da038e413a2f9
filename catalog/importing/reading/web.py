"""A table at an address, such as a published sheet: fetched by the guarded client, bounded."""

from __future__ import annotations

import asyncio
import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import httpx

from catalog.errors import SetupError
from catalog.importing.source_table import SourceFile
from catalog.services import http
from catalog.services.proxies import environment_proxies

_SECONDS = 60.0
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
        SetupError: there is no answer, it is too long, or it is of no known format.
    """
    try:
        response = asyncio.run(_response(address, contact, limit, trusted))
    except TimeoutError:
        raise SetupError(f"{address}: no response within {_SECONDS:.0f} seconds") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SetupError(f"{address} cannot be read: {error}") from None
    if response.status_code != 200:
        hint = "is it published for everybody to read?"
        raise SetupError(f"{address} cannot be read: HTTP {response.status_code}; {hint}")
    return SourceFile(_name(address, response), response.content)


async def _response(address: str, contact: str, limit: int, trusted: tuple[str, ...]) -> httpx.Response:
    async with (
        asyncio.timeout(_SECONDS),
        http.client(contact, trusted=trusted, proxies=environment_proxies(), max_bytes=limit) as client,
    ):
        return await client.get(address)


def _name(address: str, response: httpx.Response) -> str:
    """The name of the file, with the ending that says its format."""
    name = PurePosixPath(unquote(urlsplit(address).path)).name
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    declared = _NAME.search(response.headers.get("content-disposition", ""))
    if kind in _ANY_TEXT:
        return declared[1] if declared else name
    return f"{PurePosixPath(name).stem or 'table'}{_ENDINGS.get(kind, PurePosixPath(name).suffix)}"
