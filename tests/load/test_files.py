"""Every file of data/ that nothing reads is named, with why and what to do; what a survey may hold is not."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from catalog.contribute.migrate import migrate
from catalog.errors import Problem, SetupError, UnreadableFileError
from catalog.history.diff.snapshots import snapshot
from catalog.links.collect import survey_links
from catalog.load.records import open_survey
from catalog.paths import Project, file_content
from catalog.rules import check
from catalog.site.inputs import read_inputs


def add(project: Project, *names: str) -> None:
    for name in names:
        file = project.data / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("slug: x1\nname: X1\n", encoding="utf-8")


def only(project: Project) -> Problem:
    (problem,) = check(project)
    assert (problem.line, problem.column, problem.rule) == (0, 0, "file-name")
    return problem


RENAME = "only files that end in .yml are read", "rename it to x1.yml"


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        *((f"systems/{name}", *RENAME) for name in ("x1.yaml", "X1.YML", "x1.Yml", "x1.json", "x1.yml.txt")),
        *((f"systems/{name}", *RENAME) for name in ("x1.ymal", "x1", "x1.txt", "x1.md", "X1.yml.1", "x1.yaml.yml_")),
        ("systems/.x1.yml", "hidden files are not read", "rename it to x1.yml"),
        ("systems/whole.yaml", RENAME[0], "whole.yml is there already: move what is new into it, and delete this file"),
        (
            "systems/whole (1).yml",
            "a copy of whole.yml, which is not read",
            "move what is new into whole.yml, and delete it",
        ),
        (
            "systems/2025/x1.yml",
            "nothing reads files in data/systems/2025",
            "move it to data/systems/x1.yml if it is a record",
        ),
        (
            "new/deep/X1.YAML",
            "nothing reads files in data/new/deep",
            "move it to data/systems/x1.yml if it is a record",
        ),
        (
            "new/whole.yml",
            "nothing reads files in data/new",
            "data/systems/whole.yml is read: move what is new into it, and delete this file",
        ),
        (
            "archive/2025/2025-01-01.json",
            "nothing reads this file",
            "exports belong in data/archive/, named like 2026-11-22.json",
        ),
        (
            "Institutes.YML",
            "nothing reads this file, for it is not named institutes.yml",
            "institutes.yml is there already: …",
        ),
        ("links.yaml", "nothing reads this file, for it is not named links.yml", "rename it to links.yml"),
        (
            "institute.yml",
            "nothing reads this file",
            "did you mean `institutes.yml`? a record belongs in data/systems/; …",
        ),
        ("zz.yml", "nothing reads this file", "a record belongs in data/systems/; here belong survey.yml, …"),
    ],
)
def test_a_file_that_will_not_be_read_is_named(small_survey: Project, name: str, message: str, hint: str) -> None:
    add(small_survey, name)
    problem = only(small_survey)
    assert (problem.location, problem.message) == (f"data/{name}", message)
    assert problem.hint == hint or (hint.endswith("…") and problem.hint.startswith(hint.removesuffix("…")))
    assert problem.severity == ("warning" if name.startswith("archive") else "error")


@pytest.mark.parametrize(
    "name",
    ["systems/whole.yml~", "systems/whole.yml.bak", "links.yml.orig", "systems/.whole.yml.swp", "systems/#x1.yml#"],
)
def test_a_backup_copy_is_a_warning(small_survey: Project, name: str) -> None:
    add(small_survey, name)
    problem = only(small_survey)
    assert (problem.severity, problem.message) == ("warning", "a backup copy, which is not read")


@pytest.mark.parametrize("name", ["table.csv", "images/logo.svg", "archive/readme-of-day.csv"])
def test_any_other_file_is_a_warning(small_survey: Project, name: str) -> None:
    add(small_survey, name)
    problem = only(small_survey)
    assert (problem.severity, problem.message) == ("warning", "nothing reads this file")


def test_what_a_survey_may_hold_is_not_reported(small_survey: Project) -> None:
    add(
        small_survey,
        "README.md",
        "systems/README.md",
        "LICENSE",
        "notes.md",
        "archive/2025-01-01.json",
        ".gitattributes",
    )
    add(small_survey, "original-table.md", "original-table.csv", "original-table.mapping.yml", "links.yml")
    add(small_survey, "system.schema.json", "institutes.schema.json", ".git/config.yml", "systems/.gitkeep")
    assert check(small_survey) == []


def test_what_file_managers_leave_behind_is_not_reported(small_survey: Project) -> None:
    add(small_survey, "systems/.DS_Store", "systems/Thumbs.db", "systems/._whole.yml", "desktop.ini", "__MACOSX/x1.yml")
    assert check(small_survey) == []


def test_many_like_files_are_reported_in_part(small_survey: Project) -> None:
    add(small_survey, *(f"images/{number}.png" for number in range(60)))
    problems = check(small_survey)
    assert len(problems) == 51
    assert problems[0].location == "data/images"
    assert problems[0].message == "10 more files of this folder: nothing reads this file"


@pytest.mark.linux
@pytest.mark.parametrize(
    ("name", "character"),
    [
        (b"\xff.yml", "the byte 0xff, which is not UTF-8"),
        (b"x\n::error::pwn.yml", "U+000A (line feed)"),
        (b"x\x1b[31m.yml", "U+001B (escape)"),
        ("x\u200b1.yml".encode(), "U+200B (zero width space)"),
        ("x\u202e1.yml".encode(), "U+202E (right-to-left override)"),
    ],
)
def test_a_name_with_characters_that_are_no_text_is_reported_and_not_read(
    small_survey: Project, name: bytes, character: str
) -> None:
    (small_survey.data / "systems" / os.fsdecode(name)).write_text("slug: x1\n", encoding="utf-8")
    assert only(small_survey).message == f"the name of this file holds {character}"
    assert [file.name for file in open_survey(small_survey).files()] == ["whole.yml"]


def unfit_files(folder: Path) -> dict[str, str]:
    """Make one of each kind of file that is none; return the message by name."""
    os.mkfifo(folder / "pipe.yml")
    (folder / "dangling.yml").symlink_to("nowhere.yml")
    (folder / "loop.yml").symlink_to("loop.yml")
    (folder / "device.yml").symlink_to("/dev/zero")
    (folder / "outside.yml").symlink_to("/etc/passwd")
    (folder / "folder.yml").mkdir()
    return {
        "dangling.yml": "it is a link to a file that does not exist",
        "device.yml": "it is a link that leads out of data/",
        "folder.yml": "it is a folder, not a file",
        "loop.yml": "it is a link that leads back to itself",
        "outside.yml": "it is a link that leads out of data/",
        "pipe.yml": "it is a pipe, not a file",
    }


@pytest.mark.unix
def test_what_is_no_file_is_reported_and_not_read(small_survey: Project) -> None:
    messages = unfit_files(small_survey.data / "systems")
    assert {problem.file.name: problem.message for problem in check(small_survey)} == messages
    assert [file.name for file in open_survey(small_survey).files()] == ["whole.yml"]


@pytest.mark.unix
def test_a_socket_is_no_file(small_survey: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_survey.data / "systems")  # the path of a socket may have 100 characters
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.yml")
        assert only(small_survey).message == "it is a socket, not a file"


@pytest.mark.unix
def test_a_vocabulary_that_is_no_file_is_reported_once(small_survey: Project) -> None:
    (small_survey.data / "encoders.yml").unlink()
    os.mkfifo(small_survey.data / "encoders.yml")
    (problem,) = check(small_survey)
    assert (problem.location, problem.message) == ("data/encoders.yml", "it is a pipe, not a file")


@pytest.mark.unix
def test_a_link_within_data_is_read(small_survey: Project) -> None:
    records = small_survey.data / "systems"
    (records / "whole.yml").rename(small_survey.data / "original-table.yml")
    (records / "whole.yml").symlink_to("../original-table.yml")
    assert check(small_survey) == []
    assert [file.name for file in open_survey(small_survey).files()] == ["whole.yml"]


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    file = tmp_path / "x.yml"
    file.write_bytes(b"x" * 1_000_000)
    assert len(file_content(file)) == 1_000_000
    os.truncate(file, 10**12)  # holes take no space
    with pytest.raises(UnreadableFileError, match=r"the file is 1000000\.0 MB; the limit is 1 MB"):
        file_content(file)


def test_a_file_without_permission_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "x.yml").touch()
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UnreadableFileError, match="you have no permission to read it; change its permissions"):
        file_content(tmp_path / "x.yml")


def test_no_reader_of_a_survey_waits_for_a_pipe_or_stumbles_over_a_name(small_survey: Project) -> None:
    records = small_survey.data / "systems"
    unfit_files(records)
    (records / os.fsdecode(b"\xff.yml")).write_text("slug: x1\n", encoding="utf-8")
    os.truncate(os.open(small_survey.data / "notes.md", os.O_CREAT | os.O_WRONLY), 10**12)
    assert len(read_inputs(small_survey, ()).whole) == 64
    assert list(migrate(open_survey(small_survey), [])) == []
    with pytest.raises(SetupError, match=r"notes\.md: the file is 1000000\.0 MB; the limit is 50 MB"):
        snapshot(small_survey, None)
    (small_survey.root / "site").mkdir()
    os.mkfifo(small_survey.root / "site" / "page.md")
    with pytest.raises(SetupError, match=r"page\.md: it is a pipe, not a file"):
        survey_links(small_survey)
