"""CSV and its like, with any separator and encoding, and with the mistakes people make."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.importing.formats import delimited
from tests.importing.reading import noticed, read_one, rows_as_texts, source, texts, told
from tests.importing.tables_written import rows_of


@given(rows_of(2), st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n"]))
def test_a_csv_table_reads_as_the_standard_library_reads_it(rows, delimiter, newline):
    header = [f"column {index}" for index in range(len(rows[0]))]
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator=newline).writerows([header, *rows])
    read = csv.reader(io.StringIO(written.getvalue()), delimiter=delimiter)
    filled = [row for row in ([" ".join(text.split()) for text in row] for row in read) if any(row)]
    found = [rows_as_texts(table.rows) for table in delimited.tables(source("t.csv", written.getvalue()))]
    assert found == ([filled] if len(filled) > 1 else [])


def test_cells_may_go_over_several_lines(tmp_path):
    table = read_one(tmp_path, "t.csv", 'a,b\n"one\ntwo",3\nx,y\n')
    assert [[(cell.text, cell.line, cell.column) for cell in row] for row in table.rows] == [
        [("one\ntwo", 2, 1), ("3", 3, 6)],
        [("x", 4, 1), ("y", 4, 3)],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a;b\n1,5;2,5\n3;4\n",
        "a|b\n1,5|2,5\n3|4\n",
        "a\tb\n1,5\t2,5\n3\t4\n",
        'sep=;\na;b\n1,5;"2,5"\n3;4\n',
        '"a";"b"\n"1,5";"2,5"\n3;4\n',
        "a; b\n1,5; 2,5\n3; 4\n",
    ],
)
def test_the_separator_is_the_one_by_which_rows_agree(tmp_path, text):
    table = read_one(tmp_path, "t.csv", text)
    assert (table.headings, texts(table)) == (["a", "b"], [["1,5", "2,5"], ["3", "4"]])


def test_text_without_a_table_of_markdown_may_be_csv(tmp_path):
    assert texts(read_one(tmp_path, "t.txt", "a\tb\n1\t2\n")) == [["1", "2"]]


def test_a_column_of_sentences_is_one_column(tmp_path):
    table = read_one(tmp_path, "t.csv", "name\nAlpha, Inc\nBeta\nGamma, Delta, Eps\n")
    assert texts(table) == [["Alpha, Inc"], ["Beta"], ["Gamma, Delta, Eps"]]


def test_a_blank_before_a_quote_does_not_matter(tmp_path):
    assert texts(read_one(tmp_path, "t.csv", 'a, b\n1, "x, y"\n')) == [["1", "x, y"]]


@pytest.mark.parametrize(
    ("text", "rows", "place", "message"),
    [
        ('a,b\n1,"2\n3,4\n', [["1", '"2'], ["3", "4"]], "t.csv:2:3", "a quote is opened and never closed"),
        ('a,b\n1,"2"3\n3,4\n', [["1", '"2"3'], ["3", "4"]], "t.csv:2:6", "text follows a closing quote"),
        ('a,b\n1,"2\n3,"4"\n', [["1", '"2'], ["3", "4"]], "t.csv:2:3", "a quote is opened and not closed in this cell"),
    ],
)
def test_a_quote_that_no_rule_covers_costs_nothing_and_is_told(tmp_path, text, rows, place, message):
    table = read_one(tmp_path, "t.csv", text)
    assert texts(table) == rows
    assert told(table) == [(place, f"{message}; the text is kept as it stands")]


def test_comments_and_blank_lines_are_no_rows(tmp_path):
    table = read_one(tmp_path, "t.csv", "# from the web\n\na,b\n\n1,2\n# half\n#3,4\n")
    assert (table.headings, texts(table)) == (["a", "b"], [["1", "2"], ["#3", "4"]])
    assert noticed(table) == [("t.csv:1:1", "2 lines that begin with # are taken for comments, the first here")]


def test_a_title_above_the_header_is_told_and_passed_over(tmp_path):
    table = read_one(tmp_path, "t.csv", "My list,,\na,b,c\n1,2,3\n4,5,6\n")
    assert table.headings == ["a", "b", "c"]
    assert noticed(table) == [("t.csv:1:1", "1 row above the header, which begin with 'My list', are not read")]


def test_a_file_without_a_header_gets_one_and_says_so(tmp_path):
    table = read_one(tmp_path, "t.csv", "2024-01-02,3.5\n2024-01-03,4\n")
    assert table.headings == ["Column 1", "Column 2"]
    assert len(table.rows) == 2
    assert noticed(table)[0][1].startswith("the first row looks like data")


def test_years_may_be_headings(tmp_path):
    assert read_one(tmp_path, "t.csv", "2020,2021\n5,6\n").headings == ["2020", "2021"]


@pytest.mark.parametrize(
    ("encoding", "guess"),
    [
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-32", ""),
        ("utf-16-le", "UTF-16-LE"),
        ("utf-16-be", "UTF-16-BE"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_any_encoding_is_read_and_a_guess_is_told(tmp_path, encoding, guess):
    table = read_one(tmp_path, "t.csv", "Ort;Größe\r\nZürich;5\r\nGenève;6\r\n".encode(encoding))
    assert (table.headings, texts(table)) == (["Ort", "Größe"], [["Zürich", "5"], ["Genève", "6"]])
    messages = [message for _, message in noticed(table)]
    assert messages == ([f"the file is not UTF-8; it is read as {guess}, which is a guess"] if guess else [])


def test_one_wrong_byte_among_many_letters_is_told_at_its_place(tmp_path):
    table = read_one(tmp_path, "t.csv", ("a,b\n" + "äöüß,é\n" * 5).encode() + b"x\xff,y\n")
    assert texts(table)[-1] == ["x�", "y"]
    assert told(table) == [("t.csv:7:2", "this byte is not UTF-8; � stands in its place")]


def test_our_own_export_comes_back_without_what_protects_it_from_spreadsheets(tmp_path):
    text = "slug,name,speed,speed.evidence\na,'=A,'-5,\"paper, p. 2\"\nb,'s Hertogenbosch,≥5,\n"
    assert texts(read_one(tmp_path, "t.csv", text)) == [
        ["a", "=A", "-5", "paper, p. 2"],
        ["b", "'s Hertogenbosch", "≥5", ""],
    ]
