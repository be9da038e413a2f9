"""Reads the cells of somebody's table as values: `7.7+ million hours (?)`, `2024/2/13`, `[Code ?](https://…)`.

The type of the field reads a value; this module reads what cells add to it: doubt, notes, lists, lines and links.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError

from catalog.model.columns import Column
from catalog.values import Blank, Vocabularies
from catalog.values.invalid import invalid

DOUBT = ("(?)", "?")
"""What surveyors write behind a value of which they are not sure."""

_NOTE = re.compile(r"(?P<value>.*\S)\s*\((?P<note>[^()]+)\)")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^\s()]*(?:\s+\"[^\"]*\")?\)")
_FOOTNOTE = re.compile(r"\[\^[^\[\]]*\]")
_HTML_LINK = re.compile(
    r"<a\s[^<>]{0,300}href\s*=\s*[\"']?(?P<url>[^\s\"'<>]{1,2000})[^<>]{0,300}>(?P<label>[^<>]{0,500})</a>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<!--.{0,2000}?-->|</?[a-z][^<>]{0,500}>", re.IGNORECASE | re.DOTALL)
_EMPHASIS = re.compile(r"(\*\*|`)(?=\S)([^*`]+)\1")
_SHORTCODE = re.compile(r"(?<!\S):[a-z0-9_+-]{1,40}:(?!\S)")
_BULLET = re.compile(r"^[-*\u2022\u00b7]\s+")
_MARKDOWN = re.compile(r"\[(?P<label>[^\[\]]*)\]\(\s*<?(?P<url>(?:[^\s<>()]|\([^\s<>()]*\))*)>?(?:\s+\"[^\"]*\")?\s*\)")


@dataclass(frozen=True, slots=True)
class CellValue:
    """What a cell says about one field: a value or a blank, whether it is certain, and a note."""

    value: Any = None
    blank: Blank | None = None
    certain: bool = True
    note: str = ""

    @property
    def is_nothing(self) -> bool:
        """Whether it says nothing about the field."""
        return self.value is None and self.blank is None


NOTHING = CellValue()
"""What a word means that says nothing about a field."""


def without_doubt(text: str, marks: Sequence[str] = DOUBT) -> tuple[str, bool]:
    """Return `text` without a mark of doubt at its end, and whether it was certain.

    A mark counts where a space or its own bracket sets it off: the `?` of an address or a title is no doubt.
    """
    for mark in sorted(marks, key=len, reverse=True):
        rest = text.removesuffix(mark)
        if rest != text and (not rest or rest[-1].isspace() or mark.startswith(("(", "["))):
            return rest.rstrip(), False
    return text, True


def visible_text(text: str) -> str:
    """Return what a reader sees of a cell, on one line: labels of links, no images, tags, footnotes or emojis."""
    text = _MARKDOWN.sub(lambda match: match["label"], _with_markdown_links(text))
    return " ".join(_EMPHASIS.sub(r"\2", _SHORTCODE.sub("", _TAG.sub("", _FOOTNOTE.sub("", text)))).split())


def links_of(text: str) -> str:
    """Return the links of a cell as Markdown, without the text around them; empty where it has none."""
    return ", ".join(match[0] for match in _MARKDOWN.finditer(_with_markdown_links(text)))


def _with_markdown_links(text: str) -> str:
    """Return `text` without images, and with Markdown links for those of HTML."""
    return _HTML_LINK.sub(lambda match: f"[{match['label']}](<{match['url']}>)", _IMAGE.sub("", text))


def read_cell(column: Column, text: str, vocabularies: Vocabularies, marks: Sequence[str] = DOUBT) -> CellValue:
    """Return what `text`, not empty, says about a field.

    Raises:
        PydanticCustomError: it cannot be understood; message and hint say why.
    """
    text, certain = without_doubt(text, marks)
    note = ""
    if column.type.base_address is not None:
        texts, labels_certain = _addresses(column, text, marks)
        certain &= labels_certain
    else:
        if not text:
            hint = "name it under `words` of the mapping: null if it says nothing"
            raise invalid("found a mark of doubt and nothing else", hint)
        if column.type.has_note and (match := _NOTE.fullmatch(text)):
            text, note = match["value"], match["note"].strip()
        texts = _items(column, text)
    values = tuple(_value(column, item, vocabularies) for item in texts)
    return CellValue(values if column.many else values[0], certain=certain, note=note)


def _value(column: Column, text: str, vocabularies: Vocabularies) -> Any:
    """Return the value of a text; lines of a cell are one value if they can be read together."""
    try:
        return column.type.from_cell(" ".join(text.split()), column.show, vocabularies)
    except PydanticCustomError:
        lines = text.split("\n")
        if len(lines) == 1:
            raise
        message = f"found {len(lines)} lines where one value belongs: {', '.join(map(repr, lines))[:100]}"
        hint = "keep one; if they belong to several fields, name these under `also` and write `split: <br>`"
        raise invalid(message, hint) from None


def _items(column: Column, text: str) -> list[str]:
    """Return the texts of several values, where a field may have them; a comma inside a number separates nothing."""
    if not column.many:
        return [text]
    separator = r"[;\n]|,\s" if column.type.is_number else r"[,;\n]"
    return [item for part in re.split(separator, text) if (item := _BULLET.sub("", part.strip()))]


def _addresses(column: Column, text: str, marks: Sequence[str]) -> tuple[list[str], bool]:
    """The addresses of Markdown links, or as they stand; and whether no label of a link is in doubt."""
    text = _with_markdown_links(text)
    links = list(_MARKDOWN.finditer(text))
    addresses = [link["url"] for link in links] or _items(column, text) or [""]
    if links and _MARKDOWN.sub("", text).strip(" ,;\n-*\u2022\u00b7"):
        raise invalid(f"found {text[:80]!r}, which is more than links", "leave only the link in the cell")
    if not all(addresses):
        hint = "add the address, or name the cell under `words`: null if it says nothing"
        raise invalid("found a link without an address", hint)
    if len(addresses) > 1 and not column.many:
        raise invalid("found two addresses where one belongs", "keep one")
    return addresses, all(without_doubt(link["label"], marks)[1] for link in links)
