"""Excel and Parquet: both give the frame back, typed, and no text is a formula."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import openpyxl
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from catalog import frames
from catalog.catalog import Catalog
from catalog.errors import SetupError
from catalog.exports import export_formats, formats_for, xlsx
from catalog.exports.tables import all_tables
from catalog.paths import Project
from catalog.values import Record
from tests.conftest import ROOT, Command
from tests.exports.conftest import Make

BLANKS = ["", "not reported", "not applicable", "empty list", "differs"]


def content(catalog: Catalog, name: str) -> io.BytesIO:
    return io.BytesIO(export_formats()[name].content(catalog))


def workbook(catalog: Catalog) -> Any:
    return openpyxl.load_workbook(content(catalog, "xlsx"))


@pytest.mark.parametrize("survey", ["catalog", "bread"])
def test_parquet_read_by_pandas_is_the_frame(survey: str, request: pytest.FixtureRequest) -> None:
    catalog = request.getfixturevalue(survey)
    frame = frames.frame(catalog, blanks=True)
    read = pd.read_parquet(content(catalog, "parquet"))
    assert_frame_equal(read, frame)
    assert read.attrs == frame.attrs
    assert_frame_equal(read[frames.frame(catalog).columns], frames.frame(catalog))


def test_parquet_of_a_survey_without_records_has_its_columns_but_no_words_of_lists(bread: Catalog) -> None:
    empty = replace(bread, records=())
    read, frame = pd.read_parquet(content(empty, "parquet")), frames.frame(empty, blanks=True)
    assert (list(read.columns), len(read), read.attrs) == (list(frame.columns), 0, frame.attrs)
    assert list(map(_name, read.dtypes)) == list(map(_name, frame.dtypes))
    assert list(read["oven"].cat.categories) == []


def _name(dtype: Any) -> str:
    return str(dtype.name)


def test_the_results_of_a_class_without_measurements_are_described(bread: Catalog) -> None:
    bare = replace(bread, model=Record, columns=(), records=())
    (results,) = (table for table in all_tables(bare, ()) if table.name == "results")
    assert "value" in {field.name for field in results.fields}


@pytest.mark.parametrize("survey", ["catalog", "bread"])
def test_the_sheets_read_by_pandas_are_the_frames(survey: str, request: pytest.FixtureRequest) -> None:
    """A workbook has numbers, dates, flags and texts; `astype` makes of them what the frame has."""
    catalog = request.getfixturevalue(survey)
    file = content(catalog, "xlsx")
    sheets = {"records": frames.frame(catalog), "facts": frames.facts(catalog), "results": frames.results(catalog)}
    for name, frame in sheets.items():
        blanks = BLANKS if name == "records" else [""]
        read = pd.read_excel(
            file, sheet_name=name, dtype=object, keep_default_na=False, na_values=blanks, engine="openpyxl"
        )
        assert_frame_equal(read.astype(frame.dtypes.to_dict()), frame)


@pytest.mark.parametrize("name", ["xlsx", "parquet"])
def test_the_same_data_give_the_same_bytes(make: Make, name: str) -> None:
    catalog = make({"slug": "heron", "hours": {"asr": 960}})
    assert content(catalog, name).getvalue() == content(catalog, name).getvalue()


def test_each_sheet_has_a_head_that_stays_and_every_field_is_described(make: Make) -> None:
    book = workbook(make({"slug": "heron", "hours": {"asr": 960}}))
    assert book.sheetnames == ["records", "facts", "results", "vocabulary", "fields"]
    assert {sheet.freeze_panes for sheet in book} == {"C2"}
    assert all(cell.font.bold for sheet in book for cell in sheet[1])
    assert all(8 <= width.width < 49 for sheet in book for width in sheet.column_dimensions.values())
    described = [row[:2] for row in book["fields"].iter_rows(min_row=2, values_only=True)]
    assert described == [(sheet.title, cell.value) for sheet in book.worksheets[:-1] for cell in sheet[1]]


def test_cells_are_typed_and_blanks_are_words(make: Make) -> None:
    catalog = make(
        {
            "slug": "heron",
            "released": "2024-02-13",
            "asr_only": True,
            "abilities": {"tasks": []},
            "hours": {"asr": 960, "audio": "not reported"},
            "variants": [{"name": "small", "parameters": "1B"}, {"name": "large", "parameters": "not reported"}],
        }
    )
    sheet = workbook(catalog)["records"]
    row = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert (row["hours.asr"].value, row["hours.asr"].data_type) == (960, "n")
    assert (row["released"].is_date, row["released"].number_format) == (True, "yyyy-mm-dd")
    assert row["asr_only"].value is True
    assert (row["hours.audio"].value, row["hours.encoder"].value) == ("not reported", None)
    assert (row["abilities.tasks"].value, row["parameters"].value) == ("empty list", "differs")


def address(link: Any) -> str:
    """Where a link leads; a workbook keeps the place on a page apart."""
    return f"{link.target}#{link.location}" if link.location else link.target


def test_addresses_are_links(bread: Catalog) -> None:
    book = workbook(bread)
    name = book["records"]["B2"]
    assert name.hyperlink.target == f"https://bread.example.org/loaves/{bread.records[0].slug}/"
    linked = [cell for row in book["facts"].iter_rows() for cell in row if cell.hyperlink]
    assert linked
    assert [cell.hyperlink.ref for cell in linked] == [cell.coordinate for cell in linked]
    assert [address(cell.hyperlink) for cell in linked] == [cell.value for cell in linked]


@pytest.mark.parametrize(
    "name", ["=1+1", "=HYPERLINK(A1)", "+1", "-1", "@SUM(A1)", "#N/A", "'=1", "<b>&", "https://x.example/ y"]
)
def test_a_hostile_name_is_text(make: Make, name: str) -> None:
    book = workbook(make({"slug": "heron", "name": name}))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    cell = book["records"]["B2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)


def test_a_sheet_has_no_more_links_and_rows_than_it_may_have(
    make: Make, small_survey: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_survey.settings.open("a", encoding="utf-8") as file:
        file.write("address: https://example.org/\n")
    catalog = make({"slug": "heron"}, {"slug": "ibis"})
    monkeypatch.setattr(xlsx, "_MOST_LINKS", 1)
    sheet = workbook(catalog)["records"]
    assert [bool(sheet[cell].hyperlink) for cell in ("B2", "B3")] == [True, False]
    monkeypatch.setattr(xlsx, "_MOST_ROWS", 2)
    with pytest.raises(
        SetupError, match=r"records has 2 rows, more than a sheet may have; use `catalog export parquet`"
    ):
        workbook(catalog)


def test_a_format_whose_library_is_missing_is_left_out_and_says_so(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = make({"slug": "heron"})
    assert {"xlsx", "parquet"} <= {export.name for export in formats_for(catalog)}
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert {"xlsx", "parquet"}.isdisjoint(export.name for export in formats_for(catalog))
    with pytest.raises(SetupError, match=r"^parquet needs pyarrow: pip install 'survey-catalog\[tables\]'$"):
        export_formats()["parquet"].require()


def test_a_large_survey_leaves_large_formats_to_the_command_line(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = make({"slug": "heron"}, {"slug": "ibis"})
    limits = {export.name: export.most_records for export in export_formats().values()}
    assert limits["csv"] == sys.maxsize > limits["datapackage"] == limits["croissant"] > limits["xlsx"] > 152
    many = Catalog(**{**vars(catalog), "records": catalog.records * 2000})
    assert {export.name for export in formats_for(catalog)} - {export.name for export in formats_for(many)} == {
        "xlsx",
        "datapackage",
        "croissant",
    }


def test_tables_of_some_records_hold_no_others(make: Make) -> None:
    catalog = make({"slug": "heron"}, {"slug": "ibis", "released": 2024})
    records, facts, *_ = all_tables(catalog, catalog.records[1:])
    assert (list(records.frame["slug"]), set(facts.frame["slug"])) == (["ibis"], {"ibis"})


@pytest.mark.unix
def test_a_terminal_gets_no_binary_file(small_survey: Project) -> None:
    import pty

    leader, follower = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", "from catalog.cli import main; main()", "export", "parquet"],
        cwd=small_survey.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=follower,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    os.close(follower)
    os.close(leader)
    assert done.returncode == 2
    assert "parquet is not text for a terminal; add --output FILE, or redirect the output" in done.stderr


def test_a_file_gets_it(small_survey: Project, command: Command) -> None:
    done = command("export", "parquet", "--output", "o.parquet", "--survey", str(small_survey.root))
    assert (done.returncode, done.stdout) == (0, "")
    assert list(pd.read_parquet(small_survey.root / "o.parquet")["name"]) == ["Whole ASR"]


def test_formats_without_frames_are_written_without_pandas(small_survey: Project) -> None:
    program = (
        "import sys; from catalog.cli import group\n"
        "group(['export', 'csv', '--output', 'o.csv'], standalone_mode=False)\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=small_survey.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert {"pandas", "numpy", "pyarrow", "xlsxwriter"}.isdisjoint(done.stdout.split())


def test_any_file_is_checked_against_the_data(small_survey: Project, command: Command) -> None:
    arguments = ("export", "csv", "--output", "o.csv", "--survey", str(small_survey.root))
    assert command(*arguments).returncode == 0
    assert command(*arguments, "--check").returncode == 0
    (small_survey.root / "o.csv").write_bytes(b"")
    assert command(*arguments, "--check").returncode == 1
    assert (small_survey.root / "o.csv").read_bytes() == b""
