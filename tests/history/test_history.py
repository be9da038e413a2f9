"""The change log and the feeds, made from git."""

from __future__ import annotations

import re
from pathlib import Path

import feedparser
import pytest

from catalog.history.feeds import CHANGES, NEW, feeds
from catalog.history.log import read_log
from catalog.paths import Project
from catalog.rules import load
from tests.history.survey import BOILER, change, commit, git, make_survey, record


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Three commits about records, and one about nothing readers see."""
    project = make_survey(tmp_path / "survey", boiler=BOILER)
    commit(project, "Start", day=1)
    record(project, "whistler").write_text("slug: whistler\nname: Whistler\nsold: 2001\n", encoding="utf-8")
    commit(project, "Add the whistler", day=2)
    change(record(project, "whistler"), ("sold: 2001", "sold: 2001 # look it up"))
    commit(project, "Comment", day=3)
    record(project, "whistler").unlink()
    record(project, "piper").write_text(
        "slug: piper\nname: Piper <b>&\nformerly: [whistler]\nsold: 2003\n", encoding="utf-8"
    )
    commit(project, "Rename \x1b[31m<i>it</i>", day=4)
    return project


def test_the_log_is_newest_first_and_leaves_out_changes_of_form(project):
    log = read_log(project)
    assert [step.subject for step in log[1:]] == ["Add the whistler", "Start"]
    assert log[0].diff.of("renamed")[0].was == "whistler"
    assert [record.slug for record in log[1].diff.of("new")] == ["whistler"]
    assert log[0].date.day == 4
    assert log[0].author == "Ada"


def test_the_log_has_a_limit(project):
    assert len(read_log(project, limit=1)) == 1


def test_a_merge_is_one_step(project):
    git(project.root, "checkout", "-q", "-b", "side")
    for volume in ("1", "2"):
        record(project, "piper").write_text(
            f"slug: piper\nname: Piper\nformerly: [whistler]\nvolume: {volume}\n", encoding="utf-8"
        )
        commit(project, f"Volume {volume}", day=5)
    git(project.root, "checkout", "-q", "main")
    git(project.root, "merge", "-q", "--no-ff", "-m", "Merge the side", "side", day=6)
    assert read_log(project)[0].subject == "Merge the side"
    assert len(read_log(project)) == 4


def test_without_git_there_is_no_history(tmp_path):
    assert read_log(make_survey(tmp_path / "survey")) == ()


def test_before_the_first_commit_there_is_no_history(tmp_path):
    project = make_survey(tmp_path / "survey")
    git(project.root, "init", "-q")
    assert read_log(project) == ()


def test_a_commit_that_broke_a_record_does_not_hide_the_others(project):
    record(project, "piper").write_text("slug: [", encoding="utf-8")
    commit(project, "Break it", day=5)
    log = read_log(project)
    assert log[0].diff.unreadable
    assert len(log) == 4


def parsed(project: Project) -> dict[str, feedparser.FeedParserDict]:
    contents = feeds(load(project), read_log(project))
    return {path: feedparser.parse(content) for path, content in contents.items()}


def test_every_feed_is_well_formed_and_absolute(project):
    feeds_by_path = parsed(project)
    assert set(feeds_by_path) == {CHANGES, NEW, "kettles/boiler/feed.xml", "kettles/piper/feed.xml"}
    for path, feed in feeds_by_path.items():
        assert not feed.bozo, path
        assert feed.version == "atom10"
        assert feed.feed.id == f"https://kettles.example.org/all/{path}"
        assert feed.entries
        for entry in feed.entries:
            assert entry.link.startswith("https://kettles.example.org/all/")
            assert entry.updated_parsed
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)


def test_the_three_kinds_of_feed_have_entries_for_their_readers(project):
    feeds_by_path = parsed(project)
    assert [entry.title for entry in feeds_by_path[CHANGES].entries] == [
        "1 renamed kettle",
        "1 new kettle",
        "1 new kettle; 2 other files changed",
    ]
    assert [entry.title for entry in feeds_by_path[NEW].entries] == ["Whistler", "Boiler"]
    titles = [entry.title for entry in feeds_by_path["kettles/piper/feed.xml"].entries]
    assert titles == ["renamed: Piper <b>&, whistler → piper", "new: Whistler (1 fact, 1 without a source)"]


def test_no_markup_from_data_or_commits_is_alive_in_a_feed(project):
    for content in feeds(load(project), read_log(project)).values():
        text = content.decode()
        assert "\x1b" not in text
        for summary in re.findall(r'<summary type="html">(.*?)</summary>', text):
            assert not re.search(r"&lt;(?!/?(?:p|ul|li)&gt;)", summary)


def test_feeds_are_the_same_each_time(project):
    log = read_log(project)
    assert feeds(load(project), log) == feeds(load(project), read_log(project))


def test_feeds_without_history_are_valid_and_empty(tmp_path):
    project = make_survey(tmp_path / "survey")
    first = feeds(load(project), ())
    assert first == feeds(load(project), ())
    for content in first.values():
        feed = feedparser.parse(content)
        assert not feed.bozo
        assert feed.feed.updated.startswith("2001-12-31")


def test_a_survey_without_address_has_no_feeds(tmp_path):
    project = make_survey(tmp_path / "survey")
    change(project.settings, ("address: https://kettles.example.org/all/\n", ""))
    assert feeds(load(project), ()) == {}
