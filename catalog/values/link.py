"""Web addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from catalog.values.invalid import invalid, is_valid
from catalog.values.show import Show
from catalog.values.type import Value, ValueType, Vocabularies

_MAX_LENGTH = 2000
_MAX_HINT = 200
"""A longer address is not repeated in a hint: cut, it would be another one."""
_MARKDOWN = re.compile(r"\[[^\]]*\]\((?P<url>[^)]*)\)")
_BAD_IN_URL = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")

_USUAL = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w./~%+=&?#@!-]*)?", re.ASCII)
"""The form of most addresses, with which nothing can be wrong."""


class Link(str, Value):
    """An http(s) address, kept exactly as written."""

    __slots__ = ()

    @classmethod
    def read(cls, raw: Any) -> Link:
        """Return `raw` if it is an address a browser can open.

        Raises:
            PydanticCustomError: it is not; the message says why.
        """
        if not isinstance(raw, str):
            raise invalid("found no text where a web address belongs", "write https://…")
        return cls(raw if len(raw) <= _MAX_LENGTH and _USUAL.fullmatch(raw) else cls._checked(raw))

    @classmethod
    def _checked(cls, raw: str) -> str:
        """Return an address of any form, or say what is wrong with it."""
        markdown = _MARKDOWN.search(raw)
        if markdown:
            alone = f": {markdown['url']}" if is_valid(cls.read, markdown["url"]) else ""
            raise invalid(f"found a Markdown link {raw[:80]!r}", f"write the address alone{alone}")
        if len(raw) > _MAX_LENGTH:
            raise invalid(f"the address is longer than {_MAX_LENGTH} characters")
        scheme, colon, _ = raw.partition(":")
        if scheme.lower() not in ("http", "https"):
            found = f"{scheme}:" if colon and scheme.isalpha() else f"{raw[:60]!r}"
            raise invalid(f"found {found} where an http or https address belongs", f"write {_likely(raw)}")
        if re.search(r"[\s,;|]https?://", raw):
            first = re.split(r"[\s,;|]", raw)[0]
            one = f": {first}" if len(first) <= _MAX_HINT and is_valid(cls.read, first) else ""
            raise invalid("found two addresses where one belongs", f"keep one{one}")
        bad = _BAD_IN_URL.search(raw)
        if bad:
            found = "a space" if bad[0] == " " else f"the character {bad[0]!r}"
            raise invalid(f"the address contains {found}", f"write {quote(bad[0])} for it, or remove it")
        return _with_host(raw)


class LinkType(ValueType[Link]):
    """Web addresses, shown by the name of their site."""

    name = "web address"
    example = "https://example.org"
    facet = False
    base_address = ""
    has_commas = False
    weight = 25

    def from_cell(self, text: str, show: Show, vocabularies: Vocabularies) -> Link:
        """The address alone, or in angle brackets."""
        return Link.read(text[1:-1] if text.startswith("<") and text.endswith(">") else text)

    def title(self, value: Link) -> str:
        """The site's name."""
        return site_name(value)

    def json_schema(self) -> dict[str, Any]:
        """An http(s) address."""
        return {"type": "string", "format": "uri", "pattern": "^[hH][tT][tT][pP][sS]?://", "maxLength": _MAX_LENGTH}


Link.type = LinkType(Link)

_SITES: Mapping[str, str] = {
    "github.com": "GitHub",
    "huggingface.co": "Hugging Face",
    "modelscope.cn": "ModelScope",
    "arxiv.org": "arXiv",
}


@lru_cache(maxsize=10_000)
def site_name(url: str) -> str:
    """Return the name readers know a site by: GitHub, or else the host without `www.`."""
    host = (urlsplit(str(url)).hostname or "").removeprefix("www.")
    return _SITES.get(host, host)


def _likely(raw: str) -> str:
    """The address that was probably meant: what stands in angle brackets, or a host without `https://`."""
    inner = raw.strip().strip("<>“”\"'")
    if re.fullmatch(r"www\.[\w.-]+(?:/[\w./-]*)?", inner, re.ASCII):
        inner = f"https://{inner}"
    has_scheme = inner.startswith(("http://", "https://"))
    return inner if has_scheme and len(inner) <= _MAX_HINT and is_valid(Link.read, inner) else "https://…"


def _with_host(raw: str) -> str:
    try:
        parts = urlsplit(raw)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise invalid(f"found {raw[:80]!r}, which is not a web address: {error}") from None
    if not host or not raw.partition(":")[2].startswith("//"):
        raise invalid(f"found {raw[:80]!r}, which names no host", "write https://host/path")
    if parts.username is not None:
        raise invalid("the address contains a user name", "leave out everything before the @")
    return raw
