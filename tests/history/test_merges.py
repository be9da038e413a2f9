"""What a merge is called: what it brought in, where its message was written by git or GitHub."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.history.feeds import feeds
from catalog.history.log import read_log
from catalog.paths import Project
from catalog.rules import load
from tests.history.survey import change, commit, git, make_survey, record

AUTOMATIC = [
    "Merge branch 'side'",
    "Merge branch 'side' of https://example.org/kettles into main",
    "Merge branches 'side' and 'other'",
    "Merge remote-tracking branch 'origin/side'",
    "Merge tag 'v1'",
    "Merge commit 'abc1234' into main",
    "Merge pull request #7 from ada/side",
]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """One commit on main, and a branch `side` that is checked out."""
    project = make_survey(tmp_path / "survey")
    commit(project, "Start", day=1)
    git(project.root, "checkout", "-q", "-b", "side")
    return project


def sell(project: Project, year: int, subject: str) -> None:
    """Say in a commit when the whistler was sold."""
    text = f"slug: whistler\nname: Whistler\nsold: {year}\n"
    record(project, "whistler").write_text(text, encoding="utf-8")
    commit(project, subject, day=year - 2000)


def merge(project: Project, message: str, *branches: str) -> str:
    """What the log calls the merge of branches into main."""
    git(project.root, "checkout", "-q", "main")
    git(project.root, "merge", "-q", "--no-ff", "-m", message, *(branches or ["side"]), day=20)
    return read_log(project)[0].subject


@pytest.mark.parametrize("message", AUTOMATIC)
def test_a_merge_of_one_commit_has_its_subject(project, message):
    sell(project, 2002, "Sold a year later")
    assert merge(project, message) == "Sold a year later"


def test_a_merge_of_more_has_the_newest_and_says_how_many_more(project):
    sell(project, 2002, "First")
    sell(project, 2003, "Second")
    sell(project, 2004, "Third")
    assert merge(project, "Merge branch 'side'") == "Third, and 2 more commits"


def test_commits_that_changed_none_of_the_changed_records_are_not_counted(project):
    sell(project, 2002, "Sold a year later")
    (project.root / "README").write_text("Kettles", encoding="utf-8")
    commit(project, "Explain", day=3)
    change(project.settings, ("title: Kettles", "title: All kettles"))
    commit(project, "Name it", day=4)
    assert merge(project, "Merge branch 'side'") == "Sold a year later"


def test_where_no_record_changed_the_other_files_count(project):
    change(project.settings, ("title: Kettles", "title: All kettles"))
    commit(project, "Name it", day=4)
    assert merge(project, "Merge branch 'side'") == "Name it"


def test_merges_within_a_merge_are_not_counted(project):
    sell(project, 2002, "Sold a year later")
    git(project.root, "checkout", "-q", "-b", "inner", "main")
    change(record(project, "boiler"), ("back", "front"))
    commit(project, "Look at the front", day=5)
    git(project.root, "checkout", "-q", "side")
    git(project.root, "merge", "-q", "-m", "Merge branch 'inner' into side", "inner", day=6)
    assert merge(project, "Merge branch 'side'") == "Look at the front, and 1 more commit"


def test_all_branches_of_a_merge_of_several_count(project):
    sell(project, 2002, "Sold a year later")
    git(project.root, "checkout", "-q", "-b", "other", "main")
    change(record(project, "boiler"), ("back", "front"))
    commit(project, "Look at the front", day=5)
    subject = merge(project, "Merge branches 'side' and 'other'", "side", "other")
    assert subject == "Look at the front, and 1 more commit"


def test_a_merged_pull_request_has_its_title(project):
    sell(project, 2002, "fix")
    sell(project, 2003, "fix again")
    message = "Merge pull request #7 from ada/side\n\nSay when the whistler was sold\n\nAs the box says."
    assert merge(project, message) == "Say when the whistler was sold"


def test_a_title_that_is_an_automatic_message_says_nothing(project):
    sell(project, 2002, "Sold a year later")
    assert merge(project, "Merge pull request #7 from ada/side\n\nMerge branch 'side'") == "Sold a year later"


@pytest.mark.parametrize("message", ["Merge the side", "Merge branches of two makers", "Merge pull requests of May"])
def test_what_a_person_wrote_stays(project, message):
    sell(project, 2002, "Sold a year later")
    assert merge(project, f"{message}\n\nMore of it.") == message


def test_what_was_changed_in_the_merge_alone_keeps_its_message(project):
    (project.root / "README").write_text("Kettles", encoding="utf-8")
    commit(project, "Explain", day=3)
    git(project.root, "checkout", "-q", "main")
    git(project.root, "merge", "-q", "--no-ff", "--no-commit", "side")
    sell(project, 2002, "Merge branch 'side'")
    assert read_log(project)[0].subject == "Merge branch 'side'"


def test_a_commit_that_only_looks_like_a_merge_keeps_its_message(project):
    sell(project, 2002, "Merge branch 'side'")
    assert read_log(project)[0].subject == "Merge branch 'side'"


def test_a_survey_in_a_folder_of_its_repository_is_read_too(tmp_path):
    project = make_survey(tmp_path / "repository" / "survey")
    git(tmp_path / "repository", "init", "-q", "-b", "main")
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "Start")
    git(project.root, "checkout", "-q", "-b", "side")
    change(record(project, "boiler"), ("back", "front"))
    git(project.root, "commit", "-q", "-a", "-m", "Look at the front", day=2)
    assert merge(project, "Merge branch 'side'") == "Look at the front"


@pytest.mark.parametrize("body", ["", "\n\n\x1e\x1b[31m<i>title</i>"])
def test_what_strangers_write_in_messages_is_not_alive(project, body):
    sell(project, 2002, "\x1e\x1b[31m<i>sold</i>")
    subject = merge(project, f"Merge pull request #7 from ada/side{body}")
    assert subject.endswith("</i>")
    for content in feeds(load(project), read_log(project)).values():
        text = content.decode()
        assert "\x1b" not in text
        assert "\x1e" not in text
        assert "<i>" not in text
        assert "&lt;i>" not in text
