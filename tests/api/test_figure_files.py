"""`catalog figure`, and the files it writes."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import sys
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from plotly.graph_objects import Figure

import catalog
from catalog.api import figure_files
from tests.conftest import ROOT, Command

TITLE = "How much do they hold?"


@pytest.fixture
def figure(command: Command, kettles: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    if named := os.environ.get("CATALOG_BROWSER"):
        monkeypatch.setenv("BROWSER_PATH", named)
    path = os.pathsep.join(map(str, (ROOT, ROOT / "tests" / "api" / "kettles")))
    places = {"cwd": kettles.parent, "PYTHONPATH": path}
    return lambda *words, **more: command("figure", *words, "--survey", kettles, **places, **more)


def test_without_a_file_json_is_printed_that_plotly_reads(figure, kettles):
    done = figure(TITLE)

    assert (done.returncode, done.stderr) == (0, "")
    assert Figure(json.loads(done.stdout)) == catalog.open(kettles).figure(TITLE)


def test_a_chart_of_ones_own_is_asked_for_by_its_settings(figure, kettles):
    done = figure("Sales", "--kind", "scatter", "--x", "sold", "--y", "volume")

    own = json.loads(done.stdout)
    assert own["layout"]["title"]["text"] == "Sales"
    assert own == json.loads(catalog.open(kettles).figure("Sales", kind="scatter", x="sold", y="volume").to_json())


def test_the_drawing_is_written_as_svg(figure, kettles):
    done = figure(TITLE, "--output", "chart.SVG")

    assert (done.returncode, done.stderr) == (0, "chart.SVG written\n")
    texts = [*ET.parse(kettles.parent / "chart.SVG").getroot().itertext()]
    assert {TITLE, "Tower", "1 of 3 is not shown: 1 not reported"} < {*texts}


@pytest.mark.browser
def test_a_page_shows_the_figure_without_any_request(figure, kettles, page):
    figure(TITLE, "--output", "chart.html")
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))

    page.goto((kettles.parent / "chart.html").as_uri())

    page.locator(".ytick text").first.wait_for()
    assert page.locator(".gtitle").first.text_content().startswith(TITLE)
    assert page.locator(".ytick text").all_text_contents() == ["Tower", "Pot large", "Pot small"]
    assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert errors == []


@pytest.mark.browser
@pytest.mark.parametrize(("ending", "begin"), [("png", b"\x89PNG\r\n"), ("pdf", b"%PDF-")])
def test_pictures_are_written_where_there_is_a_browser(figure, kettles, browser, ending, begin):
    done = figure(TITLE, "--output", f"chart.{ending}")

    assert (done.returncode, done.stderr) == (0, f"chart.{ending} written\n")
    assert (kettles.parent / f"chart.{ending}").read_bytes().startswith(begin)


def test_without_a_browser_a_sentence_says_what_is_needed(kettles, monkeypatch):
    chart: Any = None
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    monkeypatch.setenv("PATH", "")

    with pytest.raises(catalog.SetupError, match="png needs Chromium or Chrome, or its path in BROWSER_PATH"):
        figure_files.WRITERS["png"](chart)
    assert "BROWSER_PATH" not in os.environ


def test_a_browser_that_does_not_start_is_told_in_a_sentence(figure):
    done = figure(TITLE, "--output", "chart.png", BROWSER_PATH="/nonexistent")

    assert done.returncode == 3
    assert done.stderr.startswith("Error: png needs a browser: /nonexistent, named in BROWSER_PATH, is no program")


@pytest.mark.unix
def test_a_program_that_is_no_browser_is_told_in_a_sentence(figure):
    done = figure(TITLE, "--output", "chart.pdf", BROWSER_PATH=shutil.which("true"))

    assert done.returncode == 3
    assert "Error: pdf could not be drawn: " in done.stderr
    assert "Traceback" not in done.stderr


def test_what_the_libraries_log_and_ignore_reaches_nobody(monkeypatch, capsys):
    def calc_fig_sync(*_: object, **__: object) -> bytes:
        logging.getLogger("choreographer.channels.pipe").error("JSONError decoding message. Ignoring")
        return b"%PDF-"

    chart: Any = SimpleNamespace(size=(10, 10), figure={})
    monkeypatch.setitem(sys.modules, "kaleido", SimpleNamespace(calc_fig_sync=calc_fig_sync))
    monkeypatch.setattr(figure_files, "find_spec", bool)
    monkeypatch.setenv("BROWSER_PATH", sys.executable)

    assert figure_files.WRITERS["pdf"](chart) == b"%PDF-"
    assert capsys.readouterr().err == ""
    assert not logging.getLogger("choreographer.channels.pipe").isEnabledFor(logging.CRITICAL)


def test_without_kaleido_a_sentence_says_what_to_install(monkeypatch):
    chart: Any = None
    monkeypatch.setattr(figure_files, "find_spec", lambda _: None)

    with pytest.raises(catalog.SetupError, match=r"pdf needs kaleido: pip install 'survey-catalog\[figures\]'"):
        figure_files.WRITERS["pdf"](chart)


def test_an_ending_nobody_knows_is_wrong_usage(figure):
    done = figure(TITLE, "--output", "chart.bmp")

    assert done.returncode == 2
    assert "a figure is written as .json, .html, .svg, .png, .pdf, not as 'chart.bmp'" in done.stderr


def test_a_chart_that_is_not_there_is_guessed_at(figure):
    done = figure("How much do they old?")

    assert done.returncode == 2
    assert "did you mean `How much do they hold?`" in done.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--x", "sold"], "--y: the key `y` is missing"),
        (["--x", "sold", "--y", "volume", "--x-scale", "cubic"], "--x-scale: found the text 'cubic', which is not"),
        (["--x", "sold", "--y", "colour"], "--y: there is no column `colour`"),
    ],
)
def test_a_wrong_setting_is_wrong_usage_in_the_words_of_the_command_line(figure, options, message):
    done = figure("--kind", "scatter", *options)

    assert done.returncode == 2
    assert message in done.stderr


def test_settings_without_a_kind_are_wrong_usage(figure):
    done = figure("--x", "volume")

    assert done.returncode == 2
    assert "give --kind with the settings of a chart: timeline, bars, scatter, matrix, lineage" in done.stderr


def test_the_site_embeds_the_figures_of_the_survey(built):
    survey, page = catalog.open(ROOT), (built / "charts" / "index.html").read_text(encoding="utf-8")
    embedded = re.findall(r'<script type="?application/json"? id="?figure-[^>]*>(.*?)</script>', page, re.DOTALL)

    figures = [json.loads(unescape(text)) for text in embedded]

    assert figures == [json.loads(survey.figure(chart.title).to_json()) for chart in survey.catalog.settings.charts]
