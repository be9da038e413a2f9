import csv
import io
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.errors import DataError, SetupError
from catalog.escape import INVISIBLE
from catalog.importing.formats import delimited, markdown
from catalog.importing.source_table import MalformedTableError
from catalog.importing.table import fullest, read_tables

cell_text = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=20).map(
    lambda text: " ".join(re.sub(INVISIBLE, "", text).split())
)


def as_markdown(rows):
    """A pipe table whose cells read back as they are: everything Markdown could take for its own is escaped."""
    lines = ["| " + " | ".join(re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text) for text in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def rows_of(min_columns=1):
    return st.integers(min_columns, 5).flatmap(
        lambda width: st.lists(st.lists(cell_text, min_size=width, max_size=width), min_size=2, max_size=5)
    )


def texts(table):
    return [[span.text for span in line.cells] for line in table]


@given(rows_of())
def test_a_markdown_table_reads_back_as_it_was_written(rows):
    (table,) = markdown.tables(as_markdown(rows))
    assert texts(table) == rows


@given(rows_of(2), st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n"]))
def test_a_csv_table_reads_as_the_standard_library_reads_it(rows, delimiter, newline):
    header = [f"column {index}" for index in range(len(rows[0]))]
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator=newline).writerows([header, *rows])
    read = csv.reader(io.StringIO(written.getvalue()), delimiter=delimiter)
    filled = [row for row in ([" ".join(text.split()) for text in row] for row in read) if any(row)]
    found = [texts(table) for table in delimited.tables(written.getvalue())]
    assert found == ([filled] if len(filled) > 1 else [])


@given(st.text())
def test_any_text_is_a_table_or_none_and_never_a_traceback(text):
    markdown.tables(text)
    with suppress(MalformedTableError):
        delimited.tables(text)


@given(st.text(alphabet="|-:\\ ab\n"))
def test_every_cell_of_a_markdown_table_stands_where_it_is_said_to_stand(text):
    lines = text.split("\n")
    for table in markdown.tables(text):
        for span in (span for line in table for span in line.cells if span.text and "\\" not in lines[line.number - 1]):
            assert lines[span.line - 1][span.column - 1 :].startswith(span.text[0])


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (r"| a | \ | b |", ["a", "\\", "b"]),
        (r"| a \| b | c |", ["a | b", "c"]),
        (r"| a\_b | 2 \* 3 |", ["a_b", "2 * 3"]),
        ("| a | b", ["a", "b"]),
        ("a | b", ["a", "b"]),
        ("|  |  |", ["", ""]),
        ("| **bold** | `code` | *a* and *b* |", ["bold", "code", "*a* and *b*"]),
        ("| one<br>two | [x](https://e.org/a_(b)?c=d) |", ["one\ntwo", "[x](https://e.org/a_(b)?c=d)"]),
        ("| 7.7+ million   hours | × |", ["7.7+ million hours", "×"]),
    ],
)
def test_cells_of_a_row_are_told_apart(row, cells):
    assert [span.text for span in markdown.table_row(row, 1).cells] == cells


def test_tables_inside_fenced_code_are_no_tables():
    text = "```\n| a | b |\n| - | - |\n| 1 | 2 |\n```\n\n| c | d |\n| - | - |\n| 3 | 4 |\n"
    (table,) = markdown.tables(text)
    assert texts(table) == [["c", "d"], ["3", "4"]]


def test_rows_without_text_are_passed_over(written):
    (table,) = read_tables(written("t.md", "| a | b |\n| - | - |\n|  |  |\n| 1 | 2 |\n"), Path("t.md"))
    assert [[span.text for span in row] for row in table.rows] == [["1", "2"]]


@pytest.mark.parametrize(
    ("row", "column", "message", "hint"),
    [
        ("| 1 | 2 |", 7, "the row has 2 cells and the header has 3", "add the missing cells"),
        ("| 1 | 2 | 3 | 4 |", 15, "the row has 4 cells and the header has 3", r"escape a pipe inside a cell as `\|`"),
    ],
)
def test_a_ragged_row_is_told_with_its_place_and_passed_over(written, row, column, message, hint):
    text = f"| a | b | c |\n| - | - | - |\n{row}\n| 1 | 2 | 3 |\n"
    (table,) = read_tables(written("t.md", text), Path("t.md"))
    (problem,) = table.problems
    assert problem.location == f"t.md:3:{column}"
    assert problem.message.startswith(message)
    assert problem.hint.startswith(hint)
    assert len(table.rows) == 1


def test_a_heading_that_stands_twice_is_told(written):
    (table,) = read_tables(written("t.csv", "a,b,A\n1,2,3\n"), Path("t.csv"))
    (problem,) = table.problems
    assert problem.location == "t.csv:1:5"


def test_cells_of_a_csv_file_may_go_over_several_lines(written):
    (table,) = read_tables(written("t.csv", 'a,b\n"one\ntwo",3\nx,y\n'), Path("t.csv"))
    assert [[(span.text, span.line, span.column) for span in row] for row in table.rows] == [
        [("one\ntwo", 2, 1), ("3", 3, 6)],
        [("x", 4, 1), ("y", 4, 3)],
    ]


def test_a_byte_order_mark_of_a_spreadsheet_is_passed_over(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"\xef\xbb\xbfa,b\r\n1,2\r\n")
    (table,) = read_tables(path, Path("t.csv"))
    assert table.headings == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "content", "place", "message"),
    [
        ("t.md", b"no table here\n", "t.md", "the file contains no table"),
        ("t.md", b"", "t.md", "the file contains no table"),
        ("t.csv", b"only,a,header\n", "t.csv", "the file contains no table"),
        ("t.csv", b'a,b\n1,"2\n', "t.csv:2:3", "a quote is opened and never closed"),
        ("t.csv", b'a,b\n1,"2"3\n', "t.csv:2:6", "text follows a closing quote"),
        ("t.csv", b"a," * 200 + b"b\n1\n", "t.csv:1:1", "the table has 201 columns; at most 200 are read"),
        ("t.md", b"| a |\n| - |\n| \xff |\n", "t.md:3:3", "the byte 0xff is not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_taken_apart_says_where_and_why(tmp_path, name, content, place, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_tables(path, Path(name))
    (problem,) = caught.value.problems
    assert (problem.location, problem.message) == (place, message)
    assert problem.hint


def test_a_file_of_another_kind_is_refused(written):
    with pytest.raises(SetupError, match=r"t\.xlsx: tables are read from files that end in"):
        read_tables(written("t.xlsx", "x"), Path("t.xlsx"))


def test_an_oversized_table_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "t.md"
    path.write_bytes(b"|" * 10_000_001)
    with pytest.raises(DataError) as caught:
        read_tables(path, Path("t.md"))
    assert "the limit is 10 MB" in caught.value.problems[0].message


def test_every_other_table_of_a_file_is_named_by_its_line(written):
    text = "| a |\n| - |\n| 1 |\n\n| b |\n| - |\n| 1 |\n| 2 |\n\n| c |\n| - |\n| 1 |\n"
    longest = fullest(read_tables(written("t.md", text), Path("t.md")))
    assert longest.headings == ["b"]
    assert longest.about_others == (
        "t.md has 3 tables: the one on line 5 is read, not line 1, line 10. "
        "To read another, copy it into a file of its own."
    )


def test_of_tables_with_the_same_headings_the_longest_is_read(written):
    text = "| a |\n| - |\n| 1 |\n\n| A |\n| - |\n| 1 |\n| 2 |\n"
    assert len(fullest(read_tables(written("t.md", text), Path("t.md")), ["a"]).rows) == 2


def test_a_table_in_html_is_named_as_one(written):
    with pytest.raises(DataError) as caught:
        read_tables(written("t.md", "# Models\n\n<table>\n<tr><td>a</td></tr>\n</table>\n"), Path("t.md"))
    (problem,) = caught.value.problems
    assert (problem.location, problem.message) == ("t.md:3:1", "the table is written in HTML, which is not read")
    assert problem.hint == "open it in a browser, copy it into a spreadsheet, and save that as CSV"


def test_characters_that_no_reader_sees_are_left_out(written):
    text = "a,b\n\x07be\u200bll\x7f,\u202ename\u202c\n\u00a0x\u200d,\U0001f468\u200d\U0001f469\n"
    (table,) = read_tables(written("t.csv", text), Path("t.csv"))
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["bell", "name"],
        ["x", "\U0001f468\u200d\U0001f469"],
    ]


def test_a_heading_over_two_lines_is_one_heading(written):
    (table,) = read_tables(written("t.md", "| Model<br>name | b |\n| - | - |\n| x | y |\n"), Path("t.md"))
    assert table.headings == ["Model name", "b"]
