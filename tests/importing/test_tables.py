"""What is so for the tables of every format: headings, rows, joins, and what is told of them."""

from pathlib import Path

import pytest

from catalog.errors import DataError, SetupError
from catalog.importing.table import chosen, fullest, read_tables
from tests.importing.reading import noticed, read_all, read_one, texts, told


def test_rows_without_text_are_passed_over(tmp_path):
    assert texts(read_one(tmp_path, "t.md", "| a | b |\n| - | - |\n|  |  |\n| 1 | 2 |\n")) == [["1", "2"]]


def test_a_short_row_ends_in_empty_cells_as_on_github_and_is_told(tmp_path):
    table = read_one(tmp_path, "t.md", "| a | b | c |\n| - | - | - |\n| 1 | 2 |\n| 1 | 2 | 3 |\n")
    assert texts(table) == [["1", "2", ""], ["1", "2", "3"]]
    message = "1 row has fewer cells than the header's 3 (line 3); the last ones are taken for empty"
    assert (noticed(table), told(table)) == ([("t.md:3:7", message)], [])


def test_cells_beyond_the_header_are_left_out_and_told(tmp_path):
    table = read_one(tmp_path, "t.md", "| a | b | c |\n| - | - | - |\n| 1 | 2 | 3 | 4 |\n| 1 | 2 | 3 |\n")
    assert texts(table) == [["1", "2", "3"]] * 2
    (problem,) = table.problems
    assert problem.location == "t.md:3:15"
    assert problem.message == "the row has 4 cells and the header has 3; '4' is not read"
    assert problem.hint == r"escape a pipe inside a cell as `\|`"


def test_a_heading_that_stands_twice_gets_a_number_so_that_no_column_is_lost(tmp_path):
    table = read_one(tmp_path, "t.csv", "a,b,A\n1,2,3\n")
    assert table.headings == ["a", "b", "A (2)"]
    assert noticed(table) == [("t.csv:1:5", "the heading 'A' occurs a second time; its column is called 'A (2)'")]


def test_a_column_with_cells_and_no_heading_is_called_by_its_number(tmp_path):
    table = read_one(tmp_path, "t.csv", "a,,b,\n1,x,2,\n3,,4,\n")
    assert table.headings == ["a", "Column 2", "b"]
    assert texts(table) == [["1", "x", "2"], ["3", "", "4"]]


def test_a_last_row_of_totals_is_no_record_and_told(tmp_path):
    table = read_one(tmp_path, "t.csv", "name,hours\na,1\nb,2\n**Total:**,3\n")
    assert texts(table) == [["a", "1"], ["b", "2"]]
    assert noticed(table) == [("t.csv:4:1", "the last row, '**Total:**', sums up the others and is not read")]


def test_a_last_row_that_is_only_called_total_is_a_record(tmp_path):
    assert texts(read_one(tmp_path, "t.csv", "name,place\na,x\nb,y\nTotal,Paris\n"))[-1] == ["Total", "Paris"]


@pytest.mark.parametrize(
    ("name", "content", "place", "message"),
    [
        ("t.md", b"no table here\n", "t.md", "the file contains no table"),
        ("t.md", b"", "t.md", "the file contains no table"),
        ("t.csv", b"only,a,header\n", "t.csv", "the file contains no table"),
        ("t.csv", b"a," * 200 + b"b\n1\n", "t.csv:1:1", "the table has 201 columns; at most 200 are read"),
        ("t.csv", b"a,b\n" + b"1,2\n" * 100_000, "t.csv:1:1", "the table has 100,001 rows; at most 100,000 are read"),
        ("t.md", b"|" * 10_000_001, "t.md", "the file is 10.0 MB; the limit is 10 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_apart_says_where_and_why(tmp_path, name, content, place, message):
    with pytest.raises(DataError) as caught:
        read_all(tmp_path, name, content)
    (problem,) = caught.value.problems
    assert (problem.location, problem.message) == (place, message)
    assert problem.hint


def test_a_file_of_another_kind_is_refused(written):
    with pytest.raises(SetupError, match=r"t\.docx: tables are read from files that end in"):
        read_tables(written("t.docx", "x"), Path("t.docx"))


THREE = "| a |\n| - |\n| 1 |\n\n| b |\n| - |\n| 1 |\n| 2 |\n\n| c |\n| - |\n| 1 |\n"


def test_every_other_table_of_a_file_is_named_by_its_line(tmp_path):
    longest = fullest(read_all(tmp_path, "t.md", THREE))
    assert (longest.headings, longest.line) == (["b"], 5)
    assert longest.about_others == (
        "t.md has 3 tables: the one on line 5 (2 rows) is read, not line 1 (1 row), line 10 (1 row)."
        " --table LINE reads another."
    )


def test_of_tables_with_other_headings_the_one_with_the_most_known_headings_is_read(tmp_path):
    assert fullest(read_all(tmp_path, "t.md", THREE), ["C"]).headings == ["c"]


def test_tables_with_the_same_headings_are_one_whatever_their_order_and_spelling(tmp_path):
    text = "| Name | Year |\n| - | - |\n| a | 1 |\n\ntext\n\n| year | NAME |\n| - | - |\n| 2 | b |\n"
    table = read_one(tmp_path, "t.md", text)
    assert table.headings == ["Name", "Year"]
    assert texts(table) == [["a", "1"], ["b", "2"]]
    assert noticed(table) == [("t.md:1:3", "2 tables with the same headings (lines 1, 7) are read as one")]


SECTIONS = """\
# List
## Old
### Fast
| Name |
| - |
| a |
### Slow
| Name |
| - |
| b |
## New
| Name |
| - |
| c |
"""


def test_the_headings_above_joined_tables_become_columns(tmp_path):
    table = read_one(tmp_path, "t.md", SECTIONS)
    assert table.headings == ["Name", "Section", "Subsection"]
    assert texts(table) == [["a", "Old", "Fast"], ["b", "Old", "Slow"], ["c", "New", ""]]
    assert [(row[1].line, row[1].column) for row in table.rows] == [(2, 4), (2, 4), (11, 4)]
    message = "3 tables with the same headings (lines 4, 8, 12) are read as one"
    assert noticed(table) == [("t.md:4:3", f"{message}; the column 'Section' says which rows stood where")]


def test_headings_in_html_and_summaries_count_as_headings(tmp_path):
    one = "<h2 align='center'>{0}</h2>\n\n<details>\n<summary><b>In {0}</b></summary>\n\n| a |\n| - |\n| {0} |\n\n"
    one += "</details>\n\n"
    table = read_one(tmp_path, "t.md", one.format(1) + one.format(2) + "| a |\n| - |\n| 3 |\n")
    assert texts(table) == [["1", "1", "In 1"], ["2", "2", "In 2"], ["3", "2", ""]]


def test_a_table_without_rows_is_told(tmp_path):
    table = read_one(tmp_path, "t.md", "| a |\n| - |\n\n| b |\n| - |\n| 1 |\n")
    assert noticed(table) == [("t.md:1:3", "a table without rows is not read")]


def test_a_heading_over_two_lines_is_one_heading(tmp_path):
    assert read_one(tmp_path, "t.md", "| Model<br>name | b |\n| - | - |\n| x | y |\n").headings == ["Model name", "b"]


def test_characters_that_no_reader_sees_are_left_out(tmp_path):
    text = "a,b\n\x07be\u200bll\x7f,\u202ename\u202c\n\u00a0x\u200d,\U0001f468\u200d\U0001f469\n"
    assert texts(read_one(tmp_path, "t.csv", text)) == [["bell", "name"], ["x", "\U0001f468\u200d\U0001f469"]]


def test_a_problem_at_a_cell_has_the_place_that_people_know(tmp_path):
    table = read_one(tmp_path, "t.json", '[{"a": {"b": 1}}, {"a": {"b": 2}}]')
    problem = table.problem(table.rows[1][0], "found 2", "write 1")
    assert (problem.location, problem.message) == ("t.json", "[1].a.b: found 2")


@pytest.mark.parametrize("wanted", ["10", "C"])
def test_a_table_is_chosen_by_its_line_or_its_name(tmp_path, wanted):
    tables = read_all(tmp_path, "t.md", THREE.replace("| c |", "# C\n\n| c |") if wanted == "C" else THREE)
    assert chosen(tables, wanted).headings == ["c"]


def test_a_table_that_is_not_there_is_told_with_those_that_are(tmp_path):
    with pytest.raises(
        SetupError, match=r"begins in line, '11'; there are line 1 \(1 row\), line 5 \(2 rows\), line 10"
    ):
        chosen(read_all(tmp_path, "t.md", THREE), "11")
