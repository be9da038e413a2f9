"""Whatever a file holds, reading it gives tables or an error that says where and why."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalog.errors import DataError
from catalog.importing.formats import table_formats
from tests.importing.reading import read_all

ENDINGS = sorted(table_formats())
PIECES = {
    "md": [
        "| a | b |\n",
        "|-|-|\n",
        "- [x](#y)\n",
        "  - [z](https://e.org) - d `t`\n",
        "---\n",
        "> ",
        "# H\n",
        "<table>",
        "[r]: u\n",
    ],
    "html": [
        "<table>",
        "<tr>",
        "<td colspan=3>",
        "<th rowspan=9>",
        "</table>",
        "<a href=x>",
        "</a>",
        "&lt;",
        "<b>",
        "</td>",
        "<h2>",
    ],
    "csv": ['"', ",", ";", "\n", "a", "#", "sep=;\n", "1", "\r"],
    "json": ["{", "}", "[", "]", '"a"', ":", ",", "1.5", "null", "\n", "NaN"],
    "yaml": ["- ", "a: ", "&x ", "*x", "\n", "  ", "<<: ", "{", "}", "[", "]", "1", "!t ", "? ", "---\n"],
    "toml": ["a = ", "[", "]", "\n", "2024-02-30", '"', "x", ".", "{", "}", "1"],
    "bib": ["@article{", "a,", "title={", "}", "\n", "author=", '"', " and ", "\\'", "@string{", "#"],
}
OF = {"md": ".md", "html": ".html", "csv": ".csv", "json": ".json", "yaml": ".yml", "toml": ".toml", "bib": ".bib"}
PARTS = [
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
    "xl/_rels/workbook.xml.rels",
    "content.xml",
    "mimetype",
    "[Content_Types].xml",
]
quick = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def read_or_refuse(folder, name, content):
    with suppress(DataError):
        for table in read_all(folder, name, content):
            assert all(len(row) == len(table.header) for row in table.rows)
            assert len({cell.text for cell in table.header}) == len(table.header)


@quick
@given(st.sampled_from(ENDINGS), st.binary(max_size=200))
def test_any_bytes_are_tables_or_an_error(tmp_path, ending, content):
    read_or_refuse(tmp_path, f"t{ending}", content)


@pytest.mark.parametrize("kind", sorted(PIECES))
def test_any_order_of_what_a_format_is_made_of_is_a_table_or_an_error(tmp_path, kind):
    @quick
    @given(st.lists(st.sampled_from(PIECES[kind]), max_size=25).map("".join))
    def check(text):
        read_or_refuse(tmp_path, f"t{OF[kind]}", text)

    check()


def _repeated(letter):
    """A line of YAML that repeats the line before nine times."""
    return b"%c: &%c [%s]\n" % (letter, letter, b",".join([b"*%c" % (letter - 1)] * 9))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.json", b"[" * 100_000),
        ("t.json", b'{"a":' * 100_000),
        ("t.json", b'[{"a": 1' + b"0" * 10_000 + b"}]"),
        ("t.yml", b"[" * 100_000),
        ("t.yml", b"- " * 50_000),
        ("t.yml", b"a: &a [*a]\n"),
        ("t.yml", b"a: &a [x]\n" + b"".join(map(_repeated, range(98, 110)))),
        ("t.toml", b"a = " + b"[" * 100_000),
        ("t.md", b"> " * 50_000),
        ("t.md", b"[" * 100_000),
        ("t.md", b"- " * 20_000 + b"[a](b)"),
        ("t.md", b"| a |\n|-|\n| " + b"[" * 50_000 + b"|\n\n[x]: y\n"),
        ("t.md", b"- [" + b"![" * 20_000 + b"](x)\n- [a](b)\n- [c](d)\n"),
        ("t.md", b"- [a](" + b"(" * 50_000 + b"\n- [a](b)\n"),
        ("t.md", b"| a |\n|" + b"-" * 100_000 + b"x\n"),
        ("t.html", b"<table>" * 10_000),
        ("t.html", b"<table><tr>" + b"<td rowspan=9999 colspan=9999>x" * 500),
        ("t.html", b"<table><tr><th>a<tr><td>" + b"<a href=x><b>" * 20_000),
        ("t.csv", b"a,b\n" + b'"' * 99_999),
        ("t.csv", b"a,b\n" + b'"x" y,' * 20_000),
        ("t.bib", b"@article{a, title={" + b"{" * 20_000),
    ],
)  # fmt: skip
def test_hostile_files_cost_little_and_never_the_process(tmp_path, name, content):
    read_or_refuse(tmp_path, name, content)


def test_a_workbook_that_is_huge_when_unpacked_is_refused_before_that(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 101_000_000)
    with pytest.raises(DataError) as caught:
        read_all(tmp_path, "t.xlsx", packed.getvalue())
    assert "the workbook has 101 MB when unpacked" in caught.value.problems[0].message


@quick
@given(
    st.sampled_from([".xlsx", ".ods", ".xlsm", ".xlsb"]),
    st.lists(st.tuples(st.sampled_from(PARTS), st.binary(max_size=60))),
)
@example(".xlsx", [("xl/workbook.xml", b"<workbook/>")])
def test_any_parts_of_a_workbook_are_tables_or_an_error(tmp_path, ending, parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in dict(parts).items():
            archive.writestr(name, content)
    read_or_refuse(tmp_path, f"t{ending}", packed.getvalue())
