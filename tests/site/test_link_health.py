"""The page of link health appears with the first saved report, and says when it was."""

from __future__ import annotations

import json

import pytest

from catalog.errors import SetupError
from catalog.rules import load
from tests.rendering import content, paths

LINK = {
    "url": "https://example.org/<gone>",
    "verdict": "broken",
    "location": None,
    "status": 404,
    "seconds": 0.1,
    "reason": "404 Not Found",
    "records": ["salmonn"],
}


@pytest.fixture
def survey(tmp_path, copy_survey):
    return copy_survey(tmp_path, ["salmonn"])


def test_without_a_report_there_is_no_page(survey):
    assert "link-health" not in paths(load(survey))


def test_a_report_becomes_a_page_with_its_date_and_its_broken_links(survey):
    report = {"checked": "2026-11-20T04:00:00+00:00", "stopped": "", "links": [LINK]}
    (survey.data / "link-report.json").write_text(json.dumps(report), encoding="utf-8")
    page = content(load(survey), "link-health")
    assert "20 November 2026" in page
    assert "https://example.org/&lt;gone&gt;" in page
    assert ">SALMONN<" in page


def test_a_file_that_is_no_report_is_named(survey):
    (survey.data / "link-report.json").write_text("[]", encoding="utf-8")
    with pytest.raises(SetupError, match=r"link-report\.json"):
        paths(load(survey))
