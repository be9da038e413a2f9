"""Sheets of spreadsheets: every one is a table, and every cell has its name."""

import io
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from catalog.errors import DataError
from catalog.importing.formats.workbook import column_letters
from catalog.importing.table import fullest
from tests.importing.reading import noticed, read_all, read_one, texts, told


def workbook(**sheets):
    """A workbook with these sheets; each is a function that writes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, write in sheets.items():
            write(book.add_worksheet(name))
    return out.getvalue()


def rows(*lines, top=0, left=0):
    def write(sheet):
        for number, line in enumerate(lines, top):
            for column, value in enumerate(line, left):
                sheet.write(number, column, value)

    return write


def test_cells_keep_zeros_dates_and_whole_numbers_and_have_names(tmp_path):
    lines = [["Code", "Day", "Size", "Share", "Open"], ["007", date(2024, 1, 2), 5.0, 0.25, True]]
    table = read_one(tmp_path, "t.xlsx", workbook(Data=rows(*lines, top=2, left=1)))
    assert table.headings == lines[0]
    assert texts(table) == [["007", "2024-01-02", "5", "0.25", "TRUE"]]
    assert [cell.raw for cell in table.rows[0]] == [None, date(2024, 1, 2), 5, 0.25, True]
    assert [cell.place for cell in table.rows[0]][:2] == ["Data!B4", "Data!C4"]
    assert (table.name, table.line) == ("Data", 0)


def test_a_time_of_day_is_kept(tmp_path):
    def write(sheet):
        rows(["a"])(sheet)
        sheet.write_datetime(1, 0, datetime(2024, 1, 2, 3, 4))  # noqa: DTZ001 - a workbook knows no time zones

    assert read_one(tmp_path, "t.xlsx", workbook(S=write)).rows[0][0].text.startswith("2024-01-02")


def test_errors_of_formulas_are_told_and_links_are_kept(tmp_path):
    def write(sheet):
        rows(["Name", "Speed"], ["", 5])(sheet)
        sheet.write_url(1, 0, "https://e.org/a", string="A_*b*")
        sheet.write_url(3, 0, "https://e.org/c")
        sheet.write_formula(3, 1, "=1/0", None, "#DIV/0!")

    table = read_one(tmp_path, "t.xlsx", workbook(S=write))
    assert table.markup == "markdown"
    assert texts(table) == [[r"[A\_\*b\*](https://e.org/a)", "5"], ["https://e.org/c", ""]]
    assert told(table) == [("t.xlsx", "S!B4: the cell holds the error #DIV/0!, and is taken for empty")]


def test_links_and_pictures_that_formulas_make_are_kept(tmp_path):
    def write(sheet):
        rows(["a", "b"])(sheet)
        sheet.write_formula(1, 0, '=HYPERLINK("https://e.org/x", "X")', None, "X")
        sheet.write_formula(1, 1, '=IMAGE("https://e.org/i.png")', None, "")

    table = read_one(tmp_path, "t.xlsx", workbook(S=write))
    assert texts(table) == [["[X](https://e.org/x)", "![](https://e.org/i.png)"]]


def test_comments_on_cells_are_told(tmp_path):
    def write(sheet):
        rows(["a"], ["x"])(sheet)
        sheet.write_comment(1, 0, "measured by hand")

    assert told(read_one(tmp_path, "t.xlsx", workbook(S=write))) == [("t.xlsx", "comments on cells are not read")]


def test_sheets_with_the_same_headings_are_one_table(tmp_path):
    content = workbook(A=rows(["n", "v"], ["x", 1]), B=rows(["V", "N"], [2, "y"]), Notes=rows(["t"], ["z"]))
    table = fullest(read_all(tmp_path, "t.xlsx", content))
    assert (table.headings, texts(table)) == (["n", "v", "Sheet"], [["x", "1", "A"], ["y", "2", "B"]])
    assert (
        table.about_others
        == "t.xlsx has 2 tables: 'A' (2 rows) is read, not 'Notes' (1 row). --table NAME reads another."
    )
    message = "A!A1: 2 tables with the same headings (A, B) are read as one"
    told_of = f"{message}; the column 'Sheet' says which rows stood where"
    assert noticed(table) == [("t.xlsx", told_of)]


def test_merged_cells_count_in_each_and_a_title_is_passed_over(tmp_path):
    def write(sheet):
        sheet.merge_range(0, 0, 0, 2, "All kettles")
        rows(["a", "b", "c"], ["", 1, 2], ["", 3, 4], top=1)(sheet)
        sheet.merge_range(2, 0, 3, 0, "both")

    table = read_one(tmp_path, "t.xlsx", workbook(S=write))
    assert (table.headings, texts(table)) == (["a", "b", "c"], [["both", "1", "2"], ["both", "3", "4"]])
    assert noticed(table)[0][1].startswith("S!A1: 1 row above the header, which begin with 'All kettles'")


def test_our_own_workbook_is_read_at_its_records(tmp_path):
    facts = rows(["slug", "value"], *[["a", number] for number in range(9)])

    def records(sheet):
        rows(["slug", "name"], ["a", "A"])(sheet)
        sheet.write_url(1, 1, "https://e.org/a", string="A")

    fields = rows(["slug", "name"], ["x", "y"])
    tables = read_all(tmp_path, "t.xlsx", workbook(records=records, facts=facts, fields=fields))
    assert [table.name for table in tables] == ["records", "facts", "fields"]
    assert texts(fullest(tables)) == [["a", "A"]]


ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="One"><table:table-row>
<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>b</text:p></table:table-cell></table:table-row><table:table-row>
<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def test_open_documents_are_read_too(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.replace("\n<", "<"))
    assert texts(read_one(tmp_path, "t.ods", out.getvalue())) == [["x", "5"]]


def test_what_is_no_workbook_is_refused(tmp_path):
    with pytest.raises(DataError) as caught:
        read_all(tmp_path, "t.xlsx", b"a,b\n1,2\n")
    assert caught.value.problems[0].message.startswith("the workbook cannot be read")


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_spreadsheets_call_them(index, letters):
    assert column_letters(index) == letters
