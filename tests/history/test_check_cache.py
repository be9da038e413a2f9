"""A check with a cache finds what a check without one finds."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.cli.check import command
from catalog.paths import Project
from catalog.rules import CheckCache, check
from catalog.rules.findings import RecordChecker
from tests.history.edits import edit_file, edits_of_files
from tests.history.survey import MAKERS, change, make_survey, record


def cached_check(project: Project) -> Callable[[], list]:
    file = project.root / "cache.json"
    return lambda: check(project, CheckCache(file))


EDITS = st.lists(edits_of_files(name="N"), min_size=1, max_size=6)


@given(edits=EDITS)
@settings(max_examples=40, deadline=None)
def test_after_any_edit_both_find_the_same(edits, tmp_path_factory):
    """Also where an edit of one file causes or cures a problem in another."""
    project = make_survey(tmp_path_factory.mktemp("survey"))
    try:
        again = cached_check(project)
        for what, text in edits:
            edit_file(project, what, text)
            problems = check(project)
            assert again() == problems
            assert again() == problems
    finally:
        shutil.rmtree(project.root)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_survey(tmp_path / "survey")


@pytest.fixture
def checked(monkeypatch) -> list[Path]:
    """The files that were checked, in order."""
    files = []
    original = RecordChecker.findings

    def findings(self, loaded):
        files.append(loaded.file)
        return original(self, loaded)

    monkeypatch.setattr(RecordChecker, "findings", findings)
    return files


def names(checked: list[Path]) -> list[str]:
    stems = [file.stem for file in checked]
    checked.clear()
    return stems


def test_only_what_changed_is_checked_again(project, checked):
    again = cached_check(project)
    again()
    assert names(checked) == ["boiler", "whistler"]
    again()
    assert names(checked) == []
    change(record(project, "whistler"), ("2001", "2002"))
    again()
    assert names(checked) == ["whistler"]


def test_changed_vocabularies_settings_or_libraries_make_everything_checked_again(project, checked, monkeypatch):
    again = cached_check(project)
    again()
    names(checked)
    (project.data / "makers.yml").write_text(MAKERS + "zed: {name: Zed, meaning: Z.}\n", encoding="utf-8")
    again()
    assert names(checked) == ["boiler", "whistler"]
    change(project.settings, ("[sold, volume]", "[sold]"))
    again()
    assert names(checked) == ["boiler", "whistler"]
    monkeypatch.setattr("catalog.rules.cache.version", lambda _: "99")
    again()
    assert names(checked) == ["boiler", "whistler"]


def test_a_renamed_file_is_checked_again(project):
    again = cached_check(project)
    again()
    record(project, "whistler").rename(record(project, "piper"))
    assert [problem.rule for problem in again()] == ["the-file-is-named-after-the-slug"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"whistler", b"whistlex"),
        lambda content: b"\xff" + content,
        lambda content: b"",
        lambda content: b"[]",
        lambda content: b"0" * 32 + b"\n" + b'{"key": 1}',
    ],
)
def test_a_damaged_cache_is_ignored(project, damage, checked):
    again = cached_check(project)
    change(record(project, "whistler"), ("2001", "2001-13"))
    expected = again()
    names(checked)
    cache = project.root / "cache.json"
    cache.write_bytes(damage(cache.read_bytes()))
    assert again() == expected
    assert names(checked) == ["boiler", "whistler"]
    again()
    assert names(checked) == []


def test_a_cache_that_cannot_be_written_does_not_stop_the_check(project):
    assert check(project, CheckCache(Path("/proc/nowhere/cache.json"))) == check(project)


def test_on_ci_machines_nothing_is_cached_unless_requested(project, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    arguments = ["--survey", str(project.root)]
    monkeypatch.setenv("CI", "true")
    CliRunner().invoke(command, arguments)
    assert not (tmp_path / "cache").exists()
    CliRunner().invoke(command, [*arguments, "--cache", str(tmp_path / "requested.json")])
    assert (tmp_path / "requested.json").exists()
    monkeypatch.delenv("CI")
    CliRunner().invoke(command, [*arguments, "--no-cache"])
    assert not (tmp_path / "cache").exists()
    CliRunner().invoke(command, arguments)
    assert len(list((tmp_path / "cache" / "survey-catalog").iterdir())) == 1
