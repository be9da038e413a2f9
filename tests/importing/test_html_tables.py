"""Tables of web pages: spans are spread, cells become Markdown."""

import pytest

from catalog.importing.table import fullest
from tests.importing.reading import read_all, read_one, texts, told


def page(*rows):
    return f"<h1>Cars</h1>\n<table>{''.join(rows)}</table>"


def test_cells_that_span_columns_and_rows_count_in_each(tmp_path):
    table = read_one(
        tmp_path,
        "t.html",
        page(
            "<thead><tr><th rowspan=2>Name<th colspan=2>Speed</tr><tr><th>least<th>most</tr></thead>",
            "<tr><td>A<td>1<td rowspan=2>9</tr><tr><td>B<td>2</tr><tr><td>C<td colspan=2>3</tr>",
        ),
    )
    assert table.headings == ["Name", "Speed least", "Speed most"]
    assert texts(table) == [["A", "1", "9"], ["B", "2", "9"], ["C", "3", "3"]]
    assert (table.name, table.markup) == ("Cars", "markdown")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<a href="https://e.org/a_(b)"> A  car</a>', "[A car](<https://e.org/a_(b)>)"),
        ('<img src="a b.png" alt="logo">', "![logo](a%20b.png)"),
        ('<a href="u"><img src="i" alt="x"></a>', "[![x](i)](u)"),
        ("one<br>two<p>three</p>", "one\ntwo\nthree"),
        ("<ul><li>x</li><li>y</li></ul>", "x\ny"),
        ("<b> bold </b>and <em>it</em>", "**bold** and *it*"),
        ("2<sup>3</sup>", "2<sup>3</sup>"),
        ("a*b* [1] a_b _c_ &lt;i&gt; &amp;amp;", r"a\*b\* \[1\] a_b \_c\_ \<i> \&amp;"),
        ("x &amp; y<script>alert(1)</script><!-- no -->", "x & y"),
        ('<input type="checkbox" checked> yes', "☑ yes"),
        ("<a>plain</a>", "plain"),
    ],
)
def test_what_a_cell_holds_becomes_markdown(tmp_path, html, markdown):
    table = read_one(tmp_path, "t.html", page(f"<tr><td>a</td></tr><tr><td>{html}</td></tr>"))
    assert texts(table) == [[markdown]]


def test_the_first_row_is_the_header_where_none_is_marked(tmp_path):
    table = read_one(tmp_path, "t.html", page("<tr><td>a<td>b</tr><tr><td>1<td>2</tr>"))
    assert (table.headings, texts(table)) == (["a", "b"], [["1", "2"]])
    assert (table.rows[0][1].line, table.rows[0][1].column) == (2, 36)


def test_a_title_over_all_columns_is_no_part_of_the_headings(tmp_path):
    table = read_one(tmp_path, "t.html", page("<tr><th colspan=2>T</tr><tr><th>a<th>b</tr><tr><td>1<td>2</tr>"))
    assert table.headings == ["a", "b"]


def test_a_table_inside_a_cell_is_told_and_read_on_its_own(tmp_path):
    inner = "<table><tr><th>i</th></tr><tr><td>x</td></tr></table>"
    tables = read_all(tmp_path, "t.html", page(f"<tr><td>a</td></tr><tr><td>1{inner}</td></tr><tr><td>2</td></tr>"))
    message = "a table inside a cell is read as a table of its own, and not as part of the cell"
    assert told(fullest(tables)) == [("t.html:2:36", message)]
    assert sorted(table.headings for table in tables) == [["a"], ["i"]]


def test_tables_of_sections_are_joined(tmp_path):
    one = "<h2>S{0}</h2><table><tr><th>a</th></tr><tr><td>{0}</td></tr></table>"
    table = read_one(tmp_path, "t.html", f"<h1>All</h1>{one.format(1)}{one.format(2)}")
    assert (table.headings, texts(table)) == (["a", "Section"], [["1", "S1"], ["2", "S2"]])


def test_the_encoding_that_a_page_declares_is_believed(tmp_path):
    text = f'<meta charset="iso-8859-2">{page("<tr><th>a</tr><tr><td>Łódź</tr>")}'
    assert texts(read_one(tmp_path, "t.html", text.encode("iso-8859-2"))) == [["Łódź"]]


def test_a_sign_is_what_it_is_called_and_told_where_it_has_no_name(tmp_path):
    cells = (
        '<tr><td><i class="tick" title="yes"></i><td><span><svg aria-label="no"/></span><td><i class="dot"></i></tr>'
    )
    table = read_one(tmp_path, "t.html", page("<tr><th>a<th>b<th>c</tr>", cells))
    assert texts(table) == [["yes", "no", ""]]
    assert told(table)[0][1] == "1 cell with a sign that has no text, the first here, taken for empty"
