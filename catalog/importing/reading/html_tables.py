"""Tables in HTML, cell by cell: spans are spread, and what cells hold becomes Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from catalog.importing.reading.markdown_text import as_markdown, link_target, markdown_link, on_one_line
from catalog.importing.reading.rows import number_of
from catalog.importing.source_table import Remark, SourceCell, SourceFile, SourceRow, SourceTable, text_lines

_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~", "strike": "~~"}
_KEPT = frozenset({"sup", "sub"})
"""Without these 2³ would become 23; Markdown has no signs for them."""
_BREAKS = frozenset({"br", "p", "div", "li", "ul", "ol", "tr", "hr", "dd", "dt"})
_SILENT = frozenset({"script", "style", "template", "noscript", "head"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption"})
_WRAPPED = re.compile(r"\s*\n\s*(?![-*+] )")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_MOST_COLUMNS, _MOST_NESTED = 201, 50


@dataclass
class _Cell:
    line: int
    column: int
    is_header: bool
    across: int
    down: int
    pieces: list[str] = field(default_factory=list)
    label: str = ""
    """What a sign without text is called; `<…>` where it has no name."""
    begun: list[tuple[str, str, int]] = field(default_factory=list)
    """Links and emphasis that have not ended: tag, address, and how many pieces stand before."""


@dataclass
class _Table:
    line: int
    column: int
    rows: list[list[_Cell]] = field(default_factory=list)
    in_cell: bool = False


def html_tables(text: str, file: SourceFile, *, is_markdown: bool = False) -> list[SourceTable]:
    """Return every table of a text; in a Markdown file, what cells hold may be Markdown already."""
    parser = _Parser(file, is_markdown=is_markdown)
    parser.feed(text)
    parser.close()
    return parser.tables


class _Parser(HTMLParser):
    def __init__(self, file: SourceFile, *, is_markdown: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._file, self._is_markdown = file, is_markdown
        self._open: list[_Table] = []
        self._silent = 0
        self._heading: list[str] | None = None
        self._sections: dict[str, SourceCell] = {}
        self.tables: list[SourceTable] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row, a cell, or what cells hold."""
        attributes = {name: value or "" for name, value in attrs}
        line, column = self.getpos()
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._begin_table(line, column + 1)
        elif tag in _HEADINGS and not self._in_cell:
            self._heading = []
        elif self._open and tag == "tr":
            self._open[-1].rows.append([])
            self._open[-1].in_cell = False
        elif self._open and tag in ("td", "th"):
            self._begin_cell(tag, attributes, line, column + 1)
        elif self._in_cell:
            self._begin_inline(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        """End what has begun."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _HEADINGS and self._heading is not None:
            self._end_heading(tag)
        elif tag == "table" and self._open:
            self._end_table(self._open.pop())
        elif tag in ("td", "th", "tr") and self._open:
            self._open[-1].in_cell = False
        elif self._in_cell:
            self._end_inline(tag)

    def handle_data(self, data: str) -> None:
        """Add text to the cell."""
        if self._heading is not None:
            self._heading.append(self._markdown(data))
        elif self._in_cell and not self._silent:
            self._cell.pieces.append(self._markdown(data))

    def _markdown(self, data: str) -> str:
        """Text of the file as Markdown; lines of the file are no lines of the cell."""
        if self._is_markdown:
            return "\n".join(_WRAPPED.sub(" ", part) for part in _PARAGRAPHS.split(data))
        return re.sub(r"\s+", " ", as_markdown(data))

    def close(self) -> None:
        """End tables that the file does not end."""
        super().close()
        while self._open:
            self._end_table(self._open.pop())

    @property
    def _in_cell(self) -> bool:
        return bool(self._open) and self._open[-1].in_cell

    @property
    def _cell(self) -> _Cell:
        return self._open[-1].rows[-1][-1]

    def _begin_table(self, line: int, column: int) -> None:
        if self._in_cell:
            message = "a table inside a cell is read as a table of its own, and not as part of the cell"
            self._file.remarks.append(Remark(line, column, message, ""))
        if len(self._open) < _MOST_NESTED:
            self._open.append(_Table(line, column))

    def _begin_cell(self, tag: str, attributes: dict[str, str], line: int, column: int) -> None:
        table = self._open[-1]
        if not table.rows:
            table.rows.append([])
        across, down = _span(attributes, "colspan"), _span(attributes, "rowspan")
        table.rows[-1].append(_Cell(line, column, tag == "th", across, down))
        table.in_cell = True

    def _begin_inline(self, tag: str, attributes: dict[str, str]) -> None:
        cell = self._cell
        own = attributes.get("aria-label") or attributes.get("title") or ("<…>" if "class" in attributes else "")
        cell.label = cell.label if cell.label not in ("", "<…>") else own or cell.label
        if tag in _MARKS or (tag == "a" and attributes.get("href")):
            cell.begun.append((tag, attributes.get("href", ""), len(cell.pieces)))
        elif tag == "img" and attributes.get("src"):
            cell.pieces.append(f"![{on_one_line(attributes.get('alt', ''))}]({link_target(attributes['src'])})")
        elif tag == "input" and attributes.get("type") == "checkbox":
            cell.pieces.append("☑" if "checked" in attributes else "☐")
        elif tag in _KEPT:
            cell.pieces.append(f"<{tag}>")
        elif tag in _BREAKS:
            cell.pieces.append("\n")

    def _end_inline(self, tag: str) -> None:
        cell = self._cell
        if tag in _KEPT:
            cell.pieces.append(f"</{tag}>")
        elif tag in _BREAKS:
            cell.pieces.append("\n")
        elif cell.begun and cell.begun[-1][0] == tag:
            _, address, start = cell.begun.pop()
            cell.pieces[start:] = [_wrapped(tag, "".join(cell.pieces[start:]), address)]

    def _label(self, table: _Table) -> None:
        """Put the names of signs into cells that have nothing else, and tell of those without a name."""
        nameless = []
        for cell in (cell for row in table.rows for cell in row if cell.label and not "".join(cell.pieces).strip()):
            if cell.label == "<…>":
                nameless.append(cell)
            else:
                cell.pieces = [self._markdown(cell.label)]
        if nameless:
            message = (
                f"{number_of(len(nameless), 'cell')} with a sign that has no text, the first here, taken for empty"
            )
            self._file.remarks.append(Remark(nameless[0].line, nameless[0].column, message, "write words"))

    def _end_heading(self, tag: str) -> None:
        text = " ".join("".join(self._heading or []).split())
        self._heading = None
        line, column = self.getpos()
        if text:
            is_caption = tag == "caption"
            self._sections = {level: cell for level, cell in self._sections.items() if is_caption or level < tag}
            self._sections[tag] = SourceCell(text, line, column + 1)

    def _end_table(self, table: _Table) -> None:
        self._label(table)
        rows = [row for row in _spread(table.rows) if row]
        if not rows:
            return
        sections = tuple(self._sections.values())
        self._sections.pop("caption", None)
        name = sections[-1].text if sections else self._file.stem
        self.tables.append(SourceTable(_with_one_header(rows), name, "markdown", [], sections))


def _wrapped(tag: str, text: str, address: str) -> str:
    """A link or emphasis; blanks at the edges stand outside."""
    content = text.strip()
    if not content:
        return text
    before, after = text[: text.index(content[0])], text[len(text.rstrip()) :]
    marked = markdown_link(content, address) if tag == "a" else f"{_MARKS[tag]}{content}{_MARKS[tag]}"
    return f"{before}{marked}{after}"


def _span(attributes: dict[str, str], name: str) -> int:
    value = attributes.get(name, "").strip()
    return min(int(value), _MOST_COLUMNS) if re.fullmatch("[1-9][0-9]{0,4}", value) else 1


_Spread = list[tuple[SourceCell, bool]]
"""The cells of a row, and which are headings."""


def _spread(rows: list[list[_Cell]]) -> Iterator[_Spread]:
    """Yield the rows with every cell in all the places that it covers."""
    covered: dict[int, tuple[SourceCell, bool, int]] = {}
    for row in rows:
        spread: _Spread = []
        for cell in row:
            source = SourceCell(text_lines("".join(cell.pieces)), cell.line, cell.column)
            _take_covered(spread, covered)
            for _ in range(min(cell.across, _MOST_COLUMNS - len(spread))):
                if cell.down > 1:
                    covered[len(spread)] = (source, cell.is_header, cell.down - 1)
                spread.append((source, cell.is_header))
        _take_covered(spread, covered)
        yield spread


def _take_covered(spread: _Spread, covered: dict[int, tuple[SourceCell, bool, int]]) -> None:
    """Add what cells of rows above cover here."""
    while (place := len(spread)) in covered:
        source, is_header, left = covered.pop(place)
        spread.append((source, is_header))
        if left > 1:
            covered[place] = (source, is_header, left - 1)


def _with_one_header(rows: list[_Spread]) -> list[SourceRow]:
    """The rows below one header: rows of headings above each other become one, without a title over all columns."""
    count = next((index for index, row in enumerate(rows) if not all(head for _, head in row)), 1)
    heads = [[cell for cell, _ in row] for row in rows[: max(count, 1)]]
    heads = [row for row in heads if len(row) == 1 or len({(cell.line, cell.column) for cell in row}) > 1] or heads
    header = []
    for index in range(max(map(len, heads))):
        column = [row[index] for row in heads if index < len(row)]
        header.append(replace(column[-1], text=" ".join(dict.fromkeys(cell.text for cell in column))))
    body = [tuple(cell for cell, _ in row) for row in rows[max(count, 1) :]]
    return [SourceRow(header[0].line, tuple(header)), *(SourceRow(row[0].line, row) for row in body)]
