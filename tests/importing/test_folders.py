"""A folder of records is a table: one file a row."""

from pathlib import Path

import pytest

from catalog.errors import DataError
from catalog.importing.table import fullest, read_tables
from tests.importing.reading import noticed, texts, told


@pytest.fixture
def folder(tmp_path):
    def make(**files):
        for name, text in files.items():
            path = tmp_path / "in" / name.replace("_in_", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return read_tables(tmp_path / "in", Path("in"))

    return make


def test_files_of_several_formats_are_rows_with_places_in_their_files(folder):
    (table,) = folder(a_dot_yml="name: A\nn: 1\n", b_dot_toml='name = "B"\nn = 2\n', c_dot_json='{"name": "C", "n": 3}')
    assert (table.headings, texts(table)) == (["name", "n"], [["A", "1"], ["B", "2"], ["C", "3"]])
    assert table.problem(table.rows[0][1], "found", "").location == "in/a.yml:2:4"
    assert table.problem(table.rows[1][1], "found", "").message == "b.toml.n: found"


def test_front_matter_is_a_record_and_its_text_a_column(folder):
    (table,) = folder(a_dot_md="---\nname: A\n---\nText *a*\n", b_dot_md="---\nname: B\n---\n")
    assert (table.headings, texts(table)) == (["name", "Body"], [["A", "Text *a*"], ["B", ""]])


def test_the_name_of_a_file_is_a_column_where_records_have_no_name_or_not_one_of_their_own(folder):
    (table,) = folder(a_dot_yml="title: A\n", b_dot_yml="title: B\n")
    assert texts(table) == [["a", "A"], ["b", "B"]]
    (table,) = folder(a_dot_yml="name: A\n", b_dot_yml="name: A\n")
    assert (table.headings, texts(table)) == (["File", "name"], [["a", "A"], ["b", "A"]])


def test_folders_of_other_records_are_other_tables_and_those_alike_are_one(folder):
    tables = folder(
        one_in_a_dot_yml="name: A\nsize: 1\nday: 2\n",
        one_in_deep_in_b_dot_yml="name: B\nsize: 1\nday: 3\n",
        two_in_c_dot_yml="name: C\nsize: 1\n",
        tags_in_t_dot_yml="name: T\ncolour: red\nmeaning: x\nmore: y\n",
    )
    assert fullest(tables).headings == ["Folder", "name", "size", "day"]
    assert [row[:2] for row in texts(fullest(tables))] == [["one", "A"], ["one", "B"], ["two", "C"]]
    assert fullest(tables).others[0].name == "tags"


def test_names_that_begin_alike_are_like_folders(folder):
    tables = folder(
        x__a_dot_yml="name: A\nn: 1\nm: 1\n", x__b_dot_yml="name: B\nn: 2\nm: 1\n", y__c_dot_yml="name: C\n"
    )
    assert sorted((table.name, len(table.rows)) for table in tables) == [("x", 2), ("y", 1)]


def test_a_file_that_cannot_be_read_costs_itself_and_is_told(folder):
    (table,) = folder(
        a_dot_yml="name: A\n",
        b_dot_yml="name: [\n",
        c_dot_md="no front matter\n",
        d_dot_csv="a,b\n1,2\n",
        README_dot_md="about\n",
        _dot_hidden_dot_yml="name: no\n",
    )
    assert texts(table) == [["A"]]
    assert [place for place, _ in told(table)] == ["in/b.yml:1:7", "in/c.md"]
    assert noticed(table) == [("in", "1 file (.csv) in the folder cannot be records, and are not read")]


def test_a_folder_without_records_is_refused(tmp_path):
    with pytest.raises(DataError, match="the file contains no table"):
        read_tables(tmp_path, Path("in"))
