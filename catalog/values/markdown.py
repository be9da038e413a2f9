"""Long text with paragraphs, lists and links, written in Markdown; nothing in it is ever read as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from catalog.values.invalid import described, invalid
from catalog.values.type import Value, ValueType

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_LENGTH = 50_000
_CLAMP = 300
"""Letters of a cell; the page has the rest."""
_ALLOWED_ADDRESS = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_FIRST_HEADING = 3
"""The page's own headings are larger; below it, none is left out, whatever a text begins with."""


class Markdown(str, Value):
    """Text in Markdown, kept as written."""

    __slots__ = ()

    @classmethod
    def read(cls, raw: Any) -> Markdown:
        """Return the text without blank lines around it.

        Raises:
            PydanticCustomError: it is no text, empty, or too long.
        """
        if not isinstance(raw, str):
            raise invalid(f"found {described(raw)} where text belongs", "put it in quotes, or below `|`")
        text = raw.strip()
        if not text:
            raise invalid("found empty text", "write something, or remove it")
        if len(text) > MAX_LENGTH:
            raise invalid(f"the text is longer than {MAX_LENGTH:,} characters", "shorten it")
        return cls(text)


class MarkdownType(ValueType[Markdown]):
    """Text in Markdown: whole on the record's page, its first words elsewhere."""

    name = "text in Markdown"
    example = "Text with *emphasis* and [links](https://example.org)."
    facet = False
    is_prose = True
    weight = 0

    def short(self, value: Markdown, unit: str = "") -> str:
        """The first words as plain text."""
        text = _plain(value)
        return text if len(text) <= _CLAMP else f"{text[:_CLAMP].rsplit(' ', 1)[0]}…"

    def long(self, value: Markdown, unit: str = "") -> str:
        """All words as plain text."""
        return _plain(value)

    def csv(self, value: Markdown) -> str:
        """As written."""
        return str(value)

    def html(self, value: Markdown, root: str, *, is_page: bool = False) -> Markup | None:
        """Paragraphs, on a page."""
        if not is_page:
            return None
        return Markup('<div class="prose">{}</div>').format(Markup(_rendered(value)))  # noqa: S704

    def json_schema(self) -> dict[str, Any]:
        """Text."""
        return {"type": "string", "minLength": 1, "maxLength": MAX_LENGTH}


Markdown.type = MarkdownType(Markdown)


@cache
def _parser() -> MarkdownIt:
    """CommonMark with tables, without HTML; addresses lead to other sites."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.validateLink = lambda url: bool(_ALLOWED_ADDRESS.match(url))  # type: ignore[method-assign]
    parser.add_render_rule("image", _image)
    parser.add_render_rule("link_open", _link)
    return parser


def _image(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    """A link: no page loads anything from another site."""
    address, label = str(tokens[index].attrs["src"]), _words(tokens[index].children or ())
    return f'<a href="{escape(address)}" rel="noopener">{escape(label or address)}</a>'


def _link(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    return f'<a href="{escape(str(tokens[index].attrs["href"]))}" rel="noopener">'


@lru_cache(256)
def _rendered(text: str) -> str:
    parser = _parser()
    tokens, above = parser.parse(text), list[int]()
    for token in tokens:
        if token.type == "heading_open":
            own = int(token.tag[1:])
            above = [*(level for level in above if level < own), own]
        if token.type.startswith("heading_"):
            token.tag = f"h{min(_FIRST_HEADING + len(above) - 1, 6)}"
    return str(parser.renderer.render(tokens, parser.options, {}))


@lru_cache(4096)
def _plain(text: str) -> str:
    """What a reader sees, on one line."""
    tokens = _parser().parse(text)
    return " ".join(" ".join(_words([token]) for token in tokens).split())


def _words(tokens: Iterable[Token]) -> str:
    """The words of tokens: what they have themselves, else those of their children."""
    return "".join(
        " "
        if token.type.endswith("break")
        else _words(token.children)
        if token.children
        else ""
        if token.type == "inline"
        else token.content
        for token in tokens
    )
