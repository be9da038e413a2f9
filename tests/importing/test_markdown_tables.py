"""Pipe tables of Markdown, wherever they stand, as GitHub shows them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from catalog.importing.formats import markdown
from catalog.importing.reading.markdown_blocks import table_row
from tests.importing.reading import noticed, read_all, read_one, rows_as_texts, source, texts, told
from tests.importing.tables_written import as_markdown, rows_of

GITHUB = MarkdownIt("commonmark").enable("table")


def github_tables(text):
    """The tables that a Markdown parser finds: for each, the texts of its rows."""
    tables, is_cell = [], False
    for token in GITHUB.parse(text):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif token.type == "inline" and is_cell:
            tables[-1][-1].append(token.content)
        is_cell = token.type in ("th_open", "td_open")
    return tables


@given(rows_of())
def test_a_table_reads_back_as_it_was_written(rows):
    (table,) = markdown.tables(source("t.md", as_markdown(rows)))
    assert rows_as_texts(table.rows) == [[re.sub(r"<br\s*/?>", "", text) for text in row] for row in rows]


@given(st.text(alphabet="|-:\\ ab`>*\n", max_size=60))
def test_every_table_of_github_is_found_cell_by_cell(text):
    found = [rows_as_texts(table.rows) for table in markdown.tables(source("t.md", text))]
    for table in github_tables(text):
        width = len(table[0])
        squared = [[*row[:width], *[""] * (width - len(row))] for row in table]
        assert any(_agree(squared, other, width) for other in found), (squared, found)


def _agree(table, other, width):
    cells = [[" ".join(text.split()) for text in row] for row in table]
    return cells == [[*row[:width], *[""] * (width - len(row))] for row in other]


@given(st.text(alphabet="|-:\\ ab>\n"))
def test_every_cell_stands_where_it_is_said_to_stand(text):
    lines = text.split("\n")
    for table in markdown.tables(source("t.md", text)):
        for cell in (
            cell for row in table.rows for cell in row.cells if cell.text and "\\" not in lines[cell.line - 1]
        ):
            assert lines[cell.line - 1][cell.column - 1 :].startswith(cell.text[0])


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (r"| a | \ | b |", ["a", "\\", "b"]),
        (r"| a \| b | c |", ["a | b", "c"]),
        (r"| `a \| b` | c |", ["`a | b`", "c"]),
        ("| `a | b` | c |", ["`a", "b`", "c"]),
        (r"| a\_b | 2 \* 3 |", [r"a\_b", r"2 \* 3"]),
        ("| a | b", ["a", "b"]),
        ("a | b", ["a", "b"]),
        ("|  |  |", ["", ""]),
        ("| **bold** | `code` | *a* and *b* |", ["**bold**", "`code`", "*a* and *b*"]),
        ("| one<br>two | [x](https://e.org/a_(b)?c=d) |", ["one\ntwo", "[x](https://e.org/a_(b)?c=d)"]),
        ("| 7.7+ million   hours | × |", ["7.7+ million hours", "×"]),
    ],
)
def test_cells_of_a_row_are_told_apart_and_keep_their_markdown(row, cells):
    assert [cell.text for cell in table_row(row, 1).cells] == cells


TABLE = "| a | b |\n| :- | -: |\n| 1 | 2 |\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (TABLE, (3, 3)),
        ("".join(f"> {line}\n" for line in TABLE.splitlines()), (3, 5)),
        ("- item\n\n" + "".join(f"  {line}\n" for line in TABLE.splitlines()), (5, 5)),
        (f"<details>\n<summary>More</summary>\n\n{TABLE}\n</details>\n", (6, 3)),
        (f"text\n{TABLE}", (4, 3)),
        (f"---\ntitle: x\n---\n{TABLE}", (6, 3)),
        ("a | b\n--|--\n1 | 2\n", (3, 1)),
        (TABLE.replace("\n", "\r\n"), (3, 3)),
    ],
)
def test_a_table_is_found_wherever_it_stands(tmp_path, text, place):
    table = read_one(tmp_path, "t.md", text)
    assert (table.headings, texts(table), table.markup) == (["a", "b"], [["1", "2"]], "markdown")
    assert (table.rows[0][0].line, table.rows[0][0].column) == place


@pytest.mark.parametrize("text", [f"```\n{TABLE}```\n", f"~~~\n{TABLE}~~~\n", f"<!--\n{TABLE}-->\n"])
def test_tables_in_code_and_comments_are_no_tables(tmp_path, text):
    (table,) = read_all(tmp_path, "t.md", f"{text}\n| c |\n| - |\n| 3 |\n")
    assert texts(table) == [["3"]]


def test_a_row_without_a_pipe_is_a_row_as_on_github(tmp_path):
    assert texts(read_one(tmp_path, "t.md", f"{TABLE}bar\n\nend\n")) == [["1", "2"], ["bar", ""]]


def test_a_table_whose_line_of_dashes_has_another_length_is_read_and_told(tmp_path):
    table = read_one(tmp_path, "t.md", "| a | b |\n| - | - | - |\n| 1 | 2 | 3 |\n")
    assert texts(table) == [["1", "2"]]
    assert noticed(table)[0][1].startswith("the header has 2 cells and the line of dashes 3")
    assert told(table) == [("t.md:3:11", "the row has 3 cells and the header has 2; '3' is not read")]


def test_lines_that_look_like_a_table_are_told_where_they_are_not_one(tmp_path):
    table = read_one(tmp_path, "t.md", f"| x | y |\n| 1 | 2 |\n\n{TABLE}")
    message = "these lines look like a table and are not read, for there is no line of dashes below the first"
    assert told(table) == [("t.md:1:1", message)]


def test_links_defined_elsewhere_in_the_file_come_with_their_addresses(tmp_path):
    text = "| a | b | c |\n| - | - | - |\n| [x][1] | [Two] | ![logo][pic] [^n] [no] |\n\n"
    text += "[1]: https://one.example\n[two]: https://two.example 'T'\n[pic]: p.png\n[^n]: By hand.\n"
    table = read_one(tmp_path, "t.md", text)
    assert texts(table) == [
        ["[x](<https://one.example>)", "[Two](<https://two.example>)", "![logo](<p.png>) [^n] [no]"]
    ]
    assert table.footnotes == {"n": "By hand."}


def test_tables_in_html_are_read_too(tmp_path):
    text = "# Models\n\n<table>\n<tr><th>a</th></tr>\n<tr><td>1</td></tr>\n</table>\n\n```html\n<table><tr><td>x\n```\n"
    table = read_one(tmp_path, "t.md", text)
    assert (table.headings, texts(table), table.name, table.line) == (["a"], [["1"]], "Models", 4)
