"""A survey with pictures, sub-records, versions, ranges and money, and without a date anywhere."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import catalog
from catalog.paths import Project
from catalog.rules import check
from tests.browsing import ready, watched, wrong_in_views

HERE = Path(__file__).parent / "engines"


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("engines")
    shutil.copytree(HERE, folder, dirs_exist_ok=True)
    return Project(folder)


@pytest.fixture(scope="module")
def website(engines: Project) -> Path:
    from catalog.site import build

    return build(engines)


def text(page: Path) -> str:
    """What a reader sees of a page, without tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8"))).split())


def test_its_data_has_no_problems(engines):
    assert check(engines) == []


def test_a_picture_that_is_not_there_is_told(engines, tmp_path):
    shutil.copytree(HERE, tmp_path / "copy")
    (tmp_path / "copy" / "site" / "logos" / "knight.svg").unlink()
    problems = check(Project(tmp_path / "copy"))
    assert [(problem.field, problem.line) for problem in problems] == [("logo", 3)]


def test_a_picture_of_the_survey_is_shown_and_one_of_another_site_is_not_loaded(website):
    lance = (website / "engines" / "lance" / "index.html").read_text(encoding="utf-8")
    rook = (website / "engines" / "rook-and-roll" / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<img[^>]* src="[./]*logos/knight\.svg" alt="[^"]*"', lance)
    assert (website / "logos" / "knight.svg").is_file()
    assert not re.search(r"<img[^>]*rook\.example", rook)
    assert 'href="https://rook.example.org/logo.png"' in rook


def test_sub_records_are_a_table_of_their_own(website):
    page = (website / "engines" / "lance" / "index.html").read_text(encoding="utf-8")
    releases = page.partition('id="releases"')[2]
    rows = re.findall(r"<tr>(.*?)</tr>", releases.partition("</table>")[0], re.DOTALL)
    cells = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]
    assert cells[0] == "Version Gain Notes Lead"
    assert cells[1].startswith("15 30")
    assert cells[3].startswith("17.1 -4") or cells[3].startswith("17.1 \u22124")


def test_long_text_is_rendered_and_its_html_is_text(website):
    page = (website / "engines" / "lance" / "index.html").read_text(encoding="utf-8")
    assert "<strong>many</strong> positions" in page
    assert "<script>alert(1)" not in page
    assert '<a href="https://lance.example.org/paper"' in page


def test_links_are_shown_by_their_labels(website):
    page = (website / "engines" / "lance" / "index.html").read_text(encoding="utf-8")
    assert re.search(r'href="https://lance\.example\.org/engine"[^>]*>Engine<', page)


@pytest.mark.parametrize("word", ["Newest", "newest", "BibTeX", "Well-sourced", "Leaderboard", "paper title", "arXiv"])
def test_what_the_survey_lacks_is_not_spoken_of(website, word):
    pages = {path: text(website / path / "index.html") for path in ("", "catalogue", "charts", "engines/old-timer")}
    assert [path for path, page in pages.items() if word in page] == []


def test_values_have_their_types_in_a_data_frame(engines):
    frame = catalog.open(engines.root).frame().set_index("slug")

    assert list(frame["network.low"].dropna()) == [45.0, 2.0]
    assert frame.loc["lance", "country"] in ("Norway", "NO")
    assert frame.loc["rook-and-roll", "rating"] == 1500


def test_exports_hold_every_value(website):
    document: Any = json.loads((website / "data" / "catalogue.json").read_text(encoding="utf-8"))
    lance = next(record for record in document["records"] if record["slug"] == "lance")
    assert [item["gain"]["value"] for item in lance["releases"]] == [30, 25, -4]
    assert lance["about"]["value"].startswith("Looks at **many** positions.")


@pytest.mark.browser
@pytest.mark.parametrize(
    "path", ["", "catalogue/", "charts/", "compare/?s=lance,rook-and-roll", "engines/lance/", "reference/"]
)
def test_a_page_is_accessible_fits_every_width_and_asks_nobody_else(website, serve, page, path):
    address = serve(website)
    watched(page).goto(f"{address}{path}")
    ready(page)

    assert wrong_in_views(page) == []
    assert page.errors == []
    assert page.hosts == {address.removesuffix("/")}


def test_a_filter_of_versions_is_in_their_order(website):
    page = (website / "catalogue" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'name="latest" value="([^"]+)"', page) == ["v2.0-rc1", "8", "17.1"]


def test_a_page_leads_with_what_is_known_of_the_record(website):
    page = (website / "engines" / "old-timer" / "index.html").read_text(encoding="utf-8")
    summary = page.partition('<dl class="summary')[2].partition("</dl>")[0]
    assert summary.count("<dt") > 2
    assert "blank" not in summary


def test_a_frame_has_currencies_and_the_texts_of_links(engines):
    frame = catalog.open(engines.root).frame().set_index("slug")
    assert list(frame["price.currency"].dropna()) == ["EUR", "USD"]
    assert frame["links.label"]["lance"] == "Engine; Network"
