r"""The blocks of a Markdown file, found by a Markdown parser: headings, lists, and pipe tables cell by cell.

The parser knows the line of a table, but not the column in which a cell begins; problems are reported with both. So its
rule for tables is replaced by one that does, and that also reads a table whose header has another length than the line
of dashes. Otherwise the rules are those of GitHub: `\|` is a pipe inside a cell, also in code; rows go on up to an
empty line or another block.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from catalog.importing.source_table import Remark, SourceCell, SourceRow, text_lines

TABLE = "pipe_table"
_CELL = re.compile(r"(?:[^|]|(?<=\\)\|)*")
_DASHES = re.compile(r"\s*+(?:\|\s*+)?:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*+")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FOOTNOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,100})\]:\s*(.*)")
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_REFERENCE = re.compile(
    r"\[(?P<label>(?:\\.|[^\[\]\\]|!\[[^\[\]]*\]\([^()\s]*\))+)\](?:\[(?P<name>[^\[\]]*)\])?(?![\[(:])"
)
_HTML_HEADING = re.compile(
    r"<h(?P<level>[1-6])\b[^<>]{0,300}>(?P<heading>.{0,500}?)</h(?P=level)>"
    r"|<summary\b[^<>]{0,300}>(?P<summary>.{0,500}?)</summary>|</details>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<[^<>]{0,500}>")
_SUMMARY = 7
_MAX_NESTING = 60
_SILENT = True
"""How a rule is asked whether it would begin a block, without beginning one."""


@dataclass
class MarkdownFile:
    """A Markdown file taken apart.

    `front` is the text between the lines `---` that it begins with. `headings` are the lines of headings with the
    headings in force from there on.
    """

    text: str
    front: str | None = None
    tokens: list[Token] = field(default_factory=list)
    headings: list[tuple[int, tuple[SourceCell, ...]]] = field(default_factory=list)
    footnotes: dict[str, str] = field(default_factory=dict)
    references: dict[str, Any] = field(default_factory=dict)

    def sections_at(self, line: int) -> tuple[SourceCell, ...]:
        """The headings above a line, from the outermost."""
        index = bisect_right(self.headings, line, key=lambda entry: entry[0])
        return self.headings[index - 1][1] if index else ()

    def resolved(self, text: str) -> str:
        """`text` with the addresses of links that the file defines elsewhere: `[label][name]`."""
        if not self.references or "[" not in text:
            return text
        return _REFERENCE.sub(self._inline, _REFERENCE.sub(self._inline, text))

    def _inline(self, match: re.Match[str]) -> str:
        found = self.references.get(normalizeReference(match["name"] or match["label"]))
        return f"[{match['label']}](<{found['href']}>)" if found and not match["label"].startswith("^") else match[0]


def taken_apart(text: str) -> MarkdownFile:
    """Return the blocks of a Markdown file."""
    front = _FRONT_MATTER.match(text)
    file = MarkdownFile(text, front=front[1] or "" if front else None)
    if front:
        text = "\n" * front[0].count("\n") + text[front.end() :]
    environment: dict[str, Any] = {}
    file.tokens = _parser().parse(text, environment)
    file.references = environment.get("references", {})
    lines = text.split("\n")
    file.footnotes = {match[1]: match[2].strip() for match in map(_FOOTNOTE.match, lines) if match}
    _find_headings(file, lines)
    return file


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).disable("inline")
    parser.block.ruler.before("code", TABLE, _table, {"alt": ["paragraph", "reference"]})
    return parser


def _find_headings(file: MarkdownFile, lines: Sequence[str]) -> None:
    path: list[tuple[int, SourceCell]] = []
    for line, level, text in _headings(file.tokens):
        path = [(above, cell) for above, cell in path if above < level]
        if text:
            path.append((level, SourceCell(text, line + 1, lines[line].find(text) + 1)))
        file.headings.append((line + 1, tuple(cell for _, cell in path)))


def _headings(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Yield line, level and text of each heading; the summary of details is one below all others, up to their end."""
    for token, following in zip(tokens, [*tokens[1:], None], strict=False):
        if token.type == "heading_open" and token.map and following:
            yield token.map[0], int(token.tag[1:]), " ".join(following.content.split())
        elif token.type == "html_block" and token.map:
            for match in _HTML_HEADING.finditer(token.content):
                line = token.map[0] + token.content.count("\n", 0, match.start())
                text = _TAG.sub("", match["heading"] or match["summary"] or "")
                yield line, int(match["level"] or _SUMMARY), " ".join(unescape(text).split())


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - as the parser calls it
    """The parser's rule: whether a table begins at a line; if so, a token with its rows is added."""
    dashes = start + 1
    if dashes >= end or state.sCount[dashes] < state.blkIndent:
        return False
    below = _content(state, dashes)
    if not _DASHES.fullmatch(below) or "|" not in _content(state, start):
        return False
    if state.is_code_block(start) or state.is_code_block(dashes):
        return False
    header, width = _row(state, start), len(_row(state, dashes).cells)
    if width != len(header.cells) and "|" not in below:
        return False
    if silent:
        return True
    rows, line = [header], start + 2
    terminators = state.md.block.ruler.getRules("blockquote")
    while line < end and _is_row(state, line) and not any(rule(state, line, end, _SILENT) for rule in terminators):
        rows.append(_row(state, line))
        line += 1
    token = state.push(TABLE, "", 0)
    token.map = [start, line]
    token.meta = {"rows": rows, "remarks": _unequal(header, width)}
    state.line = line
    return True


def _is_row(state: StateBlock, line: int) -> bool:
    return state.sCount[line] >= state.blkIndent and not state.isEmpty(line) and not state.is_code_block(line)


def _unequal(header: SourceRow, width: int) -> list[Remark]:
    if len(header.cells) == width:
        return []
    message = f"the header has {len(header.cells)} cells and the line of dashes {width}, so GitHub shows no table here"
    return [Remark(header.number, 1, message, "give both as many cells", is_loss=False)]


def _content(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _row(state: StateBlock, line: int) -> SourceRow:
    begin = state.bMarks[line] + state.tShift[line]
    return table_row(_content(state, line), line + 1, begin - state.src.rfind("\n", 0, begin) - 1)


def table_row(line: str, number: int, before: int = 0) -> SourceRow:
    """Return one row: the text of each cell, and the column where it begins; `before` it stand so many characters."""
    at = len(line) - len(line.lstrip())
    at += line[at : at + 1] == "|"
    cells = []
    while True:
        match = _CELL.match(line, at)
        raw = match[0] if match else ""
        end = at + len(raw)
        column = at + len(raw) - len(raw.lstrip()) if raw.strip() else at
        cells.append(SourceCell(cell_text(raw), number, before + column + 1))
        if not line[end + 1 :].strip():
            return SourceRow(number, tuple(cells))
        at = end + 1


def cell_text(raw: str) -> str:
    """Return the Markdown of a cell; `<br>` begins a line."""
    return text_lines(_BREAK.sub("\n", raw.replace("\\|", "|")))
