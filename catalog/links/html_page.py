"""Title, text and anchors of an HTML page, however broken its HTML."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

from catalog.services.exchange import Response

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "button", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
    "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "title", "tr", "ul",
})  # fmt: skip
_SKIPPED = frozenset({"code", "pre", "blockquote", "q", "noscript", "template", "svg", "script", "style"})
"""Elements whose text is quoted or not visible."""


@dataclass(slots=True)
class HtmlPage:
    """Title, blocks of visible text, and everything a fragment may point at."""

    title: str = ""
    blocks: list[tuple[str, str]] = field(default_factory=list)
    """The element around each block of visible text, and the text."""
    anchors: set[str] = field(default_factory=set)
    scripts: int = 0

    @property
    def size(self) -> int:
        """Characters of visible text."""
        return sum(len(text) for _, text in self.blocks)

    @property
    def is_drawn_by_script(self) -> bool:
        """Whether the page is an empty shell that a script fills."""
        return self.scripts > 0 and self.size < 200


class _PageParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = HtmlPage()
        self._text: list[str] = []
        self._skipped: list[str] = []
        self._in_title = False
        self._block = "body"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name == "id" or (name == "name" and tag in {"a", "map"})):
                self.page.anchors.add(value)
        if tag == "script":
            self.page.scripts += 1
        if tag in _BLOCKS:
            self._flush()
            self._block = tag
        if tag in _SKIPPED:
            self._skipped.append(tag)
        self._in_title = tag == "title" and not self._skipped

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
            self._block = "body"
        if tag in self._skipped:
            del self._skipped[self._skipped.index(tag) :]
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.page.title = self.page.title or " ".join(data.split())
        elif not self._skipped:
            self._text.append(data)

    def _flush(self) -> None:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if text:
            self.page.blocks.append((self._block, text))

    def close(self) -> None:
        super().close()
        self._flush()


def page_text(response: Response) -> str:
    """Return the body as text, by the charset in its header, else UTF-8."""
    match = re.search(r"charset=[\"']?([\w.-]+)", response.headers.get("content-type", ""), re.IGNORECASE)
    try:
        charset = codecs.lookup(match[1]).name if match else "utf-8"
        return response.body.decode(charset, "replace")
    except (LookupError, UnicodeError, ValueError):
        return response.body.decode("utf-8", "replace")


@lru_cache(maxsize=2)
def parse_page(text: str) -> HtmlPage:
    """Return the page in `text`; for links to several anchors of a page it is parsed once."""
    parser = _PageParser()
    parser.feed(text)
    parser.close()
    return parser.page
