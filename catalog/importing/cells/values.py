"""Reads the cells of somebody's table as values: `7.7+ million hours (?)`, `2024/2/13`, `[2048](https://…)`.

The type of the field reads a value; this module reads what cells add to it: doubt, notes, lists, lines and links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError

from catalog.importing.cells.habits import NO_HABITS, Habits, must_rewrite, rewritten
from catalog.importing.cells.inline import CellLink, CellText, read_inline
from catalog.importing.cells.signs import answer, answer_as, blank_for, says_nothing
from catalog.model.columns import Column
from catalog.values import Blank, Vocabularies, folded
from catalog.values.invalid import invalid

DOUBT = ("(?)", "?")
"""What surveyors write behind a value of which they are not sure."""

EMPTY_LIST = "empty list"
"""How exports write a list without items, which is known to have none."""

_NOTE = re.compile(r"(?P<value>.*\S)\s*\((?P<note>[^()]+)\)", re.DOTALL)
_MAX_NOTED = 1000
_MAX_LABEL = 200
_REMARK = re.compile(r"(?P<sign>[^\s,:;(\u2013-]+)(?:\s*[,:;\u2013]\s+(?P<note>.+)|\s+(?P<rest>.+))", re.DOTALL)
"""An answer with a remark behind it; behind a word, only a comma or a colon sets it off."""
_BULLET = re.compile(r"^(?:[-*\u2022\u00b7+]|\d{1,2}[.)])\s+")
_AROUND = " ,;/|&+\n-*\u2022\u00b7()[]."
"""What may stand between links and says nothing."""


@dataclass(frozen=True, slots=True)
class CellValue:
    """What a cell says about one field: a value or a blank, whether it is certain, a note, and where its links lead."""

    value: Any = None
    blank: Blank | None = None
    certain: bool = True
    note: str = ""
    sources: tuple[str, ...] = ()

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


def is_address(column: Column) -> bool:
    """Whether the values of a field are addresses, so that it reads the links of a cell and not their labels."""
    return column.type.base_address is not None


def read_cell(
    column: Column,
    cell: str | CellText,
    vocabularies: Vocabularies,
    marks: Sequence[str] = DOUBT,
    habits: Habits = NO_HABITS,
) -> CellValue:
    """Return what a cell, not empty, says about a field; text is read as Markdown.

    Raises:
        PydanticCustomError: it cannot be understood; message and hint say why.
    """
    content = read_inline(cell) if isinstance(cell, str) else cell
    if is_address(column) and (content.links or content.images):
        return _addresses(column, content, vocabularies, marks)
    if column.type.is_prose and content.text and not says_nothing(content.text):
        return CellValue(column.type.from_cell(content.source or content.text, column.show, vocabularies))
    text, certain = without_doubt(content.text, marks)
    if not text and content.images:
        text = ", ".join(image.label for image in content.images if image.label)
        content = CellText(text)
    if not text or (says_nothing(text) and not column.type.meanings(text, vocabularies)):
        return NOTHING
    if column.many and folded(text) == EMPTY_LIST:
        return CellValue((), certain=certain)
    if blank := blank_for(text):
        return CellValue(blank=blank, certain=certain)
    note = ""
    if column.type.has_note and len(text) < _MAX_NOTED and (match := _NOTE.fullmatch(text)):
        text, note = match["value"], match["note"].strip()
    texts = [item.text for item in items(column, content.part(0, len(text)))]
    try:
        read = [_noted(column, item, vocabularies, habits) for item in texts]
    except PydanticCustomError:
        if len(content.links) < 2:
            raise
        # `[2048](https://…) [docs](https://…)`: the first link is the value, and others are beside it.
        first = content.links[0]
        read = [_noted(column, first.label, vocabularies, habits)]
        note = " ".join(f"{content.text[: first.start]}{content.text[first.end :]}".split()).strip(_AROUND)
    values = tuple(dict.fromkeys(value for value, _ in read))
    note = " ".join(filter(None, (note, *(more for _, more in read))))
    sources = tuple(dict.fromkeys(link.url for link in content.links))
    return CellValue(values if column.many else values[0], certain=certain, note=note, sources=sources)


def _noted(column: Column, text: str, vocabularies: Vocabularies, habits: Habits) -> tuple[Any, str]:
    """Return the value of a text and the note behind it: `Yes (beta)`, `✅ since 2.0`, `no, planned`."""
    try:
        return _value(column, text, vocabularies, habits), ""
    except PydanticCustomError:
        sign, remark = answer_and_remark(text)
        value = answer_as(column.type, sign, vocabularies) if remark else None
        if value is not None:
            return value, remark
        noted = _NOTE.fullmatch(text) if len(text) < _MAX_NOTED else None
        if noted:
            return _value(column, noted["value"], vocabularies, habits), noted["note"].strip()
        raise


def answer_and_remark(text: str) -> tuple[str, str]:
    """Return the answer that a text begins with and the remark behind it; both empty where it is no such text."""
    if len(text) >= _MAX_NOTED:
        return "", ""
    if (found := _NOTE.fullmatch(text)) and answer(found["value"]):
        return found["value"], found["note"].strip()
    found = _REMARK.fullmatch(text)
    if found and answer(found["sign"]) and (found["note"] or not found["sign"].isascii()):
        return found["sign"], (found["note"] or found["rest"]).strip()
    return "", ""


def _value(column: Column, text: str, vocabularies: Vocabularies, habits: Habits) -> Any:
    """Return the value of a text; lines of a cell are one value if they can be read together."""
    line = " ".join(text.split())
    try:
        if must_rewrite(column, line, habits):
            return _rewritten(column, line, vocabularies, habits)
        return column.type.from_cell(line, column.show, vocabularies)
    except PydanticCustomError as error:
        value = answer_as(column.type, line, vocabularies)
        if value is not None:
            return value
        lines = text.split("\n")
        if len(lines) == 1:
            return _rewritten(column, line, vocabularies, habits, error)
    message = f"found {len(lines)} lines where one value belongs: {', '.join(map(repr, lines))[:100]}"
    hint = "keep one; if they belong to several fields, name these under `also` and write `split: <br>`"
    raise invalid(message, hint)


def _rewritten(
    column: Column, line: str, vocabularies: Vocabularies, habits: Habits, error: PydanticCustomError | None = None
) -> Any:
    """Return the value of a text as people write it who do not know the type."""
    for text in rewritten(column, line, habits):
        try:
            return column.type.from_cell(text, column.show, vocabularies)
        except PydanticCustomError as found:
            error = error or found
    raise error or invalid(f"found {line[:60]!r}, which is not understood")


def items(column: Column, content: CellText) -> list[CellText]:
    """Return the several values of a cell, where a field may have them; nothing separates within a link or a number."""
    if not column.many:
        return [content]
    parts = [part for start, end in _spans(column, content) if (part := _unmarked(content.part(start, end))).text]
    return parts or [content]


def _spans(column: Column, content: CellText) -> Iterator[tuple[int, int]]:
    outside = [match for match in re.finditer(r"[;\n]", content.text) if not _is_in_link(content, match.start())]
    if column.type.is_number:  # `[512, 2048](https://…)` are two
        pattern = r"[;\n]|,\s|\s/\s"
    else:
        # A comma may be part of a text, and separates where nothing else does.
        pattern = r"[;\n]" if outside and column.type.has_commas else r"[,;\n]"
    at = 0
    for match in re.finditer(pattern, content.text):
        if column.type.is_number or not _is_in_link(content, match.start()):
            yield at, match.start()
            at = match.end()
    yield at, len(content.text)


def _is_in_link(content: CellText, at: int) -> bool:
    return any(link.start <= at < link.end for link in content.links)


def _unmarked(content: CellText) -> CellText:
    """An item of a list without its bullet."""
    bullet = _BULLET.match(content.text)
    return content.part(bullet.end(), len(content.text)) if bullet else content


def _addresses(column: Column, content: CellText, vocabularies: Vocabularies, marks: Sequence[str]) -> CellValue:
    """The addresses of links, or of images where there are none; what is written beside them is a note."""
    links = content.images if content.images and (column.type.is_image or not content.links) else content.links
    outside, certain = without_doubt(content.outside.strip(), marks)
    certain &= all(without_doubt(link.label, marks)[1] for link in links)
    if not all(link.url for link in links):
        hint = "add the address, or name the cell under `words`: null if it says nothing"
        raise invalid("found a link without an address", hint)
    written = [_address(column, link, marks) for link in links]
    read = [column.type.from_cell(text, column.show, vocabularies) for text in written]
    values = tuple({str(value): value for value in reversed(read)}.values())[::-1]
    if len(values) > 1 and not column.many:
        raise invalid("found two addresses where one belongs", "keep one")
    note = " ".join(outside.split()).strip(_AROUND)
    return CellValue(values if column.many else values[0], certain=certain, note=note)


def _address(column: Column, link: CellLink, marks: Sequence[str]) -> str:
    """The address of a link, with its label where the field keeps it."""
    label = re.sub(r"[\[\]]", "", without_doubt(link.label, marks)[0]).strip()[:_MAX_LABEL]
    return f"[{label}]({link.url})" if column.type.has_label and label and label != link.url else link.url
