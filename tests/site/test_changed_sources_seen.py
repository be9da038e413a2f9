"""What readers see of sources that changed: nothing is too wide or out of reach, and the mark explains itself."""

from __future__ import annotations

import re

import pytest

from catalog.site import build
from catalog.watch.changes import ChangeKind
from tests.browsing import wrong_in_views
from tests.watching import note

RECORDS = ("salmonn", "aero-1-audio", "qwen-audio", "nim4-asr")


@pytest.fixture(scope="module")
def changed(once, copy_survey, serve):
    """A website on which the sources of a few records changed: grave changes, several of one source, hostile words."""

    def make(folder):
        project = copy_survey(folder, RECORDS)
        text = (project.data / "survey.yml").read_text(encoding="utf-8")
        (project.data / "survey.yml").write_text(re.sub(r"(?m)^example: .*\n", "", text), encoding="utf-8")
        day = "2026-11-27"
        note(
            project,
            ("github:evolvinglmms-lab/aero-1", ChangeKind.ARCHIVED, day, "", ""),
            ("huggingface:lmms-lab/aero-1-audio", ChangeKind.GONE, day, "", ""),
            ("github:bytedance/salmonn", ChangeKind.RELICENSED, day, "Apache-2.0", "<b>CC</b> BY-NC 4.0"),
            ("github:bytedance/salmonn", ChangeKind.RELEASE, day, "", "v" + "9" * 60),
        )
        build(project)

    return serve(once("changed", make) / "build" / "html")


@pytest.mark.parametrize("path", ["systems/aero-1-audio/", "systems/salmonn/", "coverage/", "guide/"])
def test_nothing_is_too_wide_or_out_of_reach(open_page, changed, path):
    assert wrong_in_views(open_page(path, address=changed)) == []


def test_the_mark_beside_a_fact_explains_itself_and_leads_to_the_source(open_page, changed):
    page = open_page("systems/aero-1-audio/", address=changed)
    mark = page.locator(".from .marks", has_text="changed").first
    mark.focus()
    popup = page.locator(".popup")
    popup.wait_for()
    assert "the repository was archived (27 November 2026)" in popup.inner_text()
    mark.press("Enter")
    assert page.url.endswith("#source-readme")


def test_on_a_touch_screen_a_tap_explains_it_and_stays(open_page, changed):
    page = open_page("systems/aero-1-audio/", address=changed, has_touch=True, is_mobile=True)
    page.locator(".from .marks", has_text="changed").first.tap()
    page.locator(".popup").wait_for()
    assert "#" not in page.url
