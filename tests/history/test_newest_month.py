"""What is new in the newest month of which the data tells anything."""

from __future__ import annotations

from datetime import date

import pytest

from catalog.history.log import survey_log
from catalog.pages.newest_month import newest_month
from catalog.paths import Project
from catalog.rules import load
from tests.history.survey import commit, make_survey, record
from tests.rendering import content

KETTLE = "slug: {slug}\nname: {slug}\nsold: {sold}\n"


@pytest.fixture
def project(tmp_path):
    made = make_survey(tmp_path / "survey")
    commit(made)
    return made


def add(project: Project, slug: str, sold: str) -> None:
    record(project, slug).write_text(KETTLE.format(slug=slug, sold=sold), encoding="utf-8")


def newest(project: Project):
    catalog = load(project)
    return newest_month(catalog, survey_log(catalog))


def test_the_commit_with_which_the_catalogue_began_adds_nothing(project):
    assert newest(project) is None, "a year alone is no month, and all began in one commit"


def test_what_was_added_later_is_new_with_its_day(project):
    add(project, "urn", "1999")
    commit(project, day=9)
    month = newest(project)
    assert (month.first, month.released, month.added) == (date(2026, 1, 1), (), {"urn": date(2026, 1, 9)})
    assert (month.label, month.counted) == ("January 2026", "1 added")


def test_what_was_released_in_the_newest_month_is_new_whenever_it_was_added(project):
    add(project, "urn", "2025-12-03")
    add(project, "tower", "2026-01")
    commit(project, day=9)
    month = newest(project)
    assert [each.slug for each in month.released] == ["tower"]
    assert month.counted == "1 released, 2 added"


def test_a_month_without_additions_is_that_of_the_newest_release(project):
    add(project, "urn", "1999")
    commit(project, day=9)
    add(project, "tower", "2026-02-03")
    month = newest(project)
    assert (month.label, month.counted) == ("February 2026", "1 released")


def test_what_is_gone_again_is_not_new(project):
    add(project, "urn", "1999")
    commit(project, day=9)
    record(project, "urn").unlink()
    commit(project, day=10)
    assert newest(project) is None


def test_the_home_page_counts_and_the_page_of_changes_lists(project):
    assert "New in" not in content(load(project), "")
    add(project, "urn", "2026-01-03")
    commit(project, day=9)
    catalog = load(project)
    assert 'New in January 2026: <a href="changes/#new">1 released, 1 added</a>' in content(catalog, "")
    changes = content(catalog, "changes")
    listed = changes[changes.index('id="new"') : changes.index('id="9-january-2026"')]
    assert listed.count('<a href="../kettles/urn/"><bdi>urn</bdi></a>') == 2
    assert "3 January 2026" in listed
    assert "2026-01-09" in listed
