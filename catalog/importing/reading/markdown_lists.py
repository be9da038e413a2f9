"""Lists of links in sections, as awesome lists have them: `- [name](url) - Description.` and tags in code.

Each item that begins with a link is a row. What is listed below an item and begins with a link is a row too, with the
item in the column `Under`; anything else below it belongs to its description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from catalog.importing.reading.markdown_blocks import MarkdownFile, cell_text
from catalog.importing.reading.rows import numbered_lines
from catalog.importing.source_table import Remark, SourceCell, SourceFile, SourceRow, SourceTable

_LINK = (
    r"\[(?:\\.|[^\[\]\\]|!?\[[^\[\]]{0,500}\](?:\([^()\s]{0,500}\))?)++\]"
    r"\(\s*+<?(?P<url>(?:[^\s()<>]|\([^\s()]*+\))*+)[^()]{0,300}\)"
)
_LEAD = re.compile(
    r"(?P<name>(?:\[[ xX]\]\s+)?(?:!\[[^\[\]]*\]\([^()\s]*\)\s*)*(?:[^\w\s\[]|:\w+:|\s){0,12}"
    rf"{_LINK}(?:\*\*|__|~~|\*|_)?)"
)
_SEPARATOR = re.compile(r"^\s*(?:(?:[-\u2013\u2014:|•·,]|->|=>)\s+|[\u2013\u2014:]\s*)?")
_SPLIT = re.compile(r"\s+[-\u2013\u2014]\s+|:\s+|(?<=:\*\*)\s+")
_NAMED = re.compile(r"(?:\*\*[^*]{1,200}\*\*|`[^`]{1,200}`).*\]\(")
"""An item that begins with a name in bold, and has a link further on."""
_TAGS = re.compile(r"(?:\s*`[^`]{1,80}`)+\s*\Z")
_WEIGHT = 0.2
"""A list of links counts for less than a table: documents have lists in their text, too."""


@dataclass(eq=False)
class _Item:
    line: int
    column: int
    text: str = ""
    more: list[str] = field(default_factory=list)
    below: list[_Item] = field(default_factory=list)

    @property
    def lead(self) -> re.Match[str] | None:
        return _LEAD.match(self.text)

    @property
    def is_category(self) -> bool:
        """Whether it only says what the links below it are."""
        return not self.lead and any(item.lead for item in self.below)

    @property
    def all_below(self) -> Iterator[_Item]:
        """The item and everything below it."""
        yield self
        for item in self.below:
            yield from item.all_below

    def written(self, indent: str = "") -> Iterator[str]:
        """The lines of the item and all below it."""
        for line in filter(None, (self.text, *self.more)):
            yield from (f"{indent}{part}" for part in line.split("\n"))
        for item in self.below:
            yield from item.written(f"{indent}- ")


@dataclass(frozen=True, slots=True)
class _Row:
    item: _Item
    name: str
    description: str
    tags: str
    under: SourceCell


def list_tables(file: MarkdownFile, source: SourceFile) -> list[SourceTable]:
    """Return a table for each list of links, all with the same headings."""
    found: list[list[_Item]] = []
    contents: list[list[_Item]] = []
    others: list[list[_Item]] = []
    for items in filter(None, _lists(file)):
        kind = contents if _is_contents(items) else found if _is_of_links(items) else others
        kind.append(items)
    if contents:
        lines = numbered_lines([items[0].line for items in contents])
        source.remarks.append(_told(contents, f"what only links to headings of the file ({lines}) is not read"))
    if found and others:
        lines = numbered_lines([items[0].line for items in others])
        source.remarks.append(_told(others, f"lists whose items do not begin with a link ({lines}) are not read"))
    for category in (below for items in found for item in items for below in item.all_below if below.is_category):
        if category.more:
            message = f"what is said of {category.text[:60]!r}, which is a heading of links, is not read"
            source.remarks.append(Remark(category.line, category.column, message, "write it as a heading with #"))
    rows = [[row for item in items for row in _rows(item, [])] for items in found]
    if sum(map(len, rows)) < 2:
        return []
    columns = ["name", "description"]
    columns += [name for name in ("tags", "under") if any(_text(row, name) for group in rows for row in group)]
    return [_table(file, source, group, columns) for group in rows]


def _told(lists: Sequence[list[_Item]], message: str) -> Remark:
    return Remark(lists[0][0].line, lists[0][0].column, message, "", is_loss=False)


def _is_contents(items: Sequence[_Item]) -> bool:
    leads = [below.lead for item in items for below in item.all_below]
    return any(leads) and all(lead["url"].startswith("#") for lead in leads if lead)


def _is_of_links(items: Sequence[_Item]) -> bool:
    rows = sum(bool(item.lead or _NAMED.match(item.text)) or item.is_category for item in items)
    return 2 * rows >= len(items)


def _lists(file: MarkdownFile) -> Iterator[list[_Item]]:
    """The items of every list that stands in no other."""
    lines = file.text.split("\n")
    open_lists: list[list[_Item]] = []
    open_items: list[_Item] = []
    for token in file.tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            open_lists.append([])
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            items = open_lists.pop()
            if open_items:
                open_items[-1].below += items
            else:
                yield items
        elif token.type == "list_item_open" and token.map:
            open_items.append(_Item(token.map[0] + 1, 1))
            open_lists[-1].append(open_items[-1])
        elif token.type == "list_item_close":
            open_items.pop()
        elif token.content and open_items:
            _add(file, open_items[-1], token, lines)


def _add(file: MarkdownFile, item: _Item, token: Token, lines: Sequence[str]) -> None:
    text = file.resolved(cell_text(token.content))
    if token.type != "inline" or item.text or not token.map:
        item.more.append(text)
        return
    line = token.map[0]
    item.line, item.column = line + 1, lines[line].find(token.content.split("\n")[0]) + 1
    item.text = " ".join(text.split("\n"))


def _rows(item: _Item, under: list[_Item]) -> Iterator[_Row]:
    """The row of an item, if it is no category, and those of what is listed below it."""
    rows_below = [below for below in item.below if below.lead or below.is_category]
    if not item.is_category:
        yield _row(item, [below for below in item.below if below not in rows_below], under)
    elif len(rows_below) < len(item.below):
        rows_below = item.below
    for below in rows_below:
        yield from _rows(below, [*under, item])


def _row(item: _Item, kept: Sequence[_Item], under: Sequence[_Item]) -> _Row:
    lead = item.lead
    if lead:
        name, rest = lead["name"].strip(), _SEPARATOR.sub("", item.text[lead.end() :], count=1)
    else:
        parts = _SPLIT.split(item.text, maxsplit=1)
        name, rest = parts[0], "".join(parts[1:])
    tags = _TAGS.search(rest)
    described = [rest[: tags.start()].strip() if tags else rest.strip(), *item.more]
    described += [line for below in kept for line in below.written("- ")]
    words = ", ".join(re.findall(r"`([^`]+)`", tags[0])) if tags else ""
    above = " / ".join(_called(above) for above in under)
    return _Row(item, name, "\n".join(filter(None, described)), words, SourceCell(above, item.line, item.column))


def _called(item: _Item) -> str:
    return item.lead["name"].strip() if item.lead else item.text


def _text(row: _Row, column: str) -> str:
    return row.under.text if column == "under" else str(getattr(row, column))


def _table(file: MarkdownFile, source: SourceFile, rows: Sequence[_Row], columns: Sequence[str]) -> SourceTable:
    line = rows[0].item.line if rows else 0
    header = SourceRow(line, tuple(SourceCell(name.capitalize(), line, 1) for name in columns))
    body = [
        SourceRow(
            row.item.line, tuple(SourceCell(_text(row, name), row.item.line, row.item.column) for name in columns)
        )
        for row in rows
    ]
    sections = file.sections_at(line)
    name = sections[-1].text if sections else source.stem
    return SourceTable([header, *body], name, "markdown", [], sections, weight=_WEIGHT, noun="list")
