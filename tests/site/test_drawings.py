"""Drawings of records on hand-written pages."""

from __future__ import annotations

import re

import pytest

from catalog.errors import SetupError
from catalog.paths import Project
from catalog.site import build

DRAWING = "drawing: catalog.surveys.asr.schematic:diagram\n"


def write(survey: Project, text: str, more: str = DRAWING) -> None:
    with (survey.data / "survey.yml").open("a", encoding="utf-8") as settings:
        settings.write(more)
    (survey.root / "site").mkdir(exist_ok=True)
    (survey.root / "site" / "about.md").write_text(f"# About\n\n{text}\n", encoding="utf-8")


def test_a_page_shows_the_drawings_that_it_names(small_survey: Project, tmp_path) -> None:
    write(small_survey, "First.\n\n<!-- drawings: whole -->\n\nLast.")
    page = (build(small_survey, tmp_path / "html") / "about" / "index.html").read_text(encoding="utf-8")
    figure = re.search(r'<div class="drawings"><figure>(.*?)</figure></div>', page, re.DOTALL)
    assert figure
    assert '<a href="../systems/whole/">' in figure[1]
    assert "<svg" in figure[1]
    assert page.index("First.") < figure.start() < page.index("Last.")


def test_a_drawing_of_no_record_is_told(small_survey: Project, tmp_path) -> None:
    write(small_survey, "<!-- drawings: whole nobody -->")
    with pytest.raises(SetupError, match="the drawing of 'nobody', but no record is called that"):
        build(small_survey, tmp_path / "html")
    write(small_survey, "<!-- drawings: wole -->", more="")
    with pytest.raises(SetupError, match=r"the page about in site/ .* 'wole', .*; did you mean `whole`"):
        build(small_survey, tmp_path / "html")
    assert not (tmp_path / "html").exists()


def test_a_drawing_where_the_survey_draws_nothing_is_told(small_survey: Project, tmp_path) -> None:
    write(small_survey, "<!-- drawings: whole -->", more="")
    with pytest.raises(SetupError, match="nothing is drawn of it"):
        build(small_survey, tmp_path / "html")
