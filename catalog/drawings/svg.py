"""Writes SVG: escaped elements, and text whose width is estimated before it is placed.

Drawings take their colours from the page (`currentColor`, custom properties with fallbacks). They have no `id`, which
could occur twice on a page, and no `style`, which a strict Content Security Policy would refuse.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from markupsafe import Markup, escape

from catalog.escape import as_html, xml_text

NARROW, HALF, WIDE = 296.0, 584.0, 1150.0
"""Widths of charts in user units, which are pixels on most screens: on a phone, two abreast, and one alone."""
FONT = "'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', 'DejaVu Sans Condensed', system-ui, sans-serif"
"""The typefaces of the pages, for drawings that are kept as files."""
_EM = {
    "ijlI'|": 0.3,
    ' .,:;!()[]{}/\\-frt"`°·': 0.41,
    "abcdeghknopqsuvxyzJL0123456789_*?$^": 0.64,
    "ABCDEFGHKNOPQRSTUVXYZ&+<=>~": 0.78,
    "mwMW%@#—→…": 1.0,
}
"""Widths in em of the widest fonts a reader is likely to have (Verdana and DejaVu Sans), so that no text is wider
than its box."""
_WIDTHS = {letter: em for letters, em in _EM.items() for letter in letters}
_BOLD = 1.13
"""How much wider bold text is in these fonts."""


def element(name: str, *children: str, **attributes: object) -> Markup:
    """Return an element; text children and attribute values are escaped, `None` and `False` attributes left out.

    `class_` and `data_slug` are written `class` and `data-slug`.
    """
    tag = _tag(name, tuple(attributes.items()))
    content = "".join([child if isinstance(child, Markup) else xml(child) for child in children])
    return as_html(f"<{tag}>{content}</{name}>" if content else f"<{tag}/>")


@lru_cache(maxsize=2048)
def _tag(name: str, attributes: tuple[tuple[str, object], ...]) -> str:
    """What stands between `<` and `>`; cached, because drawings have most of their tags in common."""
    given = [_attribute(key, value) for key, value in attributes if value is not None and value is not False]
    return "".join([name, *given])


def _attribute(key: str, value: object) -> str:
    """One attribute. Readers of XML join lines otherwise."""
    text = _attribute_text(value)
    if not isinstance(value, float):
        text = xml(text).replace("\n", "&#10;")
    return f' {key.rstrip("_").replace("_", "-")}="{text}"'


@lru_cache(maxsize=2048)
def xml(text: str) -> str:
    """Return text as XML."""
    return str(escape(xml_text(text)))


def drawing(
    width: float, height: float, title: str, description: str, /, *children: str, **attributes: object
) -> Markup:
    """Return a complete SVG document, for a page or as a file; lengths in user units."""
    return element(
        "svg",
        element("title", title),
        element("desc", description),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_attribute_text(width)} {_attribute_text(height)}",
        width=width,
        height=height,
        font_family=FONT,
        fill="currentColor",
        **attributes,
    )


def label(x: float, y: float, text: str, size: float = 12, **attributes: object) -> Markup:
    """Return a line of text; `y` is its baseline."""
    return element("text", text, x=x, y=y, font_size=size, **attributes)


def path(d: str, **attributes: object) -> Markup:
    """Return a path."""
    return element("path", d=d, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> Markup:
    """Return a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke="currentColor", **attributes)


def rectangle(x: float, y: float, width: float, height: float, **attributes: object) -> Markup:
    """Return a rectangle."""
    return element("rect", x=x, y=y, width=width, height=height, **attributes)


def text_width(text: str, size: float = 12, *, bold: bool = False) -> float:
    """Return the greatest width that `text` is likely to have, in user units."""
    return sum(map(_letter_width, text)) * size * (_BOLD if bold else 1)


@lru_cache(maxsize=2048)
def truncate(text: str, width: float, size: float = 12, *, bold: bool = False) -> str:
    """Return `text`, shortened with an ellipsis where it is wider than `width`."""
    text = " ".join(text.split())
    if text_width(text, size, bold=bold) <= width:
        return text
    room = width - text_width("…", size, bold=bold)
    return _prefix(text, room, size, bold=bold).rstrip() + "…"


def wrap(text: str, width: float, size: float = 12, *, bold: bool = False) -> list[str]:
    """Return `text` in lines no wider than `width`; words that are too long are cut where the line ends."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
            continue
        rest = word
        while text_width(rest, size, bold=bold) > width:
            head = _prefix(rest, width, size, bold=bold)
            lines.append(head)
            rest = rest[len(head) :]
        lines.append(rest)
    return [line for line in lines if line]


def _prefix(text: str, width: float, size: float, *, bold: bool) -> str:
    """Return as many leading characters as fit, at least one: else `wrap` would never end."""
    used = 0.0
    for index, letter in enumerate(text):
        used += _letter_width(letter) * size * (_BOLD if bold else 1)
        if used > width:
            return text[: max(index, 1)]
    return text


@cache
def _letter_width(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        # Wide letters are an em wide; emoji, which are beyond U+FFFF, come from fonts that draw them wider.
        return 1.3 if ord(letter) > 0xFFFF else 1.05
    return 0.85


def _attribute_text(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


@dataclass(frozen=True, slots=True)
class Flow:
    """Lays items out one after the other in lines, as words are in a paragraph."""

    left: float
    right: float
    gap: float
    """Blank space between two items."""
    line: float
    """Distance between two baselines."""

    def place(
        self, widths: Iterable[float], top: float, first: float | None = None
    ) -> tuple[list[tuple[float, float]], float]:
        """Return the position of each item, and the baseline of the last line.

        The first line has its baseline at `top`, and begins at `first` if not at `left`.
        """
        positions: list[tuple[float, float]] = []
        x, y = self.left if first is None else first, top
        for width in widths:
            if x + width > self.right:
                x, y = self.left, y + self.line
            positions.append((x, y))
            x += width + self.gap
        return positions, y
