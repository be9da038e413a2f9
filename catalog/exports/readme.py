"""A table or a list of the records in any Markdown file, between two comments that stay where they are.

    <!-- catalog:begin columns=released,size.height -->
    <!-- catalog:end -->

Each comment has a line of its own, outside of blocks of code. `columns` are the fields that are shown, else those that
the website shows first. With `sections`, a field, it is a list with a heading for each value of that field and for each
kind of blank. All that is outside of the comments stays byte for byte.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.catalog import Catalog
from catalog.errors import DataError, Problem
from catalog.exports import Export
from catalog.exports.markdown import markdown_cell, markdown_table, plain_markdown
from catalog.model.columns import Column
from catalog.values import Blank, Record, guess

_MARKER = r"<!--[ \t]*catalog:(?P<word>\w+)(?P<options>[^\r\n]*?)-->[ \t]*(?P<end>\r?)$"
_FENCED = (
    r"(?P<item>(?:[-*+]|\d{1,9}[.)])[ ]+)?(?:(?P<ticks>`{3,})[^`\r\n]*|(?P<tildes>~{3,})[^\r\n]*)\r?$"
    r"(?:.*?^(?(item)[ ]*|[ ]{0,3})(?(ticks)(?P=ticks)`*|(?P=tildes)~*)[ \t]*\r?$|.*)"
)
"""A block of code between fences of one sign, or to the end of the file where the second is missing."""
_MARKERS = re.compile(rf"^ {{0,3}}(?:{_MARKER}|{_FENCED})", re.MULTILINE | re.DOTALL)
"""Comments with a `word`, and blocks of code, so that no comment is found in these."""
_OPTIONS = ("columns", "sections")
_Rank = tuple[bool, Any, str]
"""What sorts headings: whether it is of a blank, a number or a text, and the heading where two of these are equal."""
_WRITE = "write `<!-- catalog:begin -->` and, below it, `<!-- catalog:end -->`, each on a line of its own"


def readme_export(catalog: Catalog, records: Sequence[Record]) -> Iterator[str]:
    """The comments with the table between them, to be put into a file."""
    yield "<!-- catalog:begin -->\n\n"
    yield from markdown_table(catalog, records, catalog.shown, lambda record: _title(catalog, record))
    yield "\n<!-- catalog:end -->\n"


def insert(catalog: Catalog, file: Path, text: str) -> str:
    """Return the text of a Markdown file with what is between its comments up to date.

    Raises:
        DataError: it has not exactly one pair of comments, or their options are not understood.
    """
    begin, end = _pair(file, text)
    shown, section = _options(catalog, _Place(file, text, begin))
    if section:
        lines = _list(catalog, shown or [column for column in catalog.shown if column is not section], section)
    else:
        lines = markdown_table(catalog, catalog.records, shown or catalog.shown, lambda record: _title(catalog, record))
    between = f"\n{''.join(lines)}\n".replace("\n", f"{begin['end']}\n")
    return f"{text[: begin.end()]}\n{between}{text[end.start() :]}"


EXPORT = Export(
    name="readme",
    title="Part of a README",
    ending="readme.md",
    media_type="text/markdown",
    description="A table or a list between two comments of the Markdown file that --output names.",
    write=readme_export,
    rank=6,
    insert=insert,
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A comment in a file."""

    file: Path
    text: str
    comment: re.Match[str] | None = None

    def error(self, message: str, hint: str) -> DataError:
        """What is wrong with the comment, or with the whole file."""
        start = self.comment.start() if self.comment else 0
        line = self.text.count("\n", 0, start) + 1 if self.comment else 0
        return DataError([Problem(self.file, line, 1 if line else 0, "", message, hint, "readme")])


def _pair(file: Path, text: str) -> tuple[re.Match[str], re.Match[str]]:
    """The two comments of a file."""
    found = [match for match in _MARKERS.finditer(text) if match["word"]]
    if not found:
        raise _Place(file, text).error("no comments say where the records belong", _WRITE)
    for expected, comment in zip(("begin", "end"), found, strict=False):
        if comment["word"] != expected:
            message = f"found `catalog:{comment['word'][:40]}` where `catalog:{expected}` belongs"
            raise _Place(file, text, comment).error(message, _WRITE)
    if len(found) == 1:
        raise _Place(file, text, found[0]).error("`catalog:begin` without `catalog:end`", _WRITE)
    if len(found) > 2:
        raise _Place(file, text, found[2]).error("a file has these comments once", "keep one pair of them")
    return found[0], found[1]


def _options(catalog: Catalog, place: _Place) -> tuple[list[Column], Column | None]:
    """The columns and the field of the sections that the first comment names."""
    options: dict[str, list[Column]] = {}
    for option in place.comment["options"].split() if place.comment else ():
        name, _, value = option.partition("=")
        if name not in _OPTIONS or name in options or not value:
            hint = f"{guess(name, _OPTIONS)}write `columns=FIELD,FIELD` or `sections=FIELD`"
            raise place.error(f"found {option[:60]!r} where an option belongs", hint)
        if name == "sections" and "," in value.strip(","):
            raise place.error(f"found {option[:60]!r}, but only one field gives the sections", "keep one of them")
        options[name] = [_column(catalog, path, place) for path in _paths(option, value, place)]
    return options.get("columns", []), next(iter(options.get("sections", ())), None)


def _paths(option: str, value: str, place: _Place) -> list[str]:
    paths = value.split(",")
    if "" in paths:
        message = f"found {option[:60]!r}, a comma without a field on each side"
        raise place.error(message, "put no blanks around commas")
    return paths


def _column(catalog: Catalog, path: str, place: _Place) -> Column:
    if path not in catalog.by_path:
        hint = f"{guess(path, catalog.by_path)}the field guide lists them"
        raise place.error(f"found {path[:60]!r}, which is not a field", hint)
    return catalog.by_path[path]


def _title(catalog: Catalog, record: Record) -> str:
    """The name of a record in bold, or as a link to its page where the website has an address."""
    survey, name = catalog.settings, plain_markdown(record.name)
    if not survey.address:
        return f"**{name}**"
    return f"[{name}]({str(survey.address).rstrip('/')}/{survey.folder}/{record.slug}/)"


def _list(catalog: Catalog, shown: Sequence[Column], section: Column) -> Iterator[str]:
    """The records under headings, the values of a field; one with several values stands under each."""
    for index, (heading, records) in enumerate(_sections(catalog, section).items()):
        yield "\n" * bool(index) + f"### {plain_markdown(heading)}\n\n"
        yield from (_item(catalog, shown, record) for record in records)


def _item(catalog: Catalog, shown: Iterable[Column], record: Record) -> str:
    cells = {column.label: markdown_cell(catalog, column, record) for column in shown}
    said = "; ".join(f"{plain_markdown(label)}: {cell}" for label, cell in cells.items() if cell)
    return f"- {_title(catalog, record)}{': ' * bool(said)}{said}\n"


def _sections(catalog: Catalog, section: Column) -> dict[str, list[Record]]:
    """Heading → records: words of a closed list in their order, others as tables sort them, the blanks at the end."""
    found: defaultdict[str, list[Record]] = defaultdict(list)
    ranks: dict[str, _Rank] = {}
    for record in catalog.records:
        for heading, rank in dict(_headings(catalog, section, record)).items():
            found[heading].append(record)
            ranks.setdefault(heading, rank)
    return {heading: found[heading] for heading in sorted(found, key=ranks.__getitem__)}


def _headings(catalog: Catalog, section: Column, record: Record) -> Iterator[tuple[str, _Rank]]:
    """The headings under which a record stands, each with its rank among all."""
    for fact in section.facts(record):
        for value in fact.values:
            yield _heading(catalog, section, value)
        if fact.blank:
            yield _capitalised(fact.blank.value), (True, list(Blank).index(fact.blank), "")


def _heading(catalog: Catalog, section: Column, value: Any) -> tuple[str, _Rank]:
    """A name as it is, a word of a closed list with a capital, the year of a date, or a number with its unit."""
    kind, unit = section.type, section.show.unit
    word = catalog.short(section, value, unit) if section.entry or unit else kind.category(value)
    if word in kind.choices:
        return _capitalised(word), (False, kind.choices.index(word), "")
    return word, (False, word.casefold() if section.entry else kind.sort_key(value), word)


def _capitalised(word: str) -> str:
    return word[:1].upper() + word[1:]
