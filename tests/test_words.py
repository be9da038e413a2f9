"""No word of the first survey's subject is in the engine, nor in the website of any other survey."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalog.api.init import create_survey
from catalog.contribute.init.survey import NewSurvey
from catalog.paths import Project
from tests.conftest import ROOT

Once = Callable[[str, Callable[[Path], object]], Path]
WORDS = re.compile(
    r"\b(?:ASR|WER|CER|SLAM|LLMs?|Whisper|HuBERT|wav2vec|WavLM|LibriSpeech|Qwen\w*-(?:ASR|Audio)|speech\w*|recognisers?"
    r"|encoders?|institutes?|transcribed|word error rate|2402\.08846|hours\.asr|slam-asr)\b",
    re.IGNORECASE,
)
HARMLESS = re.compile(r"json\.JSONEncoder|TextEncoder")
"""What Python and browsers call what encodes."""
ENDINGS = {".py", ".jinja", ".js", ".css", ".html", ".md", ".yml", ".json", ".xml", ".txt", ""}


def found(files: Iterator[Path]) -> dict[str, str]:
    """File → the line with the first such word."""
    lines = ((file, line) for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return {str(file): line[:200] for file, line in lines if WORDS.search(HARMLESS.sub("", line))}


def texts(folder: Path, *without: str) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        if file.is_file() and file.suffix in ENDINGS and not {*parts} & {*without, "vendor", "__pycache__"}:
            yield file


@pytest.mark.parametrize("folder", ["catalog", "templates", "site/assets"])
def test_the_engine_knows_no_word_of_it(folder: str) -> None:
    files = list(texts(ROOT / folder, "surveys"))
    assert len(files) > 20
    assert found(iter(files)) == {}


def test_a_new_survey_has_none(tmp_path: Path) -> None:
    create_survey(tmp_path / "ovens", NewSurvey("Ovens", "oven", "ovens"))
    files = list(texts(tmp_path / "ovens"))
    assert len(files) > 20
    assert found(iter(files)) == {}


@pytest.fixture
def website(once: Once, request: pytest.FixtureRequest) -> Path:
    """The website of another survey."""
    from catalog.site import build

    def make(folder: Path) -> None:
        if request.param == "new":
            create_survey(folder / "new", NewSurvey("Ovens", "oven", "ovens", "https://ovens.github.io/list/"))
        else:
            shutil.copytree(ROOT / request.param, folder / "new")
        with pytest.MonkeyPatch.context() as patch:
            patch.syspath_prepend(ROOT / "tests" / "second")
            build(Project(folder / "new"))

    name = request.param.replace("/", "-")
    return once(f"words-{name}", make) / "new" / "build" / "html"


@pytest.mark.parametrize("website", ["new", "tests/second/survey", "tests/surveys/generators"], indirect=True)
def test_no_page_and_no_file_of_another_website_has_one(website: Path) -> None:
    files = [file for file in texts(website, "javascripts", "stylesheets") if file.name != ".survey-catalog"]
    assert len(files) > 50
    assert found(iter(files)) == {}


ABSENT = (
    *("BibTeX", "RIS of", "Newest", "newest", "ell-sourced", "ell sourced", "sourced facts", "Leaderboard", "Results"),
    *("results", "Corrections", "Link health", "uncertain", "contested", "second-hand", "At the source", "paper"),
)
"""Words of what a survey without dates, evidence, works and results has not."""


@pytest.mark.parametrize("website", ["tests/surveys/generators"], indirect=True)
def test_what_a_survey_lacks_has_no_word_on_its_pages(website: Path) -> None:
    for page in website.rglob("index.html"):
        if page.parent.name in {"python", "reference", "links-robot"}:  # of the program, not of the survey
            continue
        shown = re.sub(r"<script\b.*?</script>|<[^>]+>", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert [word for word in ABSENT if word in shown] == [], page
