"""Title, text and anchors of an HTML page, however broken its HTML."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

from catalog.services.transport.exchange import Headers, Response

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "button", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
    "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "title", "tr", "ul",
})  # fmt: skip
_SKIPPED = frozenset({"code", "pre", "blockquote", "q", "noscript", "template", "svg", "script", "style"})
"""Elements whose text is quoted or not visible."""


_NO_CONTENT = re.compile(
    r"<(?P<name>script|style)\b.*?(?:</(?P=name)\s*>|\Z)|<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
"""What a page has beside elements and text; and scripts and styles, in which the same signs are something else."""
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF16_LE, "utf-16-le"))
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_IN_PAGE = re.compile(rb"<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_PRESCAN = 4096  # bytes in which a page says how the rest is encoded; browsers read at least 1,024
_LABELS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "shift_jis": "cp932", "x-sjis": "cp932", "euc_kr": "cp949", "ks_c_5601-1987": "cp949", "iso8859-9": "cp1254",
    "iso8859-11": "cp874", "x-euc-jp": "euc_jp", "x-mac-roman": "mac-roman", "utf-16": "utf-16-le",
}  # fmt: skip
"""Labels that browsers read as a larger set of characters than their name says, or that Python does not know."""
_CHARSETS = frozenset({
    "utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5", "euc_jp", "iso2022_jp", "cp932", "cp949", "cp874", "koi8-r",
    "koi8-u", "mac-roman", "mac-cyrillic", "cp866", *(f"cp125{digit}" for digit in range(9)),
    *(f"iso8859-{number}" for number in range(2, 17) if number not in {9, 11, 12}),
})  # fmt: skip
"""The charsets of the web: Python has others, some of them slow on purpose-made input."""


@dataclass(slots=True)
class HtmlPage:
    """Title, blocks of visible text, and everything a fragment may point at."""

    title: str = ""
    blocks: list[tuple[str, str]] = field(default_factory=list)
    """The element around each block of visible text, and the text."""
    anchors: set[str] = field(default_factory=set)
    scripts: int = 0
    has_password: bool = False
    """Whether the page asks for one."""
    refresh: str = ""
    """Seconds and address of a page that forwards its reader."""

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
        elif tag in {"input", "meta"} and not self._skipped:
            self._read_empty(dict(attrs))
        if tag in _BLOCKS:
            self._flush()
            self._block = tag
        if tag in _SKIPPED:
            self._skipped.append(tag)
        self._in_title = tag == "title" and not self._skipped

    def _read_empty(self, attributes: dict[str, str | None]) -> None:
        if (attributes.get("http-equiv") or "").lower() == "refresh":
            self.page.refresh = self.page.refresh or attributes.get("content") or ""
        self.page.has_password = self.page.has_password or (attributes.get("type") or "").lower() == "password"

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
    """Return the body as text by its byte order mark, the charset in its header or in itself; else UTF-8."""
    return decode_page(response.body, response.headers)


def decode_page(body: bytes, headers: Headers) -> str:
    """Return the content of a page as `page_text` does."""
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return body.decode(charset, "replace")
    if in_header := _IN_HEADER.search(headers.get("content-type", "")):
        return body.decode(_charset(in_header[1]), "replace")
    in_page = _IN_PAGE.search(body, 0, _PRESCAN)
    charset = _charset(in_page[1].decode("ascii", "replace")) if in_page else "utf-8"
    # A page in UTF-16 could not have said so in ASCII.
    return body.decode("utf-8" if charset.startswith("utf-16") else charset, "replace")


def _charset(label: str) -> str:
    """The charset that browsers use for `label`; UTF-8 for one that they do not know."""
    label = label.lower()
    if label in _LABELS:
        return _LABELS[label]
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return "utf-8"
    return _LABELS.get(name, name if name in _CHARSETS else "utf-8")


def closed_markup(text: str) -> str:
    """`text` without comments and declarations, and without the beginning of a tag that never ends.

    The library looks for the end of each anew: a page of nothing else would take it hours.
    """
    text = _NO_CONTENT.sub(lambda match: match[0] if match["name"] else " ", text)
    head, end, tail = text.rpartition(">")
    return head + end + tail.replace("<", "&lt;")


@lru_cache(maxsize=2)
def parse_page(text: str) -> HtmlPage:
    """Return the page in `text`; for links to several anchors of a page it is parsed once."""
    parser = _PageParser()
    parser.feed(closed_markup(text))
    parser.close()
    return parser.page
