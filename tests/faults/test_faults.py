"""Every folder here is a fault: files that replace those of `base`, and what `catalog check` reports on them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from catalog.api.files import inspect_other_files
from catalog.cli.problems import problems_as_text
from catalog.errors import Problem, SetupError
from catalog.paths import MAX_BYTES, Project
from catalog.rules import check

HERE = Path(__file__).parent
FAULTS = sorted(folder.name for folder in HERE.iterdir() if (folder / "expected.txt").is_file())


def report(project: Project) -> str:
    """The report without its summary line."""
    problems = check(project, None, [inspect_other_files])
    return problems_as_text(problems, project).rpartition("\n\n")[0] if problems else "No problems found."


def shortened(line: str, like: str) -> str:
    """Lists of fields grow: an expected line may end with `, …` after the first items."""
    beginning = like.removesuffix("…")
    return like if like.endswith(", …") and line.startswith(beginning) else line


def broken(project: Project, content: bytes | str) -> list[Problem]:
    data = content.encode() if isinstance(content, str) else content
    (project.data / "systems" / "broken.yml").write_bytes(data)
    return check(project)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_reported_with_the_expected_text(fault: str, small_survey: Project) -> None:
    shutil.copytree(HERE / fault, small_survey.data, dirs_exist_ok=True)
    lines, expected = (
        report(small_survey).splitlines(),
        (HERE / fault / "expected.txt").read_text(encoding="utf-8").splitlines(),
    )
    assert [shortened(line, like) for line, like in zip(lines, expected, strict=False)] == expected
    assert len(lines) == len(expected)


def test_the_base_survey_has_no_problems(small_survey: Project) -> None:
    assert report(small_survey) == "No problems found."


def test_every_folder_has_an_expected_text() -> None:
    folders = {folder.name for folder in HERE.iterdir() if folder.is_dir()} - {"base", "__pycache__"}
    assert folders == set(FAULTS)


def test_a_file_of_five_megabytes_is_refused_by_its_size(small_survey: Project) -> None:
    (problem,) = broken(small_survey, b"slug: broken\nremark: " + b"x" * 5_000_000)
    assert problem.location == "data/systems/broken.yml"
    assert problem.message == f"the file is 5.0 MB; the limit is {MAX_BYTES // 1_000_000} MB"
    assert problem.hint == "split it"


def test_text_of_more_than_two_thousand_characters_is_refused(small_survey: Project) -> None:
    (problem,) = broken(small_survey, "slug: broken\nname: Broken\nremark: " + "long " * 500)
    assert (problem.line, problem.column, problem.field) == (3, 9, "remark")
    assert problem.message == "the text is longer than 2000 characters"


def test_a_folder_named_like_a_record_is_reported_and_hides_no_other_problem(small_survey: Project) -> None:
    (small_survey.data / "systems" / "folder.yml").mkdir()
    problems = broken(small_survey, "slug: broken\n")
    assert [(problem.location, problem.message) for problem in problems] == [
        ("data/systems/broken.yml:1:1", "the key `name` is missing"),
        ("data/systems/folder.yml", "it is a folder, not a file"),
    ]


def test_a_missing_folder_of_records_is_named_with_a_hint(small_survey: Project) -> None:
    shutil.rmtree(small_survey.data / "systems")
    with pytest.raises(SetupError) as caught:
        check(small_survey)
    assert str(caught.value) == "the folder data/systems is missing; create it, or correct `folder:` in data/survey.yml"


def test_a_missing_vocabulary_is_reported_once_and_not_for_every_reference(small_survey: Project) -> None:
    (small_survey.data / "encoders.yml").unlink()
    (problem,) = check(small_survey)
    assert problem.location == "data/encoders.yml"
    assert problem.message == "the vocabulary is missing"
    assert problem.hint == "create the file, with one line `key: {name: …, meaning: …}` for each entry"


def test_a_vocabulary_under_another_name_is_to_be_renamed(small_survey: Project) -> None:
    (small_survey.data / "encoders.yml").rename(small_survey.data / "encoders.yaml")
    assert [(problem.location, problem.message, problem.hint) for problem in check(small_survey)] == [
        (
            "data/encoders.yaml",
            "nothing reads this file, for it is not named encoders.yml",
            "rename it to encoders.yml",
        ),
        ("data/encoders.yml", "the vocabulary is missing", "rename encoders.yaml to encoders.yml"),
    ]


def test_windows_line_ends_change_no_location(small_survey: Project) -> None:
    (problem,) = broken(small_survey, "slug: broken\r\nname: Broken\r\nreleased: 2024-02-30\r\n")
    assert (problem.line, problem.column) == (3, 11)


def test_of_very_many_problems_in_one_file_the_first_are_reported(small_survey: Project) -> None:
    problems = broken(
        small_survey, "slug: broken\nname: Broken\n" + "".join(f"k{number}: 1\n" for number in range(9_000))
    )
    assert len(problems) == 101
    assert problems[0].message == "there are more than 100 problems in this file; the others are not shown"
