"""What a cell shows and where it leads: text, links and images told apart by a Markdown parser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from html.parser import HTMLParser
from typing import Any, Literal

from catalog.importing.cells.signs import SHORTCODES
from catalog.importing.source_table import text_lines
from catalog.load.characters import odd_characters

Markup = Literal["markdown", "plain"]


@dataclass(frozen=True, slots=True)
class CellLink:
    """A link or an image: the text that readers see, its address, and where that text stands in the cell's."""

    label: str
    url: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class CellText:
    """What readers see of a cell, line by line, with its links and images.

    `source` is what the file has there, `footnotes` are the labels of those that the cell refers to.
    """

    text: str
    links: tuple[CellLink, ...] = ()
    images: tuple[CellLink, ...] = ()
    source: str = ""
    footnotes: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The text on one line."""
        return " ".join(self.text.split())

    @property
    def outside(self) -> str:
        """The text that is not part of a link."""
        parts, at = [], 0
        for link in self.links:
            parts.append(self.text[at : link.start])
            at = link.end
        return "".join([*parts, self.text[at:]])

    def part(self, start: int, end: int) -> CellText:
        """Return the text between two places, with the links there."""
        text = self.text[start:end]
        before, stripped = len(text) - len(text.lstrip()), text.strip()
        start += before
        inside = [link for link in self.links if start <= link.start and link.end <= start + len(stripped)]
        links = (replace(link, start=link.start - start, end=link.end - start) for link in inside)
        return CellText(stripped, tuple(links))


_SPECIAL = re.compile(r"^'|[<>&*_`~!\[\]\\:]|  ")
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]{1,100})\]")
_SHORTCODE = re.compile(r"(?<![\w:]):([a-z0-9_+-]{1,40}):(?![\w:])")
_PLAIN_LINK = re.compile(r"\[(?P<label>[^\[\]]*)\]\((?P<url>https?://(?:[^\s<>()]|\([^\s<>()]*\))+)\)")
_ADDRESS = re.compile(r"(?<!\]\()(?<![<\"'=])https?://[^\s<>()\[\]\"'|]+")
_UNSAFE = re.compile(r"^'(?=[=+@\t-])")
"""What exports put before text that a spreadsheet would take for a formula."""
_COMMENT = re.compile(r"<!--(?:(?!-->).){0,5000}-->", re.DOTALL)
_EMPHASIS = re.compile(r"[\\*_~`]")
_BLOCK_TAGS = frozenset({"br", "li", "p", "div", "tr", "ul", "ol"})
MAX_LENGTH = 50_000
"""Characters of a cell that are read as Markdown; a longer one is taken as it stands."""


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - takes long, and few commands need it

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 20}).enable("strikethrough")
    # Addresses stay as they are written; the type of a field refuses those that no browser should open.
    parser.validateLink = lambda _: True  # type: ignore[method-assign, assignment]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


def read_inline(text: str, markup: Markup = "markdown") -> CellText:
    """Return what readers see of a cell."""
    text = without_odd(text)
    if not _SPECIAL.search(text) or len(text) > MAX_LENGTH:
        return CellText(text_lines(text), source=text)
    if markup == "plain":
        return replace(_plain(_UNSAFE.sub("", text)), source=text)
    writer = _Writer()
    for line in text.split("\n"):
        writer.paragraph(_parser().parseInline(_ADDRESS.sub(_literally, _FOOTNOTE.sub("", line))))
    return replace(writer.done(), source=_COMMENT.sub("", text), footnotes=tuple(_FOOTNOTE.findall(text)))


def without_odd(text: str) -> str:
    """Return text without the invisible characters that no record may have."""
    while not text.isascii():
        odd = next((odd for odd in odd_characters(text) if odd.severity == "error"), None)
        if odd is None:
            break
        text = text[: odd.position] + text[odd.position + 1 :]
    return text


def _literally(match: re.Match[str]) -> str:
    """An address outside of a link, in which an underscore is no emphasis."""
    return _EMPHASIS.sub(r"\\\g<0>", match[0])


def _plain(text: str) -> CellText:
    """Text that is no Markdown, in which links are written as there all the same."""
    writer, at = _Writer(), 0
    for match in _PLAIN_LINK.finditer(text):
        writer.write(text[at : match.start()])
        writer.open(match["url"])
        writer.write(match["label"])
        writer.close()
        at = match.end()
    writer.write(text[at:])
    return writer.done()


class _Writer:
    """Collects text, and where links begin and end in it; blanks are as `text_lines` has them."""

    def __init__(self) -> None:
        self._text = ""
        self._links: list[CellLink] = []
        self._images: list[CellLink] = []
        self._open: list[tuple[str, int]] = []

    def write(self, text: str) -> None:
        first, *lines = text.split("\n")
        self._words(first)
        for line in lines:
            self._text = self._text.rstrip(" ") + "\n" * (bool(self._text) and not self._text.endswith("\n"))
            self._words(line)

    def _words(self, text: str) -> None:
        text = re.sub(r"\s+", " ", _visible(text))
        self._text += text.lstrip() if not self._text or self._text[-1].isspace() else text

    def open(self, url: str) -> None:
        self._open.append((url, len(self._text)))

    def close(self) -> None:
        if not self._open:
            return
        url, start = self._open.pop()
        shown = self._text[start:]
        start += len(shown) - len(shown.lstrip())
        end = max(start, len(self._text.rstrip()))
        if not self._open:
            self._links.append(CellLink(" ".join(self._text[start:end].split()), url, start, end))

    def image(self, label: str, url: str) -> None:
        self._images.append(CellLink(label, url))

    def paragraph(self, tokens: Iterable[Any]) -> None:
        self.write("\n")
        for token in tokens:
            self._tokens(token.children or ())

    def _tokens(self, tokens: Iterable[Any]) -> None:
        for token in tokens:
            if token.type == "text":
                self.write(_without_shortcodes(token.content))
            elif token.type == "code_inline":
                self.write(token.content)
            elif token.type in ("softbreak", "hardbreak"):
                self.write("\n")
            elif token.type == "link_open":
                self.open(str(token.attrGet("href") or ""))
            elif token.type == "link_close":
                self.close()
            elif token.type == "image":
                self.image(" ".join(str(token.content).split()), str(token.attrGet("src") or ""))
            elif token.type == "html_inline":
                self._html(token.content)

    def _html(self, tag: str) -> None:
        for kind, name, attributes in _tags(tag):
            if name in _BLOCK_TAGS:
                self.write("\n")
            elif name == "a" and kind == "end":
                self.close()
            elif name == "a" and attributes.get("href"):
                self.open(attributes["href"])
            elif name == "img" and attributes.get("src"):
                self.image(attributes.get("alt", ""), attributes["src"])

    def done(self) -> CellText:
        while self._open:  # a link of HTML without an end
            self.close()
        return CellText(self._text.rstrip(), tuple(self._links), tuple(self._images))


def _tags(text: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The tags of a piece of HTML; comments are none."""
    found: list[tuple[str, str, dict[str, str]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append(("start", tag, {name: value or "" for name, value in attrs}))

        def handle_endtag(self, tag: str) -> None:
            found.append(("end", tag, {}))

    if not text.startswith("<!--"):
        Reader().feed(text)
    yield from found


def _without_shortcodes(text: str) -> str:
    return _SHORTCODE.sub(lambda match: SHORTCODES.get(match[1], ""), text) if ":" in text else text


def _visible(text: str) -> str:
    """Return one line without what no reader sees, and with its blanks."""
    inner = text_lines(text)
    if not inner:
        return " " if text else ""
    return f"{' ' * text[:1].isspace()}{inner}{' ' * text[-1:].isspace()}"
