"""Writes SVG by hand: escaped elements, and text that is measured before it is placed.

Drawings take their colours from the page (`currentColor`, custom properties with fallbacks), carry no `id` that
could clash and no `style` that a strict content policy would refuse.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from markupsafe import Markup, escape

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EM = {
    "ijlI'|": 0.3,
    ' .,:;!()[]{}/\\-frt"`°·': 0.41,
    "abcdeghknopqsuvxyzJL0123456789_*?$^": 0.64,
    "ABCDEFGHKNOPQRSTUVXYZ&+<=>~": 0.78,
    "mwMW%@#—→…": 1.0,
}
"""Widths in em of the widest font a reader is likely to have (Verdana and DejaVu Sans), so that text never grows
out of its box."""
_WIDTHS = {letter: em for letters, em in _EM.items() for letter in letters}
_BOLD = 1.13


def element(name: str, *children: str, **attributes: object) -> Markup:
    """One element; text children and attribute values are escaped, `None` and `False` attributes left out.

    `class_` and `data_slug` are written `class` and `data-slug`.
    """
    written = "".join(
        [_attribute(key, value) for key, value in attributes.items() if value is not None and value is not False]
    )
    inner = "".join([child if isinstance(child, Markup) else escape(_xml_text(child)) for child in children])
    return Markup(f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>")  # noqa: S704


@lru_cache(maxsize=10_000, typed=True)
def _attribute(key: str, value: object) -> str:
    """One attribute; kept, because drawings of one kind say the same ones over and over."""
    return f' {key.rstrip("_").replace("_", "-")}="{escape(_xml_text(_attribute_text(value)))}"'


def drawing(
    width: float, height: float, title: str, description: str, /, *children: str, **attributes: object
) -> Markup:
    """A whole drawing, usable in a page and as a file of its own; lengths in user units."""
    return element(
        "svg",
        element("title", title),
        element("desc", description),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_attribute_text(width)} {_attribute_text(height)}",
        width=width,
        height=height,
        font_family="system-ui, 'Noto Sans', sans-serif",
        fill="currentColor",
        **attributes,
    )


def label(x: float, y: float, text: str, size: float = 12, **attributes: object) -> Markup:
    """One line of text; `y` is its baseline."""
    return element("text", text, x=x, y=y, font_size=size, **attributes)


def path(d: str, **attributes: object) -> Markup:
    """One path."""
    return element("path", d=d, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> Markup:
    """One straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke="currentColor", **attributes)


def rectangle(x: float, y: float, width: float, height: float, **attributes: object) -> Markup:
    """One rectangle."""
    return element("rect", x=x, y=y, width=width, height=height, **attributes)


def text_width(text: str, size: float = 12, *, bold: bool = False) -> float:
    """The most room `text` is likely to take, in user units."""
    return sum(map(_letter_width, text)) * size * (_BOLD if bold else 1)


def truncate(text: str, width: float, size: float = 12, *, bold: bool = False) -> str:
    """`text`, shortened with an ellipsis where it is wider than `width`."""
    text = " ".join(text.split())
    if text_width(text, size, bold=bold) <= width:
        return text
    room = width - text_width("…", size, bold=bold)
    return _prefix(text, room, size, bold=bold).rstrip() + "…"


def wrap(text: str, width: float, size: float = 12, *, bold: bool = False) -> list[str]:
    """`text` in lines no wider than `width`; words that are too long are cut where the line ends."""
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
    """As many leading characters as fit, at least one."""
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
        return 1.3 if ord(letter) > 0xFFFF else 1.05
    return 0.85


def _attribute_text(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def _xml_text(text: str) -> str:
    """`text` without what XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)
