"""The text of a web page that its readers see, to notice that it changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

from catalog.services.html_page import closed_markup, decode_page
from catalog.services.transport.exchange import is_page

_UNSEEN = frozenset({"canvas", "iframe", "noscript", "script", "style", "svg", "template", "title"})
"""Elements whose text nobody sees, or that a script draws."""
_CLOSED_BY_NEXT = frozenset({"dd", "dt", "li", "option", "p", "td", "th", "tr"})
"""Elements that may end without saying so, where the next one begins."""
_EMPTY = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
MAX_BYTES = 10_000_000
"""Of one page; many are PDFs."""
_MAX_HTML = 2_000_000
_MAX_DEPTH = 1000


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page says, in short."""

    address: str
    """Where it was after redirects."""
    digest: str
    """SHA-256 of the visible text, each run of blanks as one; of the content where it is no text."""
    modified: str
    """Day of `Last-Modified` as YYYY-MM-DD; empty if the server does not say it."""


def read_page(address: str, headers: Mapping[str, str], content: bytes) -> PageText:
    """The page at `address`; visitors' numbers and today's date are part of its text like anything else."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if is_page(headers):
        content = visible_text(decode_page(content, headers)).encode()
    elif kind.startswith("text/"):
        content = " ".join(decode_page(content, headers).split()).encode()
    return PageText(address, hashlib.sha256(content).hexdigest(), _modified(headers))


def visible_text(page: str) -> str:
    """The text of an HTML page without markup, scripts, styles, comments and hidden parts; blanks collapsed."""
    parser = _VisibleText()
    parser.feed(closed_markup(page[:_MAX_HTML]))
    parser.close()
    return " ".join("".join(parser.text).split())


class _VisibleText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self._open: list[str] = []
        """The elements around the text, from the outermost hidden one on."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.text.append(" ")
        if self._open == [tag] and tag in _CLOSED_BY_NEXT:
            self._open.clear()
        if tag not in _EMPTY and (self._open or tag in _UNSEEN or _is_hidden(dict(attrs))):
            self._open.append(tag)
            del self._open[_MAX_DEPTH:]

    def handle_endtag(self, tag: str) -> None:
        self.text.append(" ")
        # The end of what is not open here is that of something around it: more is read rather than less.
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._open:
            self.text.append(data)


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    style = (attributes.get("style") or "").lower().replace(" ", "")
    return "hidden" in attributes or "display:none" in style or "visibility:hidden" in style


def _modified(headers: Mapping[str, str]) -> str:
    try:
        return parsedate_to_datetime(headers.get("last-modified", "")).date().isoformat()
    except (ValueError, TypeError, OverflowError):
        return ""
