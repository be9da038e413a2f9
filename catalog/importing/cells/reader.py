"""Reads one cell for the fields that its column feeds: by the mapping's words, or else by the fields' types."""

from __future__ import annotations

from collections.abc import Container, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

from pydantic_core import PydanticCustomError

from catalog.importing.cells.habits import NO_HABITS, Habits
from catalog.importing.cells.inline import CellText, read_inline
from catalog.importing.cells.signs import says_nothing
from catalog.importing.cells.values import EMPTY_LIST, NOTHING, CellValue, is_address, read_cell, without_doubt
from catalog.importing.mapping import ColumnReader, Feed, ImportPlan, defined_value, error_text
from catalog.model.columns import Column
from catalog.values import Vocabularies, folded, guess
from catalog.values.invalid import invalid


class CellReport(Protocol):
    """Takes what is wrong with a cell; `text` is what it is about where that is a part of the cell."""

    def __call__(self, field: str, message: str, hint: str, text: str = "") -> None:
        """Remember it."""


_LINE_BREAKS = ("<br>", "<br/>", "<br />")
"""How a mapping says that the lines of a cell are its parts."""
Values = dict[str, CellValue]


class CellSource(NamedTuple):
    """One cell, or a part of one: what the file has there, what readers see, and the value of a structured file."""

    text: str
    content: CellText
    raw: Any = None


class CellReader:
    """Reads the cells of a table for the fields of a survey."""

    def __init__(self, plan: ImportPlan, vocabularies: Vocabularies, habits: Mapping[int, Habits]) -> None:
        self._plan, self._vocabularies, self._habits = plan, vocabularies, habits

    def is_open(self, reader: ColumnReader | None, text: str, content: CellText) -> bool:
        """Whether a cell says nothing: it is empty, or has a word for that which is none of the field's own."""
        word = folded(text)
        if word in self._plan.words:
            return self._plan.words[word] is None
        feeds = reader.feeds if reader else ()
        if any(word in feed.words for feed in feeds):
            return False
        shown = content.text
        if not shown:
            return not content.links and not content.images
        own = any(feed.column.type.meanings(shown, self._vocabularies) for feed in feeds)
        return says_nothing(shown) and not content.links and not own

    def items(self, reader: ColumnReader, content: CellText) -> dict[str, list[CellValue]]:
        """Return the values of fields of which each item of a list of parts has one; none where a cell has only one."""
        found = {}
        for feed in reader.feeds if ";" in content.text and not reader.split else ():
            column = feed.column
            if feed.parts and not column.many and not column.type.is_free_text:
                pieces = [read_inline(piece) for piece in content.text.split(";")]
                with suppress(PydanticCustomError):
                    found[column.path] = [read_cell(column, piece, self._vocabularies) for piece in pieces]
        return found

    def values(
        self, reader: ColumnReader, cell: CellSource, report: CellReport, without: Container[str] = ()
    ) -> Values:
        """Return what a cell says of each field but those `without`, and report what is not understood."""
        content = cell.content
        words = {folded(cell.text), folded(content.text)}
        is_word = bool(words & {EMPTY_LIST, *self._plan.words})
        if reader.split and not is_word:
            return self._parts(reader, content, report)
        found: Values = {}
        for feed in reader.feeds:
            if feed.column.path in without:
                continue
            if reader.index == self._plan.name and is_address(feed.column) and not content.links:
                continue
            value = self._read(feed, cell, report)
            if value and not value.is_nothing:
                found[feed.column.path] = value
        return found

    def _parts(self, reader: ColumnReader, content: CellText, report: CellReport) -> Values:
        """The values of the cell's parts, each for the fields whose words it matches."""
        values: Values = {}
        separator = "\n" if folded(reader.split) in _LINE_BREAKS else reader.split
        at = 0
        for piece in content.text.split(separator):
            part = content.part(at, at + len(piece))
            at += len(piece) + len(separator)
            if part.text:
                self._part(values, reader, part, report)
        return values

    def _part(self, values: Values, reader: ColumnReader, part: CellText, report: CellReport) -> None:
        # Without defined words only where the column feeds no other field.
        by_type = len(reader.feeds) == 1
        matches = []
        for feed in reader.feeds:
            value = self._read(feed, CellSource(part.text, part), report, by_type=by_type, is_part=True)
            matches += [(feed, value)] if value else []
        if not matches:
            words = [word for feed in reader.feeds for word in (*feed.words, *feed.contains)]
            hint = f"{guess(part.text, words)}define it under `words` of one of the column's fields"
            report("", f"no field of the column defines the words {part.text[:80]!r}", hint)
        for feed, value in matches:
            if not value.is_nothing:
                _add(values, feed, value, report)

    def _read(
        self, feed: Feed, cell: CellSource, report: CellReport, *, by_type: bool = True, is_part: bool = False
    ) -> CellValue | None:
        """The value of a text for a field: by the mapping's words, or else by the field's type."""
        text, content, raw = cell
        try:
            value = self._defined(feed, text) or self._defined(feed, content.text)
            if value is not None:
                links = tuple(link.url for link in content.links if link.url)
                return value if is_address(feed.column) else replace(value, sources=links)
            if not by_type:
                return None
            column = feed.column
            habits = self._habits.get(id(feed.column), NO_HABITS)
            marks = self._plan.mapping.doubt
            if raw is not None and not isinstance(raw, str):
                return read_raw(feed.column, raw, content, self._vocabularies, habits)
            if is_part and column.many:  # a part is one item, whatever stands in it
                read = read_cell(replace(column, many=False), content, self._vocabularies, marks, habits)
                return read if read.value is None else replace(read, value=(read.value,))
            return read_cell(column, content, self._vocabularies, marks, habits)
        except PydanticCustomError as error:
            report(feed.column.path, *error_text(error))
            return NOTHING

    def _defined(self, feed: Feed, text: str) -> CellValue | None:
        """The value that the mapping's words define for a text; None where none matches."""
        value = self._word(feed, text)
        if value is not None:
            return value
        text, certain = without_doubt(text, self._plan.mapping.doubt)
        contained = (value for piece, value in feed.contains.items() if piece in folded(text))
        value = self._word(feed, text) or next(contained, None)
        return replace(value, certain=certain) if value else None

    def _word(self, feed: Feed, text: str) -> CellValue | None:
        word = folded(text)
        if word in feed.words or word not in self._plan.words:
            return feed.words.get(word)
        return defined_value(feed.column, self._plan.words[word], self._vocabularies)


def _add(values: Values, feed: Feed, value: CellValue, report: CellReport) -> None:
    path = feed.column.path
    first = values.get(path)
    if first is None:
        values[path] = value
    elif feed.column.many and first.blank is None and value.blank is None:
        certain, sources = first.certain and value.certain, first.sources + value.sources
        values[path] = replace(value, value=first.value + value.value, certain=certain, sources=sources)
    else:
        report(path, "two parts of the cell give this field a value, and it holds one", "keep one")


def read_raw(
    column: Column, raw: Any, content: CellText, vocabularies: Vocabularies, habits: Habits = NO_HABITS
) -> CellValue:
    """Return what a value of a structured file says about a field.

    Raises:
        PydanticCustomError: the field cannot have it.
    """
    if isinstance(raw, dict):
        raise invalid("found a mapping where a value belongs", "name the fields of its keys, as in `size.height`")
    if not isinstance(raw, list | tuple):
        return _scalar(column, raw, content, vocabularies, habits)
    if any(isinstance(item, dict | list) for item in raw):
        hint = "declare a field with `fields` and `many: true` for it"
        raise invalid("found a list of mappings where a value belongs", hint)
    known = [item for item in raw if item is not None and item != ""]
    if not known:
        return NOTHING
    if len(known) > 1 and not column.many:
        if not column.type.is_free_text:
            raise invalid(
                f"found a list of {len(known)} where one value belongs", "declare the field with `many: true`"
            )
        known = [", ".join(map(str, known))]
    single = replace(column, many=False)
    read = [_scalar(single, item, read_inline(str(item), "plain"), vocabularies, habits) for item in known]
    values = list(dict.fromkeys(item.value for item in read if item.value is not None))
    note = " ".join(dict.fromkeys(item.note for item in read if item.note))
    return CellValue(tuple(values) if column.many else values[0], note=note) if values else NOTHING


def _scalar(column: Column, raw: Any, content: CellText, vocabularies: Vocabularies, habits: Habits) -> CellValue:
    if not isinstance(raw, str):
        try:
            value = column.type.read(raw, vocabularies)
        except PydanticCustomError:
            pass
        else:
            return CellValue((value,) if column.many else value)
    return read_cell(column, content, vocabularies, (), habits)
