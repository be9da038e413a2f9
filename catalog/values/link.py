"""Web addresses and arXiv identifiers."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlsplit

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from catalog.identifiers import ARXIV_ID, arxiv_month
from catalog.values.invalid import invalid

_LONGEST = 2000
_MARKDOWN = re.compile(r"\[[^\]]*\]\((?P<url>[^)]*)\)")
_BAD_IN_URL = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


class Link(str):
    """An http(s) address, kept exactly as written."""

    __slots__ = ()

    @classmethod
    def read(cls, raw: Any) -> Link:
        """Check that `raw` is an address a browser can open.

        Raises:
            PydanticCustomError: it is not; the message says why.
        """
        if not isinstance(raw, str):
            raise invalid("found no text where a web address belongs", "write https://…")
        markdown = _MARKDOWN.search(raw)
        if markdown:
            raise invalid(f"found a Markdown link {raw[:80]!r}", f"write the address alone: {markdown['url']}")
        if len(raw) > _LONGEST:
            raise invalid(f"the address is longer than {_LONGEST} characters")
        scheme, colon, _ = raw.partition(":")
        if scheme.lower() not in ("http", "https"):
            found = f"{scheme}:" if colon and scheme.isalpha() else f"{raw[:60]!r}"
            raise invalid(f"found {found} where an http or https address belongs", f"write {_likely(raw)}")
        if re.search(r"[\s,;|]https?://", raw):
            first = re.split(r"[\s,;|]", raw)[0]
            raise invalid("found two addresses where one belongs", f"keep one: {first[:200]}")
        bad = _BAD_IN_URL.search(raw)
        if bad:
            found = "a space" if bad[0] == " " else f"the character {bad[0]!r}"
            raise invalid(f"the address holds {found}", f"write {quote(bad[0])} for it, or remove it")
        return cls(_with_host(raw))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "format": "uri", "pattern": "^[hH][tT][tT][pP][sS]?://", "maxLength": _LONGEST}


def _likely(raw: str) -> str:
    """The address that was probably meant: what stands in angle brackets, or a host without `https://`."""
    inner = raw.strip().strip("<>“”\"'")
    if inner.startswith(("http://", "https://")) and not _BAD_IN_URL.search(inner):
        return inner[:200]
    return f"https://{inner[:200]}" if re.fullmatch(r"www\.[\w.-]+(?:/[\w./-]*)?", inner, re.ASCII) else "https://…"


def _with_host(raw: str) -> str:
    try:
        parts = urlsplit(raw)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise invalid(f"found {raw[:80]!r}, which is no web address: {error}") from None
    if not host or not raw.partition(":")[2].startswith("//"):
        raise invalid(f"found {raw[:80]!r}, which names no host", "write https://host/path")
    if parts.username is not None:
        raise invalid("the address holds a user name", "leave out everything before the @")
    return raw


class ArxivId(str):
    """The identifier of a paper on arXiv, without version: `2402.08846`."""

    __slots__ = ()

    @classmethod
    def read(cls, raw: Any) -> ArxivId:
        """Check the form of an identifier.

        Raises:
            PydanticCustomError: it is not one, or was written without quotes and so lost its zeros.
        """
        if isinstance(raw, (int, float)) and not isinstance(raw, bool):
            hint = 'put it in quotes, with all its digits: "2402.08846"'
            raise invalid(
                "found a number where an arXiv identifier belongs: without quotes, zeros at its end are lost", hint
            )
        if not isinstance(raw, str):
            raise invalid("found no text where an arXiv identifier belongs", 'write "2402.08846"')
        if not re.fullmatch(ARXIV_ID, raw):
            inner = re.search(ARXIV_ID, raw)
            hint = f'write "{inner[0]}"' if inner else 'write it like "2402.08846"'
            raise invalid(f"found {raw[:60]!r}, which is no arXiv identifier", hint)
        month = arxiv_month(raw)
        if not 1 <= month <= 12:
            raise invalid(f"found {raw}: the first four digits are year and month, and there is no month {month:02}")
        return cls(raw)

    @property
    def url(self) -> str:
        """The abstract page."""
        return f"https://arxiv.org/abs/{self}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        pattern = r"^(\d{2}(0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{2}(0[1-9]|1[0-2])\d{3})$"
        return {"type": "string", "pattern": pattern}
