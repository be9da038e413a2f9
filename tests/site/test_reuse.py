"""A build after an edit makes the pages anew that the edit changes, and ends with what a build from nothing has."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from catalog.paths import Project
from catalog.site import MARKER, build
from catalog.site.builders import DEFAULT
from catalog.site.live import Preview

SYSTEMS = ["icefall-whisper-qwen2", "salmonn", "slam-asr"]
"""The first names the last."""


@pytest.fixture(scope="module")
def survey(tmp_path_factory, copy_survey):
    """A small survey with its website."""
    project = copy_survey(tmp_path_factory.mktemp("reuse") / "survey", SYSTEMS)
    build(project)
    return project


def files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != MARKER
    }


def edited(project: Project, name: str, old: str, new: str) -> None:
    file = project.data / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_only_what_an_edit_changes_is_made_anew_and_nothing_is_missing(survey, tmp_path):
    edited(survey, "systems/slam-asr.yml", "name: SLAM-ASR", "name: Slammed")
    before = {path: (survey.html / path).stat().st_ino for path in files(survey.html)}
    website = build(survey)
    same = {path for path in files(website) if (website / path).stat().st_ino == before.get(path)}
    assert "systems/salmonn/index.html" in same
    assert "systems/slam-asr/index.html" not in same
    fresh = shutil.copytree(survey.root, tmp_path / "survey", ignore=shutil.ignore_patterns("build"))
    assert files(build(Project(fresh))) == files(website)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("survey.yml", "one: system", "one: machine"),
        ("encoders.yml", "name: Whisper large-v2", "name: Whisper the second"),
    ],
)
def test_an_edit_that_any_page_may_show_makes_all_pages_anew(survey, name, old, new):
    edited(survey, name, old, new)
    before = {path: (survey.html / path).stat().st_ino for path in files(survey.html)}
    website = build(survey)
    pages = [path for path in before if re.fullmatch(r"systems/[^/]+/index\.html", path)]
    assert len(pages) == len(SYSTEMS)
    assert not any((website / path).stat().st_ino == before[path] for path in pages)


@pytest.mark.parametrize(("naming", "named"), [(SYSTEMS[0], SYSTEMS[2]), (SYSTEMS[2], SYSTEMS[0])])
def test_a_page_changes_with_the_name_of_a_record_it_names_or_is_named_by(survey, naming, named):
    edited(survey, f"systems/{naming}.yml", "\nname: ", "\nname: Renamed ")
    page = build(survey) / "systems" / named / "index.html"
    assert "Renamed " in page.read_text(encoding="utf-8")


def test_a_page_that_was_shown_before_a_build_that_never_came_does_not_stay(survey):
    preview = Preview(survey, lambda _: None, DEFAULT)
    preview.build()
    page, record = survey.html / "systems" / "salmonn" / "index.html", survey.data / "systems" / "salmonn.yml"
    before, text = page.read_bytes(), record.read_text(encoding="utf-8")
    edited(survey, "systems/salmonn.yml", "\nname: ", "\nname: Shown ")
    assert preview.show_changed() == ["systems/salmonn"]
    assert b"Shown " in page.read_bytes()
    record.write_text(text, encoding="utf-8")
    build(survey)
    assert page.read_bytes() == before
