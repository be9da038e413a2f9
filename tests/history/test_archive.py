"""The dated archive of a release, and the comparison of two builds."""

from __future__ import annotations

import hashlib
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from catalog.cli.archive import command as archive_command
from catalog.exports import formats_for
from catalog.history.archive import CHECKSUMS, dated_archive
from catalog.rules import load
from tests.compare_builds import differences
from tests.history.survey import make_survey

DAY = date(2026, 3, 1)


def test_an_archive_is_the_same_wherever_it_is_made(tmp_path):
    first, second = make_survey(tmp_path / "a"), make_survey(tmp_path / "b")
    assert dated_archive(load(first), DAY) == dated_archive(load(second), DAY)


def test_an_archive_holds_data_exports_and_what_explains_them(tmp_path):
    project = make_survey(tmp_path)
    (tmp_path / "LICENSE").write_text("CC-BY-4.0", encoding="utf-8")
    (tmp_path / "data" / ".hidden").write_text("x", encoding="utf-8")
    files = dated_archive(load(project), DAY)
    names = ZipFile(BytesIO(files["kettles-2026-03-01.zip"])).namelist()
    assert names == sorted(names)
    base = "kettles-2026-03-01"
    assert set(names) == {
        *(f"{base}/{base}.{export.ending}" for export in formats_for(load(project))),
        f"{base}/LICENSE",
        f"{base}/data/survey.yml",
        f"{base}/data/makers.yml",
        f"{base}/data/kettles/boiler.yml",
        f"{base}/data/kettles/whistler.yml",
    }


def test_the_checksums_are_those_of_the_files(tmp_path):
    files = dated_archive(load(make_survey(tmp_path)), DAY)
    lines = files.pop(CHECKSUMS).decode().splitlines()
    assert [line.split("  ") for line in lines] == [
        [hashlib.sha256(files[name]).hexdigest(), name] for name in sorted(files)
    ]


def test_the_command_names_what_it_wrote(tmp_path):
    project = make_survey(tmp_path / "survey")
    options = ["--survey", str(project.root), "--output", str(tmp_path / "out"), "--date", "2026-03-01"]
    result = CliRunner().invoke(archive_command, options)
    assert result.exit_code == 0
    assert {Path(line).name for line in result.stdout.splitlines()} == {
        file.name for file in (tmp_path / "out").iterdir()
    }


def site(root: Path, *pages: str) -> Path:
    for page in pages:
        (root / page).parent.mkdir(parents=True, exist_ok=True)
        (root / page).write_text("x", encoding="utf-8")
    return root


def test_two_builds_are_compared_page_by_page(tmp_path):
    first = site(tmp_path / "a", "index.html", "b/index.html", "404.html", "style.css")
    second = site(tmp_path / "b", "index.html", "c/index.html", "other.css")
    assert differences(first, second) == ["missing: b/", "extra: c/"]


def test_equal_builds_are_fine(tmp_path):
    assert differences(site(tmp_path / "a", "index.html"), site(tmp_path / "b", "index.html")) == []


def test_a_folder_without_pages_is_not_a_website(tmp_path):
    with pytest.raises(SystemExit, match="holds no pages"):
        differences(site(tmp_path / "a", "index.html"), tmp_path / "nowhere")
