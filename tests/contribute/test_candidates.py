"""`data/candidates.yml`: what was looked at, who is warned of it, and where readers find it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from catalog.api.files import inspect_other_files
from catalog.cli.new import command as new
from catalog.links.collect import survey_links
from catalog.load.records import open_survey
from catalog.paths import Project
from catalog.rules import load
from catalog.site import build

CONTENT = """\
waiting:
  earlier: {name: <b>Earlier</b>, link: "https://example.org/earlier", reason: "No date & LLM.", date: 2026-11-27}
dismissed:
  other: {name: Other, link: "https://arxiv.org/abs/2301.00009", reason: "No LLM.", date: 2026-11}
"""


@pytest.fixture
def survey(small_survey: Project) -> Project:
    (small_survey.data / "candidates.yml").write_text(CONTENT, encoding="utf-8")
    return small_survey


def problems(survey: Project, old: str = "", new: str = "") -> list[tuple[str, str]]:
    text = CONTENT.replace(old, new, 1) if old else CONTENT
    assert text != CONTENT or not old
    (survey.data / "candidates.yml").write_text(text, encoding="utf-8")
    found = inspect_other_files(open_survey(survey))
    return [
        (problem.location, problem.message) for problem in found if "candidates" in getattr(problem, "location", "")
    ]


def test_a_file_without_mistakes_has_no_problems(survey):
    assert problems(survey) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("earlier:", "whole:", "whole is in the catalogue"),
        ("  other:", "  earlier:", "earlier is waiting as well"),
        ("https://arxiv.org/abs/2301.00009", "https://example.org/earlier", "the link is that of earlier as well"),
        ("date: 2026-11}", "date: 2026-13}", "2026-13: there is no month 13"),
        (', reason: "No LLM."', "", "the key `reason` is missing"),
        ("reason: ", "because: ", "unknown key `because`"),
        ('"No LLM."', "TODO", "says nothing yet"),
        ("https://example.org/earlier", "javascript:alert(1)", "where an http or https address belongs"),
        ("waiting:", "wanted:", "unknown key `wanted`"),
        ("  other:", "  Not a slug:", "Not a slug"),
    ],
)
def test_a_mistake_is_reported_in_its_line(survey, old, new, message):
    line = next(number for number, text in enumerate(CONTENT.splitlines(), 1) if old in text)
    found = problems(survey, old, new)
    assert [location for location, _ in found if not location.startswith(f"data/candidates.yml:{line}:")] == []
    assert any(message in text for _, text in found), found


def test_links_of_candidates_are_checked_with_the_others(survey):
    places = {target.url: target.occurrences for target in survey_links(survey)}
    (place,) = places["https://example.org/earlier"]
    assert (place.file.name, place.line) == ("candidates.yml", 2)


@pytest.mark.parametrize("arguments", [["Other"], ["2301.00009", "--name", "Something", "--slug", "something"]])
def test_a_new_record_of_a_candidate_is_told_why_it_had_none(survey, arguments):
    told = CliRunner().invoke(new, [*arguments, "--offline", "--stdout", "--survey", str(survey.root)])
    assert told.exit_code == 0
    assert "dismissed since 2026-11: No LLM; remove other from data/candidates.yml" in told.stderr


def test_readers_find_them_on_the_page_of_coverage(survey, tmp_path):
    page = (build(survey, tmp_path / "html") / "coverage" / "index.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;Earlier&lt;/b&gt;" in page
    assert "No date &amp; LLM." in page
    assert page.index("Waiting for evidence") < page.index("Not in the catalogue")
    assert load(survey).records


def test_a_survey_without_the_file_says_nothing_of_it(small_survey, tmp_path):
    page = (build(small_survey, tmp_path / "html") / "coverage" / "index.html").read_text(encoding="utf-8")
    assert "Waiting for evidence" not in page
    assert "Not in the catalogue" not in page
